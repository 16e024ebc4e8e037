"""Bad input is refused: exit 2, each fault on stderr with its file, row and column, and nothing is written."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exchange.files import SHEET_TYPES, TASK_TYPES, Files, csv_text, head, parquet, sheet, task

ORIGINS = "planned, handed_over, taken_over, ad_hoc"
MOST = 2**63 - 1
# What is written, the column to blame, and what is said of it in both languages.
BAD_TASKS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"origin": "đột xuất"}, "origin", f"phải là một trong: {ORIGINS}", f"must be one of: {ORIGINS}"),
    ({"origin": None}, "origin", f"phải là một trong: {ORIGINS}", f"must be one of: {ORIGINS}"),
    ({"coefficient_m": 0}, "coefficient_m", "phải từ 1 đến 1000000", "must be from 1 to 1000000"),
    ({"coefficient_m": 1_000_001}, "coefficient_m", "phải từ 1 đến 1000000", "must be from 1 to 1000000"),
    ({"assigned_m": -5000}, "assigned_m", "phải từ 0 đến 10000000", "must be from 0 to 10000000"),
    ({"assigned_m": 10_000_001}, "assigned_m", "phải từ 0 đến 10000000", "must be from 0 to 10000000"),
    ({"done_m": -1}, "done_m", "phải từ 0 đến 10000000", "must be from 0 to 10000000"),
    ({"done_m": 2_000_000_000}, "done_m", "phải từ 0 đến 10000000", "must be from 0 to 10000000"),
    ({"done_m": None}, "done_m", "không được để trống", "must not be empty"),
    ({"quality_failures": -1}, "quality_failures", "phải từ 0 đến 1000", "must be from 0 to 1000"),
    ({"delays": 1001}, "delays", "phải từ 0 đến 1000", "must be from 0 to 1000"),
    ({"person_id": None}, "person_id", "không được để trống", "must not be empty"),
    ({"person_id": -1}, "person_id", f"phải từ 0 đến {MOST}", f"must be from 0 to {MOST}"),
    ({"period": 202613}, "period", "tháng phải từ 01 đến 12", "month must be 01–12"),
    ({"period": 2026}, "period", "phải từ 200001 đến 210012", "must be from 200001 to 210012"),
    (
        {"assigned_m": 0},
        "assigned_m",
        "nhiệm vụ trong kế hoạch phải có số lượng giao",
        "a planned task needs a quantity assigned",
    ),
]
LEADER = "người đứng đầu, cấp phó phải có 50 hoặc 100", "a head or deputy needs 50 or 100"
BAD_SHEETS: list[tuple[dict[str, Any], str, str, str]] = [
    (head(d=None), "unit_results", *LEADER),
    (head(đ=None, post="deputy"), "execution", *LEADER),
    (head(e=None), "cohesion", *LEADER),
    (head(d=75), "unit_results", "phải là một trong: 50, 100", "must be one of: 50, 100"),
    ({"general_cp": 3001}, "general_cp", "phải từ 0 đến 3000", "must be from 0 to 3000"),
    ({"general_cp": -1}, "general_cp", "phải từ 0 đến 3000", "must be from 0 to 3000"),
    ({"general_cp": None}, "general_cp", "không được để trống", "must not be empty"),
    (head(post="boss"), "post", "phải là một trong: staff, deputy, head", "must be one of: staff, deputy, head"),
    ({"unit_id": None}, "unit_id", "không được để trống", "must not be empty"),
    ({"peer_group": None}, "peer_group", "không được để trống", "must not be empty"),
    ({"period": 202600}, "period", "tháng phải từ 01 đến 12", "month must be 01–12"),
]


def shown(given: dict[str, Any], column: str) -> str:
    return "" if given[column] is None else str(given[column])


@pytest.mark.parametrize(("given", "column", "vi", "en"), BAD_TASKS)
def test_a_bad_value_among_the_tasks_is_told_with_its_row_and_column(
    files: Files, given: dict, column: str, vi: str, en: str
) -> None:
    rows, value = [task(), task(**given)], shown(given, column)
    files.csv(rows).refused(f"tasks.csv, dòng 3, cột {column}: «{value}» {vi}")
    files.refused(f"tasks.csv, row 3, column {column}: «{value}» {en}", more=["--lang", "en"])
    files.parquet(rows).refused(f"tasks.parquet, dòng 2, cột {column}: «{value}» {vi}")


@pytest.mark.parametrize(("given", "column", "vi", "en"), BAD_SHEETS)
def test_a_bad_value_among_the_sheets_is_told_with_its_row_and_column(
    files: Files, given: dict, column: str, vi: str, en: str
) -> None:
    rows, value = [sheet(2), {**sheet(), **given}], shown(given, column)
    files.csv(sheets=rows).refused(f"sheets.csv, dòng 3, cột {column}: «{value}» {vi}")
    files.refused(f"sheets.csv, row 3, column {column}: «{value}» {en}", more=["--lang", "en"])
    files.parquet(sheets=rows).refused(f"sheets.parquet, dòng 2, cột {column}: «{value}» {vi}")


def test_every_fault_of_a_row_is_told_once_and_in_the_order_of_rows(files: Files) -> None:
    files.csv([task(coefficient_m=-1, assigned_m=None), task(), task(origin="x")]).refused(
        "tasks.csv, dòng 2, cột coefficient_m: «-1» phải từ 1 đến 1000000",
        "tasks.csv, dòng 2, cột assigned_m: «» không được để trống",
        f"tasks.csv, dòng 4, cột origin: «x» phải là một trong: {ORIGINS}",
    )


def test_an_earlier_result_stays_as_it_was(files: Files) -> None:
    files.results.write_text("kết quả tháng trước")
    files.csv([task(delays=-1)]).refused("tasks.csv, dòng 2, cột delays: «-1» phải từ 0 đến 1000")
    assert files.results.read_text() == "kết quả tháng trước"


@pytest.mark.parametrize("written", ["1.5", "1,5", "abc", "1e3", "5 000", "5.000", "+5", "0x1F", "٥", "5000.0", "NaN"])
def test_what_is_no_whole_number_is_refused_and_never_rounded(files: Files, written: str) -> None:
    text = csv_text([task(done_m=written)], list(TASK_TYPES), ";")
    files.written(text).refused(f"tasks.csv, dòng 2, cột done_m: «{written}» phải là số nguyên, chỉ gồm chữ số")


def test_a_number_beyond_64_bits_is_refused_by_its_bounds(files: Files) -> None:
    huge = 10**40
    files.csv([task(huge)]).refused(f"tasks.csv, dòng 2, cột person_id: «{huge}» phải từ 0 đến {MOST}")
    files.csv([task(2**63)]).refused(f"tasks.csv, dòng 2, cột person_id: «{2**63}» phải từ 0 đến {MOST}")


@pytest.mark.parametrize("kind", ["DOUBLE", "DECIMAL(9, 3)", "VARCHAR", "BOOLEAN", "DATE"])
def test_a_column_of_another_type_is_refused_in_parquet(files: Files, kind: str) -> None:
    files.tasks = parquet(files.folder / "tasks.parquet", [], {**TASK_TYPES, "done_m": kind})
    told = kind.replace(", ", ",")
    files.refused(f"tasks.parquet, cột done_m: phải là số nguyên, không phải {told}")


def test_numbers_where_text_must_be_are_refused_in_parquet(files: Files) -> None:
    files.sheets = parquet(files.folder / "sheets.parquet", [], {**SHEET_TYPES, "post": "INTEGER"})
    files.refused("sheets.parquet, cột post: phải là văn bản")


def test_each_missing_column_is_named_with_those_there_are(files: Files) -> None:
    names = [name for name in TASK_TYPES if name not in ("origin", "delays")]
    listed = ", ".join(names)
    files.written(csv_text([task()], names)).refused(
        f"tasks.csv, cột origin: thiếu cột này; tệp có: {listed}",
        f"tasks.csv, cột delays: thiếu cột này; tệp có: {listed}",
    )
    files.tasks = parquet(files.folder / "tasks.parquet", [task()], {name: TASK_TYPES[name] for name in names})
    files.refused(
        f"tasks.parquet, column origin: is missing; the file has: {listed}",
        f"tasks.parquet, column delays: is missing; the file has: {listed}",
        more=["--lang", "en"],
    )


def test_a_person_with_tasks_and_no_sheet_is_told_with_the_rows(files: Files) -> None:
    rows = [task(), task(2), task(2), task(3, period=202612)]
    files.csv(rows, [sheet(), sheet(3)]).refused(
        "tasks.csv, dòng 3, 4, cột person_id: «2» có nhiệm vụ kỳ 202611 nhưng không có phiếu trong sheets.csv",
        "tasks.csv, dòng 5, cột person_id: «3» có nhiệm vụ kỳ 202612 nhưng không có phiếu trong sheets.csv",
    )
    files.parquet([task(), task(2)]).refused(
        "tasks.parquet, row 2, column person_id: «2» has tasks of period 202611 but no sheet in sheets.csv",
        more=["--lang", "en"],
    )


def test_a_person_with_two_sheets_of_a_period_is_told_with_both_rows(files: Files) -> None:
    rows = [sheet(), sheet(2), sheet(2, period=202612), sheet()]
    files.csv(sheets=rows).refused("sheets.csv, dòng 2, 5, cột person_id: «1» có 2 phiếu của kỳ 202611; giữ lại một")
    files.parquet(sheets=rows).refused(
        "sheets.parquet, row 1, 4, column person_id: «1» has 2 sheets of period 202611; keep one",
        more=["--lang", "en"],
    )


TOO_MUCH = "tổng quy đổi kỳ 202611 vượt 10.000.000 sản phẩm chuẩn; kiểm tra hệ số, số lượng"


@pytest.mark.parametrize("side", ["assigned_m", "done_m"])
def test_a_load_above_the_bound_is_refused_though_every_task_is_within(files: Files, side: str) -> None:
    big = task(coefficient_m=10**6, **{"assigned_m": 1, "done_m": 1, side: 10**7})
    files.csv([big]).score()
    assert len(files.rows()) == 1
    files.results.unlink()
    files.csv([big, task()]).refused(f"tasks.csv, dòng 2, 3, cột person_id: «1» {TOO_MUCH}")


def test_a_load_beyond_what_the_engine_can_add_up_is_told_in_the_same_words(files: Files) -> None:
    big = task(coefficient_m=10**6, assigned_m=10**7, done_m=10**7, delays=0)
    files.parquet([big] * 10_000).refused(f"tasks.parquet, dòng 1, 2, 3, …, cột person_id: «1» {TOO_MUCH}")


def test_beyond_twenty_faults_the_rest_is_counted(files: Files) -> None:
    lines = [f"tasks.csv, dòng {row}, cột delays: «-1» phải từ 0 đến 1000" for row in range(2, 22)]
    files.csv([task(delays=-1)] * 20).refused(*lines)
    files.csv([task(delays=-1)] * 25).refused(*lines, "… và còn 5 chỗ sai nữa")
    english = [f"tasks.csv, row {row}, column delays: «-1» must be from 0 to 1000" for row in range(2, 22)]
    files.refused(*english, "… and 5 more are wrong", more=["--lang", "en"])


def test_people_without_a_sheet_are_counted_beyond_twenty_too(files: Files) -> None:
    missing = "có nhiệm vụ kỳ 202611 nhưng không có phiếu trong sheets.csv"
    lines = [f"tasks.csv, dòng {person + 1}, cột person_id: «{person}» {missing}" for person in range(2, 22)]
    files.csv([task(person) for person in range(1, 31)]).refused(*lines, "… và còn 9 chỗ sai nữa")


def test_a_fault_late_in_a_large_file_has_its_true_row(files: Files) -> None:
    rows = [task(assigned_m=1, done_m=1)] * 30_000
    files.csv([*rows, task(delays="x")])
    files.refused("tasks.csv, dòng 30002, cột delays: «x» phải là số nguyên, chỉ gồm chữ số")
    files.parquet([*rows[:5000], task(delays=-1)])
    files.refused("tasks.parquet, dòng 5001, cột delays: «-1» phải từ 0 đến 1000")


def test_an_unreadable_period_is_not_lost_when_one_period_is_asked_for(files: Files) -> None:
    files.csv([task(), task(period="20261l"), task(period=None), task(period=202612)])
    files.refused(
        "tasks.csv, dòng 3, cột period: «20261l» phải là số nguyên, chỉ gồm chữ số",
        "tasks.csv, dòng 4, cột period: «» không được để trống",
        more=["--period", "2026-11"],
    )
    files.parquet([task(), task(period=None)])
    files.refused("tasks.parquet, dòng 2, cột period: «» không được để trống", more=["--period", "2026-11"])
