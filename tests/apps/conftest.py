"""On which day the tests of the site run, and in which order."""

import pytest
from django.db import connection

from tests.apps import clock
from tests.apps import worlds as worlds_
from tests.apps.worlds import worlds

__all__ = ["worlds"]

# Before any test is read: their own days count from it.
clock.set_to(clock.of_the_run())


@pytest.fixture(autouse=True)
def looks_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page's queries are those up to its last byte; the look at it is written after that and is not among them."""

    from congminh.looks.recording import Looked, write

    def uncounted(look: Looked) -> None:
        asked = len(connection.queries_log)
        write(look)
        while len(connection.queries_log) > asked:
            connection.queries_log.pop()

    monkeypatch.setattr("congminh.looks.middleware.write", uncounted)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with tests that really commit come last: the ledger gives none of their rows back."""
    leaving = {item.path for item in items if "committed" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path in leaving)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test finds its own world or none."""
    worlds_.make_way(item)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef, request: pytest.FixtureRequest) -> None:
    """A world stands around the transaction that pytest-django begins for a test."""
    if fixturedef.argname == "_django_db_helper":
        worlds_.make_ready(request.node)
