"""On which day the tests of the site run, and in which order."""

import pytest

from tests.apps import clock

# Before any test is read: their own days count from it.
clock.set_to(clock.of_the_run())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with tests that really commit come last: the ledger gives none of their rows back."""
    leaving = {item.path for item in items if "committed" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path in leaving)
