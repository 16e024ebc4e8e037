"""`congminh cases`: the built-in cases hold, a failing one says what and why, a faulty file says where."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.exchange.files import Said, run

TITLE = "Chuyên viên làm xong chín trên mười sản phẩm"
HEAD = f"- case: {TITLE}\n  cite: [Điều 16.1]\n  date: 2026-03-31\n"
TASK = "{coefficient: 1, assigned: 10, done: 9}"
GIVEN = f"  given: {{general: 30, tasks: [{TASK}]}}\n"
GOOD = f"{HEAD}{GIVEN}  expect: {{quantity: 0.9, total: 93.00, grade: excellent}}\n"


@pytest.fixture
def cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cases:
    return Cases(tmp_path, capsys)


class Cases:
    """A folder for files of cases, and the command run on them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.file = folder / "tình huống.yaml"

    def run(self, text: str | bytes, *more: object) -> Said:
        self.file.write_bytes(text.encode() if isinstance(text, str) else text)
        return run(self.capsys, "cases", self.file, *more)

    def failed(self, text: str) -> str:
        """What a single case says that cannot be run: exit 1, one line and the closing one."""
        said = self.run(text)
        line, closing = said.out.splitlines()
        assert (said.code, said.err, closing) == (1, "", "0 passed, 1 failed")
        start, found = line.split(": expected a case that can be run, found ")
        assert start == f"tình huống.yaml: «{TITLE}» — the case itself"
        return found.removesuffix(" (Điều 16.1)")

    def refused(self, text: str | bytes) -> str:
        """What a file says that is no file of cases: exit 2, one line on stderr."""
        said = self.run(text)
        assert (said.code, said.out) == (2, "")
        [line] = said.err.splitlines()
        return line.removeprefix(f"{self.file}: ")


def test_every_built_in_case_passes(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "cases")
    assert (said.code, said.err) == (0, "")
    passed, word, *rest = said.out.split()
    assert (int(passed) > 300, word, rest) == (True, "passed,", ["0", "failed"])


