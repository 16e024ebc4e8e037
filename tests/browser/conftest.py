"""A real server and a real browser: granian serves the site as it is installed, Chromium looks at it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

FLAGS = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
START_SECONDS = 30
LOAD = """
import django
django.setup()
from django.core.management import call_command
from congminh.demo.loading import load
call_command("migrate", verbosity=0)
load()
"""
POST = "FROM org_post JOIN org_person ON org_person.id = org_post.person_id WHERE org_person.code = ?"
SHEET = (
    "SELECT s.casefile_ptr_id FROM assessment_periodsheet s JOIN org_person p ON p.id = s.person_id WHERE p.code = ?"
)
KEYS = {
    "sheet": f"{SHEET} ORDER BY s.period DESC LIMIT 1",
    "told": f"{SHEET} AND s.result_id IS NOT NULL ORDER BY s.period DESC LIMIT 1",
    "unit": "SELECT id FROM org_unit WHERE code = ?",
    "catalogue": "SELECT casefile_ptr_id FROM catalogue_catalogue WHERE number = ?",
    "product": "SELECT id FROM catalogue_product WHERE code = ?",
    "post": f"SELECT org_post.id {POST}",
    "position": f"SELECT org_post.position_id {POST}",
    "round": "SELECT r.id FROM year_yearround r JOIN org_unit u ON u.id = r.agency_id WHERE u.code = ?"
    " ORDER BY r.year DESC",
    "data_request": "SELECT r.casefile_ptr_id FROM privacy_datarequest r JOIN org_person p ON p.id = r.person_id"
    " WHERE p.code = ? ORDER BY 1 DESC",
    "year_sheet": "SELECT s.casefile_ptr_id FROM year_yearsheet s JOIN org_person p ON p.id = s.person_id"
    " WHERE p.code = ? ORDER BY s.casefile_ptr_id DESC",
    "unit_sheet": "SELECT s.casefile_ptr_id FROM unit_year_unitsheet s JOIN org_unit u ON u.id = s.unit_id"
    " WHERE u.code = ? ORDER BY s.year DESC",
    "meeting": "SELECT m.id FROM year_meeting m JOIN org_unit u ON u.id = m.body_id WHERE u.code = ? ORDER BY m.id",
    "ground": "SELECT g.id FROM year_ground g JOIN org_person p ON p.id = g.person_id WHERE p.code = ?",
    "criteria": "SELECT c.id FROM unit_year_criteriaset c JOIN org_unit u ON u.id = c.agency_id WHERE u.code = ?",
    "task": "SELECT casefile_ptr_id FROM work_task JOIN org_person ON org_person.id = work_task.person_id"
    " WHERE org_person.code = ? AND work_task.code = ? ORDER BY work_task.period DESC, 1 DESC",
}


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the site answers; what it said when it does not."""
    for _ in range(START_SECONDS * 10):
        try:
            urllib.request.urlopen(f"{address}/kieu-dang/").close()
            return
        except OSError:
            time.sleep(0.1)
        if process.poll() is not None:
            break
    pytest.fail(f"the site did not start:\n{log.read_text(encoding='utf-8')}")


@contextmanager
def served(home: Path, **ours: str) -> Iterator[str]:
    """The address of the site with the files in `home`, served as it would be: no DEBUG, hashed files."""
    port, log = _free_port(), home / "granian.log"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "congminh.site.wsgi:application"], env=environment(home, **ours), stdout=out, stderr=out
        )
        try:
            _wait(f"http://127.0.0.1:{port}", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def environment(home: Path, **ours: str) -> dict[str, str]:
    """What a process of the site is told: its home, no DEBUG, and `ours`."""
    plain = {"CONGMINH_DEBUG": "0", "CONGMINH_PLAIN_HTTP": "1", "CONGMINH_SECRET_KEY": "for tests " * 6}
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, **plain, **ours, "CONGMINH_HOME": str(home), "DJANGO_SETTINGS_MODULE": "congminh.site.settings"}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with nobody in it."""
    with served(tmp_path_factory.mktemp("home")) as address:
        yield address


@contextmanager
def demonstrated(home: Path, load: str = LOAD, **more: str) -> Iterator[Demonstration]:
    """The demonstration agency with its files in `home`, served; anybody may come in as one of the cast."""
    asked = {"CONGMINH_DEMO": "1", "CONGMINH_DEMO_ANYWAY": "1", **more}
    made = subprocess.run(
        [sys.executable, "-c", load], env=environment(home, **asked), capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    with served(home, **asked) as address:
        yield Demonstration(address, next(home.glob("*demo*.sqlite3")))


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """The demonstration, one for all tests that leave it fit for the others."""
    with demonstrated(tmp_path_factory.mktemp("demo")) as found:
        yield found


@dataclass(frozen=True)
class Demonstration:
    """Where the demonstration is served, and its rows."""

    address: str
    database: Path

    def url(self, path: str) -> str:
        """The address of a page; {unit TBM-3}, {post TBM-302}, {task TBM-304 KT-18} stand for the keys of rows."""
        return self.address + re.sub(r"{(\w+) ([\w -]+)}", lambda found: str(self.key(*found.groups())), path)

    def key(self, kind: str, codes: str) -> int:
        """The key of a unit by its code, of the post or position of a person by theirs, of a person's newest task."""
        with closing(sqlite3.connect(self.database)) as rows:
            return int(rows.execute(KEYS[kind], codes.split()).fetchone()[0])

    def enter(self, browser: Any, who: str, **more: Any) -> Any:
        """A window of somebody of the cast."""
        context = browser.new_context(locale="vi-VN", **{"viewport": {"width": 1440, "height": 800}, **more})
        page = context.new_page()
        page.goto(f"{self.address}/dang-nhap/")
        page.click(f"form[action='/vao-vai/{who}/'] button")
        return page


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The system's Chromium with a profile of its own; without one these tests are skipped, and say so."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        pytest.skip("no Chromium on this machine: install it («make browser» does as root on Debian)")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *(["--no-sandbox"] if root else [])])
        yield browser
        browser.close()
