"""The day of the tests of the site, before anything counts from it."""

from collections.abc import Iterator

import pytest

from tests.apps import clock
from tests.apps.worlds import make_way

clock.set_to(clock.of_the_run())


@pytest.fixture(autouse=True)
def the_day() -> Iterator[None]:
    """Days pass in a walk; afterwards it is the day of the run again."""
    with clock.at(clock.of_the_run()):
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """What another file's tests began from is taken down: a walk begins in an empty database."""
    make_way(item)
