"""Codes of products («mã công việc»): every product has one, its own and the same from version to version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count

from congminh.catalogue.models import Catalogue

PREFIX = "SP."
GIVEN = re.compile(r"SP\.(\d+)", re.IGNORECASE)


def next_code(catalogue: Catalogue) -> str:
    """The next code free in every version of the agency: a code once given is never given to another product."""
    used = catalogue.products.model.objects.filter(catalogue__agency=catalogue.agency_id)
    return next(free_codes(used.values_list("code", flat=True)))


def free_codes(used: Iterable[str]) -> Iterator[str]:
    """«SP.001», «SP.002», … above those used, without end."""
    numbers = (int(match[1]) for match in map(GIVEN.fullmatch, used) if match)
    return (f"{PREFIX}{number:03d}" for number in count(max(numbers, default=0) + 1))


def apart(code: str, used: Iterable[str]) -> str:
    """The code, or with a number after it where it is used already: «VP.02» again is «VP.02-2»."""
    taken = {each.casefold() for each in used}
    names = (code if number == 1 else f"{code[:36]}-{number}" for number in count(1))
    return next(name for name in names if name.casefold() not in taken)
