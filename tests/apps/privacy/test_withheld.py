"""Political and moral character, criterion by criterion, and grounds of discipline: by each way out, who reads them.

Lan is scored by Minh; An decides her year; Thu advises; Dũng inspects. The chair of the province leads from above and
Hoa is deputy of Lan's office: both see her sheet, and read the total alone.
"""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congminh.assessment.actions import Line, lodge
from congminh.assessment.models import Mark, PeriodSheet
from congminh.assessment.withheld import marks_read, reads_marks
from congminh.exchange.forms.form_01 import filled
from congminh.exchange.forms.sheets import WITHHELD, forms_of, ready
from congminh.insight.facts.counting import Selves, selves
from congminh.law.calendar import Period
from congminh.org.models import Person
from congminh.org.sight import Sight
from congminh.year.actions import enter_ground
from congminh.year.models import Ground, YearSheet
from congminh.year.withheld import grounds_read
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import Entering, words
from tests.apps.org.commune import person, post
from tests.apps.year.autumn import Autumn

pytestmark = pytest.mark.django_db
NOTE, SIGN = "Chưa gương mẫu trong sinh hoạt", "Điểm từng tiêu chí không hiển thị"
ACT = "Vi phạm quy định về phát ngôn"


def told(month: Month, who: Person | None = None) -> PeriodSheet:
    """A sheet of the economy office with 4.5 of 5 for character and a word on it, told."""
    who = who or month.here.lan
    month.done(who)
    sheet = month.told(who, month.here.minh, {"I.1": 450})
    Mark.objects.filter(sheet=sheet, code="I.1").update(self_note=NOTE)
    return month.sheet(who)


def deputy(month: Month) -> Person:
    """A deputy of the office: sees the files of the unit, scores nobody."""
    found = person("PHO", "Đỗ Văn Phó")
    post(found, month.here.economy, "deputy")
    return found


def readers(month: Month) -> dict[str, Person]:
    here = month.here
    return {"lan": here.lan, "minh": here.minh, "an": here.an, "thu": here.thu, "dung": here.dung}


def test_the_few_who_act_on_the_file_read_each_criterion(month: Month, enter: Entering) -> None:
    sheet = told(month)
    for name, who in readers(month).items():
        assert reads_marks(sheet, who), name
        for page in (f"/phieu/{sheet.pk}/", f"/phieu/{sheet.pk}/vi-sao/"):
            said = words(enter(who).get(page))
            assert NOTE in said and SIGN not in said, (name, page)


def test_everybody_else_reads_the_total_on_the_page_and_in_the_tree_and_that_something_is_withheld(
    month: Month, enter: Entering
) -> None:
    sheet = told(month)
    for who in (month.here.chair, deputy(month)):
        assert not reads_marks(sheet, who)
        for page in (f"/phieu/{sheet.pk}/", f"/phieu/{sheet.pk}/vi-sao/"):
            answer = enter(who).get(page)
            said = words(answer)
            assert answer.status_code == 200 and SIGN in said and "29,5" in said, page
            assert NOTE not in said and "4,5" not in said.replace("29,5", ""), page


def test_on_form_01_everybody_else_has_the_total_and_a_line_that_says_so(month: Month) -> None:
    sheet = told(month)

    def rows(who: Person) -> tuple[list[str], list[str]]:
        (form,) = forms_of(ready(PeriodSheet.objects.filter(pk=sheet.pk), month.round.last), who)
        paper = filled(form)
        return [row["given"] for row in paper["rows"]], paper["notes"]

    for who in readers(month).values():
        given, notes = rows(who)
        assert given.count("4,5") == 1 and WITHHELD not in notes and "9,5" in given
    for who in (month.here.chair, deputy(month)):
        given, notes = rows(who)
        assert [each for each in given if each] == ["29,5"] and WITHHELD in notes


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_paper_itself_is_printed_either_way(month: Month, enter: Entering, kind: str) -> None:
    sheet = told(month)
    for who in (month.here.lan, month.here.chair):
        answer = enter(who).get(f"/phieu/{sheet.pk}/mau-01.{kind}")
        assert answer.status_code == 200
        if kind == "docx":
            said = zipfile.ZipFile(BytesIO(b"".join(answer))).read("word/document.xml").decode()
            assert ("4,5<" in said) == (who == month.here.lan) and "29,5" in said


def test_many_papers_at_once_keep_each_reader_to_their_own(month: Month) -> None:
    both = [told(month), told(month, month.here.hoa)]
    assert marks_read(both, month.here.chair) == frozenset()
    assert marks_read(both, month.here.hoa) == {both[1].pk}, "the deputy of the office reads her own"
    assert marks_read(both, month.here.lan) == {both[0].pk}
    assert marks_read(both, month.here.minh) == {each.pk for each in both}


