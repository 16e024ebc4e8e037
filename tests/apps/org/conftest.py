"""The small commune, in a real database."""

import pytest

from tests.apps.org.commune import Commune, found


@pytest.fixture
def here(db: None) -> Commune:
    return found()
