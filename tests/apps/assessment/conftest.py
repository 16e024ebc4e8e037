"""The month, in a real database."""

import pytest

from tests.apps.assessment.month import Month, begun
from tests.apps.work.desk import Desk, opened


@pytest.fixture
def desk(db: None) -> Desk:
    return opened()


@pytest.fixture
def month(db: None) -> Month:
    return begun()
