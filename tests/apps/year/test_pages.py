"""The one view of steps on sheets of a year: what is asked, what is refused and where, the second click."""

from collections.abc import Callable

from django.test import Client

from congminh.org.models import Person
from tests.apps.desk.conftest import enter
from tests.apps.year.autumn import REPORT, Autumn

__all__ = ["enter"]
Entering = Callable[[Person], Client]


def test_form_02_is_filled_in_on_its_page_and_a_second_click_is_told(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    sheet, browser = autumn.sheet(here.lan), enter(here.lan)
    page = browser.get(f"/ho-so/{sheet.pk}/file_form/")
    assert page.status_code == 200
    said = page.content.decode()
    assert "Hoàn thành xuất sắc nhiệm vụ" in said and said.count("note_") >= 12
    typed = {"version": "0", "self_grade": "good", "self_report": REPORT}
    assert browser.post(f"/ho-so/{sheet.pk}/file_form/", {**typed, "self_grade": ""}).status_code == 422
    assert browser.post(f"/ho-so/{sheet.pk}/file_form/", typed).status_code == 302
    assert browser.post(f"/ho-so/{sheet.pk}/file_form/", typed).status_code == 409
    assert browser.get(f"/ho-so/{sheet.pk}/").status_code == 200
    assert autumn.sheet(here.lan).entries.count() == 1


def test_a_level_off_the_band_is_refused_at_the_reason_with_what_was_typed(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    sheet = autumn.ready(here.lan)
    browser = enter(here.an)
    assert browser.get(f"/ho-so/{sheet.pk}/decide/").status_code == 200
    typed = {"version": str(sheet.version), "grade": "fulfilled", "handling": "Bồi dưỡng nghiệp vụ"}
    page = browser.post(f"/ho-so/{sheet.pk}/decide/", typed)
    assert page.status_code == 422 and page.context["form"].errors.keys() == {"reason"}
    assert "Bồi dưỡng nghiệp vụ" in page.content.decode()
    assert browser.post(f"/ho-so/{sheet.pk}/decide/", {**typed, "reason": "Ý kiến cuộc họp"}).status_code == 302


def test_whoever_may_not_is_refused_and_a_stranger_finds_nothing(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    sheet = autumn.ready(here.lan)
    assert enter(here.hoa).get(f"/ho-so/{sheet.pk}/decide/").status_code == 403
    for stranger in (here.thuong, here.far, here.son):
        assert enter(stranger).get(f"/ho-so/{sheet.pk}/decide/").status_code == 404
