"""The law keeps house: every citation resolves, every number is used, every figure has its cases."""

import re
from datetime import date
from pathlib import Path

import pytest

from congminh import law as laws
from congminh.law import cases, facts, formula
from congminh.law.decree import Law
from congminh.law.explain import WORDS
from congminh.law.figures import Fact, Figure, Unit
from congminh.law.reckon import layers, reckon

LAWS = laws.laws()
EVERY = [case for path in cases.built_in() for case in cases.load(path)]
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in Path(laws.__file__).parents[1].rglob("*.py"))
DAY = date(2026, 10, 31)


@pytest.mark.parametrize("case", EVERY, ids=lambda case: f"{case.file.stem}: {case.title}"[:80])
def test_every_case_holds(case: cases.Case) -> None:
    assert [str(failure) for failure in cases.run(case)] == []


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.key)
def test_every_citation_resolves(law: Law) -> None:
    cited = {figure.cite for figure in law.figures}
    cited |= {parameter.cite for parameter in law.parameters.values()}
    cited |= {reading.cite for reading in law.readings.values()}
    cited |= {fact.cite for grain in facts.GRAINS for fact in grain.facts if fact.cite}
    cited |= {cite for case in EVERY if case.law() is law for cite in case.cites}
    assert cited - set(law.articles) == set()


def test_citations_in_code_and_words_resolve() -> None:
    """Also those in docstrings and comments: a typed article that is not in the decree is a mistake waiting."""
    found = set(re.findall(r"Điều \d+(?:\.\d+)?(?:\.[a-eghđ]\b)?", SOURCES))
    known = {cite for law in LAWS for cite in law.articles}
    others = {"Điều 112", "Điều 146.1.c", "Điều 147.2", "Điều 148.5"}  # labour and civil codes
    assert found - known - others == set()


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.key)
def test_no_figure_or_number_is_uncited(law: Law) -> None:
    assert [figure.name for figure in law.figures if not figure.cite] == []
    assert [name for name, parameter in law.parameters.items() if not parameter.cite] == []


def test_every_number_of_the_law_is_used() -> None:
    """By a formula, or by name in a procedure or a check."""
    in_formulas = {name for law in LAWS for figure in law.figures for name in formula.names_in(figure.formula)}
    named = {name for law in LAWS for name in law.parameters if f'"{name}"' in SOURCES}
    assert {name for law in LAWS for name in law.parameters} - in_formulas - named == set()


def test_every_reading_that_bears_on_a_figure_is_used_by_one() -> None:
    law = laws.named("nd335")
    used = {name for figure in law.every_figure for name in formula.names_in(figure.formula)}
    reckoned = {figure.name for figure in law.figures} | {"organisation_grade"}
    # Used where rows become facts, where caps are held, and by the calendar of an agency.
    outside = {"leader_abc_scope", "six_months", "delay_unit", "cap_scope", "cap_in_months"}
    claimed = {key for key, reading in law.readings.items() if set(reading.bears_on) & reckoned}
    assert claimed - used - outside == set()
    assert {name for name in used if name in law.readings} - claimed == set()
    in_code = {key for key in outside if f'"{key}"' in SOURCES}
    assert outside - in_code == {"cap_in_months"}, "a setting of the site"


def test_the_27_open_questions_each_have_a_reading() -> None:
    asked = {reading.question for reading in laws.named("nd335").readings.values()}
    assert asked == {f"Q{n}" for n in range(1, 28)}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.key)
def test_the_first_option_of_a_reading_is_its_default(law: Law) -> None:
    assert [key for key, reading in law.readings.items() if next(iter(reading.options)) != reading.default] == []


def test_every_figure_a_jurist_would_ask_for_has_cases() -> None:
    """Every figure is expected by a case, or stands as a part of one that is."""
    law = laws.named("nd335")
    expected = {name for case in EVERY for name in case.entry["expect"]}
    reached = set(expected)
    for figure in reversed(law.figures):
        if figure.name in reached:
            reached |= set(formula.names_in(figure.formula)) | set(figure.parts)
    inside = {"tasks", "result_score", "failing", "failing_in_charge"}  # tested in test_leading and test_explain
    assert {figure.name for figure in law.figures} - reached - inside == set()


