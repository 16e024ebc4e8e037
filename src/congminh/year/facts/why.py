"""«Vì sao mức này?»: the figures of one year as a tree of plain data, down to each month; as decided, else as now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from congminh import law as laws
from congminh.law.decree import Law
from congminh.law.explain import Node, Teller
from congminh.law.facts import GRADES, MONTH, YEAR
from congminh.law.in_memory import reckon_rows
from congminh.law.reckon import Values
from congminh.looks.subjects import looked_at
from congminh.year.facts.months import Month
from congminh.year.facts.reckoning import Place, Reckoned, law_of, reckoned_of, values_of
from congminh.year.models import YearResult, YearSheet
from congminh.year.models.result import FLAGS, GROUNDS

Plain = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """One year as its pages tell it: the law's row, the months it is of, by which law and readings.

    `live` is the reckoning of today where nothing was decided; `result` the decision otherwise.
    """

    sheet: YearSheet
    law: Law
    values: Values
    row: Mapping[str, Any]
    months: tuple[Month, ...]
    live: Reckoned | None = None
    result: YearResult | None = None

    def teller(self, language: str = "") -> Teller:
        """Tells the figures in a language, the page's own where none is named."""
        key = {"person_id": self.sheet.pk, "year": self.sheet.year}
        facts = [{**key, "month": m.month, "span": m.span, "total_cp": m.total_cp} for m in self.months]
        gathered = reckon_rows(self.law, MONTH, {"month": facts}, self.values)
        return Teller(self.law, self.values, language or get_language() or "vi", gathered)

    def written(self, name: str, language: str = "") -> str:
        """A figure of the year as the law prints it; empty where there is none."""
        if name == "year_mean" and not self.row["months_counted"]:
            return ""
        return self.teller(language).written(self.law.find(YEAR, name, self.values), self.row)

    @property
    def grade(self) -> str:
        """The level by the law: one of GRADES, not_rated or insufficient_data."""
        return str(self.row["grade"])

    @property
    def mean_cp(self) -> int | None:
        """The mean in hundredths, for drawing."""
        return self.row["year_mean_cp"] if self.months_counted else None

    @property
    def points(self) -> int:
        """The points of the months in all, in hundredths."""
        return int(self.row["points"])

    @property
    def months_counted(self) -> int | None:
        """Over how many months the mean is taken; None where none counts."""
        counted: int | None = self.row["months_counted"]
        return counted

    @property
    def counted(self) -> list[Plain]:
        """The grounds that count: {"act", "name", "cite", "document", "effective"} each."""
        if self.result:
            return self.result.counted_grounds
        return [ground.kept() for ground in self.live.grounds] if self.live else []

    def tree(self, language: str = "") -> Plain:
        """The tree below the level: name, label, cite, value, arithmetic, about, readings, month, parts."""
        tongue = language or get_language() or "vi"
        return self._plain(self.teller(tongue).node(YEAR, "grade", self.row), tongue)

    def _plain(self, node: Node, language: str) -> Plain:
        parts = [
            self._plain(part, language) | ({"month": self.months[n]} if part.about else {})
            for n, part in enumerate(node.parts)
        ]
        said = {"name": node.name, "label": node.label(language), "letter": node.letter, "cite": node.cite}
        more = {"value": node.value, "arithmetic": node.arithmetic, "readings": [*node.readings], "month": None}
        return {**said, **more, "parts": parts}


def told(sheet: YearSheet) -> Told:
    """One year as it was decided, else as rows stand now."""
    return told_all([sheet])[sheet.pk]


def told_all(sheets: list[YearSheet]) -> dict[int, Told]:
    """By key, many years, with round and `result__basis` loaded; a constant number of queries for each round."""
    looked_at(sheets)
    found = {sheet.pk: _decided(sheet, sheet.result) for sheet in sheets if sheet.is_decided and sheet.result}
    live = [sheet for sheet in sheets if sheet.pk not in found]
    for round in {sheet.round_id: sheet.round for sheet in live}.values():
        mine = {sheet.pk: sheet for sheet in live if sheet.round_id == round.pk}
        law, values = law_of(round), values_of(round)
        for pk, each in reckoned_of(round, [Place.of(sheet) for sheet in mine.values()]).items():
            found[pk] = Told(mine[pk], law, values, each.row, each.months, each)
    return found


def _decided(sheet: YearSheet, result: YearResult) -> Told:
    """The row a decision was made on, from what was kept with it."""
    law, values = (
        laws.named(result.basis.law),
        {**law_of(sheet.round).values(sheet.round.of.last), **result.basis.values},
    )
    key = {"person_id": sheet.pk, "year": sheet.year}
    names = (*FLAGS, *GROUNDS)
    year = {
        **key,
        "unit_id": sheet.agency_id,
        "peer_group": result.peer_group,
        "post": result.post,
        "months_worked": result.months_worked,
        **{name: int(getattr(result, name)) for name in names},
        "any_discipline": int(result.duty_discipline),
        "unit_grade": result.unit_grade if result.unit_grade in GRADES else None,
    }
    months = tuple(
        Month(each["month"], each["span"], each["total_cp"], each["source"], each["key"], each["number"])
        for each in result.months
    )
    scored = [{**key, "month": m.month, "span": m.span, "total_cp": m.total_cp} for m in months]
    (row,) = reckon_rows(law, YEAR, {"year": [year], "month": scored}, values)
    return Told(sheet, law, values, row, months, None, result)
