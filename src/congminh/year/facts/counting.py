"""Where each act counts (Điều 11.3): in one year, for one agency; asked of the law for lists and before entering."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from congminh.law.nd335.discipline import counted
from congminh.org.models import Person
from congminh.year.facts.grounds import discipline_of, used_before, what_units_went_on_in
from congminh.year.models import Ground

ANY_YEAR = 9999


class Counts(NamedTuple):
    """The one year and agency in which an act counts, by which document and article."""

    year: int
    agency: int
    ground: Ground
    cite: str


def where_counted(people: Collection[int]) -> dict[tuple[int, str], Counts]:
    """By person and act where it counts; nothing of an act that counts nowhere. Three queries, however many people."""
    rows: dict[int, list[Ground]] = defaultdict(list)
    for ground in Ground.objects.standing().filter(person__in=list(people)).order_by("effective", "pk"):
        rows[ground.person_id].append(ground)
    if not rows:
        return {}
    used, alive = used_before(list(rows), ANY_YEAR), what_units_went_on_in()
    found: dict[tuple[int, str], Counts] = {}
    for person, mine in rows.items():
        of = {discipline_of(row, used.get(person, {}), alive): row for row in mine if row.is_discipline}
        for each in counted(of):
            row = of[each.discipline]
            found[person, row.act] = Counts(each.year, each.organisation, row, each.cite)
        for row in mine:
            if not row.is_discipline and row.used_in is None:
                before = used.get(person, {}).get(row.act, row.effective.year)
                if before >= row.effective.year:
                    cite = "Điều 20.4.d" if row.kind == "unit_corruption" else "Điều 20.4.b"
                    found.setdefault((person, row.act), Counts(row.effective.year, row.agency_id, row, cite))
    return found


def counted_already(person: Person, act: str) -> Counts | None:
    """Where an act of a person counts by the documents there are; None where it is new."""
    wanted = " ".join(act.split()).casefold()
    for (_person, name), each in where_counted([person.pk]).items():
        if name.casefold() == wanted:
            return each
    return None