def test_who_scored_it_then_reads_it_still_when_somebody_else_heads_the_office(month: Month) -> None:
    here = month.here
    sheet = told(month)
    here.minh.posts.update(last=date(2026, 11, 10))
    post(here.minh, here.culture, "deputy", first=date(2026, 11, 11))
    assert reads_marks(PeriodSheet.objects.get(pk=sheet.pk), here.minh)


def test_months_follow_whoever_is_transferred_and_so_does_who_reads_them(month: Month) -> None:
    """Điều 19.1: the agency where one works when people are rated rates, so it reads."""
    here = month.here
    sheet = told(month)
    assert not reads_marks(sheet, here.far)
    here.lan.posts.update(last=date(2026, 11, 10))
    post(here.lan, here.other_commune, first=date(2026, 11, 11))
    sheet = PeriodSheet.objects.get(pk=sheet.pk)
    assert reads_marks(sheet, here.far), "who rates her now"
    assert reads_marks(sheet, here.minh), "who scored it then"
    assert not reads_marks(sheet, here.chair)


def test_who_settles_a_petition_on_the_sheet_reads_what_it_is_about(month: Month) -> None:
    here = month.here
    sheet = told(month, here.lan)
    settler = person("BA", "Người giải quyết")
    assert not reads_marks(sheet, settler)
    petition = lodge(sheet, here.lan, Line("I.1", "Phẩm chất", "4,5", "", "Phụ lục I.1.a"), "Tôi không vi phạm")
    assert set(marks_read([sheet], here.an)) == {sheet.pk}
    assert petition.roles_of(here.an), "An settles it"
    assert not reads_marks(sheet, here.chair)


def test_who_left_reads_nothing_of_others_any_more(month: Month, enter: Entering) -> None:
    sheet = told(month)
    left = deputy(month)
    left.posts.update(last=date(2026, 11, 10))
    assert enter(left).get(f"/phieu/{sheet.pk}/").status_code in (302, 404)


def test_an_own_sheet_costs_no_query_to_know_and_many_sheets_no_more_than_one(month: Month) -> None:
    here = month.here
    both = [told(month), told(month, here.hoa)]
    with CaptureQueriesContext(connection) as own:
        assert marks_read([both[0]], here.lan)
    assert len(own) == 0
    counts = []
    for some in (both[:1], both):
        rows = list(PeriodSheet.objects.filter(pk__in=[each.pk for each in some]))
        with CaptureQueriesContext(connection) as others:
            marks_read(rows, here.chair)
        counts.append(len(others))
    assert counts[0] == counts[1]


def test_points_of_a_sheet_not_sent_yet_are_on_nobodys_paper_but_the_persons(month: Month) -> None:
    here = month.here
    sheet = month.sheet(here.lan)
    Mark.objects.create(sheet=sheet, code="I.1", self_cp=450, self_note=NOTE)
    for who, number in ((here.lan, 1), (here.minh, 0), (here.chair, 0)):
        (form,) = forms_of(ready(PeriodSheet.objects.filter(pk=sheet.pk), month.round.last), who)
        assert (len(form.marks), WITHHELD in form.notes) == (number, False), who.name


def test_the_workbook_of_a_month_holds_no_criterion_for_anybody(month: Month, enter: Entering) -> None:
    told(month)
    for who in (month.here.chair, month.here.minh):
        answer = enter(who).get(f"/don-vi-phieu/thang.xlsx?ky={month.round.of}")
        assert answer.status_code == 200
        book = zipfile.ZipFile(BytesIO(b"".join(answer)))
        said = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
        assert month.here.lan.name in said and "29,5" in said
        assert NOTE not in said and ">4,5<" not in said


def test_a_mean_of_one_or_two_people_is_not_shown_of_three_it_is(month: Month, enter: Entering) -> None:
    """A «tổ» of two: their mean and either one's points tell the other's."""
    here = month.here
    told(month)
    period = Period.of_day(month.round.last)
    page = f"/thong-ke/tu-cham/?ky={period}"
    said = words(enter(here.an).get(page))
    assert "‹3" in said and "29,5" not in said and "dưới ba người" in said
    book = enter(here.an).get(f"/thong-ke/bang/tu-cham.xlsx?ky={period}")
    cells = zipfile.ZipFile(BytesIO(b"".join(book)))
    said = "".join(cells.read(name).decode() for name in cells.namelist() if name.endswith(".xml"))
    assert "‹3" in said and "29,5" not in said


