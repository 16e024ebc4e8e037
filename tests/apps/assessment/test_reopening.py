"""One sheet reopened: one asks, another agrees, up to a day; what was signed stays."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from congminh.assessment.actions import (
    ask_reopen,
    close_rounds,
    notify,
    refuse_reopen,
    reopen,
    restore,
    score,
)
from congminh.assessment.facts import differences, running
from congminh.assessment.models import PeriodSheet
from congminh.ledger.actions import take
from congminh.work.actions import undo
from congminh.work.models import Task
from congminh.work.openness import is_open
from tests.apps.assessment.month import Month, given_by_head
from tests.apps.work.desk import MONTH

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=5)


@pytest.fixture
def shut(month: Month) -> Month:
    month.done(month.here.lan)
    month.all_told()
    close_rounds([month.round], month.here.thu)
    return month


def asked(month: Month) -> PeriodSheet:
    sheet = month.sheet(month.here.lan)
    ask_reopen(sheet, month.here.minh, sheet.version, "Xác nhận nhầm số lượng", SOON)
    return month.sheet(month.here.lan)


def agreed(month: Month) -> PeriodSheet:
    sheet = asked(month)
    reopen(sheet, month.here.thu, sheet.version)
    return month.sheet(month.here.lan)


def names(steps: tuple) -> set[str]:
    return {step.name for step in steps}


def test_one_asks_and_another_agrees(shut: Month) -> None:
    here = shut.here
    sheet = asked(shut)
    assert (sheet.state, sheet.reopen_asked_by, sheet.reopen_until) == ("closed", here.minh, SOON)
    assert names(sheet.open_to(here.minh)) == set()
    assert {"reopen", "refuse_reopen"} <= names(sheet.open_to(here.thu))
    with pytest.raises(PermissionDenied):
        reopen(sheet, here.minh, sheet.version)
    with pytest.raises(PermissionDenied):
        reopen(sheet, here.lan, sheet.version)
    entry = reopen(sheet, here.thu, sheet.version)
    assert entry.data == {"asked_by": here.minh.name, "leaders": [here.an.name, here.hoa.name, here.minh.name]}
    assert shut.sheet(here.lan).state == "submitted"


def test_personnel_may_ask_and_the_assessor_agrees(shut: Month) -> None:
    sheet = shut.sheet(shut.here.lan)
    ask_reopen(sheet, shut.here.thu, sheet.version, "Đơn kiến nghị", SOON)
    sheet = shut.sheet(shut.here.lan)
    with pytest.raises(PermissionDenied):
        reopen(sheet, shut.here.thu, sheet.version)
    reopen(sheet, shut.here.minh, sheet.version)
    assert shut.sheet(shut.here.lan).state == "submitted"


@pytest.mark.parametrize("who", ["lan", "hoa", "an", "dung"])
def test_nobody_else_asks(shut: Month, who: str) -> None:
    sheet = shut.sheet(shut.here.lan)
    with pytest.raises(PermissionDenied):
        ask_reopen(sheet, getattr(shut.here, who), sheet.version, "Xin mở lại", SOON)


@pytest.mark.parametrize("days", [-1, 31])
def test_the_time_is_limited(shut: Month, days: int) -> None:
    sheet = shut.sheet(shut.here.lan)
    with pytest.raises(ValidationError) as caught:
        ask_reopen(sheet, shut.here.minh, sheet.version, "Nhầm", TODAY + timedelta(days=days))
    assert set(caught.value.message_dict) == {"until"}


def test_a_reason_is_needed(shut: Month) -> None:
    sheet = shut.sheet(shut.here.lan)
    with pytest.raises(ValidationError) as caught:
        ask_reopen(sheet, shut.here.minh, sheet.version, "  ", SOON)
    assert set(caught.value.message_dict) == {"reason"}


def test_it_can_be_refused_and_asked_for_again(shut: Month) -> None:
    sheet = asked(shut)
    with pytest.raises(ValidationError):
        take("ask_reopen", sheet, shut.here.thu, sheet.version, {"reason": "cũng xin", "until": "mai"})
    refuse_reopen(sheet, shut.here.thu, sheet.version, "Không đủ căn cứ")
    sheet = shut.sheet(shut.here.lan)
    assert (sheet.state, sheet.reopen_asked_by, sheet.reopen_until) == ("closed", None, None)
    assert asked(shut).reopen_asked_by == shut.here.minh


def test_nothing_is_agreed_to_that_nobody_asked(shut: Month) -> None:
    sheet = shut.sheet(shut.here.lan)
    with pytest.raises(ValidationError):
        reopen(sheet, shut.here.thu, sheet.version)


def test_a_reopened_sheet_is_reckoned_anew_and_both_results_stay(shut: Month) -> None:
    here = shut.here
    before = shut.sheet(here.lan).result
    sheet = agreed(shut)
    assert is_open(here.lan.pk, MONTH.code) and sheet.result == before
    undo(Task.objects.get(person=here.lan), here.minh)
    assert running([sheet])[sheet.pk].quantity_bp == 0
    score(sheet, here.minh, sheet.version, given_by_head(sheet, {"I.1": (300, "Báo cáo sai")}))
    sheet = shut.sheet(here.lan)
    notify(sheet, here.minh, sheet.version)
    sheet = shut.sheet(here.lan)
    assert (sheet.result.number, sheet.result.quantity_bp, sheet.result.general_cp) == (2, 0, 2800)
    assert (sheet.state, sheet.reopen_until) == ("notified", None)
    assert [differences(result) for result in sheet.results.all()] == [[], []]
    assert not is_open(here.lan.pk, MONTH.code)
    take("close", sheet, here.thu, sheet.version)
    leader = shut.sheet(here.minh).result
    assert differences(leader) == []


def test_when_the_day_has_passed_what_was_told_holds_again(shut: Month) -> None:
    here = shut.here
    sheet = agreed(shut)
    with pytest.raises(ValidationError):
        restore(sheet, here.thu, sheet.version)
    PeriodSheet.objects.filter(pk=sheet.pk).update(reopen_until=TODAY - timedelta(days=1))
    sheet = shut.sheet(here.lan)
    with pytest.raises(ValidationError, match="đã hết"):
        score(sheet, here.minh, sheet.version, given_by_head(sheet))
    sheet = shut.sheet(here.lan)
    restore(sheet, here.thu, sheet.version)
    sheet = shut.sheet(here.lan)
    assert (sheet.state, sheet.result.number, sheet.reopen_until) == ("notified", 1, None)
    assert differences(sheet.result) == []


def test_a_sheet_once_signed_is_not_left_out(shut: Month) -> None:
    sheet = agreed(shut)
    with pytest.raises(ValidationError):
        take("leave_out", sheet, shut.here.thu, sheet.version, {"reason": "để khỏi tính"})
