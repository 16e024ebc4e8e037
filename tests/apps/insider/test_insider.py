"""The insider: twelve tamperings by one who rules the database and three of looks, each found; clean logs, none blamed.

The world is a month of the small commune, built in a database of its own and checked by the product's own command,
against nothing but a checkpoint and a public key kept elsewhere. CONGMINH_INSIDER_RUNS says how many clean runs
(`make insider`: 1,000; else 40).
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from congminh.ledger.log.erasing import erase
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.sealing import seal
from congminh.ledger.log.verifying import verify
from congminh.ledger.models import Leaf
from congminh.looks.recording import Looked, write
from congminh.looks.subjects import Subject
from congminh.looks.vouching import vouch_for_looks
from tests.apps.insider.build import NAME, OLDER
from tests.apps.insider.tampering import OF_LOOKS, TAMPERINGS, Insider, sqlite_session, without_triggers
from tests.apps.ledger.people import cast
from tests.apps.ledger_log.conftest import logged

RUNS = int(os.environ.get("CONGMINH_INSIDER_RUNS") or 40)
# So many runs go on with one log; then another begins, so that the time does not grow with the square of them.
OF_ONE_LOG = 50
EVERY = {**TAMPERINGS, **OF_LOOKS}
TRIED = "insider_tried"
ROOT = Path(__file__).parents[3]
IS_SQLITE = os.environ.get("CONGMINH_TEST_ENGINE") != "postgresql"


@dataclass(frozen=True)
class World:
    """What the insider rules, and what lies outside: a checkpoint, the public key."""

    folder: Path
    url: str

    def address(self, database: str) -> str:
        """The address of another database of the same server."""
        return re.sub(r"/[^/?]*(\?|$)", rf"/{database}\1", self.url, count=1) if self.url else ""

    def environment(self, home: Path, database: str) -> dict[str, str]:
        """For a process that works on one of the databases; its folder of the log is `home`'s own."""
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CONGMINH_LOG")}
        told = {"CONGMINH_HOME": str(home), "CONGMINH_LOG": str(home / "log"), "CONGMINH_DEBUG": "1"}
        told |= {"DJANGO_SETTINGS_MODULE": "congminh.site.settings", "CONGMINH_LANG": "en"}
        return {**kept, **told, **({"DATABASE_URL": self.address(database)} if self.url else {})}

    def verified(self, home: Path, database: str) -> tuple[int, str]:
        """What `congminh verify --checkpoint` answers, with nothing else kept from before."""
        key, note = (self.folder / "key").read_text(encoding="utf-8"), str(self.folder / "checkpoint")
        command = [sys.executable, "-m", "congminh.cli", "verify", "--checkpoint", note, "--key", key]
        env = self.environment(home, database)
        ran = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120)
        return ran.returncode, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("insider")
    made = World(folder, "" if IS_SQLITE else os.environ["DATABASE_URL"])
    databases(made, f"CREATE DATABASE {NAME}")
    home = folder / "home"
    home.mkdir()
    build = [sys.executable, "-m", "tests.apps.insider.build", str(folder)]
    subprocess.run(build, env=made.environment(home, NAME), cwd=ROOT, check=True, timeout=300)
    yield made
    databases(made, *(f"DROP DATABASE IF EXISTS {each} WITH (FORCE)" for each in (TRIED, OLDER, NAME)))


def databases(world: World, *statements: str) -> None:
    """Whole databases made and dropped, where there is a server."""
    if world.url:
        import psycopg

        with psycopg.connect(world.address("postgres"), autocommit=True) as server:
            for statement in statements:
                server.execute(statement)


@pytest.fixture
def copy(world: World, tmp_path: Path) -> Path:
    """A home with a copy of the database, to do anything to."""
    if world.url:
        databases(world, f"DROP DATABASE IF EXISTS {TRIED} WITH (FORCE)", f"CREATE DATABASE {TRIED} TEMPLATE {NAME}")
    else:
        shutil.copy(world.folder / "home" / "congminh.sqlite3", tmp_path / "congminh.sqlite3")
    return tmp_path


