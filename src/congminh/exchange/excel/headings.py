"""Find the table of a form in a workbook by its headings, wherever it starts, and read its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from congminh.catalogue.reading.grid import letters
from congminh.exchange.excel.child import Book, SheetRows
from congminh.exchange.excel.form import Form, Layout, Place, Row, fold

SEARCHED_ROWS = 100
MOST_ROWS = 100_000
FEWEST = 2
NUMBERED = re.compile(r"\(?(\d{1,2})\)?")
# Columns of other people's making that say nothing to us, ours of the file of errors among them.
PASSED_OVER = frozenset({"stt", "tt", "so tt", "so thu tu", "no", "ghi chu", "note", "notes", "loi", "error", "errors"})

Names = Mapping[str, str]


class Unfit(Exception):
    """The workbook was read and holds no such table; `kind` names a row of `words.SAID`."""

    def __init__(self, kind: str, **said: str) -> None:
        super().__init__(kind)
        self.kind, self.said = kind, said


@dataclass
class Found:
    """Where the tables were: by sheet the place of each column; and what was passed over, for a person to know."""

    layouts: dict[str, Layout] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)

    def note(self, kind: str, **said: str) -> None:
        """Something was passed over."""
        self.notes.append({"kind": kind, "said": said})


def rows_of(book: Book, form: Form, found: Found) -> Iterator[Row]:
    """Every row of every table of the form; what was met on the way goes into `found`.

    Raises Unfit: no table, a needed column missing, a column twice, no rows, too many.
    """
    names = {name: column.key for column in form.columns for name in column.names()}
    counted, nearest = 0, frozenset[str]()
    for sheet in book.sheets():
        head = _head(sheet, form, names)
        nearest = max(nearest, head.keys, key=len)
        if not head.is_whole:
            continue
        if sheet.hidden:
            found.note("hidden_sheet", sheet=sheet.name)
            continue
        found.layouts[sheet.name] = _layout(head, sheet, form, found)
        for row in _body(sheet, head, found.layouts[sheet.name]):
            counted += 1
            if counted > MOST_ROWS:
                raise Unfit("too_many_rows", most=f"{MOST_ROWS}")
            yield row
    if not found.layouts:
        raise _without_table(form, nearest)
    if not counted:
        raise Unfit("no_rows")


@dataclass
class _Head:
    """A row of headings: its texts, and the column each key was found in."""

    texts: Sequence[str]
    at: dict[int, str]
    is_whole: bool

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self.at.values())


def _head(sheet: SheetRows, form: Form, names: Names) -> _Head:
    """The first row that names all needed columns, else the one that names most; the sheet is read up to it."""
    best = _Head((), {}, False)
    needed = {column.key for column in form.columns if column.needed}
    for searched, (_number, texts) in enumerate(sheet.rows):
        at = {index: key for index, text in enumerate(texts) if (key := _named(text, names))}
        keys = set(at.values())
        if needed <= keys and len(keys) >= FEWEST:
            return _Head(texts, at, True)
        if len(keys) > len(best.keys):
            best = _Head(texts, at, False)
        if searched > SEARCHED_ROWS:
            break
    return best


def _named(text: str, names: Names) -> str:
    """The key of the column headed so, with or without what stands in brackets; '' for none."""
    return names.get(fold(text)) or names.get(fold(re.sub(r"\([^)]*\)", " ", text)), "") if text else ""


def _layout(head: _Head, sheet: SheetRows, form: Form, found: Found) -> Layout:
    twice = [key for key, times in Counter(head.at.values()).items() if times > 1]
    if twice:
        where = ", ".join(letters(index) for index, key in head.at.items() if key == twice[0])
        raise Unfit("column_twice", heading=str(form.column(twice[0]).heading), columns=where, sheet=sheet.name)
    for index, text in enumerate(head.texts):
        if text and index not in head.at and fold(text) not in PASSED_OVER:
            found.note("unknown_column", column=letters(index), heading=_line(text), sheet=sheet.name)
    return form.places() | {key: Place(letters(index), _line(head.texts[index])) for index, key in head.at.items()}


def _line(text: str) -> str:
    return " ".join(text.split())


def _body(sheet: SheetRows, head: _Head, layout: Layout) -> Iterator[Row]:
    """The rows beneath the headings that fill a column of the form."""
    is_first = True
    for number, texts in sheet.rows:
        cells = {key: texts[index] for index, key in head.at.items() if index < len(texts) and texts[index]}
        is_numbering, is_first = is_first and _is_numbering(texts), False
        is_heading = all(texts[index] == head.texts[index] for index in head.at if index < len(texts) and texts[index])
        if cells and not is_numbering and not is_heading:
            yield Row(sheet.name, number, cells, layout)


def _is_numbering(texts: Sequence[str]) -> bool:
    """Whether the row under the headings only numbers the columns: (1), (2), (3)."""
    numbers = [found and int(found[1]) for text in texts if text for found in [NUMBERED.fullmatch(text)]]
    return len(numbers) >= FEWEST and numbers == list(range(1, len(numbers) + 1))


def _without_table(form: Form, nearest: frozenset[str]) -> Unfit:
    needed = [column for column in form.columns if column.needed]
    if len(nearest) < FEWEST:
        return Unfit("no_table", columns=", ".join(f"«{column.heading}»" for column in needed))
    missing = [column for column in needed if column.key not in nearest]
    return Unfit("missing_columns", columns=", ".join(f"«{column.heading}»" for column in missing))
