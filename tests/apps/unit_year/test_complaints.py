"""Complaints and signs of disunity: verified before the level is decided, and never read by the organisation."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from congminh.ledger.models import Notice
from congminh.unit_year.actions import record_complaint, report_verification, verify
from congminh.unit_year.models import UnitSheet
from tests.apps.unit_year.year import SOUND, Year

ON = date(2026, 11, 2)


def complained(year: Year) -> UnitSheet:
    sheet = year.sent(year.here.economy, year.here.minh, SOUND)
    record_complaint(sheet, year.here.thu, ON, "Đơn số 7", "Mất đoàn kết nội bộ")
    return sheet


def test_a_complaint_stops_the_decision_until_it_is_verified(year: Year) -> None:
    here, sheet = year.here, complained(year)
    with pytest.raises(ValidationError, match=r"9\.2\.a"):
        year.decide(here.economy, here.an, "good", 8000)
    entry = verify(sheet, here.an, sheet.version, "")
    assert [notice.to for notice in Notice.objects.filter(entry=entry)] == [here.dung]
    assert UnitSheet.objects.waiting_for(here.dung).get() == sheet
    report_verification(sheet, here.dung, sheet.version, "Đơn không có cơ sở")
    told = sheet.complaints.get()
    assert (told.conclusion, told.verified_by, told.verified_on) == (
        "Đơn không có cơ sở",
        here.dung,
        timezone.localdate(),
    )
    assert year.decided(here.economy, here.an, "good", 8000).state == "decided"


def test_one_that_comes_after_a_verification_asks_for_another(year: Year) -> None:
    here, sheet = year.here, complained(year)
    verify(sheet, here.an, sheet.version, "")
    report_verification(sheet, here.dung, sheet.version, "Không có cơ sở")
    record_complaint(sheet, here.thu, ON, "", "Đơn thứ hai")
    with pytest.raises(ValidationError):
        year.decide(here.economy, here.an, "good", 8000)
    assert verify(sheet, here.an, sheet.version, "").data == {"complaint": 1}


def test_what_the_recogniser_adds_is_recorded_as_a_complaint(year: Year) -> None:
    here = year.here
    sheet = year.sent(here.economy, here.minh, SOUND)
    with pytest.raises(ValidationError):
        verify(sheet, here.an, sheet.version, " ")
    verify(sheet, here.an, sheet.version, "Dấu hiệu mất đoàn kết")
    assert sheet.complaints.get().about == "Dấu hiệu mất đoàn kết"


def test_the_entries_that_the_organisation_reads_say_how_many_and_never_what(year: Year) -> None:
    here, sheet = year.here, complained(year)
    verify(sheet, here.an, sheet.version, "Thêm một đơn")
    report_verification(sheet, here.dung, sheet.version, "Kết luận mật")
    told = [entry.data for entry in sheet.entries.filter(step__contains="verification").order_by("number")]
    assert told == [{"complaint": 2}, {"conclusion": 2}]


def test_the_head_records_none_and_nobody_does_once_the_level_is_decided(year: Year) -> None:
    here = year.here
    sheet = year.sent(here.economy, here.minh, SOUND)
    for stranger in (here.minh, here.hoa, here.far):
        with pytest.raises(PermissionDenied):
            record_complaint(sheet, stranger, ON, "", "Đơn")
    year.decided(here.economy, here.an, "good", 8000)
    with pytest.raises(ValidationError, match="đã được quyết định"):
        record_complaint(year.sheet(here.economy), here.thu, ON, "", "Đơn")


def test_a_day_yet_to_come_and_an_empty_text_are_refused(year: Year) -> None:
    sheet = year.sheet(year.here.economy)
    for field, on, about in (("received_on", timezone.localdate() + timedelta(days=1), "Đơn"), ("about", ON, " ")):
        with pytest.raises(ValidationError) as refused:
            record_complaint(sheet, year.here.thu, on, "", about)
        assert set(refused.value.message_dict) == {field}