def as_insider(world: World, home: Path) -> Insider:
    """A superuser's session on the copy."""
    if not world.url:
        return sqlite_session(home / "congminh.sqlite3", world.folder / OLDER)
    import psycopg

    session = psycopg.connect(world.address(TRIED), autocommit=True)

    def older() -> None:
        session.close()
        databases(world, f"DROP DATABASE {TRIED} WITH (FORCE)", f"CREATE DATABASE {TRIED} TEMPLATE {OLDER}")

    return Insider(session, False, home, older)


def test_what_nobody_touched_is_whole(world: World, copy: Path) -> None:
    status, said = world.verified(copy, TRIED)
    assert (status, "Nothing was changed." in said) == (0, True), said


@pytest.mark.parametrize("what", EVERY)
def test_the_insider_is_found(world: World, copy: Path, what: str) -> None:
    insider = as_insider(world, copy)
    with closing(insider.connection):
        without_triggers(insider, EVERY[what])
    status, said = world.verified(copy, TRIED)
    print(f"{what}: {next((line for line in said.splitlines() if 'WRONG' in line), said)}")
    assert (status, "WRONG from leaf" in said) == (1, True), said


def test_there_are_the_twelve_that_were_promised() -> None:
    assert len(TAMPERINGS) == 12


@pytest.mark.django_db
def test_clean_logs_are_never_blamed(tmp_path: Path, settings: Any) -> None:
    """Runs of whatever honest people may do to a log, by chance, each with a check against some root from before."""
    chance, blamed, leaves = random.Random(335), list[tuple[int, list[str]]](), 0
    for start in range(0, RUNS, OF_ONE_LOG):
        with transaction.atomic():
            settings.LOG_FOLDER, settings.LOG_WITNESSES, settings.LOG_WITNESSES_NEEDED = tmp_path / f"{start}", [], 0
            Folder.here().make_key("so-vet.example")
            leaves += _runs(chance, range(start, min(start + OF_ONE_LOG, RUNS)), blamed)
            transaction.set_rollback(True)
    print(f"{len(blamed)} false alarms in {RUNS} clean runs on {connection.vendor}, {leaves} leaves in all")
    assert blamed == []


def _runs(chance: random.Random, runs: range, blamed: list[tuple[int, list[str]]]) -> int:
    """Runs on one log that goes on; how many leaves it has in the end."""
    notes, size = [""], 0
    for run in runs:
        _honest(chance, notes)
        found = verify(chance.choice(notes[-20:]), again=chance.random() < 0.5)
        size = found.size
        if found.faults:
            blamed.append((run, [each.what.en for each in found.faults]))
    return size


def _honest(chance: random.Random, notes: list[str]) -> None:
    """Steps taken, figures looked at, one entry erased by rule, the log sealed: as often as not."""
    if chance.random() < 0.7:
        logged(chance.randint(1, 3), note="ghi chú " * chance.randint(0, 3))
    if chance.random() < 0.3:
        _look(chance)
    if chance.random() < 0.1 and (leaf := _erasable()):
        erase(leaf, by=1, why="theo yêu cầu")
    if chance.random() < 0.6 and (sealed := seal()):
        notes.append(sealed.note)


def _look(chance: random.Random) -> None:
    people, at = cast(), timezone.now() - timedelta(minutes=chance.randint(0, 20))
    seen = (Subject(people["lan"].pk, None), Subject(people["thu"].pk, None))
    write(Looked(people["minh"].pk, [], "page", f"page-{chance.random()}", at, seen[: chance.randint(1, 2)]))
    vouch_for_looks()


def _erasable() -> Leaf | None:
    kept = Leaf.objects.filter(index__isnull=False, entry__isnull=False, payload__isnull=False)
    return kept.order_by("?").first()
