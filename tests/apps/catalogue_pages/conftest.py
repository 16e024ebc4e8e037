"""The small commune with its catalogue and a browser for whoever comes, on the day of the organisation's tests."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.apps.catalogue.office import Office, drawn_up, in_force
from tests.apps.org.commune import Commune, found
from tests.apps.org_pages.conftest import Entering, enter, the_day
from tests.apps.worlds import world

__all__ = ["Entering", "enter", "the_day"]


@pytest.fixture(autouse=True)
def papers(settings: Any, tmp_path: Path) -> None:
    """What is handed in goes to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path


here = world(found)


@pytest.fixture
def draft(here: Commune) -> Office:
    return drawn_up(here)


@pytest.fixture
def decided(here: Commune) -> Office:
    return in_force(here)


@pytest.fixture
def thu(here: Commune, enter: Entering) -> Client:
    """The personnel adviser of the commune."""
    return enter(here.thu)


@pytest.fixture
def lan(here: Commune, enter: Entering) -> Client:
    """A civil servant of it."""
    return enter(here.lan)
