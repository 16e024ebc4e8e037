"""A world the tests of a file begin from, put into the database once; each test has its own copy, and leaves no trace.

The world lies in a transaction around those of its tests. It ends, undone, where a test begins from another one.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

Maker = Callable[[], Any]
Key = tuple[Path, Maker]

_makers: dict[Callable[..., Any], Maker] = {}


def world(make: Maker) -> Any:
    """A fixture: what `make` puts into an empty database and returns, as new for each test."""

    def fixture(worlds: "Stage", db: None) -> Any:
        return deepcopy(worlds.made)

    fixture.__doc__ = make.__doc__
    _makers[fixture] = make
    return pytest.fixture(fixture)


class Stage:
    """The one world that stands, if any does."""

    key: Key | None = None
    made: Any = None

    def __init__(self) -> None:
        self._open = ExitStack()

    def begin(self, key: Key) -> None:
        """Put a world up in an empty database."""
        self._open.enter_context(transaction.atomic())
        self._open.callback(transaction.set_rollback, True)
        self.key, self.made = key, key[1]()

    def end(self) -> None:
        """Take it down: the database is empty again."""
        self._open.close()
        self.key = self.made = None


_stage = Stage()


@pytest.fixture(scope="session")
def worlds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """Where worlds stand; the last one ends before the database does."""
    yield _stage
    with django_db_blocker.unblock():
        _stage.end()


def wanted(item: pytest.Item) -> Key | None:
    """The world a test begins from, if it begins from one."""
    fixtures = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    makers = (_makers.get(definitions[-1].func) for definitions in fixtures.values())
    return next(((item.path, maker) for maker in makers if maker), None)


def make_way(item: pytest.Item) -> None:
    """Before a test: a world that is not its own ends."""
    if _stage.key and _stage.key != wanted(item):
        with item.config.stash[blocking_manager_key].unblock():
            _stage.end()


def make_ready(item: pytest.Item) -> None:
    """Before the transaction of a test: its world stands."""
    key = wanted(item)
    if key and not _stage.key:
        with item.config.stash[blocking_manager_key].unblock():
            _stage.begin(key)
