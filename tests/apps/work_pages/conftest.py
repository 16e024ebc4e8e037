"""The desk of a month, with accounts to look at its pages."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from congminh.org.models import Person
from tests.apps.work.desk import Desk, opened

Entering = Callable[[Person], Client]


@pytest.fixture
def desk(db: None, settings: pytest.FixtureRequest, tmp_path: pytest.TempPathFactory) -> Desk:
    settings.MEDIA_ROOT = tmp_path
    return opened()


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
