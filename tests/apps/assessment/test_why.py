"""«Vì sao điểm này?»: every number down to who confirmed which task and when, signed or as it stands."""

from collections.abc import Iterator
from typing import Any

from congminh.assessment.facts import running, why
from congminh.law.nd335 import ND335
from congminh.work.actions import confirm, report, return_work
from tests.apps.assessment.month import REASONS, Month, given
from tests.apps.work.desk import day


def every(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for part in node["parts"]:
        yield from every(part)


def named(tree: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [node for node in every(tree) if node["name"] == name]


def worked(month: Month) -> Any:
    """One product returned once, done late: 3/4 of quality, 3/4 of time."""
    lan, minh = month.here.lan, month.here.minh
    task = given(month.desk, lan, minh, code="DC.01", quantity_m=1000)
    report(task, lan, 1000, day(15))
    return_work(task, minh, "Sai số liệu")
    report(task, lan, 1000, day(25))
    confirm(task, minh)
    return task


def test_the_tree_says_article_arithmetic_and_readings_of_every_number(month: Month) -> None:
    worked(month)
    sheet = month.told(month.here.lan, month.here.minh)
    told = why(sheet, "vi")
    tree = told["tree"]
    assert (told["signed"], told["missing"], told["law"]) == (True, [], "nd335")
    assert (tree["name"], tree["value"]) == ("grade", "hoàn thành tốt nhiệm vụ")
    (total,) = named(tree, "total")
    assert (total["value"], total["arithmetic"], total["cite"]) == ("88,33", "30,00 + 58,33", "Điều 17.1")
    (results,) = named(tree, "results")
    assert (results["letter"], results["value"]) == ("R", "83,33 %")
    assert [node["letter"] for node in results["parts"]] == ["a", "b", "c"]
    (quality,) = named(tree, "quality")
    assert {reading["key"] for reading in quality["readings"]} == {"cap_level"}
    assert quality["readings"][0]["option"] and quality["readings"][0]["cite"]
    assert all(node["cite"] in ND335.articles for node in every(tree))


def test_below_the_sums_stand_the_tasks_with_who_settled_them_and_when(month: Month) -> None:
    task = worked(month)
    tree = why(month.told(month.here.lan, month.here.minh), "vi")["tree"]
    (load,) = named(tree, "well_made_load")
    (line,) = load["parts"]
    assert (line["name"], line["about"], line["value"]) == ("well_made", "nhiệm vụ 1, trong kế hoạch", "0,75")
    assert (line["task"]["pk"], line["task"]["name"], line["task"]["code"]) == (task.pk, task.name, "DC.01")
    settled = line["task"]["settled"]
    assert [(each["step"], each["who"], each["cite"]) for each in settled] == [
        ("return", month.here.minh.name, "Điều 14.2.b"),
        ("confirm", month.here.minh.name, "Điều 3.4"),
    ]
    assert settled[0]["at"] <= settled[1]["at"]


def test_the_general_criteria_stand_one_by_one_with_both_scores(month: Month) -> None:
    sheet = month.scored(month.here.lan, month.here.minh, {"I.2": 450}, marks={"I.1": (400, "Đi muộn")})
    told = why(sheet, "vi")
    assert told["tree"]["value"] == "chưa đủ dữ liệu"  # nothing was assigned, and the criteria are told all the same
    (general,) = named(told["tree"], "general_cp")
    assert [node["name"] for node in general["parts"]] == [
        *(f"I.{n}" for n in (1, 2)),
        *(f"{group}.{n}" for group in ("II", "III") for n in (1, 2, 3, 4)),
    ]
    assert general["value"] == "28,50"
    assert [node["value"] for node in general["parts"]][:3] == ["4,00", "4,50", "2,50"]
    assert general["parts"][0]["mark"] == {"self": "5,00", "self_note": "", "given": "4,00", "given_note": "Đi muộn"}
    assert general["parts"][1]["mark"]["self_note"] == "Còn hạn chế"


def test_a_leaders_tree_names_those_in_charge_and_the_reasons_of_the_marks(month: Month) -> None:
    here = month.here
    month.done(here.lan, code="DC.01", quantity_m=1000)
    month.done(here.minh, code="DC.01", quantity_m=2000)
    sheet = month.scored(here.minh, here.an)
    tree = why(sheet, "vi")["tree"]
    load, *others = named(tree, "load")
    assert load["value"] == "3"
    again = [other for other in others if "sheet" not in other]
    assert again and all(other["again"] and not other["parts"] for other in again)
    assert [(node["label"], node["value"]) for node in load["parts"]] == [
        (load["parts"][0]["label"], "2"),
        (here.lan.name, "1"),
    ]
    assert load["parts"][0]["task"] and load["parts"][1]["sheet"] == month.sheet(here.lan).pk
    (execution,) = named(tree, "execution")
    assert (execution["value"], execution["letter"], execution["reason"]) == ("100 %", "đ", REASONS["execution_reason"])


def test_the_tree_of_a_signed_leader_is_told_from_what_was_kept(month: Month) -> None:
    here = month.here
    month.done(here.lan, code="DC.01", quantity_m=1000)
    month.all_told()
    signed = why(month.sheet(here.minh), "vi")
    load, *_others = named(signed["tree"], "load")
    assert [(node["label"], node["value"]) for node in load["parts"]] == [(here.lan.name, "1")]
    assert signed["tree"]["value"] == "hoàn thành xuất sắc nhiệm vụ"


def test_the_tree_says_the_same_numbers_as_the_running_score(month: Month) -> None:
    worked(month)
    sheet = month.sent(month.here.lan)
    tree, found = why(sheet, "en")["tree"], running([sheet])[sheet.pk]
    (total,) = named(tree, "total")
    assert total["value"] == "88.33" and found.total_cp == 8833
    assert why(sheet, "en")["signed"] is False


def test_what_nobody_scored_yet_is_named(month: Month) -> None:
    assert why(month.sheet(month.here.minh), "vi")["missing"] == ["cohesion", "execution", "general"]
