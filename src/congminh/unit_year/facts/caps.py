"""The cap on excellent organisations (Điều 8.5): a range, its denominator, who is within, tied, beyond."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils import timezone

from congminh.law.nd335.cap import WHOLE_UNIT, Candidate, Pick, Place, Standing, standings
from congminh.law.reckon import Values
from congminh.unit_year.facts.reckoning import Reckoned, Reckoning, reckoned
from congminh.unit_year.models import CapException, TieChoice, UnitSheet
from congminh.unit_year.models.queries import DECIDED
from congminh.unit_year.seats import Bench, bench_on

A_POINT_CP = 100


@dataclass(frozen=True)
class Range:
    """The organisations one authority recognises in a year («phạm vi quản lý của cấp có thẩm quyền công nhận»)."""

    authority: int
    year: int
    sheets: Mapping[int, UnitSheet]
    reckoning: Reckoning
    standing: Standing | None
    choice: TieChoice | None
    exception: CapException | None

    @property
    def values(self) -> Values:
        """The law's numbers and the readings."""
        return self.reckoning.values

    def level(self, sheet: int) -> str | None:
        """The level that enters the cap: by points and conditions; as decided where the authority decided otherwise."""
        return _level(self.sheets[sheet], self.reckoning.every[sheet])

    @property
    def awaited(self) -> list[int]:
        """Sheets without the recogniser's points: until they are there nobody knows who is beyond the cap.

        Bodies that close their year later do not hold up the others (Điều 9.1).
        """
        every = self.reckoning.every
        return [
            pk
            for pk, sheet in self.sheets.items()
            if not every[pk].is_whole and not sheet.special and sheet.state not in DECIDED
        ]

    def place(self, sheet: int) -> Place | None:
        """Where one stands that has the points and conditions of excellent; None for others."""
        return self.standing.places.get(sheet) if self.standing else None

    @property
    def tied(self) -> list[int]:
        """Those tied at the line that nobody has chosen among."""
        return self.standing.of("tied") if self.standing else []

    @property
    def room(self) -> int:
        """How many of the tied can be excellent."""
        if self.standing is None:
            return 0
        return self.standing.excellent_max - len(self.standing.of("within"))

    @property
    def excellent(self) -> list[int]:
        """Those decided as excellent already."""
        return [
            pk
            for pk, sheet in self.sheets.items()
            if sheet.state in DECIDED and sheet.result and sheet.result.grade == "excellent"
        ]


def range_of(authority: int, year: int, bench: Bench | None = None) -> Range:
    """The range of one authority, reckoned as it stands; a constant number of queries, however many organisations."""
    bench = bench or bench_on(timezone.localdate())
    beneath = bench.advisers.tree.beneath([authority])
    near = UnitSheet.objects.described(bench.day).filter(year=year, unit__in=beneath).order_by("unit__code")
    sheets = {sheet.pk: sheet for sheet in near if bench.authority(sheet.unit_id) == authority}
    for sheet in sheets.values():
        sheet.use(bench)
    reckoning = reckoned(list(sheets.values()), year, bench)
    exception = CapException.objects.filter(authority=authority, year=year).last()
    choice = TieChoice.objects.filter(authority=authority, year=year).last()
    standing = _standing(authority, sheets, reckoning, exception, choice)
    return Range(authority, year, sheets, reckoning, standing, choice, exception)


def _standing(
    authority: int,
    sheets: Mapping[int, UnitSheet],
    reckoning: Reckoning,
    exception: CapException | None,
    choice: TieChoice | None,
) -> Standing | None:
    candidates = [
        Candidate(pk, authority, WHOLE_UNIT, level, Fraction(each.score_cp or 0, A_POINT_CP))
        for pk, each in reckoning.every.items()
        if (level := _level(sheets[pk], each)) is not None
    ]
    if not candidates:
        return None
    # Điều 8.5 knows one range, that of the authority: no groups within it, whatever the reading for people is.
    values = {**reckoning.values, "cap_scope": "unit"}
    decided = {authority: exception.percent} if exception else {}
    picks = (
        [Pick((authority, WHOLE_UNIT), frozenset(choice.tied), frozenset(choice.chosen))] if choice is not None else []
    )
    aside = [pk for pk, sheet in sheets.items() if _is_aside(sheet, reckoning.every[pk])]
    return standings(reckoning.law, candidates, values, decided, picks, aside)[0]


def _level(sheet: UnitSheet, each: Reckoned) -> str | None:
    if sheet.state in DECIDED and sheet.result:
        result = sheet.result
        return "excellent" if result.law_grade == "excellent" else result.grade
    return each.grade if not each.by_self else None


def _is_aside(sheet: UnitSheet, each: Reckoned) -> bool:
    """Whether it has the points and conditions of excellent, and the authority decided a lower level."""
    if sheet.state not in DECIDED or sheet.result is None:
        return False
    return sheet.result.law_grade == "excellent" and sheet.result.grade != "excellent"
