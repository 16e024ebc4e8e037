"""Files that are no table of facts: empty, broken, missing, in parts that differ; each is named, nothing is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.exchange.files import SHEET_TYPES, TASK_TYPES, Files, csv_text, parquet, sheet, task

HEADING = ",".join(TASK_TYPES)
LINE = "1,202611,planned,1000,5000,4000,0,1"
NOT_UTF8 = "không phải UTF-8; trong Excel hãy lưu dạng “CSV UTF-8”"
SHORT, LONG = "dòng này thiếu ô so với dòng tiêu đề", "dòng này thừa ô so với dòng tiêu đề"
QUOTE = "dấu ngoặc kép đặt sai hoặc chưa đóng"


def lines(*each: str) -> str:
    return "".join(f"{line}\n" for line in each)


def test_an_empty_csv_file_has_none_of_the_columns(files: Files) -> None:
    files.written(b"").refused(*(f"tasks.csv, cột {name}: thiếu cột này; tệp có: –" for name in TASK_TYPES))


def test_a_csv_file_of_its_heading_only_holds_no_rows(files: Files) -> None:
    files.written(lines(HEADING)).refused("tasks.csv: không có dòng nào")


def test_a_parquet_file_without_rows_holds_none(files: Files) -> None:
    files.parquet(tasks=[]).refused("tasks.parquet: không có dòng nào")
    files.csv(sheets=[]).refused("sheets.csv: holds no rows", more=["--lang", "en"])


def told_unreadable(files: Files, name: str) -> None:
    """The file is named as unreadable, with the engine's own reason after it, and nothing is written."""
    said = files.score()
    assert re.fullmatch(rf"{name}: không đọc được tệp: \S.*", said.err)
    assert (said.code, said.out, files.results.exists()) == (2, "", False)


@pytest.mark.parametrize("content", [b"", b"PAR1", HEADING.encode(), b"\x00" * 4096])
def test_a_parquet_file_that_is_none_is_named(files: Files, content: bytes) -> None:
    files.written(content, "tasks.parquet")
    told_unreadable(files, "tasks.parquet")


def test_a_parquet_file_damaged_in_its_middle_is_named(files: Files) -> None:
    files.parquet([task(n) for n in range(1000)], [sheet(n) for n in range(1000)])
    for path, name in ((files.tasks, "tasks.parquet"), (files.sheets, "sheets.parquet")):
        whole = path.read_bytes()
        path.write_bytes(whole[:4] + b"\xff" * 400 + whole[404:])
        told_unreadable(files, name)
        path.write_bytes(whole)
    assert files.score().code == 0


def test_a_file_that_is_not_there_is_told_with_the_path_given(files: Files) -> None:
    files.tasks = files.folder / "tháng 11" / "việc.csv"
    files.refused(f"việc.csv: «{files.tasks}» không có tệp này")
    files.refused(f"việc.csv: «{files.tasks}» there is no such file", more=["--lang", "en"])


@pytest.mark.parametrize("command", ["explain", "compare"])
def test_the_other_commands_name_a_missing_file_too(files: Files, command: str) -> None:
    files.sheets = Path("nowhere.parquet")
    more = ["--person", 1, "--period", "2026-11"] if command == "explain" else ["--laws", "nd335,duthao2025"]
    files.refused("nowhere.parquet: «nowhere.parquet» không có tệp này", command=command, more=more)


BROKEN = [
    ((LINE, LINE[:-2]), 3, "delays", LINE[:-2], SHORT),
    ((f"{LINE},9",), 2, "–", f"{LINE},9", LONG),
    ((LINE, "", "", "   "), 5, "period", "", SHORT),
    (('1,202611,"planned,1000,5000,4000,0,1',), 2, "origin", '1,202611,"planned,1000,5000,4000,0,1', QUOTE),
    (('1,202611,"plan"ned,1000,5000,4000,0,1',), 2, "origin", '1,202611,"plan"ned,1000,5000,4000,0,1', QUOTE),
]


@pytest.mark.parametrize(("rows", "row", "column", "value", "told"), BROKEN)
def test_a_line_not_cut_like_the_heading_is_told_with_its_row(
    files: Files, rows: tuple[str, ...], row: int, column: str, value: str, told: str
) -> None:
    place = f"dòng {row}" if column == "–" else f"dòng {row}, cột {column}"
    files.written(lines(HEADING, *rows)).refused(f"tasks.csv, {place}: «{value}» {told}")


def test_every_broken_line_is_told_and_beyond_twenty_they_are_counted(files: Files) -> None:
    short = [f"tasks.csv, dòng {row}, cột delays: «{LINE[:-2]}» {SHORT}" for row in range(2, 22)]
    files.written(lines(HEADING, *[LINE[:-2]] * 25)).refused(*short, "… và còn 5 chỗ sai nữa")


