"""Units that would stand above themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def circles(parents: Mapping[str, str], starts: Iterable[str]) -> list[list[str]]:
    """The circles met on the way up from `starts`, each unit once; every unit is looked at once."""
    seen: set[str] = set()
    found = []
    for start in starts:
        path: dict[str, int] = {}
        here: str | None = start
        while here and here not in seen and here not in path:
            path[here] = len(path)
            here = parents.get(here)
        if here in path:
            found.append(list(path)[path[here] :])
        seen.update(path)
    return found
