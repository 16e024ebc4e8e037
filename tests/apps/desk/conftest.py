"""The small commune with accounts, and Lan's sheet, scored by Minh and closed by Thu."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from congminh.ledger.actions import open_file
from congminh.org.models import Person
from tests.apps.org.commune import Commune, found
from tests.apps.trial.models import TrialSheet

Entering = Callable[[Person], Client]


@pytest.fixture
def here(db: None, settings: pytest.FixtureRequest, tmp_path: pytest.TempPathFactory) -> Commune:
    settings.MEDIA_ROOT = tmp_path
    return found()


@pytest.fixture
def enter() -> Entering:
    """A browser signed in as a person."""

    def entering(person: Person) -> Client:
        user, _ = get_user_model().objects.get_or_create(username=person.code.lower())
        person.user = user
        person.save(update_fields=["user"])
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        return client

    return entering


@pytest.fixture
def sheet(here: Commune) -> TrialSheet:
    rows = {"owner": here.lan, "assessor": here.minh, "personnel": here.thu}
    return open_file(TrialSheet(procedure="trial_sheet", **rows))
