"""The year of the small commune's organisations, in a real database."""

import pytest

from tests.apps.org.commune import Commune
from tests.apps.unit_year.year import Year, begun, with_tiers


@pytest.fixture
def here(db: None) -> Commune:
    return with_tiers()


@pytest.fixture
def year(db: None) -> Year:
    return begun()
