"""The steps of a sheet through the one view of steps: the app's forms call the app's actions."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from congminh.assessment.models import Result, Round
from congminh.law.nd335.general import criteria
from congminh.org.models import Person
from tests.apps.assessment.month import Month, last_entry
from tests.apps.work.desk import day

TODAY = timezone.localdate()
FULL = {code: f"{criterion.max_cp / 100:.1f}".replace(".", ",") for code, criterion in criteria().items()}


def enter(person: Person) -> Client:
    user, _ = get_user_model().objects.get_or_create(username=person.code.lower())
    person.user = user
    person.save(update_fields=["user"])
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def post(month: Month, who: Person, by: Person, step: str, **typed: Any) -> Any:
    sheet = month.sheet(who)
    return enter(by).post(f"/ho-so/{sheet.pk}/{step}/", {"version": sheet.version, **typed})


def test_a_sheet_goes_from_self_evaluation_to_reopening_by_its_pages(month: Month) -> None:
    here = month.here
    page = enter(here.lan).get(f"/ho-so/{month.sheet(here.lan).pk}/self_assess/").content.decode()
    assert "Phẩm chất chính trị" in page
    sent = post(month, here.lan, here.lan, "self_assess", draft=0, **{**FULL, "I.1": "4,5", "I.1_note": "Còn chậm"})
    assert sent.status_code == 302
    assert month.sheet(here.lan).self_cp == 2950
    scored = post(month, here.lan, here.minh, "score", draft=1, remark="Tốt", **{**FULL, "I.1": "4,5"})
    assert scored.status_code == 302 and month.sheet(here.lan).general_cp == 2950
    assert post(month, here.lan, here.minh, "notify").status_code == 302
    assert Result.objects.get().general_cp == 2950
    asked = post(month, here.lan, here.minh, "ask_reopen", reason="Nhầm", until=(TODAY + timedelta(days=3)).isoformat())
    assert asked.status_code == 302
    assert post(month, here.lan, here.thu, "reopen").status_code == 302
    assert month.sheet(here.lan).state == "submitted"


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(month: Month) -> None:
    answer = post(month, month.here.lan, month.here.lan, "self_assess", draft=0, **{**FULL, "I.1": "4,5"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'name="I.1_note"' in page and 'value="4,5"' in page
    assert month.sheet(month.here.lan).state == "in_progress"
    beyond = post(month, month.here.lan, month.here.lan, "self_assess", draft=0, **{**FULL, "I.1": "6"})
    assert beyond.status_code == 422 and 'value="6"' in beyond.content.decode()


@pytest.mark.parametrize("typed", ["mười", "4,555", "-1"])
def test_points_that_are_no_points_are_refused(month: Month, typed: str) -> None:
    answer = post(month, month.here.lan, month.here.lan, "self_assess", draft=0, **{**FULL, "I.1": typed})
    assert answer.status_code == 422


def test_a_form_typed_on_an_older_save_is_told_and_keeps_what_was_typed(month: Month) -> None:
    post(month, month.here.lan, month.here.lan, "self_assess", draft=0, **{**FULL, "I.1": ""})
    from congminh.assessment.actions import Written, save_marks

    save_marks(month.sheet(month.here.lan), month.here.lan, 0, Written({"I.1": (400, "")}))
    answer = post(month, month.here.lan, month.here.lan, "self_assess", draft=0, **FULL)
    assert answer.status_code == 409
    assert 'value="5,0"' in answer.content.decode()


def test_a_leaders_marks_are_asked_for(month: Month) -> None:
    here = month.here
    month.sent(here.minh)
    answer = post(month, here.minh, here.an, "score", draft=1, remark="Tốt", **FULL)
    assert answer.status_code == 422
    marks = {"execution": "50", "execution_reason": "Chậm kế hoạch", "cohesion": "100", "cohesion_reason": "Đoàn kết"}
    assert post(month, here.minh, here.an, "score", draft=1, remark="Tốt", **FULL, **marks).status_code == 302
    assert (month.sheet(here.minh).execution, month.sheet(here.minh).cohesion) == (50, 100)


def test_a_sheet_never_sent_is_scored_by_its_page(month: Month) -> None:
    Round.objects.update(self_by=day(2))
    here = month.here
    answer = post(month, here.lan, here.minh, "score_unsent", draft=0, remark="Tốt", reason="Không gửi", **FULL)
    assert answer.status_code == 302
    assert last_entry(month.sheet(here.lan)).data["reason"] == "Không gửi"


def test_no_step_can_go_round_the_signing_of_a_result(month: Month) -> None:
    """Also the plain way of a step, which knows nothing of results, leaves none without."""
    from congminh.ledger.forms import OWN

    steps = {step.name for step in month.sheet(month.here.lan).rules.steps if step.target == "notified"}
    assert steps == {"notify", "notify_late", "restore"}
    assert all(("period_sheet", step) in OWN for step in steps)