def test_a_broken_line_late_in_a_large_file_has_its_true_row(files: Files) -> None:
    files.written(lines(HEADING, *[LINE] * 50_000, LINE[:-2], *[LINE] * 10))
    files.refused(f"tasks.csv, dòng 50002, cột delays: «{LINE[:-2]}» {SHORT}")


def test_rows_are_counted_as_excel_shows_them_with_empty_and_folded_ones(files: Files) -> None:
    folded = lines(f"{HEADING},note", "", f'{LINE},"hai\ndòng"', "", f"{LINE[:-1]}-1,", f"{LINE[:-1]}x,")
    files.written(folded).refused(
        "tasks.csv, dòng 5, cột delays: «-1» phải từ 0 đến 1000",
        "tasks.csv, dòng 6, cột delays: «x» phải là số nguyên, chỉ gồm chữ số",
    )


def test_text_in_another_encoding_is_refused_with_what_to_do_in_excel(files: Files) -> None:
    excel = f"{HEADING},tên\n{LINE},Nguyễn Văn An\n"
    files.written(excel.encode("utf-16")).refused(f"tasks.csv: {NOT_UTF8}")
    said = files.written(lines(HEADING, LINE).encode() + b"1,202611,\xff\xfe,1000,5000,4000,0,1\n").score()
    assert said.err.startswith("tasks.csv, dòng 3, cột origin: «1,202611,") and said.err.endswith(NOT_UTF8)
    assert (said.code, files.results.exists()) == (2, False)


def test_a_column_named_twice_is_refused_rather_than_chosen(files: Files) -> None:
    files.written(lines(HEADING.replace("delays", "done_m"), LINE))
    files.refused("tasks.csv, cột done_m: có nhiều cột cùng tên này; giữ lại một")


def test_line_ends_of_two_kinds_in_one_file_are_refused(files: Files) -> None:
    files.written(f"{HEADING}\r\n{LINE}\n{LINE}\r\n")
    told_unreadable(files, "tasks.csv")


def test_a_damaged_packed_file_is_named(files: Files) -> None:
    files.written(b"\x1f\x8b not really packed", "tasks.csv.gz")
    told_unreadable(files, "tasks.csv.gz")


@pytest.fixture
def parts(files: Files) -> Files:
    """Tasks in a folder of one good part."""
    files.tasks = files.folder / "parts"
    files.tasks.mkdir()
    parquet(files.tasks / "a.parquet", [task()], TASK_TYPES)
    return files


def test_a_part_whose_column_has_another_type_is_named_and_nothing_is_rounded(parts: Files) -> None:
    parquet(parts.tasks / "b.parquet", [task(done_m=1.5)], {**TASK_TYPES, "done_m": "DOUBLE"})
    parts.refused("b.parquet, cột done_m: phải là số nguyên, không phải DOUBLE")


def test_a_part_without_a_column_is_named(parts: Files) -> None:
    parquet(parts.tasks / "b.parquet", [task()], {name: TASK_TYPES[name] for name in list(TASK_TYPES)[:-1]})
    listed = ", ".join(list(TASK_TYPES)[:-1])
    parts.refused(f"b.parquet, cột delays: thiếu cột này; tệp có: {listed}")


def test_a_bad_value_in_a_part_is_told_with_the_part_and_its_row_there(parts: Files) -> None:
    parquet(parts.tasks / "b.parquet", [task(), task(delays=-1)], TASK_TYPES)
    parts.refused("parts, dòng 2 (b.parquet), cột delays: «-1» phải từ 0 đến 1000")


def test_sheets_of_one_person_in_two_parts_are_both_named(files: Files) -> None:
    files.sheets = files.folder / "sheets"
    files.sheets.mkdir()
    for name in ("a", "b"):
        parquet(files.sheets / f"{name}.parquet", [sheet()], SHEET_TYPES)
    files.refused("sheets, dòng 1 (a.parquet), 1 (b.parquet), cột person_id: «1» có 2 phiếu của kỳ 202611; giữ lại một")


@pytest.mark.parametrize("given", ["empty", "nothing-*.parquet"])
def test_a_folder_or_pattern_that_holds_no_parquet_is_named(files: Files, given: str) -> None:
    (files.folder / "empty").mkdir()
    files.tasks = files.folder / given
    files.refused(f"{given}: không có tệp .parquet nào")


def test_semicolons_in_the_heading_only_are_refused_with_the_columns_found(files: Files) -> None:
    files.written(csv_text([task()], list(TASK_TYPES)).replace(",", ";", 7))
    files.refused(f"tasks.csv, dòng 2, cột period: «{LINE}» {SHORT}")
