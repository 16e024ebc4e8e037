"""The page of the cap: the denominator printed, levels tried, a choice among the tied, a higher share."""

from collections.abc import Callable

from django.test import Client

from congminh.org.models import Person
from congminh.year.facts import cap_of
from congminh.year.models import Choice, ExceptionDecision, YearSheet
from tests.apps.year.autumn import Autumn
from tests.apps.year.test_cap import with_colleagues

Entering = Callable[[Person], Client]


def page_of(autumn: Autumn, more: str = "") -> str:
    return f"/xep-loai/{autumn.opened.round.pk}/ty-le/{more}"


def rows(page: object) -> list[dict[str, object]]:
    return page.context["groups"][0]["rows"]  # type: ignore[attr-defined, no-any-return]


def test_the_denominator_is_printed_group_by_group_as_the_law_reckons_it(db: None, enter: Entering) -> None:
    autumn, _people = with_colleagues([9500, 9400] + [8000] * 5)
    page = enter(autumn.here.an).get(page_of(autumn))
    assert page.status_code == 200
    first = rows(page)[0]
    (whole,) = [each for each in cap_of(autumn.opened.round).standings if each.group[1] == ""]
    told = {name: first[name] for name in ("eligible", "good", "base", "percent", "most", "taken", "room")}
    assert told == {"eligible": 2, "good": 5, "base": 7, "percent": 20, "most": 1, "taken": 0, "room": 1}
    assert (whole.base, whole.excellent_max) == (7, 1)
    said = page.content.decode()
    assert "Cơ sở tính tỷ lệ 20%" in said and "1.140" not in said


def test_levels_are_tried_without_anything_being_kept(db: None, enter: Entering) -> None:
    autumn, people = with_colleagues([9500, 9400] + [8000] * 5)
    first, second = (autumn.sheet(who).pk for who in people[:2])
    browser = enter(autumn.here.an)
    tried = {f"s-{first}": "excellent", f"s-{second}": "excellent"}
    page = browser.post(page_of(autumn, "thu/"), tried, headers={"HX-Request": "true"})
    assert page.status_code == 200 and (rows(page)[0]["taken"], rows(page)[0]["over"]) == (2, True)
    said = page.content.decode()
    assert "<html" not in said and f'id="place-{second}"' in said and len(page.context["beyond"]) == 2
    page = browser.post(page_of(autumn, "thu/"), {f"s-{first}": "good", f"s-{second}": "excellent"})
    assert "<html" in page.content.decode() and rows(page)[0]["room"] == 0
    places = {each["pk"]: each["place"] for each in page.context["people"]}
    assert (places[first]["word"], places[second]["tone"]) == ("không tính vào tỷ lệ", "good")
    nonsense = {f"s-{first}": "best", "s-999999": "good", "s-x": "good"}
    assert rows(browser.post(page_of(autumn, "thu/"), nonsense))[0]["taken"] == 0
    assert not YearSheet.objects.exclude(result=None).exists()
    assert browser.get(page_of(autumn, "thu/")).status_code == 405


def test_what_is_decided_already_is_not_tried_otherwise(db: None, enter: Entering) -> None:
    autumn, people = with_colleagues([9500, 9400] + [8000] * 5)
    sheet = autumn.decided(people[0], "excellent")
    page = enter(autumn.here.an).post(page_of(autumn, "thu/"), {f"s-{sheet.pk}": "good"})
    assert rows(page)[0]["taken"] == 1


