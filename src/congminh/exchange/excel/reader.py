"""The child process that reads a workbook: python -m congminh.exchange.excel.reader FILE OUT. No Django.

Writes a JSON line for each sheet, ["name", hidden], and for each row that holds something, [number, [text, …]].
Cells are texts as people read them: dates dd/mm/yyyy, whole numbers without a decimal part, Unicode composed (NFC).
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from python_calamine import CalamineSheet, SheetTypeEnum, SheetVisibleEnum, load_workbook

from congminh.catalogue.reading.container import BROKEN, NOT_CALCULATED, Marks, damaged, inspect, too_big
from congminh.catalogue.reading.records import Text, UnreadableWorkbook
from congminh.exchange.excel.archive import weigh

REFUSED = 3
MOST_SHEETS = 100
MOST_WRITTEN = 200 * 2**20
MOST_MERGED = 200_000
LONGEST, LONGEST_NAME = 1000, 100
# How a formula that was never calculated is told from an empty cell.
UNCALCULATED = "=?"

Fill = dict[int, list[tuple[int, int]]]


def main(file: str, out: str, memory: str, seconds: str) -> int:
    """Write the rows to `out` and end on 0, or end on REFUSED with the reason as JSON on stdout."""
    limit(int(memory), int(seconds))
    try:
        with open(out, "w", encoding="utf-8") as lines:
            write_rows(Path(file), lines)
    except UnreadableWorkbook as refused:
        print(json.dumps(refused.text._asdict()))
        return REFUSED
    return 0


def limit(memory: int, seconds: int) -> None:
    """No more memory and processor time than this, where the system keeps such limits; whoever called keeps a clock."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def write_rows(path: Path, lines: IO[str]) -> None:
    """Every worksheet's rows as JSON lines; raises UnreadableWorkbook."""
    marks = checked(path)
    written = 0
    for line in each_line(path, marks):
        written += lines.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        if written > MOST_WRITTEN:
            raise too_big(Text("quá nhiều chữ", "too much text"), f"{MOST_WRITTEN // 2**20} MB")


def checked(path: Path) -> dict[str, Marks]:
    """The file weighed and looked through: error cells of each sheet by its name."""
    try:
        weigh(path)
    except BROKEN as fault:
        inspect(path)  # it knows better what is wrong with most files
        raise damaged(str(fault)) from fault
    marks = inspect(path)
    if len(marks) > MOST_SHEETS:
        raise too_big(Text(f"{len(marks)} trang tính", f"{len(marks)} sheets"), str(MOST_SHEETS))
    return marks


def each_line(path: Path, marks: dict[str, Marks]) -> Iterator[list[Any]]:
    """What is to be written: a sheet, its rows, the next sheet."""
    try:
        book = load_workbook(str(path))
        names: set[str] = set()
        for sheet in book.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet:
                yield [named(sheet.name, names), sheet.visible != SheetVisibleEnum.Visible]
                yield from each_row(book.get_sheet_by_name(sheet.name), marks.get(sheet.name, {}))
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, UnreadableWorkbook):
        raise
    # The reader is written in Rust, whose panics are not Exceptions.
    except BaseException as fault:
        raise damaged(str(fault)) from fault


def named(name: str, names: set[str]) -> str:
    """A sheet's name as it is kept; two of one name are no workbook of Excel's."""
    kept = clean(name)[:LONGEST_NAME]
    if kept in names:
        raise damaged(kept)
    names.add(kept)
    return kept


def each_row(sheet: CalamineSheet, marks: Marks) -> Iterator[list[Any]]:
    """[number, texts] of each row that holds something, empty cells at its end left off."""
    fill = merged_down(sheet.merged_cell_ranges or [])
    inherited: dict[tuple[int, int], str] = {}
    errors = by_row(marks)
    for number, values in enumerate(sheet.to_python(skip_empty_area=False)):
        texts = [text_of(value) for value in values]
        for column, said in errors.get(number + 1, ()):
            texts[column - 1 :] = [said, *texts[column:]]
        for column, first in fill.get(number, ()):
            if column < len(texts):
                inherited.setdefault((first, column), texts[column])
                texts[column] = inherited[first, column]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield [number + 1, texts]


def by_row(marks: Marks) -> dict[int, list[tuple[int, str]]]:
    """What stands in the cells that hold no value, by row, both from 1."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for (row, column), said in marks.items():
        found[row].append((column, UNCALCULATED if said == NOT_CALCULATED else said))
    return found


def merged_down(ranges: list[Any]) -> Fill:
    """By row the columns that cells merged from above (their first row) hand a value down; all from 0."""
    fill: Fill = defaultdict(list)
    seen = 0
    for (top, left), (bottom, _right) in ranges:
        seen += bottom - top + 1
        if seen > MOST_MERGED:
            raise too_big(Text("quá nhiều ô gộp", "too many merged cells"), str(MOST_MERGED))
        if bottom > top:
            for row in range(top, bottom + 1):
                fill[row].append((left, top))
    return fill


def text_of(value: object) -> str:
    """The cell as people read it; '' for an empty one."""
    if isinstance(value, str):
        return clean(value) if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


@lru_cache(maxsize=20_000)
def clean(text: str) -> str:
    """Composed letters (NFC), single spaces, no characters that nobody sees; the lines of a cell stay lines."""
    composed = unicodedata.normalize("NFC", text[: LONGEST * 4]).replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(each if each in "\n\t" or unicodedata.category(each)[0] != "C" else "" for each in composed)
    lines = (" ".join(line.split()) for line in seen.split("\n"))
    return "\n".join(line for line in lines if line)[:LONGEST]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
