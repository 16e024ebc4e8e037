"""`congminh explain`: the tree of one person says the numbers of the results file, in both languages."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from congminh.law.facts import SHEET
from congminh.law.nd335 import ND335
from tests.exchange.files import TASK_TYPES, Files, csv_text, head, sheet, task

WORK = [
    task(coefficient_m=2700, assigned_m=7000, done_m=5000, delays=2, quality_failures=1),
    task(assigned_m=3000, done_m=3000, delays=0),
    task(origin="ad_hoc", assigned_m=0, done_m=1000, coefficient_m=1500, delays=0),
]
LEVELS = {
    "vi": {"good": "hoàn thành tốt nhiệm vụ", "insufficient_data": "chưa đủ dữ liệu"},
    "en": {"good": "good", "insufficient_data": "not enough data"},
}
FIGURES = ("quantity", "quality", "timeliness", "results", "total")


def explain(files: Files, *more: object, person: int = 1) -> list[str]:
    """The lines of an explanation that must succeed."""
    said = files.run("explain", "--person", person, "--period", "2026-11", *more)
    assert (said.code, said.err) == (0, "")
    return said.out.splitlines()


def said_of(lines: list[str], figure: str, language: str = "vi") -> str:
    """The value a figure has in the tree, as printed."""
    item = ND335.find(SHEET, figure)
    term = re.escape(f"{item.letter} – {item.label(language)}" if item.letter else item.label(language))
    shape = re.compile(rf"[├└│─ ]*{term} = ([\d.,]+)")
    [value] = [found[1] for line in lines if (found := shape.match(line))]
    return value


def printed(hundredths: int, language: str, decimals: int = 0) -> str:
    """Hundredths as people write them, with at least so many decimals."""
    text = f"{Decimal(hundredths) / 100:.2f}"
    kept = text if decimals else text.rstrip("0").rstrip(".")
    return kept if language == "en" else kept.replace(".", ",")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("given", [sheet(), head()], ids=["staff", "head"])
def test_the_tree_says_the_numbers_of_the_results_file(files: Files, given: dict[str, Any], language: str) -> None:
    assert files.csv(WORK, [given]).score().code == 0
    *ratios, total, grade = files.rows()[0][3:]
    lines = explain(files, "--lang", language)
    said = [said_of(lines, figure, language) for figure in FIGURES]
    assert said == [*(printed(ratio, language) for ratio in ratios), printed(total, language, 2)]
    assert lines[2].split(" = ")[1] == f"{LEVELS[language][grade]}  [Điều 20]"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_leader_s_tree_has_d_đ_and_e_with_their_articles(files: Files, language: str) -> None:
    lines = explain(files.csv(WORK, [head(d=50, đ=100, e=100)]), "--lang", language)
    told = [found.groups() for line in lines if (found := re.search(r"─ (d|đ|e) – .* = (\d+) %  \[(.*)\]", line))]
    assert told == [("d", "50", "Điều 15.3.a"), ("đ", "100", "Điều 15.3.b"), ("e", "100", "Điều 15.3.c")]
    assert any(line.endswith("+ 50 % + 100 % + 100 %) ÷ 6  [Điều 16]") for line in lines)


def test_staff_have_three_figures_and_no_d(files: Files) -> None:
    lines = explain(files)
    assert said_of(lines, "results") == "73,33"
    assert not any(line.lstrip("├└│─ ").startswith(("d –", "đ –", "e –")) for line in lines)


@pytest.mark.parametrize(
    ("language", "title"), [("vi", "Tháng 11 năm 2026 · công chức 1"), ("en", "November 2026 · person 1")]
)
def test_the_first_line_names_the_law_the_period_and_the_person(files: Files, language: str, title: str) -> None:
    assert explain(files, "--lang", language)[0].endswith(f"335/2025/NĐ-CP · {title}")


def test_every_task_is_a_row_of_the_table_with_its_own_numbers(files: Files) -> None:
    lines = explain(files.csv(WORK))
    rows = [re.split(r"  +", line) for line in lines if re.match(r"\d  ", line)]
    assert [row[:4] for row in rows] == [
        ["1", "trong kế hoạch", "2,7", "7"],
        ["2", "trong kế hoạch", "1", "3"],
        ["3", "đột xuất, phát sinh", "1,5", "0"],
    ]


def test_a_sheet_without_tasks_is_explained_as_not_enough_data(files: Files) -> None:
    files.csv([task(2)], [sheet(), sheet(2)])
    for language, levels in LEVELS.items():
        lines = explain(files, "--lang", language)
        assert lines[2].endswith(f" = {levels['insufficient_data']}  [Điều 20]")
        assert not any("(1)" in line for line in lines)


def test_the_draft_s_tree_says_the_draft_s_numbers(files: Files) -> None:
    assert files.score("--law", "duthao2025").code == 0
    lines = explain(files, "--law", "duthao2025")
    assert lines[0].startswith("Dự thảo Nghị định tháng 9/2025 · ")
    assert said_of(lines, "total") == printed(files.rows()[0][7], "vi", 2) == "65,33"


def test_the_agency_s_reading_is_named_below_the_tree(files: Files) -> None:
    files.csv([task(done_m=6000)])
    lines = explain(files, "--reading", "cap_level=result")
    assert said_of(lines, "quantity") == "120"
    [told] = [line for line in lines if line.startswith("  Q4 ")]
    assert told in "\n".join(lines[lines.index("Dựa trên cách hiểu của cơ quan:") :])


def test_parquet_and_csv_are_explained_alike(files: Files) -> None:
    from_csv = explain(files.csv(WORK, [head()]))
    assert explain(files.parquet(WORK, [head()])) == from_csv


def test_another_person_s_faults_do_not_stand_in_the_way(files: Files) -> None:
    files.csv([task(), task(2, delays=-1)], [sheet(), sheet(2, general_cp=9999)])
    assert said_of(explain(files), "total") == "79,33"


def refused(files: Files, *lines: str, more: tuple[object, ...] = ()) -> None:
    files.refused(*lines, command="explain", more=("--person", 1, "--period", "2026-11", *more))


def test_a_person_who_is_not_there_is_told(files: Files) -> None:
    files.csv(sheets=[sheet(2)])
    refused(files, "sheets.csv, cột person_id: «1» không có phiếu trong kỳ này")
    refused(files, "sheets.csv, column person_id: «1» has no sheet in this period", more=("--lang", "en"))


def test_two_sheets_of_one_person_are_told_with_both_rows(files: Files) -> None:
    files.csv(sheets=[sheet(2), sheet(), sheet(general_cp=3000)])
    refused(files, "sheets.csv, dòng 3, 4, cột person_id: «1» có 2 phiếu trong kỳ này; giữ lại một")


def test_this_person_s_faults_have_the_file_s_own_rows(files: Files) -> None:
    files.csv([task(2), task(delays=-1)], [sheet(2), sheet()])
    refused(files, "tasks.csv, dòng 3, cột delays: «-1» phải từ 0 đến 1000")
    files.parquet([task(2), task(2), task(done_m=None)])
    refused(files, "tasks.parquet, dòng 3, cột done_m: «» không được để trống")


def test_a_load_above_the_bound_is_refused_as_score_refuses_it(files: Files) -> None:
    files.csv([task(2), *[task(coefficient_m=10**6, assigned_m=10**7)] * 2], [sheet(), sheet(2)])
    told = (
        "tasks.csv, dòng 3, 4, cột person_id: «1» tổng quy đổi kỳ 202611 vượt 10.000.000 sản phẩm chuẩn; "
        "kiểm tra hệ số, số lượng"
    )
    files.refused(told)
    refused(files, told)


def test_a_broken_file_is_refused_as_score_refuses_it(files: Files) -> None:
    files.written(csv_text([task()], list(TASK_TYPES)) + "1,202611\n")
    refused(files, "tasks.csv, dòng 3, cột origin: «1,202611» dòng này thiếu ô so với dòng tiêu đề")


def test_a_period_must_be_given(files: Files) -> None:
    files.refused("cần --period, ví dụ 2026-10", command="explain", more=["--person", 1])
    files.refused("--period is needed, such as 2026-10", command="explain", more=["--person", 1, "--lang", "en"])


def test_a_person_must_be_a_number(files: Files) -> None:
    said = files.run("explain", "--person", "Lan", "--period", "2026-11")
    assert said.code == 2
    assert "argument --person: invalid int value: 'Lan'" in said.err
