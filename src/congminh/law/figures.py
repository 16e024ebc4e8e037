"""Figures: what the law tells us to reckon, each written once, with its article and its parts.

A `Figure` is a row of a decree's table: a name, the legal term, the article, one SQL expression over
named columns, and the parts a person would ask for next. `reckon` turns the table into one query,
`explain` into a tree, the printed forms and the tests read the same rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from congminh.law.text import Text

Row = Mapping[str, Any]


class Unit(Enum):
    """What one whole number in a column stands for, and so how to print it."""

    COUNT = "count"
    FLAG = "flag"
    THOUSANDTH = "thousandth"  # coefficients, quantities: names end in _m
    CONVERTED = "converted"  # «đã quy đổi»: coefficient × quantity
    PERCENT = "percent"  # «điểm tỷ lệ phần trăm»
    CONVERTED_PERCENT = "converted percent"  # converted quantity × percent kept
    POINT = "point"  # hundredths of a point: names end in _cp
    BASIS_POINT = "basis point"  # names end in _bp
    TEXT = "text"

    @property
    def places(self) -> int:
        """How many decimal places one of the column is: 3 for thousandths."""
        return _PLACES[self]

    @property
    def scale(self) -> Fraction:
        """One of the column as a fraction of one, of a product or of a point."""
        return Fraction(1, 10 ** _PLACES[self])


_PLACES = {
    Unit.COUNT: 0,
    Unit.FLAG: 0,
    Unit.TEXT: 0,
    Unit.THOUSANDTH: 3,
    Unit.CONVERTED: 6,
    Unit.PERCENT: 2,
    Unit.CONVERTED_PERCENT: 8,
    Unit.POINT: 2,
    Unit.BASIS_POINT: 4,
}


@dataclass(frozen=True)
class Fact:
    """A column the reckoning starts from: its legal term, unit and bounds («số liệu đầu vào»)."""

    name: str
    label: Text
    cite: str = ""
    unit: Unit = Unit.COUNT
    low: int = 0
    high: int = 2**31 - 1
    allowed: tuple[Any, ...] = ()
    needed: bool = True
    letter: str = ""

    @property
    def is_text(self) -> bool:
        return self.unit is Unit.TEXT


@dataclass(frozen=True)
class Grain:
    """What one row is about: a task, a person's period, a person's year, a group, an organisation.

    `key` names the row; `gathers` is the finer grain whose rows are summed into it, matched by `by`.
    """

    name: str
    label: Text
    key: tuple[str, ...]
    facts: tuple[Fact, ...]
    gathers: "Grain | None" = None
    by: tuple[str, ...] = ()

    def fact(self, name: str) -> Fact:
        return next(fact for fact in self.facts if fact.name == name)


@dataclass(frozen=True)
class Figure:
    """One reckoned column of the law («chỉ tiêu»).

    `formula` is SQL over the facts, the figures before it, the decree's parameters and the agency's
    readings, all by name. A ratio keeps its numerator in the column and names its denominator in
    `over`; its printed form (`printed`) is rounded half-up once. `shown` is the same arithmetic as a
    person writes it, over `parts`; a test proves that both give the same number.
    """

    name: str
    label: Text
    of: Grain
    cite: str
    formula: str
    unit: Unit = Unit.COUNT
    parts: tuple[str, ...] = ()
    over: str = ""
    shown: "str | Callable[[Row, Mapping[str, Any]], str]" = ""
    letter: str = ""
    since: date = field(default=date.min)

    @property
    def printed(self) -> str:
        """The column that holds the ratio as printed: basis points for percent, hundredths for points."""
        if not self.over:
            return self.name
        return f"{self.name}_bp" if self.unit is Unit.PERCENT else f"{self.name}_cp"

    def value(self, row: Row) -> Fraction | str | None:
        """The exact value in `row`, as a fraction of one, of a product or of a point."""
        found = row[self.name]
        if self.unit is Unit.TEXT or found is None:
            return found
        if self.over and row[self.over] is None:
            return None
        return Fraction(found, row[self.over] if self.over else 1) * self.unit.scale


def value_of(item: Fact | Figure, row: Row) -> Fraction | str | None:
    """The exact value of a fact or figure in `row`; None where there is none («chưa đủ dữ liệu»)."""
    if isinstance(item, Figure):
        return item.value(row)
    found = row[item.name]
    return found if found is None or item.unit is Unit.TEXT else Fraction(found) * item.unit.scale


def printed_figure(figure: Figure) -> Figure:
    """The rounded companion of a ratio: `quantity` over `whole` → `quantity_bp`, half-up."""
    scale, unit = ("100 * ", Unit.BASIS_POINT) if figure.unit is Unit.PERCENT else ("", Unit.POINT)
    exact = f"{scale}{figure.name}"
    formula = f"half_up({exact}, {figure.over})"
    if unit is Unit.POINT:
        coarse = f"10 * half_up({exact}, 10 * {figure.over})"
        formula = f"CASE WHEN total_decimals = '1' THEN {coarse} ELSE {formula} END"
    return Figure(
        figure.printed, figure.label, figure.of, figure.cite, formula, unit, (figure.name,), since=figure.since
    )


def amend(figures: tuple[Figure, ...], *changed: Figure) -> tuple[Figure, ...]:
    """The same table with some rows rewritten by another law, in their old places; new rows go last.

    A rewritten row takes the place of every dated sibling of its name.
    """
    new = {(figure.of.name, figure.name): figure for figure in changed}
    found: dict[tuple[str, str, date], Figure] = {}
    for figure in figures:
        name = (figure.of.name, figure.name)
        found.setdefault((*name, date.min) if name in new else (*name, figure.since), new.get(name, figure))
    rest = (figure for figure in changed if (figure.of.name, figure.name, date.min) not in found)
    return (*found.values(), *rest)
