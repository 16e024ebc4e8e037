"""What walks through the life of a sheet found (`tests/faults/life`), each as it was mended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from congminh.assessment.actions import (
    ask_reopen,
    close_rounds,
    notify_late,
    refuse_reopen,
    reopen,
    restore,
    score,
    score_unsent,
)
from congminh.assessment.asking.acting import late_of
from congminh.assessment.models import PeriodSheet
from congminh.ledger.actions import take
from tests.apps import clock
from tests.apps.assessment.month import Month, filled, given_by_head

TODAY = timezone.localdate()
SOON, AFTER = TODAY + timedelta(days=5), TODAY + timedelta(days=6)


@pytest.fixture
def told(month: Month) -> Month:
    month.done(month.here.lan)
    month.all_told()
    return month


def asked(month: Month) -> PeriodSheet:
    sheet = month.sheet(month.here.lan)
    ask_reopen(sheet, month.here.thu, sheet.version, "Nhầm số lượng", SOON)
    return month.sheet(month.here.lan)


def reopened(month: Month) -> PeriodSheet:
    reopen(asked(month), month.here.minh, month.sheet(month.here.lan).version)
    return month.sheet(month.here.lan)


def names(sheet: PeriodSheet, who: Any) -> set[str]:
    return {step.name for step in sheet.open_to(who)}


def test_a_period_is_closed_by_the_adviser_who_asked_to_reopen_a_sheet_of_it(told: Month) -> None:
    """It was refused, for all sheets of the agency, until somebody answered."""
    asked(told)
    assert close_rounds([told.round], told.here.thu).closed == 6
    sheet = told.sheet(told.here.lan)
    assert (sheet.state, sheet.reopen_asked_by) == ("closed", told.here.thu)


def test_a_period_is_closed_though_the_advisers_own_sheet_is_asked_to_be_reopened(told: Month) -> None:
    here = told.here
    sheet = told.sheet(here.thu)
    ask_reopen(sheet, here.thuong, sheet.version, "Nhầm số lượng", SOON)
    assert close_rounds([told.round], here.thu).closed == 6
    assert (told.sheet(here.thu).state, told.sheet(here.thu).reopen_asked_by) == ("closed", here.thuong)


def test_whoever_asked_still_does_not_answer(told: Month) -> None:
    here, sheet = told.here, asked(told)
    assert not names(sheet, here.thu) & {"reopen", "refuse_reopen"}
    assert {"reopen", "refuse_reopen"} <= names(sheet, here.minh)
    with pytest.raises(PermissionDenied):
        reopen(sheet, here.thu, sheet.version)
    with pytest.raises(PermissionDenied):
        refuse_reopen(told.sheet(here.lan), here.thu, sheet.version, "Không đủ căn cứ")
    assert told.sheet(here.lan).version == sheet.version
    reopen(told.sheet(here.lan), here.minh, sheet.version)


def test_a_reopened_sheet_returned_and_out_of_time_is_not_scored_as_never_sent(told: Month) -> None:
    """It was, though nobody may score it anew any more."""
    here, sheet = told.here, reopened(told)
    take("return", sheet, here.minh, sheet.version, {"reason": "Thiếu nhận xét"})
    with clock.at(AFTER):
        sheet = told.sheet(here.lan)
        assert names(sheet, here.minh) == set()
        with pytest.raises(ValidationError, match="đã hết"):
            score_unsent(sheet, here.minh, sheet.version, "Không gửi", filled_by_head(sheet))
        restore(told.sheet(here.lan), here.thu, sheet.version)
    assert (told.sheet(here.lan).state, told.sheet(here.lan).results.count()) == ("notified", 1)


def filled_by_head(sheet: PeriodSheet) -> Any:
    return given_by_head(sheet, filled().marks)


def test_a_score_given_anew_and_out_of_time_is_not_told_late(told: Month) -> None:
    """Personnel told it, and closing did: the result told before holds."""
    here, sheet = told.here, reopened(told)
    score(sheet, here.minh, sheet.version, given_by_head(sheet, {"I.1": (300, "Báo cáo sai")}))
    with clock.at(AFTER):
        sheet = told.sheet(here.lan)
        assert names(sheet, here.thu) == {"restore"}
        with pytest.raises(ValidationError, match="đã hết"):
            notify_late(sheet, here.thu, sheet.version, "Quá hạn")
        with pytest.raises(ValidationError, match="Đã hết thời hạn chấm lại 1 phiếu"):
            close_rounds([told.round], here.thu, "Quá hạn")
        restore(told.sheet(here.lan), here.thu, sheet.version)
        assert close_rounds([told.round], here.thu).closed == 6
    assert [each.number for each in told.sheet(here.lan).results.all()] == [1]


def test_moving_on_what_is_late_leaves_what_is_out_of_time(told: Month) -> None:
    here, sheet = told.here, reopened(told)
    score(sheet, here.minh, sheet.version, given_by_head(sheet))

    class Asking:
        person, day = here.thu, AFTER

    with clock.at(AFTER):
        assert late_of([told.round.pk], Asking()) == ([], [])  # type: ignore[arg-type]
    Asking.day = SOON
    with clock.at(SOON):
        assert [each.pk for each in late_of([told.round.pk], Asking())[1]] == [sheet.pk]  # type: ignore[arg-type]
