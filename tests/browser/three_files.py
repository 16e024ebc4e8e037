"""The three Excel files of the guide: the demonstration commune, written beneath the headings of the templates."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from importlib import resources
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from congminh.demo import agency

SINCE = date(2025, 7, 1)
DECIDED = {
    "Từ ngày": SINCE,
    "Số quyết định": "01/QĐ-UBND",
    "Ngày quyết định": SINCE,
    "Người ký": "Chủ tịch UBND tỉnh",
}
RANKS = {"head": "người đứng đầu", "deputy": "cấp phó", "staff": "công chức"}
COMPLEXITY = {"commune_leaders": 5, "unit_leaders": 4, "specialists": 3, "one_stop": 2, "office_support": 2}
AS_IN_CSV = {"Phân nhóm": "Nhóm", "Khung điểm": "Khung điểm tối đa", "Phòng, ban": "Phòng ban"}
COMMON = {"Dùng chung", "Lãnh đạo, quản lý"}
Row = Mapping[str, Any]


def code(number: int) -> str:
    """The code of a unit or person by its number in agency.yaml."""
    return f"TBM-{number}"


def units() -> Iterator[Row]:
    """The commune and its four units."""
    for unit in agency.load().units.values():
        uses = unit.kind == "using"
        yield {
            "Mã đơn vị": code(unit.id),
            "Tên đơn vị": unit.name,
            "Mã đơn vị cấp trên": code(unit.parent) if unit.parent else None,
            "Loại": "cơ quan sử dụng công chức" if uses else "đơn vị trực tiếp sử dụng công chức",
            "Cấp": "Ủy ban nhân dân cấp xã" if uses else "cơ quan thuộc cấp xã",
            **DECIDED,
        }


def people() -> Iterator[Row]:
    """Everybody with one post; who advises on personnel is marked."""
    loaded = agency.load()
    for person in loaded.people.values():
        yield {
            "Mã công chức": code(person.id),
            "Họ và tên": person.name,
            "Ngày bắt đầu công tác": SINCE,
            "Mã đơn vị": code(person.unit),
            "Vị trí việc làm": person.title,
            "Nhóm phức tạp": COMPLEXITY[person.peer_group],
            "Nhóm nhiệm vụ tương đồng": loaded.peer_groups[person.peer_group],
            "Chức vụ": RANKS[person.post],
            "Đơn vị phụ trách": "; ".join(map(code, person.units_in_charge)),
            "Công chức phụ trách": "; ".join(map(code, person.people_in_charge)),
            "Tham mưu tổ chức cán bộ": "x" if person.id == loaded.cast["thu"] else None,
            **DECIDED,
        }


def products() -> Iterator[Row]:
    """The catalogue; what is common to the agency says so by an empty unit."""
    text = (resources.files("congminh.demo") / "catalogue.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        said = {**row, **{ours: row[theirs] for ours, theirs in AS_IN_CSV.items()}}
        yield {**said, "Phòng, ban": "" if row["Phòng ban"] in COMMON else row["Phòng ban"]}


FILES = {"units": units, "people": people, "catalogue": products}


def fill(template: Path, rows: Iterable[Row], out: Path) -> Path:
    """A copy of a template with the rows beneath its headings, by their names."""
    sheet = CalamineWorkbook.from_path(template).sheet_names[0]
    headings = CalamineWorkbook.from_path(template).get_sheet_by_name(sheet).to_python()[0]
    with xlsxwriter.Workbook(out) as book:
        page, day = book.add_worksheet(sheet), book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, headings)
        for number, row in enumerate(rows, start=1):
            for column, heading in enumerate(headings):
                _write(page, number, column, row.get(heading), day)
    return out


def _write(page: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, date):
        page.write_datetime(row, column, datetime.combine(value, time()), day)
    elif isinstance(value, int):
        page.write_number(row, column, value)
    elif value:
        page.write_string(row, column, value)