def test_three_results_of_one_person_are_still_one_person(month: Month) -> None:
    """A quarter counts months: what hides is how many people, never how many sheets."""
    assert Selves(number=3, self_cp=9000, given_cp=8850, people=1).is_few
    assert not Selves(number=3, self_cp=9000, given_cp=8850, people=3).is_few
    told(month)
    found = selves(Period.of_day(month.round.last), Sight(everything=True))
    assert {each.people for each in found.values()} == {1}


def ground(autumn: Autumn) -> Ground:
    """A discipline of Lan's, entered by Thu."""
    here = autumn.here
    row = Ground(
        person=here.lan, kind="party", act=ACT, document="7-QĐ/UBKT", signer="Ủy ban Kiểm tra", form="Khiển trách"
    )
    row.act_day, row.effective, row.duty_related = date(2026, 3, 2), date(2026, 4, 1), True
    row.happened_at = here.economy
    return enter_ground(row, here.thu)


def test_grounds_are_read_by_who_acts_on_the_case_and_by_nobody_further_up(autumn: Autumn, enter: Entering) -> None:
    here, row = autumn.here, ground(autumn)
    for who in (here.lan, here.minh, here.an, here.thu, here.dung):
        assert list(Ground.objects.visible_to(who)) == [row], who.name
    for who in (here.chair, here.hoa, here.far):
        assert not Ground.objects.visible_to(who).exists(), who.name
    assert ACT in words(enter(here.an).get("/xep-loai/can-cu/"))
    assert ACT not in words(enter(here.chair).get("/xep-loai/can-cu/"))


def test_the_years_page_and_tree_tell_others_nothing_of_grounds_whether_there_are_any_or_not(
    autumn: Autumn, enter: Entering
) -> None:
    here = autumn.here
    ground(autumn)
    sheets = {who.code: YearSheet.objects.get(person=who) for who in (here.lan, here.hoa)}
    mine = sheets["LAN"].get_absolute_url()
    hers = sheets["HOA"].get_absolute_url()
    chair, thu = enter(here.chair), enter(here.thu)
    assert ACT in words(thu.get(mine))
    for page in (mine, hers):
        said = words(chair.get(page))
        assert ACT not in said and "Căn cứ kỷ luật (nếu có) không hiển thị" in said
    tree = f"{mine}vi-sao/"
    assert "kỷ luật" in words(thu.get(tree)).lower()
    said = words(chair.get(tree)).lower()
    assert "khiển trách" not in said and said.count("kỷ luật") == 1, "the sign alone"


def test_the_history_of_a_file_tells_nobody_that_a_level_rests_on_a_ground(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    ground(autumn)
    autumn.told(here.lan, "not_fulfilled")
    sheet = YearSheet.objects.get(person=here.lan)
    assert sheet.entries.get(step="decide").data["why"] == "ground"
    for page in (f"/ho-so/{sheet.pk}/", sheet.get_absolute_url()):
        said = words(enter(here.chair).get(page))
        assert "ground" not in said and ACT not in said, page


def test_grounds_of_whoever_left_are_read_where_they_last_worked(autumn: Autumn) -> None:
    here, row = autumn.here, ground(autumn)
    here.lan.posts.update(last=date(2026, 6, 30))
    day = timezone.localdate()
    assert grounds_read([here.lan.pk], here.an, day) == {here.lan.pk}
    assert grounds_read([here.lan.pk], here.chair, day) == frozenset()
    assert row in Ground.objects.visible_to(here.thu)


def test_who_may_take_a_ground_back_sees_it_and_the_others_find_no_page(autumn: Autumn, enter: Entering) -> None:
    here, row = autumn.here, ground(autumn)
    page = f"/xep-loai/can-cu/{row.pk}/rut/"
    assert enter(here.thu).get(page).status_code == 200
    above = person("TCT", "Cán bộ tổ chức tỉnh")
    held = post(above, here.province)
    held.position = here.thu.posts.get().position
    held.save()
    assert enter(above).get(page).status_code == 404


def test_the_tied_list_names_no_ground_to_who_does_not_decide(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    ground(autumn)
    year = YearSheet.objects.get(person=here.lan).round_id
    for who in (here.chair, here.hoa):
        answer = enter(who).get(f"/xep-loai/{year}/ty-le/")
        assert answer.status_code == 404 or ACT not in words(answer)


def test_the_bundle_of_a_year_is_for_those_who_read_all_of_it(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    ground(autumn)
    autumn.told(here.lan, "not_fulfilled")
    sheet = YearSheet.objects.get(person=here.lan)
    page = f"{sheet.get_absolute_url()}ho-so.zip"
    assert {who.code: enter(who).get(page).status_code == 200 for who in (here.lan, here.an, here.thu, here.chair)} == {
        "LAN": True,
        "AN": True,
        "THU": True,
        "CHAIR": False,
    }
