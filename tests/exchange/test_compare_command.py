"""`congminh compare`: the same facts under both laws, figure by figure, and who changes level."""

from __future__ import annotations

import re

from tests.exchange.files import Files, described, head, read, sheet, task

LAWS = ("--laws", "nd335,duthao2025")
COMPARED = ("quantity_bp", "quality_bp", "timeliness_bp", "results_bp", "total_cp", "grade")
# Person 1 is late (good → fulfilled), 2 did all in time, 3 was given nothing, 4 heads them and failed a review.
TASKS = [task(), task(2, done_m=5000, delays=0), task(4, quality_failures=1, delays=0)]
SHEETS = [sheet(), sheet(2), sheet(3), head(4)]


def compared(files: Files, *more: object) -> list[str]:
    """The lines of a comparison that must succeed."""
    said = files.run("compare", *LAWS, *more)
    assert (said.code, said.err) == (0, "")
    return said.out.splitlines()


def cells(line: str) -> list[str]:
    return re.split(r"  +", line.strip())


def test_figures_are_printed_for_both_laws_with_how_many_differ(files: Files) -> None:
    lines = compared(files.csv(TASKS, SHEETS))
    assert lines[0] == "4 phiếu"
    assert [cells(line) for line in lines[2:10] if "─" not in line] == [
        ["chỉ tiêu", "số phiếu khác", "bình quân nd335", "bình quân duthao2025"],
        ["a – số lượng (%)", "0", "86,67", "86,67"],
        ["b – chất lượng (%)", "1", "80,00", "60,00"],
        ["c – tiến độ (%)", "1", "80,00", "60,00"],
        ["R – kết quả (%)", "2", "83,89", "73,89"],
        ["tổng điểm", "2", "86,72", "79,72"],
        ["mức điểm", "1"],
    ]


def test_who_changes_level_is_listed_with_both_totals(files: Files) -> None:
    lines = compared(files.csv(TASKS, SHEETS))
    start = lines.index("Ai đổi mức:")
    assert lines[start + 1].strip() == "1 × hoàn thành tốt nhiệm vụ → hoàn thành nhiệm vụ"
    assert cells(lines[start + 3]) == ["person_id", "period", "nd335", "duthao2025", "mức", "mức"]
    assert [cells(line) for line in lines[start + 5 :]] == [
        ["1", "202611", "79,33", "65,33", "hoàn thành tốt nhiệm vụ", "hoàn thành nhiệm vụ"]
    ]


def test_the_comparison_is_told_in_english(files: Files) -> None:
    lines = compared(files.csv(TASKS, SHEETS), "--lang", "en")
    assert lines[0] == "4 sheets"
    assert cells(lines[2]) == ["figure", "sheets that differ", "mean nd335", "mean duthao2025"]
    assert cells(lines[7]) == ["R – results (%)", "2", "83.89", "73.89"]
    assert "        1 × good → fulfilled" in lines
    assert cells(lines[-1]) == ["1", "202611", "79.33", "65.33", "good", "fulfilled"]


def test_the_totals_compared_are_those_score_gives_under_each_law(files: Files) -> None:
    files.csv(TASKS, SHEETS)
    out = files.folder / "compared.parquet"
    compared(files, "--out", out)
    for at, law in enumerate(LAWS[1].split(",")):
        assert files.score("--law", law).code == 0
        assert [row[3 + at : 15 : 2] for row in read(out)] == [row[3:] for row in files.rows()]


def test_the_file_has_every_figure_of_every_sheet_under_each_law(files: Files) -> None:
    files.csv(TASKS, SHEETS)
    out = files.folder / "compared.parquet"
    compared(files, "--out", out)
    names = [f"{figure}_{law}" for figure in COMPARED for law in ("nd335", "duthao2025")]
    assert [name for name, _ in described(out)] == ["person_id", "period", "unit_id", *names, "level_changes"]
    assert [(row[0], row[13], row[14], row[15]) for row in read(out)] == [
        (1, "good", "fulfilled", True),
        (2, "excellent", "excellent", False),
        (3, "insufficient_data", "insufficient_data", False),
        (4, "good", "good", False),
    ]


def test_the_file_is_csv_where_its_name_ends_so_and_replaces_an_earlier_one(files: Files) -> None:
    out = files.folder / "so sánh.csv"
    out.write_text("cũ")
    compared(files, "--out", out)
    assert (
        out.read_text().splitlines()[1]
        == "1,202611,7,8000,8000,8000,8000,6000,0,7333,5333,7933,6533,good,fulfilled,true"
    )
    assert not list(files.folder.glob("*.part"))


def test_nobody_changing_level_is_said(files: Files) -> None:
    files.csv([task(delays=0)])
    assert compared(files)[-1] == "Không ai đổi mức."
    assert compared(files, "--lang", "en")[-1] == "Nobody changes level."


def test_beyond_fifty_people_the_rest_is_counted(files: Files) -> None:
    files.csv([task(n) for n in range(60)], [sheet(n) for n in range(60)])
    lines = compared(files)
    assert "       60 × hoàn thành tốt nhiệm vụ → hoàn thành nhiệm vụ" in lines
    assert sum(" 202611 " in line for line in lines) == 50
    assert lines[-1] == "… và 10 phiếu nữa; ghi tất cả ra tệp với --out"
    assert compared(files, "--lang", "en")[-1] == "… and 10 more sheets; --out writes all"


def test_one_period_of_the_files_is_compared_when_asked(files: Files) -> None:
    files.csv([task(), task(period=202612)], [sheet(), sheet(period=202612)])
    assert compared(files)[0] == "2 phiếu"
    assert compared(files, "--period", "2026-12")[0] == "1 phiếu"


def test_a_reading_holds_for_both_laws(files: Files) -> None:
    files.csv([task(done_m=6000)])
    row = next(line for line in compared(files, "--reading", "cap_level=result") if line.startswith("a –"))
    assert cells(row)[1:] == ["0", "120,00", "120,00"]


def refused(files: Files, *lines: str, laws: str, more: tuple[object, ...] = ()) -> None:
    out = files.folder / "compared.csv"
    files.refused(*lines, command="compare", more=("--laws", laws, "--out", out, *more))


def test_fewer_than_two_laws_are_refused(files: Files) -> None:
    for laws in ("nd335", "nd335,nd335", "nd335,", ""):
        refused(files, "--laws: nêu ít nhất hai văn bản", laws=laws)
    refused(files, "--laws: name at least two laws", laws="duthao2025", more=("--lang", "en"))


def test_a_third_law_is_unknown_for_there_are_two(files: Files) -> None:
    refused(files, "không có văn bản “nd90”; hiện có: duthao2025, nd335", laws="nd335,duthao2025,nd90")


def test_a_law_named_twice_is_compared_once(files: Files) -> None:
    assert files.run("compare", "--laws", "nd335, duthao2025 ,nd335").out == files.run("compare", *LAWS).out


def test_bad_rows_are_refused_with_their_place_and_no_file_is_left(files: Files) -> None:
    files.csv([task(delays=-1), task(2)])
    refused(files, "tasks.csv, dòng 2, cột delays: «-1» phải từ 0 đến 1000", laws=LAWS[1])
    files.csv([task(), task(2)])
    told = "tasks.csv, dòng 3, cột person_id: «2» có nhiệm vụ kỳ 202611 nhưng không có phiếu trong sheets.csv"
    refused(files, told, laws=LAWS[1])
