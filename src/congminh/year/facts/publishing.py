"""What is made public in an agency (Điều 21.1.đ): names and levels, by the reading also the mean; never details."""

from __future__ import annotations

from typing import Any, NamedTuple

from congminh.year.facts.reckoning import values_of
from congminh.year.models import YearRound, YearSheet

PUBLIC = ("published", "synchronised")


class Published(NamedTuple):
    """One line of the list: the mean in hundredths only where the agency chose to publish it (Q26)."""

    person: int
    name: str
    unit: int
    grade: str
    year_mean_cp: int | None


def published(round: YearRound) -> list[Published]:
    """The results of an agency's year that were made public, by name of unit and person; three queries."""
    with_score = values_of(round)["publication"] == "rating_and_score"
    rows: Any = YearSheet.objects.filter(round=round, state__in=PUBLIC).order_by("unit__code", "person__code")
    columns = ("person_id", "person__name", "unit_id", "result__grade", "result__year_mean_cp")
    return [
        Published(person, name, unit, grade, mean_cp if with_score else None)
        for person, name, unit, grade, mean_cp in rows.values_list(*columns)
    ]
