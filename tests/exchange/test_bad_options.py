"""Options that cannot be followed are refused before anything is read or written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from congminh.exchange.batch.score import write_whole
from tests.exchange.files import Files, run, sheet, task

NO_PERIOD = (
    "“2026-13” không phải là kỳ đánh giá: hãy viết 2026-10 (tháng), 2026-Q4 (quý), 2026-H2 (6 tháng) "
    "hoặc 2026 (năm), từ năm 2000 đến 2100"
)
ONE_PERSON = ("--person", 1, "--period", "2026-11")
MOST = 4096  # bytes a file may have on the full disk
TWO_LAWS = ("--laws", "nd335,duthao2025")


def test_a_month_beyond_twelve_is_no_period(files: Files) -> None:
    files.refused(NO_PERIOD, more=["--period", "2026-13"])
    files.refused(NO_PERIOD, command="explain", more=["--person", 1, "--period", "2026-13"])
    files.refused(NO_PERIOD, command="compare", more=[*TWO_LAWS, "--period", "2026-13"])


def test_a_period_without_rows_is_told(files: Files) -> None:
    files.refused("sheets.csv: không có dòng nào của kỳ 202510", more=["--period", "2025-10"])
    files.csv([task(period=202612)])
    files.refused("tasks.csv: holds no rows of period 202611", more=["--period", "2026-11", "--lang", "en"])


def test_an_unknown_law_is_told_with_those_there_are(files: Files) -> None:
    files.refused("không có văn bản “nd336”; hiện có: duthao2025, nd335", more=["--law", "nd336"])
    files.refused("no law “nd336”; there are: duthao2025, nd335", more=["--law", "nd336", "--lang", "en"])


def test_a_reading_must_be_one_of_the_law_s_with_one_of_its_options(files: Files) -> None:
    files.refused("--reading cap_level: viết KEY=OPTION", more=["--reading", "cap_level"])
    files.refused("--reading cap_level=: viết KEY=OPTION", more=["--reading", "cap_level="])
    files.refused(
        "“cap_level” không có lựa chọn “none”; chọn một trong: each, result", more=["--reading", "cap_level=none"]
    )
    files.refused(
        "“cap_level” has no option “none”; choose one of: each, result",
        more=["--reading", "cap_level=none", "--lang", "en"],
    )
    twice = ["--reading", "cap_level=each", "--reading", "cap_level=result"]
    files.refused("--reading: một cách hiểu nêu hai lần", more=twice)


@pytest.mark.parametrize(("command", "more"), [("score", ()), ("explain", ONE_PERSON), ("compare", TWO_LAWS)])
def test_an_unknown_reading_is_told_with_those_there_are(files: Files, command: str, more: tuple) -> None:
    said = files.run(command, *more, *(["--out", files.results] if command == "score" else []), "--reading", "cap=each")
    assert said.code == 2 and said.out == "" and not files.results.exists()
    assert said.err.startswith("không có cách hiểu “cap”; hiện có: scoring_period, ")


@pytest.mark.parametrize(("command", "more"), [("score", ()), ("compare", TWO_LAWS)])
def test_results_that_cannot_be_written_are_refused_before_reading(files: Files, command: str, more: tuple) -> None:
    roundabout = files.folder / ".." / files.folder.name / "sheets.csv"
    missing, folder, excel = files.folder / "no" / "r.csv", files.folder, files.folder / "r.xlsx"
    for out, told in (
        (missing, f"không có thư mục {missing.parent}"),
        (folder, f"--out {folder}: đây là thư mục; nêu tên tệp"),
        (excel, f"--out {excel}: đuôi phải là .parquet hoặc .csv"),
        (files.tasks, f"--out {files.tasks}: là tệp đầu vào; chọn tên khác"),
        (roundabout, f"--out {roundabout}: là tệp đầu vào; chọn tên khác"),
    ):
        files.results = out
        arguments = (*more, "--out", out) if command == "compare" else more
        files.refused(told, command=command, more=arguments)


def test_a_disk_that_refuses_the_results_is_told_and_leaves_nothing(files: Files) -> None:
    files.results = Path("/proc") / "r.csv"
    said = files.score()
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("không tính được: IO Error: ") and "/proc/r.csv.part" in said.err


def test_a_disk_that_is_full_half_way_leaves_the_earlier_result_and_no_part(files: Files) -> None:
    files.csv([task()], [sheet(person) for person in range(1, 5001)])
    files.results.write_text("kết quả cũ")
    small = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({MOST}, {MOST})); import congminh.cli as c"
    names = ["score", "--tasks", str(files.tasks), "--sheets", str(files.sheets), "--out", str(files.results)]
    line = [sys.executable, "-c", f"{small}; raise SystemExit(c.main({names!r}))"]
    done = subprocess.run(line, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith("không tính được: IO Error: ")
    assert files.results.read_text() == "kết quả cũ"
    assert not list(files.folder.glob("*.part"))


def test_a_writer_stopped_half_way_leaves_no_part_and_no_results(tmp_path: Path) -> None:
    def stopped(part: Path) -> None:
        part.write_text("nửa chừng")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(str(tmp_path / "r.csv"), stopped)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_engine_is_refused_with_the_engines_there_are(files: Files) -> None:
    said = files.score("--engine", "sqlite")
    assert (said.code, said.out, files.results.exists()) == (2, "", False)
    assert "argument --engine: invalid choice: 'sqlite'" in said.err


def test_an_address_without_spark_is_refused(files: Files) -> None:
    files.refused("--remote chỉ dùng với --engine spark", more=["--remote", "sc://127.0.0.1:15002"])


@pytest.mark.parametrize("address", ["sc://127.0.0.1:1", "sc://127.0.0.1:notaport", "127.0.0.1:1", "máy chủ"])
def test_a_spark_that_does_not_answer_is_told_at_once(files: Files, address: str) -> None:
    files.refused(
        f"không kết nối được {address}; cần địa chỉ dạng sc://máy:cổng của một máy chủ đang chạy",
        more=["--engine", "spark", "--remote", address],
    )


def test_spark_reads_no_csv(files: Files, sail_url: str) -> None:
    files.refused(
        "tasks.csv: Spark chỉ đọc Parquet; dùng --engine duckdb",
        more=["--engine", "spark", "--remote", sail_url],
    )


@pytest.mark.parametrize("option", ["--tasks", "--sheets", "--out"])
def test_a_missing_option_is_named(files: Files, option: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = {"--tasks": files.tasks, "--sheets": files.sheets, "--out": files.results}
    del given[option]
    said = run(capsys, "score", *(each for pair in given.items() for each in pair))
    assert said.code == 2
    assert f"the following arguments are required: {option}" in said.err


def test_the_console_script_ends_with_2_and_a_language_from_the_environment(files: Files) -> None:
    files.csv([task(delays=-1)])
    script = Path(sys.executable).with_name("congminh")
    done = subprocess.run(
        [script, "score", "--tasks", files.tasks, "--sheets", files.sheets, "--out", files.results],
        capture_output=True,
        text=True,
        env={**os.environ, "CONGMINH_LANG": "en"},
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "tasks.csv, row 2, column delays: «-1» must be from 0 to 1000\n"
    assert not files.results.exists()


def test_a_quarter_is_no_period_of_monthly_files(files: Files) -> None:
    """Its code is December's: the month alone would be scored without a word."""
    files.refused(
        "--period 2026-Q4: kỳ chấm điểm là tháng; chấm theo quý thì thêm --reading scoring_period=quarter",
        more=("--period", "2026-Q4"),
    )
    files.refused(
        "--period 2026: kỳ chấm điểm là tháng; chấm theo quý thì thêm --reading scoring_period=quarter",
        more=("--period", "2026", "--reading", "scoring_period=quarter"),
    )
