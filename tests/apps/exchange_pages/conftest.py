"""The small commune with its catalogue, a folder for files, and a browser for whoever comes."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.apps.catalogue.office import Office, in_force
from tests.apps.org.commune import Commune, found
from tests.apps.org_pages.conftest import Entering, enter, the_day
from tests.apps.worlds import world

__all__ = ["Entering", "enter", "the_day"]


@pytest.fixture(autouse=True)
def papers(settings: Any, tmp_path: Path) -> None:
    """What is handed in goes to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "files"


here = world(found)


@pytest.fixture
def thu(here: Commune, enter: Entering) -> Client:
    """The personnel adviser of the commune."""
    return enter(here.thu)


@pytest.fixture
def decided(here: Commune) -> Office:
    return in_force(here)
