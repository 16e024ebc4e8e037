"""Deciding: what law and share come to, what differs, many at once; reporting a result found wrong."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from congminh.org.models import Person
from congminh.year.models import ReRating
from tests.apps.desk.test_steps import PDF
from tests.apps.year.autumn import Autumn
from tests.apps.year.test_cap import with_colleagues

Entering = Callable[[Person], Client]


def page_of(autumn: Autumn) -> str:
    return f"/xep-loai/{autumn.opened.round.pk}/quyet-dinh/"


def rows(page: object) -> dict[str, dict[str, object]]:
    return {row["name"]: row for row in page.context["groups"][0]["rows"]}  # type: ignore[attr-defined]


def test_the_decider_sees_what_law_and_share_come_to_and_what_differs(db: None, enter: Entering) -> None:
    autumn, people = with_colleagues([9500, 9400] + [8000] * 5)
    autumn.discussed(*people[:3])
    page = enter(autumn.here.an).get(page_of(autumn))
    found = rows(page)
    words = [found[who.name]["law"]["word"] for who in people[:3]]  # type: ignore[index]
    assert words == ["Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành tốt nhiệm vụ"]
    assert "Điều 20.5" in str(found[people[1].name]["differs"]) and found[people[2].name]["differs"] == []
    assert set(found) == {who.name for who in people[:3]}


def test_many_are_decided_at_once_at_the_level_of_law_and_share(db: None, enter: Entering) -> None:
    autumn, people = with_colleagues([9500, 9400] + [8000] * 5)
    autumn.discussed(*people)
    browser = enter(autumn.here.an)
    ticked = [row["token"] for row in rows(browser.get(page_of(autumn))).values()]
    assert browser.post(page_of(autumn), {}).status_code == 422
    assert browser.post(page_of(autumn), {"sheet": ticked}).status_code == 302
    why = [(autumn.sheet(who).result.grade, autumn.sheet(who).result.why) for who in people[:3]]  # type: ignore[union-attr]
    assert why == [("excellent", "law"), ("good", "cap"), ("good", "law")]
    again = browser.post(page_of(autumn), {"sheet": ticked})
    assert again.status_code == 409


def test_whoever_is_tied_waits_for_the_choice(db: None, enter: Entering) -> None:
    autumn, people = with_colleagues([9500, 9500] + [8000] * 5)
    autumn.discussed(*people[:3])
    browser = enter(autumn.here.an)
    found = rows(browser.get(page_of(autumn)))
    assert [bool(found[who.name]["token"]) for who in people[:3]] == [False, False, True]
    sheet = autumn.sheet(people[0])
    refused = browser.post(page_of(autumn), {"sheet": [f"{sheet.pk}:{sheet.version}"]})
    assert refused.status_code == 422 and rows(refused)[people[0].name]["faults"]
    assert autumn.sheet(people[0]).result is None


def test_a_head_waits_for_the_organisation_and_the_row_says_so(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    autumn.ready(here.minh)
    row = rows(enter(here.an).get(page_of(autumn)))[here.minh.name]
    assert row["token"] == "" and "20.6" in str(row["hindered"])
    assert row["proposed"] == "Hoàn thành tốt nhiệm vụ" and row["party"]


def test_untold_months_block_the_row(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    autumn.ready(here.lan)
    from congminh.assessment.models import PeriodSheet
    from congminh.ledger.models import CaseFile

    last = PeriodSheet.objects.filter(person=here.lan).order_by("-period")[0]
    CaseFile.objects.filter(pk=last.pk).update(state="submitted")
    row = rows(enter(here.an).get(page_of(autumn)))[here.lan.name]
    assert row["token"] == "" and "17.3" in str(row["hindered"])


def test_only_the_decider_has_anything_to_decide(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    sheet = autumn.ready(here.lan)
    for other in (here.minh, here.thu, here.dung):
        browser = enter(other)
        assert browser.get(page_of(autumn)).context["page"].paginator.count == 0
        assert browser.post(page_of(autumn), {"sheet": [f"{sheet.pk}:{sheet.version}"]}).status_code == 409
    assert enter(here.far).get(page_of(autumn)).status_code == 404
    assert enter(here.lan).get(page_of(autumn)).status_code == 403
    assert autumn.sheet(here.lan).result is None


def test_a_result_found_wrong_is_reported_with_papers_once(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    sheet = autumn.told(here.lan, "good")
    browser, page = enter(here.thu), f"/xep-loai/phieu/{sheet.pk}/sai/"
    assert page in browser.get(f"/phieu-nam/{sheet.pk}/").content.decode()
    assert page not in enter(here.lan).get(f"/phieu-nam/{sheet.pk}/").content.decode()
    assert browser.get(page).status_code == 200
    bare = browser.post(page, {"reason": "Khai khống sản phẩm tháng 3"})
    assert bare.status_code == 422 and "evidence" in bare.context["form"].errors
    sent = {"reason": "Khai khống sản phẩm tháng 3", "evidence": SimpleUploadedFile("bien-ban.pdf", PDF)}
    assert browser.post(page, sent).status_code == 302
    file = ReRating.objects.get()
    assert (file.state, file.sheet_id) == ("raised", sheet.pk)
    again = browser.post(page, {**sent, "evidence": SimpleUploadedFile("bien-ban.pdf", PDF)})
    assert again.status_code == 422 and ReRating.objects.count() == 1
    assert enter(here.hoa).get(page).status_code == 403
    assert enter(here.far).get(page).status_code == 404
