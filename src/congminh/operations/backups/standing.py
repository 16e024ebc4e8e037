"""How backups stand: a small file beside them, outside the database that they may one day replace."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

STANDING = "standing.json"


def folder() -> Path:
    """Where backups go unless somebody says another place."""
    return Path(settings.BACKUPS)


def standing() -> dict[str, Any]:
    """What is known of the last backup («backup») and of its last proof («proof»); empty before the first."""
    try:
        found = json.loads((folder() / STANDING).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def put_down(what: str, **facts: Any) -> None:
    """Put down what happened, now."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    told = {**standing(), what: {"at": datetime.now(UTC).isoformat(timespec="seconds"), **facts}}
    beside = folder() / f"{STANDING}.{os.getpid()}"
    beside.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(beside, folder() / STANDING)


def age_seconds(what: str) -> float | None:
    """How long ago it last happened; None when it never did."""
    try:
        return (datetime.now(UTC) - datetime.fromisoformat(standing()[what]["at"])).total_seconds()
    except (KeyError, TypeError, ValueError):
        return None
