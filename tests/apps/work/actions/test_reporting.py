"""What a civil servant says of their own work: done, partly done, late; from a day that can be."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from congminh.ledger.actions import Stale
from congminh.ledger.models import Attachment
from congminh.work.actions import confirm, keep_note, record_progress, report
from congminh.work.models import DailyNote
from tests.apps.ledger_evidence.papers import pdf
from tests.apps.work.desk import THIS, Desk, again, day

PDF = pdf()


def test_one_tap_reports_all_of_it_done_today(desk: Desk) -> None:
    task, today = desk.given(period=THIS.code, assigned_on=THIS.first, due=THIS.last), timezone.localdate()
    report(task, desk.here.lan)
    done = again(task)
    assert (done.state, done.reported_m, done.finished_on, done.delays) == ("reported", 2000, today, 0)


def test_a_part_counts_and_may_be_said_again_until_confirmed(desk: Desk) -> None:
    task = desk.reported(800)
    report(again(task), desk.here.lan, 1500, day(19))
    assert again(task).reported_m == 1500
    assert [entry.data["quantity"] for entry in task.entries.filter(step="report")] == ["0,8", "1,5"]


def test_more_than_was_assigned_may_be_reported(desk: Desk) -> None:
    assert desk.reported(5000).reported_m == 5000


def test_evidence_a_note_and_a_link_come_with_the_report(desk: Desk, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    task = desk.given()
    paper = SimpleUploadedFile("phieu.pdf", PDF)
    link = "https://xa.example.vn/phieu/12"
    report(task, desk.here.lan, 2000, day(18), "Đã gửi bộ phận một cửa", link, [paper])
    assert Attachment.objects.get().read() == PDF
    assert (again(task).note, again(task).link) == ("Đã gửi bộ phận một cửa", link)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("quantity", {"quantity_m": 0}),
        ("quantity", {"quantity_m": -800}),
        ("quantity", {"quantity_m": 10_000_001}),
        ("finished_on", {"finished_on": timezone.localdate() + timedelta(days=1)}),
        ("finished_on", {"finished_on": day(1) - timedelta(days=1)}),
        ("link", {"link": "javascript:alert(1)"}),
        ("cause", {"finished_on": day(20), "cause": "Chờ cơ quan khác"}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_kept(
    desk: Desk, field: str, typed: dict[str, Any]
) -> None:
    task = desk.given()
    with pytest.raises(ValidationError) as caught:
        report(task, desk.here.lan, **typed)
    assert set(caught.value.message_dict) == {field}
    assert (again(task).state, again(task).version) == ("assigned", 1)


def test_nobody_reports_anothers_work(desk: Desk) -> None:
    for who in (desk.here.minh, desk.here.hoa, desk.here.an, desk.here.thu):
        with pytest.raises(PermissionDenied):
            report(desk.given(), who, 2000, day(18))


def test_where_only_whole_products_count_a_part_is_refused(desk: Desk) -> None:
    desk.reads("partial_completion", "whole_only")
    task = desk.given()
    with pytest.raises(ValidationError) as caught:
        report(task, desk.here.lan, 1500, day(18))
    assert set(caught.value.message_dict) == {"quantity"}
    report(task, desk.here.lan, 1000, day(18))
    assert again(task).reported_m == 1000


def test_a_late_report_shows_its_delays_and_may_ask_for_a_cause_at_once(desk: Desk) -> None:
    task = desk.given()
    report(task, desk.here.lan, 2000, day(24), cause="Chờ ý kiến cơ quan cấp trên")
    late = again(task)
    assert (late.state, late.delays, late.cause, late.cause_about) == ("reported", 1, "asked", "delay")


def test_a_report_put_right_takes_its_delay_and_the_cause_asked_for_it_away(desk: Desk) -> None:
    task = desk.given()
    report(task, desk.here.lan, 2000, day(24), cause="Chờ ý kiến cơ quan cấp trên")
    report(task, desk.here.lan, 2000, day(19))
    assert (again(task).delays, again(task).cause, again(task).cause_about) == (0, "", "")


def test_an_edit_after_confirmation_says_what_why_and_what_to_do(desk: Desk) -> None:
    task = desk.reported()
    confirm(again(task), desk.here.minh)
    with pytest.raises(ValidationError) as caught:
        report(again(task), desk.here.lan, 1000, day(18))
    refused = caught.value.error_dict["quantity"][0]
    assert refused.params and refused.params["why"] and refused.params["next"]


def test_a_report_typed_on_a_page_since_changed_is_stale(desk: Desk) -> None:
    task = desk.given()
    record_progress(again(task), desk.here.lan, 500)
    with pytest.raises(Stale):
        report(task, desk.here.lan, 2000, day(18))
    with pytest.raises(Stale):
        report(again(task), desk.here.lan, 2000, day(18), version=1)


def test_progress_is_recorded_without_handing_the_work_in(desk: Desk) -> None:
    task = desk.given()
    record_progress(task, desk.here.lan, 500, "xong phần đầu")
    assert (again(task).state, again(task).reported_m, again(task).finished_on) == ("assigned", 500, None)
    record_progress(task, desk.here.lan, 0)
    assert again(task).reported_m == 0, "a tap too many is taken back"
    with pytest.raises(ValidationError):
        record_progress(task, desk.here.lan, 10_000_001)


def test_a_daily_note_is_ones_own_and_never_scores(desk: Desk) -> None:
    task = desk.given()
    note = keep_note(desk.here.lan, timezone.localdate(), "Đo đạc thực địa thửa 12", task)
    assert str(note).endswith("Đo đạc thực địa thửa 12")
    assert (again(task).reported_m, again(task).version) == (0, 1)
    sees = {
        who: DailyNote.objects.visible_to(getattr(desk.here, who)).exists() for who in ("lan", "minh", "son", "far")
    }
    assert sees == {"lan": True, "minh": True, "son": False, "far": False}


@pytest.mark.parametrize("field", ["day", "task", "text"])
def test_a_daily_note_that_cannot_be_is_refused(desk: Desk, field: str) -> None:
    today, task = timezone.localdate(), desk.given()
    wrong = {"day": (desk.here.lan, today + timedelta(days=1), "mai", None), "text": (desk.here.lan, today, "  ", None)}
    wrong["task"] = (desk.here.minh, today, "việc của Lan", task)
    with pytest.raises(ValidationError) as caught:
        keep_note(*wrong[field])
    assert set(caught.value.message_dict) == {field}
