"""«Vì sao điểm này?»: a row of figures as a tree, total → general, results → a, b, c → each task.

Nothing is reckoned here: every value stands in the row already, and each node says its article, the
arithmetic with the numbers put in, and the readings it rests on.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from congminh.law.figures import Fact, Figure, Grain, Row, Unit
from congminh.law.formula import sums
from congminh.law.reckon import Values
from congminh.law.text import Text, percent, points, scaled

if TYPE_CHECKING:
    from congminh.law.decree import Law

NOTHING = Text("chưa đủ dữ liệu", "not enough data")
WORDS: Mapping[str, Text] = {
    "planned": Text("trong kế hoạch", "planned"),
    "handed_over": Text("đã giao công chức khác thực hiện", "handed over"),
    "taken_over": Text("nhận thêm từ công chức khác", "taken over"),
    "ad_hoc": Text("đột xuất, phát sinh", "ad hoc"),
    "staff": Text("công chức không giữ chức vụ lãnh đạo, quản lý", "civil servant without a leading post"),
    "deputy": Text("cấp phó của người đứng đầu", "deputy head"),
    "head": Text("người đứng đầu", "head"),
    "excellent": Text("hoàn thành xuất sắc nhiệm vụ", "excellent"),
    "good": Text("hoàn thành tốt nhiệm vụ", "good"),
    "fulfilled": Text("hoàn thành nhiệm vụ", "fulfilled"),
    "not_fulfilled": Text("không hoàn thành nhiệm vụ", "not fulfilled"),
    "insufficient_data": NOTHING,
    "not_rated": Text("không xếp loại chất lượng", "not rated"),
    "authority_decides": Text("cấp có thẩm quyền xem xét, quyết định", "left to the authority"),
}


class Node(NamedTuple):
    """One number of the tree: its legal term, article, value, arithmetic, readings and parts."""

    name: str
    label: Text
    letter: str
    cite: str
    value: str
    arithmetic: str
    readings: tuple[str, ...] = ()
    parts: tuple["Node", ...] = ()
    about: str = ""

    def every(self) -> Iterator["Node"]:
        """This node and all below it."""
        yield self
        for part in self.parts:
            yield from part.every()


@cache
def names_shown(shown: str) -> tuple[str, ...]:
    """The names in the braces of a figure's `shown`."""
    return tuple(re.findall(r"\{(\w+)\}", shown))


@dataclass(frozen=True)
class Teller:
    """Tells one row in one language: a law, the values it was reckoned with, the rows gathered in it."""

    law: "Law"
    values: Values
    language: str = "vi"
    gathered: Sequence[Row] = ()
    told: dict[tuple[str, str, int], Node] = field(default_factory=dict, compare=False)

    def written(self, item: Fact | Figure, row: Row) -> str:
        """A value as people write it: «89,64 %», «16,8», «76,70», a level in words."""
        found = row[item.name]
        if isinstance(item, Figure) and item.over:
            return self._ratio(item, row)
        if found is None:
            return NOTHING(self.language)
        if isinstance(found, str):
            return WORDS[found](self.language) if found in WORDS else found
        if item.unit in (Unit.PERCENT, Unit.BASIS_POINT):
            return f"{scaled(found, item.unit.places - 2, self.language)} %"
        at_least = 2 if item.unit is Unit.POINT else 0
        return scaled(found, item.unit.places, self.language, at_least)

    def _ratio(self, figure: Figure, row: Row) -> str:
        value = figure.value(row)
        if not isinstance(value, Fraction):
            return NOTHING(self.language)
        if figure.unit is Unit.PERCENT:
            return percent(value, self.language)
        return points(value, self.edges(), self.language, int(self.values["total_decimals"]))

    def edges(self) -> tuple[Fraction, ...]:
        """The thresholds a printed number must not contradict (Điều 20)."""
        return tuple(Fraction(self.values[f"{name}_from"]) for name in ("fulfilled", "good", "excellent"))

    def arithmetic(self, figure: Figure, grain: Grain, row: Row, parts: Sequence[Node] = ()) -> str:
        """The figure's formula as a person writes it, with the numbers put in; empty where there is none."""
        if not figure.shown or row[figure.name] is None or (figure.over and row[figure.over] is None):
            return ""
        shown = figure.shown(row, self.values) if callable(figure.shown) else figure.shown
        if self.language == "en":
            shown = shown.replace(";", ",")
        said = {part.name: part.value for part in parts}
        missing = (name for name in names_shown(shown) if name not in said)
        said |= {name: self.written(self.law.find(grain, name, self.values), row) for name in missing}
        return shown.format_map(said)

    def node(self, grain: Grain, name: str, row: Row, about: str = "") -> Node:
        """The tree below one figure or fact of `row`, told once; parts without a value are left out."""
        key = (name, about, id(row))
        if key not in self.told:
            self.told[key] = self._node(grain, name, row, about)
        return self.told[key]

    def _node(self, grain: Grain, name: str, row: Row, about: str) -> Node:
        item = self.law.find(grain, name, self.values)
        if isinstance(item, Fact):
            return Node(name, item.label, item.letter, item.cite, self.written(item, row), "")
        parts = tuple(self._parts(item, grain, row))
        arithmetic = self.arithmetic(item, grain, row, parts)
        readings = self.law.readings_in(item.formula)
        value = self.written(item, row)
        return Node(name, item.label, item.letter, item.cite, value, arithmetic, readings, parts, about)

    def about(self, grain: Grain, n: int, row: Row) -> str:
        """Which gathered row a node is about: «nhiệm vụ 2, đột xuất, phát sinh»."""
        said = f"{grain.label(self.language)} {n}"
        return f"{said}, {WORDS[row['origin']](self.language)}" if "origin" in row else said

    def _parts(self, figure: Figure, grain: Grain, row: Row) -> Iterator[Node]:
        if sums(figure.formula) and grain.gathers is not None:
            for n, each in enumerate(self.gathered, start=1):
                if figure.parts:
                    yield self.node(grain.gathers, figure.parts[0], each, self.about(grain.gathers, n, each))
            return
        for part in figure.parts:
            if row.get(part) is not None:
                yield self.node(grain, part, row)


def explain(
    law: "Law",
    grain: Grain,
    name: str,
    row: Row,
    values: Values,
    gathered: Sequence[Row] = (),
    language: str = "vi",
) -> Node:
    """The tree below the figure `name` of `row` («vì sao điểm này?»).

    `row` holds every column of `grain` as `reckon` returns them, `gathered` the rows of the finer grain
    that were summed into it. Raises KeyError for a figure the law does not have.
    """
    return Teller(law, values, language, gathered).node(grain, name, row)


def reading_lines(law: "Law", tree: Node, values: Values, language: str = "vi") -> list[str]:
    """The readings a tree rests on, one line each: the question, the option chosen, the silent article."""
    keys = dict.fromkeys(key for node in tree.every() for key in node.readings)
    lines = []
    for key in keys:
        reading = law.readings[key]
        chosen = reading.options[str(values[key])]
        lines.append(f"{reading.question} {reading.title(language)}: {chosen(language)} ({reading.cite})")
    return lines


def as_dict(node: Node, language: str = "vi") -> dict[str, Any]:
    """The tree as plain data, for a page, a receipt or JSON."""
    return {
        "name": node.name,
        "label": node.label(language),
        "letter": node.letter,
        "cite": node.cite,
        "value": node.value,
        "arithmetic": node.arithmetic,
        "parts": [as_dict(part, language) for part in node.parts],
    }