def test_those_tied_stand_with_their_facts_and_who_decides_chooses_with_a_reason(db: None, enter: Entering) -> None:
    autumn, people = with_colleagues([9500, 9500] + [8000] * 5)
    keys = [autumn.sheet(who).pk for who in people[:2]]
    browser = enter(autumn.here.an)
    page = browser.get(page_of(autumn))
    ties = {tie["form"].group: tie for tie in page.context["ties"]}
    assert set(ties) == {"", "all"} and ties[""]["form"].room == 1
    facts = ties[""]["groups"][0]["rows"]
    assert [row["name"] for row in facts] == [who.name for who in people[:2]]
    assert {(row["mean"], row["months"], row["ad_hoc"], row["urgent"]) for row in facts} == {("95", 1, 0, 0)}
    form = {"tie-tied": f"{keys[0]},{keys[1]}", "tie-chosen": [str(keys[0])], "tie-reason": "", "tie-send": "1"}
    refused = browser.post(page_of(autumn), form)
    assert refused.status_code == 422 and not Choice.objects.exists()
    assert browser.post(page_of(autumn), {**form, "tie-reason": "Sáng kiến cấp tỉnh"}).status_code == 302
    assert Choice.objects.get().chosen == [keys[0]]
    assert "Sáng kiến cấp tỉnh" in browser.get(page_of(autumn)).content.decode()
    both = {**form, "tieall-tied": form["tie-tied"], "tieall-chosen": [str(key) for key in keys],
            "tieall-reason": "Cả hai", "tieall-send": "1"}  # fmt: skip
    too_many = browser.post(page_of(autumn), {name: value for name, value in both.items() if name[:4] == "tiea"})
    assert too_many.status_code == 422 and Choice.objects.count() == 1


def test_who_does_not_decide_the_tied_is_told_who_does(db: None, enter: Entering) -> None:
    autumn, people = with_colleagues([9500, 9500] + [8000] * 5)
    page = enter(autumn.here.thu).get(page_of(autumn))
    assert page.context["ties"] == [] and len(page.context["waits"]) == 2
    assert "Công chức" in page.context["waits"]
    form = {"tie-tied": "1", "tie-chosen": [], "tie-reason": "x", "tie-send": "1"}
    assert enter(autumn.here.thu).post(page_of(autumn), form).status_code == 403
    assert people and not Choice.objects.exists()


def test_a_higher_share_is_entered_by_its_decision_and_not_above_a_quarter(db: None, enter: Entering) -> None:
    autumn, _people = with_colleagues([9500 - n for n in range(10)] + [8000] * 30)
    browser = enter(autumn.here.thu)
    form = {"percent": "26", "achievement": "Vượt kế hoạch năm", "number": "77/QĐ-UBND", "signed_on": "2026-11-02",
            "signer": "Chủ tịch UBND tỉnh", "more": "1"}  # fmt: skip
    refused = browser.post(page_of(autumn), form)
    assert refused.status_code == 422 and "percent" in refused.context["raising"].errors
    assert not ExceptionDecision.objects.exists()
    assert browser.post(page_of(autumn), {**form, "percent": "25"}).status_code == 302
    page = browser.get(page_of(autumn))
    assert (rows(page)[0]["percent"], rows(page)[0]["most"]) == (25, 8) and page.context["raising"] is None
    assert "77/QĐ-UBND" in page.content.decode()
    assert enter(autumn.here.an).post(page_of(autumn), form).status_code == 403


def test_means_of_colleagues_are_for_those_with_a_part_in_the_year(db: None, enter: Entering) -> None:
    autumn, _people = with_colleagues([9500] + [8000] * 4)
    here = autumn.here
    seen = {name: enter(getattr(here, name)).get(page_of(autumn)).status_code for name in
            ("an", "thu", "dung", "chair", "hoa", "lan", "far", "son")}  # fmt: skip
    assert seen == {"an": 200, "thu": 200, "dung": 200, "chair": 200, "hoa": 404, "lan": 403, "far": 404, "son": 404}


def test_a_trial_is_read_once_and_anew_after_every_step(
    db: None, enter: Entering, django_assert_max_num_queries: object
) -> None:
    autumn, people = with_colleagues([9500, 9400] + [8000] * 5)
    browser = enter(autumn.here.an)
    browser.post(page_of(autumn, "thu/"), {}, headers={"HX-Request": "true"})
    with django_assert_max_num_queries(32):  # type: ignore[operator]
        first = browser.post(page_of(autumn, "thu/"), {}, headers={"HX-Request": "true"})
    assert rows(first)[0]["taken"] == 0
    autumn.decided(people[0], "excellent")
    again = browser.post(page_of(autumn, "thu/"), {}, headers={"HX-Request": "true"})
    assert rows(again)[0]["taken"] == 1
