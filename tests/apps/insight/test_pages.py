"""The pages of statistics, of use of results and of what-if: who sees what, what is never shown, how many queries."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from congminh.assessment.models import PeriodSheet
from congminh.insight import actions
from congminh.insight.facts.counting import COLUMNS, shielded
from congminh.insight.models import WhatIf
from congminh.insight.tables.statistics import by_unit
from congminh.jobs.models import Job
from congminh.org.models import Choice, Person
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import words
from tests.apps.year.autumn import Autumn

Entering = Callable[[Person], Client]
LISTS = ("/thong-ke/", "/thong-ke/theo-thang/", "/thong-ke/tu-cham/", "/thong-ke/bao-cao/", "/su-dung/")
COEFFICIENTS = {"excellent": "1,2", "good": "1", "fulfilled": "0,8", "not_fulfilled": "0"}


def test_levels_are_counted_by_unit_for_personnel_and_for_who_leads(month: Month, enter: Entering) -> None:
    here = month.here
    whole = words(enter(here.thu).get("/thong-ke/"))
    assert "Phòng Kinh tế" in whole and "Phòng Văn hóa" in whole and "Cộng" in whole
    mine = words(enter(here.minh).get("/thong-ke/"))
    assert "Phòng Kinh tế" in mine and "Phòng Văn hóa" not in mine
    assert enter(here.lan).get("/thong-ke/").status_code == 403


def test_a_half_year_counts_what_lies_in_its_months(month: Month, enter: Entering) -> None:
    browser, year = enter(month.here.thu), str(month.round.of)[:4]
    page = browser.get(f"/thong-ke/?ky={year}-H2")
    chosen = page.context["form"]
    assert str(chosen.period) == f"{year}-H2" and "6 tháng" in words(page)
    table = by_unit(chosen)
    (whole,) = [row for row in table.rows if row[0] == "Cộng"]
    assert whole[-1] == PeriodSheet.objects.signed().filter(result__isnull=False).count() > 0
    kinds = [each.kind for each in chosen.periods]
    assert kinds == ["year", "half_year", "quarter", "month"]
    assert f"{year}-H1" not in [str(each) for each in chosen.periods]


def test_small_groups_of_others_are_hidden_from_who_leads_but_a_part(month: Month, enter: Entering) -> None:
    said = words(enter(month.here.minh).get("/thong-ke/"))
    assert "So với toàn cơ quan" in said and "‹3" in said
    assert "So với toàn cơ quan" not in words(enter(month.here.thu).get("/thong-ke/"))


def test_a_hidden_number_cannot_be_told_from_the_others() -> None:
    whole = {"excellent": 4, "good": 9, "fulfilled": 3}
    own = {"excellent": 3, "good": 2, "fulfilled": 0}
    told = shielded(whole, own)
    assert told["excellent"] is None and sum(value is None for value in told.values()) == 2
    assert shielded(whole, whole) == {level: whole.get(level, 0) for level in COLUMNS}


def test_a_period_is_compared_with_another_and_the_sheet_is_taken_as_excel(month: Month, enter: Entering) -> None:
    browser = enter(month.here.thu)
    period = str(month.round.of)
    quarter = f"{period[:4]}-Q4"
    said = words(browser.get(f"/thong-ke/?ky={period}&so_voi={quarter}"))
    assert "So sánh" in said and "Chênh lệch" in said
    made = b"".join(browser.get(f"/thong-ke/bang/bao-cao.xlsx?ky={period}").streaming_content)  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Thống kê kết quả đánh giá, xếp loại"
    assert [row for row in rows if row[0] == "Cộng"][-1][-1] == 6


def test_every_table_is_a_paper_too(closed: Autumn, enter: Entering) -> None:
    browser = enter(closed.here.thu)
    for name in ("muc", "theo-thang", "tu-cham", "bao-cao", "khen-thuong", "dang-vien"):
        made = browser.get(f"/thong-ke/bang/{name}.pdf?ky=2026")
        assert made.status_code == 200 and made.content[:5] == b"%PDF-", name
    assert browser.get("/thong-ke/bang/khong-co.pdf").status_code == 404


def test_a_name_that_begins_like_a_formula_stays_text(closed: Autumn, enter: Entering) -> None:
    Person.objects.filter(pk=closed.here.lan.pk).update(name="=1+1")
    made = b"".join(enter(closed.here.thu).get("/thong-ke/bang/khen-thuong.xlsx?ky=2026").streaming_content)  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python()
    assert "=1+1" in [row[1] for row in rows]


def test_a_list_says_its_rule_its_article_and_that_it_decides_nothing(closed: Autumn, enter: Entering) -> None:
    said = words(enter(closed.here.an).get("/su-dung/khen-thuong/"))
    assert "Nguyễn Thị Ngọc Lan" in said and "Lê Thị Quỳnh Hoa" not in said
    assert "Điều 23.3.c" in said and "Danh sách không tự quyết định điều gì" in said
    assert "Không có ai trong danh sách" in words(enter(closed.here.an).get("/su-dung/bo-tri-thap-hon/"))
    assert "Nguyễn Thị Ngọc Lan" not in words(enter(closed.here.thuong).get("/su-dung/khen-thuong/"))
    assert enter(closed.here.an).get("/su-dung/khac/").status_code == 404


def test_the_export_for_the_party_has_everyone_and_knows_no_member(closed: Autumn, enter: Entering) -> None:
    made = b"".join(enter(closed.here.thu).get("/thong-ke/bang/dang-vien.xlsx?ky=2026").streaming_content)  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python()
    assert sum(row[0] in {"AN", "MINH", "HOA", "LAN", "THUONG", "THU"} for row in rows) == 6
    assert all(row[-1] in ("", None) for row in rows[4:10])


def test_income_has_no_coefficient_until_the_agency_chose_and_entered_one(closed: Autumn, enter: Entering) -> None:
    here, browser = closed.here, enter(closed.here.thu)
    typed = {"agency": here.commune.pk, "first": "2026-01-01", **COEFFICIENTS}
    typed |= {"number": "9/QĐ-UBND", "signed_on": "2026-01-02", "signer": "Chủ tịch"}
    assert "Cơ quan chưa chọn" in words(browser.get("/su-dung/thu-nhap/?ky=2026"))
    assert browser.post("/su-dung/thu-nhap/bang-he-so/", typed).status_code == 422
    Choice.objects.create(
        reading="pay_table", option="by_decision", first=here.decision.signed_on, decision=here.decision
    )
    assert browser.post("/su-dung/thu-nhap/bang-he-so/", {**typed, "good": "x"}).status_code == 422
    assert browser.post("/su-dung/thu-nhap/bang-he-so/", typed).status_code == 302
    said = words(browser.get("/su-dung/thu-nhap/?ky=2026"))
    assert "1,2" in said and "9/QĐ-UBND" in said
    assert enter(here.an).get("/su-dung/thu-nhap/").status_code == 403
    assert enter(here.an).get("/thong-ke/bang/thu-nhap.xlsx").status_code == 403


def test_what_if_is_for_personnel_and_inspectors_and_its_page_says_who_and_why(closed: Autumn, enter: Entering) -> None:
    here, browser = closed.here, enter(closed.here.thu)
    assert enter(here.an).get("/gia-dinh/").status_code == 403
    assert browser.post("/gia-dinh/", {"period": "2026", "agency": here.commune.pk}).status_code == 422
    asked = {"period": "2026", "agency": here.commune.pk, "cap_base": "original_good"}
    sent = browser.post("/gia-dinh/", asked)
    job = Job.objects.get()
    assert sent.status_code == 302 and sent.headers["Location"] == job.get_absolute_url()
    actions.replay.func(job.pk, **job.arguments)
    found = WhatIf.objects.get()
    said = words(browser.get(f"/gia-dinh/{found.pk}/"))
    assert ("Nguyễn Thị Ngọc Lan" in said and "trong tỷ lệ" in said.lower()) or "vượt" in said.lower()
    assert "6 người" in said and "1 người sẽ ở mức khác" in said
    asks = words(enter(here.dung).get("/gia-dinh/"))
    assert asks.count("Năm 2026") >= 1 and "Như khi đã ký" in asks and "As it was signed" not in asks
    assert enter(here.far).get(f"/gia-dinh/{found.pk}/").status_code == 403


@pytest.mark.parametrize("page", [*LISTS, "/su-dung/khen-thuong/", "/su-dung/thu-nhap/", "/gia-dinh/"])
def test_pages_take_few_queries_whatever_the_number_of_people(closed: Autumn, enter: Entering, page: str) -> None:
    browser: Any = enter(closed.here.thu)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(f"{page}?ky=2026").status_code == 200
    assert len(asked) <= 15, [query["sql"][:240] for query in asked.captured_queries]
