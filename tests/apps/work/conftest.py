"""The desk, in a real database."""

import pytest

from tests.apps.work.desk import Desk, opened


@pytest.fixture
def desk(db: None) -> Desk:
    return opened()
