"""Which grounds count in whose year (Điều 11.3, 20.4): once for each act, for the agency where it happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from congminh.law.nd335.discipline import Discipline, counted
from congminh.org.models import Unit
from congminh.org.once import once
from congminh.year.models import Ground, YearRound, YearSheet

# person → act → the earlier years in which it rated somebody not fulfilled.
Used = Mapping[int, Mapping[str, int]]


@dataclass(frozen=True)
class Counting:
    """A ground that counts in a year: as which of the law's facts, and by which article."""

    ground: Ground
    name: str
    cite: str

    def kept(self) -> dict[str, Any]:
        """As a decision keeps it."""
        ground = self.ground
        said = {"ground": ground.pk, "act": ground.act, "name": self.name, "cite": self.cite}
        return {**said, "document": ground.document, "effective": ground.effective.isoformat()}


def grounds_of(places: Mapping[int, int], year: int) -> dict[int, list[Counting]]:
    """By person the grounds that count in `year` for the agency that rates them: `places` is person → agency.

    Four queries, however many people. A discipline counts for the agency where the act happened, wherever the person
    works now (Điều 11.3.c, 11.3.d), or for what that agency went on in; a conclusion counts where the person works.
    """
    return _counting(standing_of(places), places, year)


def standing_of(people: Iterable[int]) -> list[Ground]:
    """What stands against these people, the oldest first; on a page read once for the same people."""
    every = frozenset(people)
    rows = Ground.objects.standing().filter(person__in=every).order_by("effective", "pk")
    return once(("grounds", every), lambda: list(rows))


def grounds_within(round: YearRound) -> dict[int, list[Counting]]:
    """As `grounds_of`, of everybody in an agency's year; one query where there are none."""
    rows = Ground.objects.standing().filter(
        person__in=YearSheet.objects.filter(round=round).order_by().values("person")
    )
    return _counting(rows, defaultdict(lambda: round.agency_id), round.year)


def _counting(standing: Iterable[Ground], places: Mapping[int, int], year: int) -> dict[int, list[Counting]]:
    rows: dict[int, list[Ground]] = defaultdict(list)
    for ground in sorted(standing, key=lambda each: (each.effective, each.pk)):
        rows[ground.person_id].append(ground)
    if not rows:
        return {}
    used, alive = used_before(rows, year), what_units_went_on_in()
    return {
        person: [
            *_disciplines(mine, year, places[person], used.get(person, {}), alive),
            *_conclusions(mine, year, used.get(person, {})),
        ]
        for person, mine in rows.items()
    }


def _disciplines(
    rows: Iterable[Ground], year: int, agency: int, used: Mapping[str, int], alive: Mapping[int, int]
) -> Iterable[Counting]:
    """Asked of the law: one act once, and never one that had served before its decision (Điều 11.3.a, b)."""
    of = {discipline_of(row, used, alive): row for row in rows if row.is_discipline}
    for each in counted(of):
        if (each.year, each.organisation) == (year, _living(agency, alive)):
            row = of[each.discipline]
            if each.discipline.duty_related:
                yield Counting(row, "duty_discipline", "Điều 20.4.c")
            if each.discipline.degradation:
                yield Counting(row, "degradation", each.cite)


def discipline_of(row: Ground, used: Mapping[str, int], alive: Mapping[int, int]) -> Discipline:
    """A ground as the law's discipline; `used` are the years in which its person's acts had served."""
    kind: Any = row.kind
    before = used.get(row.act) if used.get(row.act) != row.effective.year else None
    return Discipline(
        row.act,
        kind,
        row.effective,
        _living(row.agency_id, alive),
        row.duty_related,
        row.degradation,
        row.used_in or before,
        row.disciplined_at_id,
    )


def _conclusions(rows: Iterable[Ground], year: int, used: Mapping[str, int]) -> Iterable[Counting]:
    """A conclusion counts in the year it was made, unless the act had served in an earlier one."""
    for row in rows:
        if not row.is_discipline and row.effective.year == year and row.used_in is None and row.act not in used:
            article = "Điều 20.4.d" if row.kind == "unit_corruption" else "Điều 20.4.b"
            yield Counting(row, row.kind, article)


def used_before(people: Collection[int], year: int) -> Used:
    """The acts that rated these people not fulfilled in earlier years, by the decisions in force."""
    earlier: Any = YearSheet.objects.filter(person__in=list(people), year__lt=year, result__grade="not_fulfilled")
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for sheet in earlier.select_related("result").order_by("year", "pk"):
        for each in sheet.result.counted_grounds:
            found[sheet.person_id].setdefault(each["act"], sheet.year)
    return found


def what_units_went_on_in() -> dict[int, int]:
    """By unit that ended what it went on in («sáp nhập, đổi tên»); one query."""
    rows: Any = Unit.objects.filter(succeeded_by__isnull=False).order_by()
    return dict(rows.values_list("pk", "succeeded_by_id"))


def _living(unit: int, alive: Mapping[int, int]) -> int:
    """The unit, or what it went on in («sáp nhập, đổi tên»)."""
    passed: set[int] = set()
    while unit in alive and unit not in passed:
        passed.add(unit)
        unit = alive[unit]
    return unit
