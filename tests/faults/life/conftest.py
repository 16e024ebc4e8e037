"""The day of the tests of the site, before anything counts from it."""

from collections.abc import Iterator

import pytest

from tests.apps import clock

clock.set_to(clock.of_the_run())


@pytest.fixture(autouse=True)
def the_day() -> Iterator[None]:
    """Days pass in a walk; afterwards it is the day of the run again."""
    with clock.at(clock.of_the_run()):
        yield
