"""A command of ours in a process of its own, over a database and a folder that are not this installation's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings

from congminh.law.text import Text


class Failed(RuntimeError):
    """It did not do what it was asked; the text holds what it said."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def congminh(home: Path, at: dict[str, Any] | None, *arguments: str, log: Path | None = None) -> str:
    """Run `congminh …` with its data in `home`, its database `at` (SQLite's file in `home` when None); what it said.

    Raises Failed where it ends with anything but 0.
    """
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"CONGMINH_HOME": str(home), "CONGMINH_LOG": str(log or home / "log"), "CONGMINH_WITNESSES": ""}
    environment |= {"CONGMINH_SECRET_KEY": settings.SECRET_KEY, "CONGMINH_WITNESSES_NEEDED": "", "PYTHONUTF8": "1"}
    if at:
        environment["DATABASE_URL"] = address(at)
    command = [sys.executable, "-m", "congminh.cli", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        said = " ".join((done.stdout + done.stderr).strip().splitlines()[-3:])
        name = " ".join(arguments[:2])
        raise Failed(Text(f"«congminh {name}» không đạt: {said}", f"«congminh {name}» failed: {said}"))
    return done.stdout.strip()


def address(at: dict[str, Any]) -> str:
    """The DATABASE_URL of Django's settings of a PostgreSQL database."""
    password = f":{quote(str(at['PASSWORD']), safe='')}" if at.get("PASSWORD") else ""
    user = f"{quote(str(at['USER']), safe='')}{password}@" if at.get("USER") else ""
    port = f":{at['PORT']}" if at.get("PORT") else ""
    return f"postgresql://{user}{at.get('HOST') or ''}{port}/{quote(str(at['NAME']), safe='')}"


def sqlite_name() -> str:
    """What the SQLite database is called in the home of an installation."""
    return "congminh-demo.sqlite3" if settings.DEMO else "congminh.sqlite3"
