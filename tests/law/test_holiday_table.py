"""An agency's table of days off and days worked: what it reads, and each fault with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from congminh.law.calendar import FaultyTable, is_working_day, read_holidays, why_off
from congminh.law.nd335.deadlines import petition_due

CSV = "day,kind,reason\n2026-10-12,off,Quyết định 12/QĐ-UBND\n17/10/2026,working,Làm bù theo quyết định\n"
EXCEL = "Ngày;Loại;Căn cứ\n12/10/2026;nghỉ;Quyết định 12/QĐ-UBND\n17/10/2026;làm việc;Quyết định 12/QĐ-UBND\n"
YAML = """
- {day: 2026-10-12, kind: off, reason: Quyết định 12/QĐ-UBND}
- day: 17/10/2026
  kind: working
  reason: "Quyết định 12/QĐ-UBND: làm bù"
"""


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def faults(folder: Path, name: str, text: str, encoding: str = "utf-8") -> list[tuple[int, str]]:
    with pytest.raises(FaultyTable) as refused:
        read_holidays(written(folder, name, text, encoding))
    assert name in str(refused.value)
    return [(int(fault.row), fault.column) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [("lich.csv", CSV, "utf-8"), ("lich.csv", EXCEL, "utf-8-sig"), ("lich.yaml", YAML, "utf-8")],
)
def test_a_table_is_read_from_csv_excel_csv_or_yaml(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    table = read_holidays(written(tmp_path, name, text, encoding))
    assert not is_working_day(date(2026, 10, 12), table) and is_working_day(date(2026, 10, 17), table)
    assert why_off(date(2026, 10, 12), table) == ("Quyết định 12/QĐ-UBND",) * 2
    assert petition_due(date(2026, 10, 5), table) == date(2026, 10, 15)


@pytest.mark.parametrize(("name", "text"), [("rong.csv", "day,kind,reason\n\n"), ("rong.yaml", "[]")])
def test_an_empty_table_changes_nothing(tmp_path: Path, name: str, text: str) -> None:
    table = read_holidays(written(tmp_path, name, text))
    assert not table.days


def test_every_fault_is_told_at_once_with_its_row_and_column(tmp_path: Path) -> None:
    text = "day,kind,reason\n2026-02-30,off,QĐ 1\n2026-10-12,nghi,QĐ 1\n2026-10-13,off,\n\n31/13/2026,,\n"
    assert faults(tmp_path, "lich.csv", text) == [
        (2, "day"),
        (3, "kind"),
        (4, "reason"),
        (6, "day"),
        (6, "kind"),
        (6, "reason"),
    ]


def test_yaml_faults_name_the_line_of_their_entry(tmp_path: Path) -> None:
    text = "- {day: 2026-10-12, kind: off, reason: QĐ 1}\n\n- day: hôm qua\n  kind: off\n  reason: QĐ 1\n"
    assert faults(tmp_path, "lich.yaml", text) == [(3, "day")]


def test_a_day_given_twice_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, "lich.csv", CSV + "2026-10-12,working,QĐ 2\n") == [(4, "day")]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    assert faults(tmp_path, "lich.csv", "day,reason\n2026-10-12,QĐ 1\n") == [(1, "kind")]
    assert faults(tmp_path, "trong.csv", "") == [(1, "day"), (1, "kind"), (1, "reason")]


def test_a_file_that_is_no_table_is_refused_in_words(tmp_path: Path) -> None:
    assert faults(tmp_path, "lich.csv", CSV, "utf-16") == [(1, "–")]
    assert faults(tmp_path, "lich.yaml", "day: 2026-10-12\n") == [(1, "–")]
    assert faults(tmp_path, "lich.yaml", "- {day: 2026-10-12,\n- x: [\n")[0][1] == "–"
    assert faults(tmp_path, "lich.yaml", "- 2026-10-12\n") == [(1, "–")]


def test_the_message_says_where_what_and_what_to_do_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(FaultyTable) as refused:
        read_holidays(written(tmp_path, "lich.csv", "day,kind,reason\n2026-02-30,off,QĐ 1\n"))
    assert refused.value.text.vi == (
        "lich.csv, dòng 2, cột day: «2026-02-30» không phải là ngày, hãy viết như 2026-01-02"
    )
    assert refused.value.text.en == "lich.csv, row 2, column day: «2026-02-30» is no day: write 2026-01-02"
