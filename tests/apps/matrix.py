"""Every route of access.yaml for each of the cast and for those beyond it, walked once for all the tests of a file.

Beyond the cast: a head whose post as such ended beside a colleague who never was one, somebody whose post ended, and
the head and the personnel adviser of another agency under the same province. Nothing that is done is kept.
"""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from congminh.accounts.sitting import clock
from congminh.demo.accounts import give_accounts
from congminh.demo.catalogue_rows import load_catalogue
from congminh.demo.organisation import load_organisation
from congminh.org.actions import begin_unit
from congminh.org.models import Person, Position, Post, Unit
from tests.apps import places
from tests.apps.headers import SECURE, faults

TABLE = yaml.safe_load((Path(__file__).parents[1] / "access.yaml").read_text(encoding="utf-8"))
CAST: list[str] = TABLE["cast"]
BEYOND = ["ex_head", "colleague", "ended", "far_head", "far_adviser"]
# These are asked about rows of ours alone: their own pages are as everybody's.
FAR = {"far_head", "far_adviser"}
UNHURRIED = dict.fromkeys(("IDLE_SECONDS", "IDLE_SECONDS_OF_ADMINISTRATORS", "LATELY_SECONDS"), 60 * 60)
ACCOUNTS = {"admin": "quan-tri"}
WRITES = re.compile(r'\b(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?')
READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "SET", "EXPLAIN")
# What tells of the visit itself: sessions, looks, tries.
ASIDE = {"django_session", "accounts_sitting", "accounts_attempt", "looks_look", "looks_seen"}


@dataclass
class Seen:
    """What one was answered: the status («in» for being asked to sign in), what is wrong with it, tables written."""

    status: str
    faults: list[str] = field(default_factory=list)
    wrote: set[str] = field(default_factory=set)


Matrix = dict[str, dict[str, Seen]]


def routes(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every address of the site."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each)
        else:
            yield each


def people_beyond() -> None:
    """Those beyond the cast, with accounts named like them."""
    today = timezone.localdate()
    yesterday, office = today - timedelta(days=1), Unit.objects.get(code="TBM-3")
    staff = Position.objects.filter(posts__unit=office, posts__rank="staff").order_by("pk").first()
    head = Position.objects.filter(posts__unit=office, posts__rank="head").order_by("pk").first()
    adviser = Position.objects.get(is_personnel=True)
    other = begin_unit(Unit(code="KHAC", kind="using", begun=office.begun), "UBND xã khác", Unit.objects.get(code="MG"))
    held: dict[str, list[dict[str, Any]]] = {
        "ex_head": [
            {"unit": office, "position": head, "rank": "head", "first": office.begun, "last": yesterday},
            {"unit": office, "position": staff, "first": today},
        ],
        "colleague": [{"unit": office, "position": staff, "first": today}],
        "ended": [{"unit": office, "position": head, "rank": "head", "first": office.begun, "last": yesterday}],
        "far_head": [{"unit": other, "position": head, "rank": "head", "first": office.begun}],
        "far_adviser": [{"unit": other, "position": adviser, "first": office.begun}],
    }
    for name, posts in held.items():
        user = get_user_model().objects.create_user(name)
        person = Person.objects.create(code=name.upper(), name=f"Người {name}", begun=office.begun, user=user)
        for post in posts:
            Post.objects.create(person=person, **post)


@pytest.fixture
def clients(db: None, settings: Any, tmp_path: Path) -> dict[str, Client]:
    """A browser for each of the cast in the demonstration agency, for tests of their own."""
    settings.MEDIA_ROOT, settings.DEMO = tmp_path, False
    load_organisation()
    load_catalogue()
    give_accounts()
    return browsers(CAST)


def browsers(people: Sequence[str]) -> dict[str, Client]:
    """A browser for each, the unknown among them; the administrator has a second step, without which nothing opens."""
    users = {user.username: user for user in get_user_model().objects.all()}
    Authenticator.objects.create(user=users["quan-tri"], type="totp", data={"secret": "x"})
    made = {}
    for one in people:
        made[one] = Client(headers={"host": "localhost"}, raise_request_exception=False)
        if one != "nobody":
            made[one].force_login(users[ACCOUNTS.get(one, one)])
    return made


@contextmanager
def as_served() -> Iterator[None]:
    """The settings of a real site, its files in a folder of their own; nothing refused is told to the log file.

    No session ends on the way, however slow the machine.
    """
    with tempfile.TemporaryDirectory(prefix="congminh-") as folder:
        home = Path(folder)
        own = {"MEDIA_ROOT": home / "files", "QUARANTINE": home / "quarantine", "LOG_FOLDER": home / "log"}
        logging.disable(logging.CRITICAL)
        try:
            with override_settings(DEMO=False, **SECURE, **own), patch.multiple(clock, **UNHURRIED):
                yield
        finally:
            logging.disable(logging.NOTSET)


def walked() -> tuple[Matrix, dict[str, Any]]:
    """Every row of the table for everybody; and the places its names stand for."""
    with as_served():
        load_organisation()
        load_catalogue()
        give_accounts()
        people_beyond()
        made, found = browsers([*CAST, *BEYOND]), places.of_the_demonstration()
        matrix: Matrix = {}
        for key, row in TABLE["routes"].items():
            args = {name: found.get(value, value) for name, value in row.get("at", {}).items()}
            address = reverse(key.partition(" ")[0], kwargs=args)
            asked = {one: client for one, client in made.items() if one not in FAR or is_of_a_row(key)}
            matrix[key] = {one: answered(client, row, address, one) for one, client in asked.items()}
    return matrix, found


def is_of_a_row(key: str) -> bool:
    """Whether a route is about a row of the commune: a file, a person, a unit."""
    return bool(TABLE["routes"][key].get("at", {}).keys() & {"pk", "code", "unit"})


def answered(client: Client, row: dict[str, Any], address: str, one: str) -> Seen:
    """What a route answers, with nothing it did kept."""
    kept = client.cookies.output(attrs=[], header="", sep=";")
    wrote = Writes()
    with transaction.atomic():
        with connection.execute_wrapper(wrote):
            posted = "post" in row
            answer = client.post(address, row["post"], secure=True) if posted else _got(client, row, address)
            body = closed(answer)
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(kept)
    asked_in = answer.status_code == 302 and answer.headers["Location"].startswith("/dang-nhap/?next=")
    wrong = [] if posted else faults(answer, body, one != "nobody")
    return Seen("in" if asked_in else str(answer.status_code), wrong, set(wrote.tables) - ASIDE)


def _got(client: Client, row: dict[str, Any], address: str) -> Any:
    return client.get(address, row.get("get", {}), secure=True)


class Writes:
    """Notes the tables that are written, but for what is rolled back."""

    def __init__(self) -> None:
        self.tables: list[str] = []
        self._marks: dict[str, int] = {}

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        word, _, name = sql.rpartition(" ")
        if word == "SAVEPOINT":
            self._marks[name] = len(self.tables)
        elif word == "ROLLBACK TO SAVEPOINT":
            del self.tables[self._marks[name] :]
        elif not sql.lstrip().startswith(READS):
            self.tables += WRITES.findall(sql)
        return execute(sql, params, many, context)


def closed(answer: Any) -> bytes:
    """The body; files are closed without telling Django that the request is over, which would close the database."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in answer._resource_closers:
        close()
    return bytes(body)
