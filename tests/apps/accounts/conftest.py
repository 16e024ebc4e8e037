"""The commune with Lan's account, and a browser."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.apps.org.commune import Commune, found
from tests.apps.worlds import world

WORD = "tre-xanh-ben-song-27"


def with_a_password() -> Commune:
    """The commune, Lan with an account."""
    commune = found()
    commune.lan.user = get_user_model().objects.create_user("lan", password=WORD)
    commune.lan.save(update_fields=["user"])
    return commune


here = world(with_a_password)


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost"})


def sign_in(client: Client, word: str = WORD, **more: Any) -> Any:
    """Lan's name and a password, as typed."""
    return client.post("/dang-nhap/", {"username": "lan", "password": word, **more})


def passed(client: Client, what: str, seconds: int) -> None:
    """Let so many seconds have passed since a moment the session keeps."""
    session = client.session
    session[what] -= seconds
    session.save()
