"""The built-in law cases can be signed: titled, cited, dated, and each says something of its own."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LAW = Path(__file__).parents[2] / "src" / "congminh" / "law"
KEYS = {"case", "law", "cite", "date", "readings", "given", "expect"}
SUBJECTS = {"tasks", "year", "quarter", "half_year", "cap", "unit"}
FIGURES = {
    "quantity", "quality", "timeliness", "unit_results", "execution", "cohesion", "results", "general",
    "total", "grade", "year_mean", "quarter_mean", "half_year_mean", "excellent_max",
}  # fmt: skip
IN_FORCE = date(2026, 1, 1)  # Điều 27.1


@cache
def cases_of(law: str) -> list[dict[str, Any]]:
    files = sorted((LAW / law / "cases").glob("*.yaml"))
    return [case for file in files for case in yaml.safe_load(file.read_text(encoding="utf-8"))]


def every_case() -> list[dict[str, Any]]:
    return [case for folder in sorted(LAW.glob("*/cases")) for case in cases_of(folder.parent.name)]


def titles_where(fault: Callable[[dict[str, Any]], bool]) -> list[str]:
    return [str(case.get("case")) for case in every_case() if fault(case)]


def test_there_are_at_least_a_hundred_cases_of_the_decree() -> None:
    assert len(cases_of("nd335")) >= 100


def test_the_draft_has_its_own_cases_and_each_names_the_draft() -> None:
    drafts = cases_of("duthao2025")
    assert len(drafts) >= 15
    assert [case["case"] for case in drafts if case.get("law") != "duthao2025"] == []


def test_every_title_is_a_sentence_of_five_words_or_more() -> None:
    assert titles_where(lambda case: len(str(case.get("case", "")).split()) < 5) == []


def test_no_two_cases_share_a_title() -> None:
    counts = Counter(case["case"] for case in every_case())
    assert [title for title, count in counts.items() if count > 1] == []


def test_no_two_cases_of_a_law_on_a_day_state_the_same_facts() -> None:
    seen = Counter(repr((case.get("law"), case["date"], case.get("readings"), case["given"])) for case in every_case())
    assert [facts for facts, count in seen.items() if count > 1] == []


def test_every_case_cites_an_article() -> None:
    def uncited(case: dict[str, Any]) -> bool:
        cite = case.get("cite")
        return not isinstance(cite, list) or not cite or not all(isinstance(item, str) for item in cite)

    assert titles_where(uncited) == []


def test_every_case_has_a_date() -> None:
    assert titles_where(lambda case: type(case.get("date")) is not date) == []


def test_a_case_older_than_the_decree_names_the_law_it_is_reckoned_by() -> None:
    assert titles_where(lambda case: case["date"] < IN_FORCE and "law" not in case) == []


def test_every_case_has_only_the_agreed_keys() -> None:
    assert titles_where(lambda case: not set(case) <= KEYS) == []


def test_every_case_states_facts_of_exactly_one_subject() -> None:
    assert titles_where(lambda case: len(SUBJECTS & set(case["given"])) != 1) == []


def test_every_case_expects_only_known_figures_and_at_least_one() -> None:
    assert titles_where(lambda case: not case.get("expect") or not set(case["expect"]) <= FIGURES) == []


def test_every_reading_chosen_in_a_case_is_written_as_text() -> None:
    assert titles_where(lambda case: not all(type(v) is str for v in case.get("readings", {}).values())) == []
