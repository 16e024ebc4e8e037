"""The page of one's receipts, what is downloaded from it, and the code of a receipt on paper."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfReader

from congminh.assessment.models import PeriodSheet
from congminh.exchange.forms.sheets import forms_of, ready
from congminh.exchange.year_papers.filling import forms_02_of, ready_years
from congminh.ledger.log.erasing import erase
from congminh.ledger.log.sealing import seal
from congminh.ledger.log.verifying import verify
from congminh.ledger.models import Entry, Leaf
from congminh.ledger.receipts.making import code_of
from congminh.ledger.receipts.showing import HERE
from congminh.ledger.receipts.square import shortened
from congminh.ledger.receipts.verify_receipt import check
from congminh.org.models import Decision
from congminh.year.actions import Verdict, decide_all, examine, notify, raise_wrong, replace_result
from congminh.year.models import YearSheet
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import Entering, page, words
from tests.apps.receipts.conftest import told_entry
from tests.apps.year.autumn import Autumn, rate_unit

pytestmark = pytest.mark.django_db


def test_until_it_is_sealed_the_page_says_so_and_then_gives_the_file(month: Month, enter: Entering) -> None:
    leaf = Leaf.objects.get(entry=told_entry(month))
    browser, address = enter(month.here.lan), page(month.sheet(month.here.lan), "bien-nhan/")
    waits = words(browser.get(address))
    assert "Chưa chốt" in waits and "trong vòng một phút" in waits
    assert browser.get(f"{address}?lan=1").status_code == 404
    seal()
    shown = words(browser.get(address))
    assert "Đã chốt" in shown and shortened(code_of(leaf)) in shown
    answer = browser.get(f"{address}?lan=1")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bien-nhan-LAN-2026-10-1.txt"'
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert check(answer.content.decode()).said["data"]["signed"]["total_cp"] == 9417
    for wrong in ("2", "x", ""):
        assert browser.get(f"{address}?lan={wrong}").status_code == 404


def test_a_receipt_is_its_persons_alone(month: Month, enter: Entering) -> None:
    told_entry(month)
    seal()
    sheet = month.sheet(month.here.lan)
    for who in (month.here.minh, month.here.thu, month.here.an, month.here.hoa):
        for address in (page(sheet, "bien-nhan/"), page(sheet, "bien-nhan/?lan=1")):
            assert enter(who).get(address).status_code == 404
    assert "bien-nhan" in enter(month.here.lan).get(page(sheet)).content.decode()
    assert "bien-nhan" not in enter(month.here.minh).get(page(sheet)).content.decode()


def test_before_there_is_a_result_there_is_none(month: Month, enter: Entering) -> None:
    sheet = month.sent(month.here.lan)
    assert "Chưa có kết quả" in words(enter(month.here.lan).get(page(sheet, "bien-nhan/")))
    assert "bien-nhan" not in enter(month.here.lan).get(page(sheet)).content.decode()


def test_what_was_erased_is_said_to_be(month: Month, enter: Entering) -> None:
    entry = told_entry(month)
    seal()
    erase(Leaf.objects.get(entry=entry), by=month.here.thu.pk, why="theo yêu cầu")
    seal()
    address = page(month.sheet(month.here.lan), "bien-nhan/")
    assert "Đã xóa" in words(enter(month.here.lan).get(address))


def test_the_tools_are_anybodys_and_nothing_else_is_given_out(client: Any) -> None:
    for name, mark in (("verify.html", b"crypto.subtle"), ("verify_receipt.py", b"is_ed25519")):
        answer = client.get(f"/bien-nhan/cong-cu/{name}")
        assert answer.status_code == 200 and mark in answer.content
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    for name in ("making.py", "..%2fmodels.py", "verify"):
        assert client.get(f"/bien-nhan/cong-cu/{name}").status_code == 404


def test_the_page_that_checks_reaches_for_nothing_outside() -> None:
    text = (HERE / "verify.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    for mark in ("http://", "https://", "src=", "fetch(", "XMLHttpRequest", "import("):
        assert mark not in text


def test_form_01_bears_the_code_of_the_receipt_and_its_square(month: Month, enter: Entering) -> None:
    leaf = Leaf.objects.get(entry=told_entry(month))
    sheet = month.sheet(month.here.lan)
    (form,) = forms_of(ready(PeriodSheet.objects.filter(pk=sheet.pk), timezone.localdate()), month.here.lan)
    assert form.code == code_of(leaf)
    read = PdfReader(BytesIO(enter(month.here.lan).get(page(sheet, "mau-01.pdf")).content))
    said = " ".join(" ".join(each.extract_text() for each in read.pages).split())
    assert f"Mã biên nhận: {shortened(code_of(leaf))}." in said
    before = month.sent(month.here.hoa)
    (form,) = forms_of(ready(PeriodSheet.objects.filter(pk=before.pk), timezone.localdate()), month.here.hoa)
    assert form.code == ""


def test_a_year_has_a_receipt_once_it_is_told(autumn: Autumn, enter: Entering) -> None:
    lan = autumn.here.lan
    sheet = autumn.decided(lan, "good")
    seal()
    browser, address = enter(lan), f"/phieu-nam/{sheet.pk}/bien-nhan/"
    assert "Chưa có kết quả" in words(browser.get(address))
    assert browser.get(f"{address}?lan=1").status_code == 404
    autumn_tells(autumn, sheet)
    found = check(browser.get(f"{address}?lan=1").content.decode())
    signed = found.said["data"]["signed"]
    assert (signed["year"], signed["year_mean_cp"], signed["grade"], signed["code"]) == (2026, 8500, "good", lan.code)
    assert found.said["cite"] == "Điều 21.2.d"
    assert enter(autumn.here.an).get(address).status_code == 404
    (form,) = forms_02_of(ready_years(YearSheet.objects.filter(pk=sheet.pk), timezone.localdate()), lan)
    assert form.code == found.code
    assert f"Mã biên nhận: {shortened(found.code)}." in printed(browser, sheet)


def test_a_year_rated_anew_has_two_receipts_and_the_form_bears_the_second(autumn: Autumn, enter: Entering) -> None:
    here, lan = autumn.here, autumn.here.lan
    autumn.told(lan, "good")
    paper = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    file = raise_wrong(autumn.sheet(lan), here.an, "Sai số liệu", [paper])
    examine(file, here.thu, file.version, "Đã xác minh", "fulfilled")
    file.refresh_from_db()
    again(file, here)
    seal()
    browser, address = enter(lan), f"/phieu-nam/{autumn.sheet(lan).pk}/bien-nhan/"
    codes = [check(browser.get(f"{address}?lan={number}").content.decode()) for number in (1, 2)]
    assert [each.said["data"]["signed"]["grade"] for each in codes] == ["good", "fulfilled"]
    sheet = autumn.sheet(lan)
    (form,) = forms_02_of(ready_years(YearSheet.objects.filter(pk=sheet.pk), timezone.localdate()), lan)
    assert form.code == codes[1].code
    ours = [fault.what.en for fault in verify().faults if fault.index is not None]
    assert ours == []


def again(file: Any, here: Any) -> None:
    """A new decision in place of the one found wrong, by whoever the law has issue it."""
    said = {"number": "99/QĐ-UBND", "signer": "Chủ tịch", "about": "Xếp loại lại"}
    decision = Decision.objects.create(signed_on=timezone.localdate(), **said)
    head = file.sheet.seats().managing_head(file.sheet.agency_id)
    by = type(here.an).objects.get(pk=head)
    replace_result(file, by, file.version, "fulfilled", "Theo kết quả xác minh", decision)


def autumn_tells(autumn: Autumn, sheet: YearSheet) -> None:
    """The person told in writing, and the log sealed."""
    sheet = autumn.sheet(sheet.person)
    notify(sheet, autumn.here.an, sheet.version, "Thông báo 01/TB-UBND")
    seal()


def printed(browser: Any, sheet: YearSheet) -> str:
    """What Mẫu 02 says on paper."""
    read = PdfReader(BytesIO(browser.get(f"/phieu-nam/{sheet.pk}/mau-02.pdf").content))
    return " ".join(" ".join(each.extract_text() for each in read.pages).split())


def test_who_signs_many_at_once_signs_each_ones_figures(autumn: Autumn) -> None:
    here = autumn.here
    rate_unit(here, here.economy, "good")
    people = (here.minh, here.hoa, here.lan)
    for who in people:
        autumn.ready(who)
    decide_all([Verdict(autumn.sheet(who), "good") for who in people], here.an)
    signed = [entry.data["signed"] for entry in Entry.objects.filter(step="decide").order_by("pk")]
    assert {each["person"] for each in signed} == {who.pk for who in people}
    assert {each["name"] for each in signed} == {who.name for who in people}
    assert {(each["agency"], each["grade"]) for each in signed} == {(here.commune.code, "good")}
