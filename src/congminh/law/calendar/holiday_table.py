"""Reads an agency's table of days off and days worked («lịch nghỉ của cơ quan») from CSV or YAML.

Three columns: day (2026-01-02 or 02/01/2026), kind (off | working, or nghỉ | làm việc), reason (the
decision or notice the day rests on).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from congminh.law.calendar.working_days import OFF, WORKING, CalendarError, HolidayTable, SpecialDay
from congminh.law.faults import Fault
from congminh.law.text import Text

Cells = Mapping[str, Any]

COLUMNS = {"day": ("day", "ngày"), "kind": ("kind", "loại"), "reason": ("reason", "căn cứ")}
WRONG = {
    "day": Text("không phải là ngày, hãy viết như 2026-01-02", "is no day: write 2026-01-02"),
    "kind": Text("không hợp lệ, chỉ nhận off (nghỉ) hoặc working (làm việc)", "is neither off nor working"),
    "reason": Text("còn trống, hãy ghi quyết định hoặc thông báo", "is empty: name the decision or notice"),
}
KINDS = {"off": OFF, "nghỉ": OFF, "working": WORKING, "làm việc": WORKING}
DATE_FORMS = (
    (re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"), (1, 2, 3)),
    (re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"), (3, 2, 1)),
)


class FaultyTable(CalendarError):
    """A holiday table that cannot be used: every fault at once, so that it is mended once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(Text(*("\n".join(fault.text(tongue) for fault in self.faults) for tongue in ("vi", "en"))))


def read_holidays(path: Path) -> HolidayTable:
    """The agency's table («lịch nghỉ») in a .csv, .yaml or .yml file, UTF-8; commas or semicolons.

    Raises FaultyTable with the row and column of every fault; OSError when the file cannot be read.
    """
    yaml_file = path.suffix.lower() in {".yaml", ".yml"}
    rows = _yaml_rows(path) if yaml_file else _csv_rows(path)
    faults: list[Fault] = []
    found: dict[date, SpecialDay] = {}
    for number, cells in rows:
        special, wrong = _special_day(cells)
        if special and special.day in found:
            wrong = [("day", Text("đã có ở dòng trên, chỉ để lại một dòng", "is listed above, leave one"))]
        faults += [Fault(path.name, number, column, _cell(cells, column), what) for column, what in wrong]
        if special and not wrong:
            found[special.day] = special
    if faults:
        raise FaultyTable(faults)
    return HolidayTable.of(found.values())


def _csv_rows(path: Path) -> list[tuple[int, Cells]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            keys = [_key(name) for name in next(csv.reader([head], delimiter=_delimiter(head)), [])]
            _check_columns(path, keys)
            reader = csv.reader(file, delimiter=_delimiter(head))
            return [(reader.line_num + 1, dict(zip(keys, row, strict=False))) for row in reader if any(row)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(path, str(error)) from error


def _delimiter(head: str) -> str:
    return ";" if ";" in head else ","


def _unreadable(path: Path, detail: str, row: int = 1) -> FaultyTable:
    what = Text("không đọc được, cần CSV hoặc YAML lưu dạng UTF-8", "unreadable: save it as CSV or YAML in UTF-8")
    return FaultyTable([Fault(path.name, row, "–", " ".join(detail.split()), what)])


def _check_columns(path: Path, keys: Iterable[str]) -> None:
    what = Text("thiếu cột này: cần day, kind, reason", "column missing: day, kind and reason are needed")
    missing = [name for name in COLUMNS if name not in set(keys)]
    if missing:
        raise FaultyTable(Fault(path.name, 1, name, "", what) for name in missing)


def _yaml_rows(path: Path) -> list[tuple[int, Cells]]:
    """Entries with the line each starts on; read as plain text, since YAML would take `off` for false."""
    import yaml

    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        raise _unreadable(path, str(error), mark.line + 1 if mark else 1) from error
    entries = root.value if isinstance(root, yaml.SequenceNode) else None
    if entries is None or not all(isinstance(entry, yaml.MappingNode) for entry in entries):
        what = Text("phải là danh sách các mục day, kind, reason", "must be a list of entries day, kind, reason")
        raise FaultyTable([Fault(path.name, 1, "–", "", what)])
    return [(e.start_mark.line + 1, {_key(key.value): cell.value for key, cell in e.value}) for e in entries]


def _key(heading: object) -> str:
    name = str(heading).strip().lower()
    return next((key for key, names in COLUMNS.items() if name in names), name)


def _cell(cells: Cells, column: str) -> str:
    return str(cells.get(column) or "").strip()


def _special_day(cells: Cells) -> tuple[SpecialDay | None, list[tuple[str, Text]]]:
    """The day of one row, or what is wrong with it: (column, what to do)."""
    day, kind, reason = (
        _day(_cell(cells, "day")),
        KINDS.get(_cell(cells, "kind").lower()),
        _cell(cells, "reason"),
    )
    if day and kind and reason:
        return SpecialDay(day, kind, reason), []
    written = {"day": day, "kind": kind, "reason": reason}
    return None, [(column, WRONG[column]) for column, value in written.items() if not value]


def _day(written: str) -> date | None:
    for form, (year, month, day) in DATE_FORMS:
        if match := form.fullmatch(written):
            try:
                return date(int(match[year]), int(match[month]), int(match[day]))
            except ValueError:
                return None
    return None
