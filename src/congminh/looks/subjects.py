"""What a page shows of others, told by whatever fetched it for showing («đã đưa ra xem»); heard by the middleware."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple, Protocol


class OfAPerson(Protocol):
    """A sheet, or anything else with a key and the person whose figures it holds."""

    pk: int
    person_id: int


class Subject(NamedTuple):
    """Whose figures, in which file, of which unit."""

    person: int
    file: int | None
    unit: int | None = None


_SHOWN: ContextVar[dict[Subject, None] | None] = ContextVar("congminh_shown", default=None)


@contextmanager
def listening() -> Iterator[dict[Subject, None]]:
    """Whose figures are shown from here on, each once, in the order they were."""
    found: dict[Subject, None] = {}
    before = _SHOWN.set(found)
    try:
        yield found
    finally:
        _SHOWN.reset(before)


def looked_at(files: Iterable[OfAPerson]) -> None:
    """Tell that the figures of these go out to whoever asked; nothing where nobody asked («công việc nền»)."""
    told = _SHOWN.get()
    if told is not None:
        told.update((Subject(each.person_id, each.pk, getattr(each, "unit_id", None)), None) for each in files)


def looked_at_people(people: Iterable[int]) -> None:
    """The same of people whose files are not at hand."""
    told = _SHOWN.get()
    if told is not None:
        told.update((Subject(person, None), None) for person in people)


def is_shown_to(reader: int) -> bool:
    """Whether figures of anybody but the reader went out so far."""
    return any(subject.person != reader for subject in _SHOWN.get() or ())
