"""The small commune with its catalogue, in a real database."""

import pytest

from tests.apps.catalogue.office import Office, drawn_up, in_force
from tests.apps.org.commune import Commune, found
from tests.apps.worlds import world

here = world(found)


@pytest.fixture
def draft(here: Commune) -> Office:
    return drawn_up(here)


@pytest.fixture
def decided(here: Commune) -> Office:
    return in_force(here)
