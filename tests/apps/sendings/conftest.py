"""The desk of a month, with accounts; what is sent goes with a key."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from tests.apps.work.desk import opened
from tests.apps.work_pages.conftest import Entering, enter, papers
from tests.apps.worlds import world

__all__ = ["Entering", "desk", "enter", "keyed", "keys", "papers"]
desk = world(opened)


def keyed(more: dict[str, Any] | None = None) -> dict[str, Any]:
    """What a form says, with a key of its own."""
    return {"sending": uuid4().hex, **(more or {})}


def keys(page: str) -> list[str]:
    """The keys of the forms of a page."""
    return re.findall(r'<input type="hidden" name="sending" value="([^"]{22})">', page)
