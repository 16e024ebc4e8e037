"""An installation of its own on the engine of the run, driven by its commands as an administrator drives it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.postgres import programs
from tests.serving.running import environment

ENGINE = "postgresql" if os.environ.get("CONGMINH_TEST_ENGINE") == "postgresql" else "sqlite"
KEY = "k" * 60
BUILT = """
import django; django.setup()
from congminh.demo.loading import PARTS
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.sealing import seal
Folder.here().make_key("so-vet.example")
for part in PARTS[:5]: part()
# The demonstration writes its catalogue past the steps that put a digest into the log.
from congminh.catalogue.verifying import KIND, digests, unlike_vouched
from congminh.catalogue.models import Catalogue
from congminh.ledger.log.checks import vouch
from congminh.catalogue.models.catalogue import DECIDED
for key, digest in digests(list(Catalogue.objects.filter(state__in=DECIDED).values_list("pk", flat=True))).items():
    vouch(KIND, key, digest)
seal()
"""
LEAF = "from congminh.ledger.log.recording import record_own; record_own('try', said='thử')"


@dataclass
class Site:
    """Its home, and its PostgreSQL database (empty on SQLite)."""

    home: Path
    url: str = ""

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A command of it, to its end."""
        return self.python("-m", "congminh.cli", *arguments, **more)

    def python(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A program over it, to its end."""
        command, there = [sys.executable, *arguments], self.environment(**more)
        return subprocess.run(command, env=there, capture_output=True, text=True, encoding="utf-8", check=False)

    def environment(self, **more: str) -> dict[str, str]:
        """What its programs find around them."""
        there = {"DATABASE_URL": self.url} if self.url else {}
        tools = programs()
        path = f"{tools}{os.pathsep}{os.environ['PATH']}" if tools else os.environ["PATH"]
        known = {"CONGMINH_SECRET_KEY": KEY, "DJANGO_SETTINGS_MODULE": "congminh.site.settings", "PATH": path}
        return environment(self.home, **{**there, **known, **more})

    def asks(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of its database, past all of our code; a statement is kept."""
        if self.url:
            import psycopg

            with psycopg.connect(self.url, autocommit=True) as there:
                found = there.execute(query)
                return [tuple(row) for row in found.fetchall()] if found.description else []
        with closing(sqlite3.connect(self.home / "congminh.sqlite3")) as there, there:
            return [tuple(row) for row in there.execute(query).fetchall()]

    def results(self) -> list[tuple[Any, ...]]:
        """Every figure of every month told, in order."""
        return self.asks("SELECT * FROM assessment_result ORDER BY id")

    def archive(self, *arguments: str) -> Path:
        """A backup just made."""
        place = self.home.parent / "archive.zip"
        place.unlink(missing_ok=True)
        made = self.run("backup", str(place), *arguments)
        assert made.returncode == 0, made.stderr
        return place


def database(server: str, name: str, template: str = "template0") -> str:
    """A database on the run's PostgreSQL, made anew; its address."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as there:
        there.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        there.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{server.rpartition('/')[0]}/{name}"


def built(home: Path, url: str = "") -> Site:
    """The demonstration agency with its months, its log signed."""
    site = Site(home, url)
    home.mkdir(parents=True)
    migrated = site.run("manage", "migrate", "-v", "0")
    assert migrated.returncode == 0, migrated.stderr
    made = site.python("-c", BUILT)
    assert made.returncode == 0, made.stderr
    return site


def copied(site: Site, home: Path, name: str) -> Site:
    """The same once more, to be spoilt."""
    shutil.copytree(site.home, home)
    server, _, there = site.url.rpartition("/")
    return Site(home, database(f"{server}/postgres", name, there) if site.url else "")


def empty(home: Path, name: str, beside: Site) -> Site:
    """Nothing at all yet: another machine."""
    home.mkdir()
    return Site(home, database(f"{beside.url.rpartition('/')[0]}/postgres", name) if beside.url else "")