@pytest.mark.parametrize("edge", ["excellent_from", "good_from", "fulfilled_from"])
def test_every_threshold_has_a_case_on_either_side(edge: str) -> None:
    """Within a hundredth below, and exactly on it."""
    limit = laws.named("nd335").values(DAY)[edge] * 100
    totals = {round(float(case.entry["expect"]["total"]) * 100) for case in EVERY if "total" in case.entry["expect"]}
    assert {limit - 1, limit} <= totals


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.key)
@pytest.mark.parametrize("dialect", formula.DIALECTS)
def test_every_grain_renders_in_every_dialect(law: Law, dialect: str) -> None:
    for grain in facts.GRAINS:
        tables = {each.name: each.name for each in facts.GRAINS}
        query = reckon(law, grain, tables, dialect, law.values(DAY))
        assert query.sql.startswith("WITH ")
        assert len(query.digest) == 64


def test_a_change_of_a_reading_changes_the_digest() -> None:
    law, tables = laws.named("nd335"), {"task": "task", "sheet": "sheet"}
    one, other = ({}, {"cap_level": "result"})
    digests = {reckon(law, facts.SHEET, tables, "sqlite", law.values(DAY, each)).digest for each in (one, other)}
    assert len(digests) == 2


def test_figures_that_wait_for_each_other_are_refused() -> None:
    grain = facts.CAP
    label = LAWS[0].title
    ring = [Figure("a", label, grain, "Điều 20", "b + 1"), Figure("b", label, grain, "Điều 20", "a + 1")]
    with pytest.raises(ValueError, match="wait for each other: a, b"):
        layers(ring, [])


def test_a_formula_with_an_unknown_name_is_refused() -> None:
    with pytest.raises(formula.UnknownName, match="«b»"):
        formula.fill("a + b", ["a"], {})


def test_parts_and_denominators_are_columns() -> None:
    for law in LAWS:
        for figure in law.figures:
            for name in (*figure.parts, *([figure.over] if figure.over else [])):
                below = figure.of.gathers if formula.sums(figure.formula) and figure.of.gathers else figure.of
                assert isinstance(law.find(below, name), Fact | Figure), f"{figure.name}: {name}"


def test_no_formula_gives_greatest_or_least_a_column_that_may_be_empty() -> None:
    """SQLite answers NULL there, the others skip it."""
    law = laws.named("nd335")
    empty = {"whole", "shares", "months_counted"}
    empty |= {fact.name for grain in facts.GRAINS for fact in grain.facts if not fact.needed}
    for figure in law.figures:
        for call in re.findall(r"(?:least|greatest)\(([^()]*)", figure.formula):
            bare = set(formula.names_in(re.sub(r"coalesce\([^)]*\)", "", call)))
            assert not bare & empty, f"{figure.name}: {call}"


def test_no_formula_divides_but_through_the_one_rounding() -> None:
    assert [figure.name for law in LAWS for figure in law.figures if re.search(r"[/%]", figure.formula)] == []


def test_every_word_a_result_can_hold_can_be_said() -> None:
    law = laws.named("nd335")
    texts = [figure for figure in law.figures if figure.unit is Unit.TEXT]
    said = {word for figure in texts for word in re.findall(r"THEN '([a-z_]+)'|ELSE '([a-z_]+)'", figure.formula)}
    assert {word for pair in said for word in pair if word} - set(WORDS) == set()


def test_a_law_answers_only_from_its_day_on() -> None:
    assert laws.at(date(2026, 1, 1)).key == "nd335"
    with pytest.raises(laws.UnknownLaw, match="31/12/2025"):
        laws.at(date(2025, 12, 31))


def test_an_unknown_law_names_those_there_are() -> None:
    with pytest.raises(laws.UnknownLaw, match="duthao2025, nd335"):
        laws.named("nd90")


def test_the_glossary_has_every_figure_and_fact() -> None:
    glossary = (Path(__file__).parents[2] / "docs/glossary.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", glossary))
    law = laws.named("nd335")
    wanted = {figure.name for figure in law.figures} | set(law.readings) | set(facts.ORIGINS) | set(facts.POSTS)
    wanted |= set(facts.GRADES) | {grain.name for grain in facts.GRAINS}
    wanted |= {fact.name for grain in facts.GRAINS for fact in grain.facts}
    assert wanted - named == set()
