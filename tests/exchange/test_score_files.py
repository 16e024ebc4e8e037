"""`congminh score` on good files: every form gives the same digits, and the results are what the contract says."""

from __future__ import annotations

import gzip
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.exchange.files import SHEET_TYPES, TASK_TYPES, Files, csv_text, described, head, parquet, read, sheet, task

COLUMNS = [
    ("person_id", "BIGINT"),
    ("period", "INTEGER"),
    ("unit_id", "BIGINT"),
    ("quantity_bp", "INTEGER"),
    ("quality_bp", "INTEGER"),
    ("timeliness_bp", "INTEGER"),
    ("results_bp", "INTEGER"),
    ("total_cp", "INTEGER"),
    ("grade", "VARCHAR"),
]
ONE = (1, 202611, 7, 8000, 8000, 6000, 7333, 7933, "good")
# Sổ tay VI: three tasks of November 2025; the delays counted there by the day.
HANDBOOK = [
    task(delays=4),
    task(coefficient_m=2700, assigned_m=3000, done_m=3000, quality_failures=1, delays=2),
    task(coefficient_m=3700, assigned_m=1000, done_m=800, quality_failures=2, delays=0),
]


def test_parquet_and_csv_give_the_same_rows(files: Files) -> None:
    tasks = [*HANDBOOK, task(2, origin="ad_hoc", assigned_m=0), task(2, assigned_m=1, done_m=1), task(3)]
    sheets = [sheet(), head(2), sheet(3, period=202612), sheet(3)]
    assert files.csv(tasks, sheets).score().code == 0
    from_csv = files.rows()
    files.results = files.folder / "results.parquet"
    assert files.parquet(tasks, sheets).score().code == 0
    assert files.rows() == from_csv
    assert [row[:2] for row in from_csv] == [(1, 202611), (2, 202611), (3, 202611), (3, 202612)]


def test_results_have_the_contract_s_columns_in_order_with_their_exact_sizes(files: Files) -> None:
    files.results = files.folder / "results.parquet"
    assert files.score().code == 0
    assert described(files.results) == COLUMNS


def test_results_are_written_as_csv_where_the_name_ends_so(files: Files) -> None:
    assert files.score().code == 0
    names = ",".join(name for name, _ in COLUMNS)
    assert files.results.read_text() == f"{names}\n1,202611,7,8000,8000,6000,7333,7933,good\n"


def test_an_earlier_result_is_replaced_whole(files: Files) -> None:
    files.results.write_text("kết quả cũ")
    assert files.score().code == 0
    assert files.rows() == [ONE]
    assert sorted(path.name for path in files.folder.iterdir()) == ["results.csv", "sheets.csv", "tasks.csv"]


def test_the_handbook_s_example_gives_its_76_70_points(files: Files) -> None:
    files.csv(HANDBOOK, [sheet(general_cp=3000)])
    assert files.score().code == 0
    assert files.rows() == [(1, 202611, 7, 8964, 6878, 4173, 6672, 7670, "good")]


def test_a_sheet_without_tasks_has_insufficient_data_and_no_figures(files: Files) -> None:
    files.csv([task(2)], [sheet(), sheet(2)])
    assert files.score().code == 0
    assert files.rows()[0] == (1, 202611, 7, None, None, None, None, None, "insufficient_data")
    assert "1,202611,7,,,,,,insufficient_data\n" in files.results.read_text()


def test_period_keeps_only_that_period_of_both_files(files: Files) -> None:
    files.csv([task(), task(period=202612, done_m=5000)], [sheet(), sheet(period=202612)])
    assert files.score("--period", "2026-12").code == 0
    assert files.rows() == [(1, 202612, 7, 10000, 10000, 7500, 9167, 9217, "excellent")]


def test_a_task_of_another_period_needs_no_sheet_when_one_period_is_asked_for(files: Files) -> None:
    files.csv([task(), task(9, period=202610)], [sheet()])
    assert files.score("--period", "2026-11").code == 0
    assert files.rows() == [ONE]


def test_the_draft_law_gives_no_share_to_a_late_product(files: Files) -> None:
    assert files.score("--law", "duthao2025").code == 0
    assert files.rows() == [(1, 202611, 7, 8000, 8000, 0, 5333, 6533, "fulfilled")]


def test_a_reading_chosen_on_the_command_line_moves_the_figures(files: Files) -> None:
    files.csv([task(done_m=6000)], [sheet()])
    assert files.score().code == 0
    each = files.rows()[0][3:8]
    assert files.score("--reading", "cap_level=result").code == 0
    assert (each, files.rows()[0][3:8]) == ((10000, 10000, 9000, 9667, 9567), (12000, 12000, 9000, 10000, 9800))


def test_progress_goes_to_stderr_and_nothing_to_stdout(files: Files) -> None:
    said = files.score()
    assert (said.code, said.out, said.err) == (0, "", "")
    stages = [line.rsplit(":", 1)[0] for line in said.progress]
    assert stages == ["Kiểm tra số liệu", "Chấm điểm 1 phiếu, 1 nhiệm vụ", f"Ghi kết quả vào {files.results}"]


