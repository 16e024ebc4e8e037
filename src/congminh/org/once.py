"""What a page reads once, however many of its parts ask for it («đọc một lần»): looking changes nothing meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Found = TypeVar("Found")
_READ: ContextVar[dict[Hashable, Any] | None] = ContextVar("congminh_read", default=None)


@contextmanager
def looking() -> Iterator[None]:
    """While somebody only looks, what `once` read is kept; forgotten at the end. Inside another one it is the same."""
    if is_looking():
        yield
        return
    before = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(before)


def is_looking() -> bool:
    """Whether what is read now is kept for the rest of the page."""
    return _READ.get() is not None


def is_read(key: Hashable) -> bool:
    """Whether the page has read this already."""
    return key in (_READ.get() or {})


def once(key: Hashable, read: Callable[[], Found]) -> Found:
    """What was read under this key for the page, or is read now; outside a page always read anew."""
    held = _READ.get()
    if held is None:
        return read()
    if key not in held:
        held[key] = read()
    found: Found = held[key]
    return found
