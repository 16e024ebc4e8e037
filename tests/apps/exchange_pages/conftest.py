"""The small commune with its catalogue, a folder for files, and a browser for whoever comes."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.apps.catalogue.office import Office, in_force
from tests.apps.org.commune import Commune, found
from tests.apps.org_pages.conftest import Entering, enter, the_day

__all__ = ["Entering", "enter", "the_day"]


@pytest.fixture
def here(db: None, settings: Any, tmp_path: Path) -> Commune:
    settings.MEDIA_ROOT = tmp_path / "files"
    return found()


@pytest.fixture
def thu(here: Commune, enter: Entering) -> Client:
    """The personnel adviser of the commune."""
    return enter(here.thu)


@pytest.fixture
def decided(here: Commune) -> Office:
    return in_force(here)
