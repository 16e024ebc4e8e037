"""The desk of a month, with accounts to look at its pages."""

import html
import re
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from congminh.org.models import Person
from tests.apps.work.desk import opened
from tests.apps.worlds import world

Entering = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def papers(settings: pytest.FixtureRequest, tmp_path: pytest.TempPathFactory) -> None:
    """What is handed in goes to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path


desk = world(opened)


@pytest.fixture
def enter() -> Entering:
    """A browser signed in as a person."""

    def entering(person: Person, script: bool = False) -> Client:
        user, _ = get_user_model().objects.get_or_create(username=person.code.lower())
        person.user = user
        person.save(update_fields=["user"])
        client = Client(headers={"host": "localhost", **({"HX-Request": "true"} if script else {})})
        client.force_login(user)
        return client

    return entering


def text(page: str) -> str:
    """What a page says as a browser shows it, without its marks, with single blanks."""
    bare = re.sub(r"<(script|style|meter)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())


def groups(page: str) -> dict[str, int]:
    """The headings of a table's groups with how many stand under each."""
    heads = re.findall(r'scope="rowgroup"[^>]*>([^<]+)<', page)
    return {name.strip(): int(number) for name, _, number in (head.rpartition("·") for head in heads)}