def test_progress_is_told_in_english_when_asked(files: Files) -> None:
    stages = [line.rsplit(":", 1)[0] for line in files.score("--lang", "en").progress]
    assert stages == ["Checking the facts", "Scoring 1 sheets, 1 tasks", f"Writing the results to {files.results}"]


def test_a_folder_of_parquet_parts_of_other_widths_and_orders_is_read_as_one_table(files: Files) -> None:
    files.tasks = files.folder / "tasks"
    files.tasks.mkdir()
    narrow = {**TASK_TYPES, "coefficient_m": "SMALLINT"}
    parquet(files.tasks / "part-1.parquet", [task()], narrow)
    parquet(
        files.tasks / "part-2.parquet", [task(2, coefficient_m=10**6, delays=0)], dict(reversed(TASK_TYPES.items()))
    )
    files.csv(sheets=[sheet(), sheet(2)])
    assert files.score().code == 0
    assert files.rows() == [ONE, (2, 202611, 7, 8000, 8000, 8000, 8000, 8400, "good")]


def test_a_pattern_of_parquet_files_is_read_as_one_table(files: Files) -> None:
    files.parquet([task()])
    files.tasks = files.folder / "task*.parquet"
    assert files.score().code == 0
    assert files.rows() == [ONE]


@pytest.mark.parametrize("name", ["việc của Tổ 'một cửa'.csv", 'báo cáo "quý" [2].csv', "a;b,c.CSV", "100%?.csv"])
def test_a_path_with_spaces_quotes_and_vietnamese_letters_is_read(files: Files, name: str) -> None:
    folder = files.folder / "Ủy ban xã Đức Hòa's"
    folder.mkdir()
    files.written(csv_text([task()], list(TASK_TYPES)), f"{folder.name}/{name}")
    files.results = folder / "kết quả 'tháng 11'.csv"
    assert files.score().code == 0
    assert "good" in files.results.read_text()


def test_ids_as_long_as_the_column_holds_are_kept_to_the_digit(files: Files) -> None:
    longest = 2**63 - 1
    files.csv([task(longest)], [sheet(longest, unit_id=longest)])
    assert files.score().code == 0
    assert f"{longest},202611,{longest}," in files.results.read_text()


PLAIN = csv_text([task()], list(TASK_TYPES))
EXCEL = "\ufeff" + PLAIN.replace(",", ";").replace("\n", "\r\n")
FORMS = {
    "with a byte order mark": "\ufeff" + PLAIN,
    "with Windows line ends": PLAIN.replace("\n", "\r\n"),
    "without a last line end": PLAIN.rstrip(),
    "with semicolons, as Excel in Vietnam saves it": EXCEL,
    "with tabs": PLAIN.replace(",", "\t"),
    "with quoted numbers": PLAIN.replace("1,202611,planned,1000", '"1","202611","planned","1000"'),
    "with spaces about the values": PLAIN.replace(",", " , "),
    "with empty lines": PLAIN.replace("1,2026", "\n\n1,2026") + "\n\n",
    "with columns in another order": csv_text([task()], list(reversed(TASK_TYPES))),
    "with further columns": csv_text([task(name="Lê Văn An", mark=None)], ["name", *TASK_TYPES, "mark"]),
    "with a quoted comma beyond": PLAIN.replace("delays", "delays,note").replace("0,1\n", '0,1,"chậm, có lý do"\n'),
    "with two nameless columns": PLAIN.replace("delays", "delays,,").replace("0,1\n", "0,1,,\n"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_csv_file_is_read_the_same(files: Files, form: str) -> None:
    assert files.written(FORMS[form]).score().code == 0
    assert files.rows() == [ONE]


def test_a_packed_csv_file_is_read(files: Files) -> None:
    assert files.written(gzip.compress(EXCEL.encode()), "tasks.csv.gz").score().code == 0
    assert files.rows() == [ONE]


def command(*arguments: object) -> list[str]:
    """The console script as it is installed beside this Python."""
    return [str(Path(sys.executable).with_name("congminh")), *map(str, arguments)]


def test_the_console_script_scores_and_keeps_stdout_empty(files: Files) -> None:
    done = subprocess.run(
        command("score", "--tasks", files.tasks, "--sheets", files.sheets, "--out", files.results),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert "Chấm điểm 1 phiếu, 1 nhiệm vụ" in done.stderr
    assert read(files.results) == [ONE]


def test_on_a_terminal_a_fault_is_told_on_a_line_of_its_own(files: Files) -> None:
    files.csv([task(origin="x")])
    ours, theirs = pty.openpty()
    line = command("score", "--tasks", files.tasks, "--sheets", files.sheets, "--out", files.results, "--lang", "en")
    done = subprocess.run(line, stdout=subprocess.PIPE, stderr=theirs, text=True)
    told = os.read(ours, 10_000).decode()
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 2
    assert "\r\033[Ktasks.csv, row 2, column origin: «x»" in told


def test_every_sheet_column_may_be_blank_only_where_the_contract_says(files: Files) -> None:
    optional = []
    for name in SHEET_TYPES:
        files.csv(sheets=[sheet(**{name: None})])
        if files.score().code == 0:
            optional.append(name)
    assert optional == ["unit_results", "execution", "cohesion"]
