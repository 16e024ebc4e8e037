"""Who gets through which door: every route of the site for each of the cast, as access.yaml says.

A route that access.yaml does not list fails. `in` stands for being asked to sign in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from congminh.demo.accounts import give_accounts
from congminh.demo.catalogue_rows import load_catalogue
from congminh.demo.organisation import load_organisation
from tests.apps import places

TABLE = yaml.safe_load((Path(__file__).parents[1] / "access.yaml").read_text(encoding="utf-8"))
CAST: list[str] = TABLE["cast"]
ACCOUNTS = {"admin": "quan-tri"}


def routes(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every address of the site."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each)
        else:
            yield each


@pytest.fixture
def clients(db: None, settings: Any, tmp_path: Path) -> dict[str, Client]:
    """A browser for each of the cast in the demonstration agency, the unknown among them."""
    settings.MEDIA_ROOT, settings.DEMO = tmp_path, False
    load_organisation()
    load_catalogue()
    give_accounts()
    users = {user.username: user for user in get_user_model().objects.all()}
    made = {}
    for one in CAST:
        made[one] = Client(headers={"host": "localhost"}, raise_request_exception=False)
        if one != "nobody":
            made[one].force_login(users[ACCOUNTS.get(one, one)])
    return made


def answered(client: Client, row: dict[str, Any], address: str) -> str:
    """What a route answers, with nothing it did kept."""
    kept = client.cookies.output(attrs=[], header="", sep=";")
    with transaction.atomic():
        answer = client.post(address, row["post"]) if "post" in row else client.get(address, row.get("get", {}))
        transaction.set_rollback(True)
    # Files that were sent are closed without telling Django that a request is over: it would close the database.
    for close in answer._resource_closers:  # type: ignore[attr-defined]
        close()
    client.cookies.clear()
    client.cookies.load(kept)
    asked_in = answer.status_code == 302 and answer.headers["Location"].startswith("/dang-nhap/?next=")
    return "in" if asked_in else str(answer.status_code)


def test_every_route_is_in_the_table_and_nothing_else_is() -> None:
    assert {route.name for route in routes()} == {key.partition(" ")[0] for key in TABLE["routes"]}


def test_every_view_has_a_door() -> None:
    assert [route.name for route in routes() if not hasattr(route.callback, "door")] == []


def test_everyone_gets_through_the_doors_that_are_theirs_and_no_other(clients: dict[str, Client]) -> None:
    found = places.of_the_demonstration()
    wrong = {}
    for key, row in TABLE["routes"].items():
        args = {name: found.get(value, value) for name, value in row.get("at", {}).items()}
        address = reverse(key.partition(" ")[0], kwargs=args)
        seen = " ".join(answered(clients[one], row, address) for one in CAST)
        if seen != " ".join(str(row["opens"]).split()):
            wrong[key] = seen
    assert wrong == {}
