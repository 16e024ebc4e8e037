"""Print what a catalogue workbook holds and every doubt, for the person who has to settle them."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TextIO

from .checks import all_doubts
from .kinds import KINDS
from .records import Doubt, Reading, Text, UnreadableWorkbook, plain
from .workbook import read_workbook


def lines(reading: Reading, language: str = "vi") -> list[str]:
    """The report in `language` ('vi', 'en'): what each sheet holds, the doubts by kind, a line of counts."""
    doubts = all_doubts(reading)
    return [*contents(reading, language), *listed(doubts, language), "", closing(reading, doubts, language)]


def check(path: str | Path, language: str = "vi", out: TextIO | None = None) -> int:
    """Print the report of a workbook to `out` (standard output unless given).

    Returns 0 when nothing is in doubt, 1 when something is, 2 when the file cannot be read (why: on stderr).
    """
    try:
        reading = read_workbook(path)
    except UnreadableWorkbook as fault:
        print(fault.text.said(language), file=sys.stderr)
        return 2
    for line in lines(reading, language):
        print(line, file=out or sys.stdout)
    return 1 if all_doubts(reading) else 0


def contents(reading: Reading, language: str) -> list[str]:
    products = Counter(one.sheet for one in reading.products)
    criteria = Counter(one.sheet for one in reading.criteria)
    held = [holds(sheet, products[sheet], criteria[sheet], reading) for sheet in reading.sheets]
    return [text.said(language) for text in [*held, totals(reading)]]


def holds(sheet: str, products: int, criteria: int, reading: Reading) -> Text:
    if not any(table.sheet == sheet for table in reading.tables):
        return Text(f"«{sheet}»: không có bảng, bỏ qua", f"“{sheet}”: no table, left out")
    held = [Text(f"{products} sản phẩm/công việc", f"{products} products")] if products or not criteria else []
    held += [Text(f"{criteria} tiêu chí chung", f"{criteria} general criteria")] if criteria else []
    return Text(
        f"«{sheet}»: {'; '.join(text.vi for text in held)}",
        f"“{sheet}”: {'; '.join(text.en for text in held)}",
    )


def totals(reading: Reading) -> Text:
    products, criteria = len(reading.products), len(reading.criteria)
    points = plain(sum(one.points_m or 0 for one in reading.criteria))
    return Text(
        f"Cộng: {products} sản phẩm/công việc; {criteria} tiêu chí chung, {points.vi} điểm",
        f"Total: {products} products; {criteria} general criteria, {points.en} points",
    )


def listed(doubts: list[Doubt], language: str) -> list[str]:
    """Each kind with its count, every doubt with its place, and what to do, said once a kind."""
    found: list[str] = []
    for kind, group in groupby(doubts, key=lambda one: one.kind):
        members = list(group)
        advice = dict.fromkeys(one.advice.said(language) for one in members)
        found += ["", f"{KINDS[kind][0].said(language)}: {len(members)}"]
        found += [f"  {placed(one).said(language)}" for one in members]
        found += [f"  → {text}" for text in advice]
    return found


def placed(one: Doubt) -> Text:
    return Text(
        f"«{one.sheet}», dòng {one.row}, cột {one.column}: {one.what.vi}",
        f"“{one.sheet}”, row {one.row}, column {one.column}: {one.what.en}",
    )


def closing(reading: Reading, doubts: list[Doubt], language: str) -> str:
    products = len(reading.products)
    if not doubts:
        text = Text(
            f"{products} sản phẩm/công việc, không có điểm nào cần làm rõ.",
            f"{products} products, no doubts.",
        )
    else:
        text = Text(
            f"{products} sản phẩm/công việc, {len(doubts)} điểm cần người có trách nhiệm làm rõ.",
            f"{products} products, {len(doubts)} doubts for a person to settle.",
        )
    return text.said(language)
