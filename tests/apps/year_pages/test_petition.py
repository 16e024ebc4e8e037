"""A petition on the year: sent once, settled by another than who decided, answered by a new decision."""

from datetime import date

from congminh.assessment.models import Petition
from congminh.ledger.files import waiting_for
from congminh.org.models import Decision, Person
from congminh.year.models import YearPetition
from tests.apps.assessment_pages.conftest import Entering, faulty, words
from tests.apps.year.autumn import Autumn

GROUNDS = "Tháng 5 được khen thưởng nhưng chưa tính."


def lodged(autumn: Autumn, enter: Entering) -> YearPetition:
    here = autumn.here
    sheet = autumn.published(here.lan, "good")
    answer = enter(here.lan).post(f"/phieu-nam/{sheet.pk}/kien-nghi/", {"grounds": GROUNDS})
    assert answer.status_code == 302
    return YearPetition.objects.get()


def step(petition: YearPetition, enter: Entering, who: Person, name: str, **typed: str) -> int:
    version = YearPetition.objects.get(pk=petition.pk).version
    return enter(who).post(f"/ho-so/{petition.pk}/{name}/", {"version": str(version), **typed}).status_code


def test_it_waits_until_the_level_is_told_and_is_sent_by_the_person_alone(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    sheet = autumn.decided(here.lan, "good")
    path = f"/phieu-nam/{sheet.pk}/kien-nghi/"
    assert "chưa được thông báo" in words(enter(here.lan).get(path))
    assert enter(here.lan).post(path, {"grounds": GROUNDS}).status_code == 422
    assert enter(here.an).get(path).status_code == 404 and not YearPetition.objects.exists()


def test_it_is_sent_once_and_settled_by_another_than_who_decided(autumn: Autumn, enter: Entering) -> None:
    petition, here = lodged(autumn, enter), autumn.here
    assert petition.decided_by == here.an and petition.settled_by().person == here.chair.pk  # type: ignore[union-attr]
    second = enter(here.lan).post(f"/phieu-nam/{petition.year_sheet_id}/kien-nghi/", {"grounds": GROUNDS})
    assert second.status_code == 422 and YearPetition.objects.count() == 1
    assert [each.pk for each in waiting_for(here.chair)] == [petition.pk]
    assert petition.pk not in [each.pk for each in waiting_for(here.an)]
    for reader in (here.lan, here.chair, here.thu, here.dung):
        said = words(enter(reader).get(f"/ho-so/{petition.pk}/"))
        assert GROUNDS in said or "Hoàn thành tốt nhiệm vụ" in said
        assert petition.label in words(enter(reader).get("/kien-nghi/"))
    for stranger in (here.minh, here.thuong, here.far):
        assert enter(stranger).get(f"/ho-so/{petition.pk}/").status_code == 404
    assert petition.label in words(enter(here.lan).get(f"/phieu-nam/{petition.year_sheet_id}/"))


def test_without_grounds_nothing_is_sent(autumn: Autumn, enter: Entering) -> None:
    sheet = autumn.told(autumn.here.lan, "good")
    page = enter(autumn.here.lan).post(f"/phieu-nam/{sheet.pk}/kien-nghi/", {"grounds": " "})
    assert page.status_code == 422 and faulty(page) == {"grounds"} and not Petition.objects.exists()


def test_upheld_it_ends_in_a_new_decision_and_the_old_one_stays(autumn: Autumn, enter: Entering) -> None:
    petition, here = lodged(autumn, enter), autumn.here
    assert step(petition, enter, here.chair, "uphold", reason="Có cơ sở") == 302
    assert step(petition, enter, here.an, "replace", grade="excellent", reason="Bổ sung khen thưởng") == 403
    assert step(petition, enter, here.chair, "replace", grade="excellent", reason="Bổ sung khen thưởng") == 422
    typed = {"grade": "excellent", "reason": "Bổ sung khen thưởng", "number": "502/QĐ-UBND", "signed_on": "2026-11-16"}
    assert step(petition, enter, here.chair, "replace", **typed) == 422
    assert not Decision.objects.filter(number="502/QĐ-UBND").exists()
    assert step(petition, enter, here.chair, "replace", **typed, signer="Chủ tịch UBND tỉnh") == 302
    made = autumn.sheet(here.lan).results.get(number=2).decision
    assert made and (made.number, made.about) == ("502/QĐ-UBND", petition.title())
    sheet = autumn.sheet(here.lan)
    assert sheet.result and (sheet.result.number, sheet.result.grade, sheet.result.why) == (2, "excellent", "re_rating")
    assert sheet.results.get(number=1).grade == "good"
    petition.refresh_from_db()
    assert petition.made == sheet.result and petition.state == "replaced"
    assert petition.pk in [each.pk for each in waiting_for(here.chair)]
    assert step(petition, enter, here.chair, "publish", form_of_publication="electronic") == 302
    assert not YearPetition.objects.open().exists()
    said = words(enter(here.lan).get(f"/ho-so/{petition.pk}/"))
    assert "Hoàn thành xuất sắc nhiệm vụ" in said and "Hoàn thành tốt nhiệm vụ" in said


def test_refused_it_leaves_the_level_and_may_be_sent_anew(autumn: Autumn, enter: Entering) -> None:
    petition, here = lodged(autumn, enter), autumn.here
    assert step(petition, enter, here.chair, "refuse", reason="Không có căn cứ") == 302
    assert autumn.sheet(here.lan).results.count() == 1
    again = enter(here.lan).post(f"/phieu-nam/{petition.year_sheet_id}/kien-nghi/", {"grounds": GROUNDS})
    assert again.status_code == 302 and YearPetition.objects.count() == 2


def test_its_last_day_is_the_seventh_working_day(autumn: Autumn, enter: Entering) -> None:
    petition = lodged(autumn, enter)
    assert petition.due > date.today() and petition.due.weekday() < 5


def test_months_petitions_never_wait_on_a_years(autumn: Autumn, enter: Entering) -> None:
    petition, here = lodged(autumn, enter), autumn.here
    assert not Petition.objects.waiting_for(here.chair).filter(pk=petition.pk).exists()
    assert Petition.objects.visible_to(here.chair).filter(pk=petition.pk).exists()
