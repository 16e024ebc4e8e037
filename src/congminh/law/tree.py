"""An explanation as lines of text: the tree down to the sums, then the task lines those sums add up.

The table is laid out like the Ministry handbook's working tables («Sổ tay VI», Bảng 1–3): numbered
columns, and below it how each column comes from the ones before, with its article.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from congminh.law.explain import Node, Teller
from congminh.law.facts import TASK
from congminh.law.figures import Figure, Row, Unit
from congminh.law.text import Text, table

COLUMNS = (
    "origin",
    "coefficient_m",
    "assigned_m",
    "assigned",
    "done_m",
    "delivered",
    "quality_failures",
    "quality_kept",
    "well_made",
    "delays",
    "timeliness_kept",
    "on_time",
)
ADDED = Text("cộng cột ({0}) của {1} nhiệm vụ", "column ({0}) added over {1} tasks")


def _line(node: Node, language: str) -> str:
    letter = f"{node.letter} – " if node.letter else ""
    arithmetic = f" = {node.arithmetic}" if node.arithmetic and node.arithmetic != node.value else ""
    gathered = [part for part in node.parts if part.about]
    if gathered and gathered[0].name in COLUMNS:
        told = ADDED(language).format(_number(gathered[0].name), len(gathered))
        arithmetic = f", {told}"
    return f"{letter}{node.label(language)} = {node.value}{arithmetic}  [{node.cite}]"


def _number(name: str) -> int:
    return COLUMNS.index(name) + 1


def _children(node: Node, seen: set[str]) -> list[Node]:
    """The parts worth a line: no task lines (the table has them), nothing twice, no bare echo of the parent."""
    parts = [part for part in node.parts if not part.about and (part.parts or part.letter)]
    fresh = [part for part in parts if part.name not in seen]
    seen |= {part.name for part in fresh}
    return fresh


def _branch(node: Node, language: str, seen: set[str]) -> Iterator[str]:
    children = _children(node, seen)
    for place, part in enumerate(children):
        last = place == len(children) - 1
        yield ("└─ " if last else "├─ ") + _line(part, language)
        yield from (("   " if last else "│  ") + line for line in _branch(part, language, seen))


def lines(node: Node, language: str = "vi") -> list[str]:
    """The tree from `node` down to the sums, a line each: term, value, arithmetic, article."""
    return [_line(node, language), *_branch(node, language, set())]


def task_lines(teller: Teller, tasks: Sequence[Row]) -> list[str]:
    """The tasks as a table with numbered columns, then where each column comes from."""
    heads = ["", *(f"({n})" for n in range(1, len(COLUMNS) + 1))]
    items = [teller.law.find(TASK, name, teller.values) for name in COLUMNS]
    rows = [[str(n), *(teller.written(item, row) for item in items)] for n, row in enumerate(tasks, start=1)]
    legend = (f"  ({n}) {_legend(teller, name)}" for n, name in enumerate(COLUMNS, start=1))
    return [*table(heads, rows, left=(0, 1)), "", *legend]


def _legend(teller: Teller, name: str) -> str:
    """What a column is, how it comes from others by their numbers, and its article."""
    item = teller.law.find(TASK, name, teller.values)
    told = f"{item.label(teller.language)}  [{item.cite}]"
    if not isinstance(item, Figure) or item.unit is Unit.FLAG:
        return told
    usual: Mapping[str, Any] = defaultdict(lambda: 1)
    shown = item.shown(usual, teller.values) if callable(item.shown) else item.shown
    if teller.language == "en":
        shown = shown.replace(";", ",")
    arithmetic = re.sub(r"\{(\w+)\}", lambda match: f"({_number(match.group(1))})", shown)
    return f"{item.label(teller.language)} = {arithmetic}  [{item.cite}]" if arithmetic else told
