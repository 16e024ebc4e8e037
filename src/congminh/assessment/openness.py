"""Nothing of a person's tasks moves once the sheet was told or closed (Điều 17.3): brought to daily work here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection

from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.queries import SIGNED
from congminh.work.openness import Pair, closes


@closes
def signed(pairs: Collection[Pair]) -> Iterable[Pair]:
    """Of (person, period of a task) pairs those whose sheets were all told; one query, and no sheet, no closing.

    Inside a transaction the sheets are locked, in the order of their keys: a task and a signature never pass each
    other. Whoever has sheets in two agencies is closed when both were told.
    """
    people, codes = {person for person, _code in pairs}, {code for _person, code in pairs}
    # A quarter's sheet closes the tasks of its three months, coded by any of them.
    sheets: Any = PeriodSheet.objects.filter(person__in=people, period__range=(min(codes), max(codes) + 2))
    sheets = sheets.exclude(state="left_out").order_by("pk")
    if connection.in_atomic_block:
        sheets = sheets.select_for_update(of=("casefile_ptr",))
    states: dict[Pair, set[bool]] = defaultdict(set)
    for person, code, span, state in sheets.values_list("person_id", "period", "span", "state"):
        for each in range(code - span + 1, code + 1):
            states[person, each].add(state in SIGNED)
    return [pair for pair in pairs if states[pair] == {True}]