def test_the_console_script_closes_on_the_same_line() -> None:
    script = Path(sys.executable).with_name("congminh")
    done = subprocess.run([script, "cases"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(" passed, 0 failed\n")


def test_a_case_that_holds_says_nothing_but_the_closing_line(cases: Cases) -> None:
    assert cases.run(GOOD) == (0, "1 passed, 0 failed\n", "", [])


def test_a_failing_case_is_told_with_figure_expected_found_and_article(cases: Cases) -> None:
    said = cases.run(GOOD + GOOD.replace("0.9,", "0.85,").replace("excellent", "good"))
    assert said.code == 1
    assert said.out.splitlines() == [
        f"tình huống.yaml: «{TITLE}» — quantity: expected 0.85, found 0.900000 (Điều 14.2.a)",
        f"tình huống.yaml: «{TITLE}» — grade: expected good, found excellent (Điều 20)",
        "1 passed, 1 failed",
    ]


def test_figures_are_compared_to_the_digits_written_half_up(cases: Cases) -> None:
    third = GOOD.replace("assigned: 10, done: 9", "assigned: 3, done: 1")
    for written, passes in (("0.3333", True), ("0.33", True), ("0.333333333", True), ("0.3334", False), ("0", True)):
        assert cases.run(third.replace("0.9, total: 93.00, grade: excellent", written)).code == int(not passes)


def test_null_expects_that_there_is_nothing_to_reckon(cases: Cases) -> None:
    nothing = GOOD.replace(f"[{TASK}]", "[]").replace(
        "0.9, total: 93.00, grade: excellent", "null, grade: insufficient_data"
    )
    assert cases.run(nothing).out == "1 passed, 0 failed\n"
    found = cases.run(GOOD.replace("0.9,", "null,")).out
    assert "quantity: expected nothing, found 0.900000 (Điều 14.2.a)" in found
    assert "quantity: expected 0.9, found nothing" in cases.run(GOOD.replace(f"[{TASK}]", "[]")).out


def test_several_files_and_folders_are_run_together(cases: Cases) -> None:
    inner = cases.folder / "xã" / "2026"
    inner.mkdir(parents=True)
    (inner / "một.yaml").write_text(GOOD)
    (inner / "hai.yml").write_text(GOOD * 2)
    (inner / "ghi chú.txt").write_text("không phải tình huống")
    assert cases.run(GOOD, cases.folder / "xã").out == "4 passed, 0 failed\n"


def test_a_folder_without_cases_is_refused_rather_than_passed(cases: Cases) -> None:
    said = run(cases.capsys, "cases", cases.folder)
    assert (said.code, said.out, said.err) == (2, "", f"{cases.folder}: không có tệp .yaml nào")


def test_a_missing_file_is_refused_in_both_languages(cases: Cases) -> None:
    missing = cases.folder / "mất.yaml"
    assert run(cases.capsys, "cases", missing)[:3] == (2, "", f"không có tệp {missing}")
    assert run(cases.capsys, "cases", missing, "--lang", "en")[:3] == (2, "", f"there is no file {missing}")


MALFORMED = {
    "": "must be a list of cases, each beginning with «- case: a title»",
    "case: một": "must be a list of cases, each beginning with «- case: a title»",
    "- một\n- hai\n": "must be a list of cases, each beginning with «- case: a title»",
    "- title: một\n": "must be a list of cases, each beginning with «- case: a title»",
    "- case: [\n": "cannot be read: line 2: did not find expected node content",
    "- case: một\n\tgiven: 1\n": "cannot be read: line 2: found a tab character that violates indentation",
    GOOD.replace("2026-03-31", "2026-02-30"): "cannot be read: line 3: «2026-02-30» is not a day of the calendar",
    GOOD.replace("0.9,", ".nan,"): "cannot be read: line 5: «.nan» is not a decimal number",
    GOOD.replace("0.9,", "1:30.5,"): "cannot be read: line 5: «1:30.5» is not a decimal number",
    GOOD.replace("0.9,", "1.0e+99,"): "cannot be read: line 5: «1.0e+99» is too large or too small a number",
    GOOD.replace("  cite", "  date: 2026-03-30\n  cite"): "cannot be read: line 4: «date» stands twice",
}


@pytest.mark.parametrize("text", MALFORMED)
def test_a_malformed_file_is_refused_with_its_line(cases: Cases, text: str) -> None:
    assert cases.refused(text) == MALFORMED[text]


def test_a_file_that_is_not_utf_8_is_refused(cases: Cases) -> None:
    assert cases.refused(GOOD.encode("utf-16")).startswith("cannot be read: 'utf-8' codec can't decode byte 0xff")


@pytest.mark.parametrize("word", ["on", "off", "yes", "No", "true"])
def test_a_word_yaml_takes_for_true_or_false_is_refused_as_a_key(cases: Cases, word: str) -> None:
    told = f"cannot be read: line 3: «{word}» as a key is read by YAML as true or false; use another word"
    assert cases.refused(GOOD.replace("date:", f"{word}:")) == told
    assert word in cases.refused(GOOD.replace("done:", f"{word}:"))


TASK_HAS = "coefficient assigned done delays quality_failures origin due finished objective product"
WORDS = "must be names with values, such as {name: 1}"
FAULTY = [
    ("expect:", "expects:", "unknown: expects"),
    ("{quantity: 0.9, total: 93.00, grade: excellent}", "", "expect: say what is expected"),
    ("{quantity: 0.9, total: 93.00, grade: excellent}", "[good]", f"expect: «['good']» {WORDS}"),
    ("quantity", "quantiti", "expect: nd335 has no «quantiti» for a sheet"),
    ("0.9,", "'0.9',", "expect.quantity: «0.9» is text; write a number, without quotation marks"),
    ("0.9,", "true,", "expect.quantity: «True» is neither a number nor a level"),
    ("0.9,", "[0.9],", "expect.quantity: «[Decimal('0.9')]» is neither a number nor a level"),
    ("2026-03-31", "31/3/2026", "date: write the day the case is judged on, such as 2026-03-31"),
    ("2026-03-31", "2026-03-31 08:00:00", "date: write the day the case is judged on, such as 2026-03-31"),
    (
        "2026-03-31",
        "2025-12-31",
        "law: no law of this collection was in force on 31/12/2025; the first began 01/01/2026",
    ),
    ("  given", "  law: nd90\n  given", "law: no law «nd90»; there are: duthao2025, nd335"),
    ("  given", "  readings: [cap_level]\n  given", f"readings: «['cap_level']» {WORDS}"),
    (
        "  given",
        "  readings: {cap_level: none}\n  given",
        "reading «cap_level» has no option «none»; choose one of: each, result",
    ),
    ("general:", "genral:", "given: «genral» is not part of it; it may have: general leader tasks post"),
    ("general: 30", "general: 28.125", "general: «28.125» has more digits than are kept (100 to one)"),
    ("general: 30", "general: 30, leader: {execution: 50}", "leader: «unit_results» is missing"),
    ("general: 30", "general: 30, leader: true", f"leader: «True» {WORDS}"),
    ("general: 30", "general: 31", "sheet, row 1, column general_cp: «3100» must be from 0 to 3000"),
    (f"[{TASK}]", TASK, "tasks: «{'coefficient': 1, 'assigned': 10, 'done': 9}» must be a list"),
    (f"[{TASK}]", "[9]", f"task: «9» {WORDS}"),
    ("done: 9", "don: 9", f"task: «don» is not part of it; it may have: {TASK_HAS}"),
    (", done: 9", "", "task: «done» is missing"),
    ("done: 9", "done: chín", "task.done: «chín» is not a number"),
    ("done: 9", "done: 9/0", "task.done: «9/0» is not a number"),
    ("done: 9", "done: true", "task.done: «True» is not a number"),
    ("done: 9", "done: 0.0005", "task.done: «0.0005» has more digits than are kept (1000 to one)"),
    ("done: 9", "done: 99999999999999999999", "task.done: «99999999999999999999» is too large"),
    ("done: 9", "done: 9, origin: [planned]", "task.origin: «['planned']» must be one word"),
    (
        "done: 9",
        "done: 9, origin: extra",
        "task, row 1, column origin: «extra» must be one of: planned, handed_over, taken_over, ad_hoc",
    ),
    ("done: 9", "done: 9, due: 2026-03-01", "task: «finished» is missing"),
    ("done: 9", "done: 9, objective: [delays]", f"task.objective: «['delays']» {WORDS}"),
    ("done: 9", "done: -9", "task, row 1, column done_m: «-9000» must be from 0 to 10000000"),
    (GIVEN, "  given: [1]\n", f"given: «[1]» {WORDS}"),
    (GIVEN, "  given: {year: true}\n", f"year: «True» {WORDS}"),
    (GIVEN, "  given: {year: {months: [80]}}\n", f"months: «[80]» {WORDS}"),
    (GIVEN, "  given: {year: {grounds: duty_discipline}}\n", "grounds: «duty_discipline» must be a list"),
    (GIVEN, "  given: {year: {leave: [holiday]}}\n", "leave: «holiday» is not part of it; it may have: maternity sick"),
    (GIVEN, "  given: {year: {}, cap: {}}\n", "given: «cap» is not part of it; it may have: year"),
    (GIVEN, "  given: {cap: {eligible: 3, exceptional: perhaps}}\n", "exceptional: «perhaps» must be true or false"),
    (GIVEN, "  given: {unit: {score: 90, done: 100}}\n", "unit: «on_time» is missing"),
]


@pytest.mark.parametrize(("old", "new", "told"), FAULTY)
def test_a_case_that_cannot_be_run_fails_and_names_the_field(cases: Cases, old: str, new: str, told: str) -> None:
    assert old in GOOD
    assert cases.failed(GOOD.replace(old, new)).startswith(told)


def test_a_flag_that_is_neither_true_nor_false_is_named(cases: Cases) -> None:
    unit = "{score: 90, done: 100, on_time: 100, subordinate_failed: maybe}"
    told = cases.failed(GOOD.replace(GIVEN, f"  given: {{unit: {unit}}}\n"))
    assert told.endswith("subordinate_failed: «maybe» must be true or false")


def test_a_faulty_case_does_not_stop_those_after_it(cases: Cases) -> None:
    said = cases.run(GOOD.replace("done: 9", "don: 9") + GOOD)
    assert (said.code, said.out.splitlines()[-1]) == (1, "1 passed, 1 failed")


def test_a_case_without_citation_fails_with_its_words_all_the_same(cases: Cases) -> None:
    for cite in ("", "  cite: 16\n"):
        said = cases.run(GOOD.replace("  cite: [Điều 16.1]\n", cite).replace("done:", "don:"))
        assert (said.code, said.out.splitlines()[-1]) == (1, "0 passed, 1 failed")
