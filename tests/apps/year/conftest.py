"""A year, in a real database."""

import pytest

from tests.apps.worlds import world
from tests.apps.year.autumn import begun

autumn = world(begun)


@pytest.fixture(autouse=True)
def papers(settings: pytest.FixtureRequest, tmp_path: pytest.TempPathFactory) -> None:
    """What is handed in goes to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
