"""The small commune with a browser for whoever comes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from congminh.org.models import Person
from tests.apps import clock
from tests.apps.org.commune import TODAY, Commune, found
from tests.apps.worlds import world

Entering = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def the_day() -> Iterator[None]:
    """The day the commune of the tests is looked at."""
    with clock.at(TODAY):
        yield


here = world(found)


@pytest.fixture
def enter() -> Entering:
    """A browser signed in as a person."""

    def entering(person: Person) -> Client:
        user, _ = get_user_model().objects.get_or_create(username=person.code.lower())
        Person.objects.filter(pk=person.pk).update(user=user)
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        return client

    return entering


@pytest.fixture
def thu(here: Commune, enter: Entering) -> Client:
    """The personnel adviser of the commune."""
    return enter(here.thu)


@pytest.fixture
def lan(here: Commune, enter: Entering) -> Client:
    """A civil servant of it."""
    return enter(here.lan)


def words(answer: Any) -> str:
    """What a page says, without its markup."""
    body = answer.content.decode()
    main = body[body.index("<main") : body.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def faulty(answer: Any) -> set[str]:
    """The fields beside which a fault stands."""
    return set(re.findall(r'id="id_(\w+)_error"', answer.content.decode()))


def rows(answer: Any) -> Iterator[str]:
    """The lines of the page's first table, in words."""
    body = answer.content.decode()
    table = body[body.index("<tbody") : body.index("</table>")]
    for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL):
        yield " ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split())


def iso(day: date) -> str:
    """A day as the browser's picker sends it."""
    return day.isoformat()
