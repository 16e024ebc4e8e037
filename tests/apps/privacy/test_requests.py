"""Asking about one's own data: who answers, by when, what is done and what the law keeps; each with its trace."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import congminh.law.nd335
from congminh.law.parameters import load_yaml
from congminh.law.procedure import problems
from congminh.ledger.actions import take
from congminh.ledger.deadlines import deadlines
from congminh.ledger.models import Notice
from congminh.ledger.reminding import remind
from congminh.privacy.actions import ask, take_copy
from congminh.privacy.models import DataRequest
from congminh.privacy.procedure import CORRECTING, ERASING, STOPPING
from congminh.privacy.register import articles, purposes
from tests.apps import clock
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import Entering, faulty, words
from tests.apps.desk.test_steps import PDF

DECREE = load_yaml(Path(congminh.law.nd335.__file__).with_name("articles.yaml"))["articles"]
ASK = "/du-lieu-ca-nhan/yeu-cau/moi/"
WRONG = "Tên đệm của tôi là Thị, không phải Thi"


def answer(file: DataRequest, who: Any, step: str, **data: str) -> Any:
    return take(step, file, who, file.version, data or {"answer": "Đã nhận, sẽ trả lời trước ngày 20"})


@pytest.mark.parametrize("table", [CORRECTING, STOPPING, ERASING], ids=lambda table: table.name)
def test_each_table_is_sound_and_its_articles_resolve(table: Any) -> None:
    assert problems(table, {**DECREE, **articles()}) == []


@pytest.mark.parametrize(
    ("table", "last"), [(CORRECTING, 26), (STOPPING, 31), (ERASING, 36)], ids=lambda each: str(each)
)
def test_the_clock_of_the_law_stands_in_the_table(table: Any, last: int) -> None:
    """Sent on Monday 16 November: an answer by Wednesday; the rest in whole days, weekends counted."""
    monday = date(2026, 11, 16)
    assert table.step("take_up").within.due(monday) == date(2026, 11, 18)
    assert table.step("carry_out").within.due(monday) == date(2026, 11, 1) + timedelta(days=last - 1)
    assert table.step("decline").within == table.step("carry_out").within


@pytest.mark.django_db
def test_it_goes_to_the_personnel_adviser_and_to_nobody_else(month: Month) -> None:
    here = month.here
    file = ask(here.lan, "correct", ["identity"], WRONG)
    assert set(Notice.objects.filter(entry__file_id=file.pk).values_list("to__code", "role")) == {("THU", "personnel")}
    assert [each.pk for each in DataRequest.objects.waiting_for(here.thu)] == [file.pk]
    assert DataRequest.objects.visible_to(here.lan).get() == file
    assert DataRequest.objects.visible_to(here.dung).get() == file, "who inspects reads"
    for other in (here.minh, here.an, here.hoa, here.thuong):
        assert not DataRequest.objects.visible_to(other).exists()
    with pytest.raises(PermissionDenied):
        answer(file, here.minh, "take_up")
    with pytest.raises(PermissionDenied):
        answer(file, here.lan, "take_up")


@pytest.mark.django_db
def test_nobody_answers_their_own(month: Month) -> None:
    file = ask(month.here.thu, "correct", ["identity"], WRONG)
    assert not DataRequest.objects.waiting_for(month.here.thu).exists()
    with pytest.raises(PermissionDenied):
        answer(file, month.here.thu, "carry_out")


@pytest.mark.django_db
def test_it_is_answered_taken_up_and_carried_out_each_with_its_entry(month: Month) -> None:
    here = month.here
    file = ask(here.lan, "correct", ["identity"], WRONG)
    answer(file, here.thu, "take_up")
    answer(file, here.thu, "carry_out", answer="Đã sửa tên theo căn cước")
    assert file.state == "carried_out"
    steps = list(file.entries.order_by("number").values_list("step", "who__code", "cite"))
    assert steps == [
        ("send", "LAN", "Luật 91/2025 Điều 4.1"),
        ("take_up", "THU", "NĐ 356/2025 Điều 5"),
        ("carry_out", "THU", "NĐ 356/2025 Điều 5"),
    ]
    assert Notice.objects.filter(entry__step="carry_out", to=here.lan).exists()


@pytest.mark.django_db
def test_the_adviser_is_reminded_and_the_page_says_that_it_is_overdue(month: Month, enter: Entering) -> None:
    here = month.here
    file = ask(here.lan, "erase", ["notes"], "Xóa nhật ký của tôi")
    sent = timezone.localdate()
    assert [(due.step.name, (due.day - sent).days) for due in deadlines(file)] == [
        ("take_up", 2),
        ("carry_out", 20),
        ("decline", 20),
    ]
    remind(sent)
    assert Notice.objects.get(entry=None, step="take_up").to == here.thu
    page = file.get_absolute_url()
    assert "quá hạn" not in words(enter(here.lan).get(page))
    with clock.at(sent + timedelta(days=21)):
        for who in (here.lan, here.thu):
            assert "quá hạn" in words(enter(who).get(page))
        assert "quá hạn" in words(enter(here.thu).get("/du-lieu-ca-nhan/yeu-cau/"))


@pytest.mark.django_db
def test_what_the_law_keeps_cannot_be_erased_and_is_refused_with_the_article(month: Month, enter: Entering) -> None:
    here = month.here
    file = ask(here.lan, "erase", ["evaluation", "notes"], "Xóa điểm tháng 10 của tôi")
    with pytest.raises(ValidationError):
        answer(file, here.thu, "carry_out", answer="Đã xóa")
    client, page = enter(here.thu), f"/ho-so/{file.pk}/decline/"
    form = client.get(page).content.decode()
    assert form.index('value="Điều 24.2.b"') < form.index('value="Luật 91/2025 Điều 14"')
    client.post(page, {"version": file.version, "article": "Điều 24.2.b", "answer": "Phiếu tháng được lưu giữ lâu dài"})
    file.refresh_from_db()
    entry = file.entries.get(step="decline")
    assert (file.state, entry.cite) == ("refused", "Luật 91/2025 Điều 14")
    assert entry.data == {"article": "Điều 24.2.b", "answer": "Phiếu tháng được lưu giữ lâu dài"}
    said = words(enter(here.lan).get(file.get_absolute_url()))
    assert "Phiếu tháng được lưu giữ lâu dài" in said and "Điều 24.2.b" in said


@pytest.mark.django_db
def test_processing_by_law_is_not_stopped_the_daily_mail_is(month: Month, enter: Entering) -> None:
    from congminh.accounts.models import Account

    here = month.here
    enter(here.lan)
    here.lan.refresh_from_db()
    Account.objects.create(user=here.lan.user, digest=True)
    other = ask(here.lan, "restrict", ["evaluation"], "Dừng chấm điểm tôi")
    with pytest.raises(ValidationError):
        answer(other, here.thu, "carry_out", answer="Đã dừng")
    file = ask(here.lan, "object", ["mail"], "Tôi không muốn nhận thư hằng ngày")
    client = enter(here.thu)
    client.post(f"/ho-so/{file.pk}/carry_out/", {"version": file.version, "answer": "Đã dừng"})
    file.refresh_from_db()
    assert (file.state, Account.objects.get().digest) == ("carried_out", False)


@pytest.mark.django_db
def test_asking_twice_leads_to_the_first_and_a_withdrawn_one_may_be_asked_anew(month: Month) -> None:
    lan = month.here.lan
    first = ask(lan, "correct", ["identity"], WRONG)
    with pytest.raises(ValidationError) as refused:
        ask(lan, "correct", ["identity"], WRONG)
    assert refused.value.params["file"] == first.pk
    take("withdraw", first, lan, first.version)
    assert ask(lan, "correct", ["identity"], WRONG).pk != first.pk


@pytest.mark.django_db
def test_a_form_without_purpose_or_words_is_refused_at_its_field_and_keeps_what_was_typed(
    month: Month, enter: Entering
) -> None:
    client = enter(month.here.lan)
    bad = client.post(ASK, {"kind": "correct", "about": WRONG})
    assert (bad.status_code, faulty(bad)) == (422, {"purposes"})
    assert WRONG in bad.content.decode() and not DataRequest.objects.exists()
    assert faulty(client.post(ASK, {"kind": "xin", "purposes": ["la"], "about": ""})) == {"kind", "purposes", "about"}


@pytest.mark.django_db
def test_it_is_sent_from_the_page_with_a_paper(month: Month, enter: Entering) -> None:
    paper = SimpleUploadedFile("can-cuoc.pdf", PDF)
    sent = {"kind": "correct", "purposes": ["identity"], "about": WRONG, "evidence": [paper]}
    gone = enter(month.here.lan).post(ASK, sent)
    file = DataRequest.objects.get()
    assert gone.headers["Location"] == file.get_absolute_url()
    assert (file.state, file.attachments.get().name) == ("received", "can-cuoc.pdf")
    said = words(enter(month.here.thu).get(file.get_absolute_url()))
    assert WRONG in said and purposes()["identity"].title.vi in said and "chậm nhất ngày" in said


@pytest.mark.django_db
def test_taking_a_copy_is_a_request_carried_out_by_oneself(month: Month) -> None:
    file = take_copy(month.here.lan)
    entry = file.entries.get()
    assert (file.state, entry.step, entry.who, entry.cite) == (
        "carried_out",
        "take_copy",
        month.here.lan,
        "Luật 91/2025 Điều 4.1",
    )
    other = ask(month.here.hoa, "correct", ["identity"], WRONG)
    with pytest.raises(ValidationError):
        take("withdraw", other, month.here.hoa, other.version) and take("take_copy", other, month.here.hoa, 2)


@pytest.mark.django_db
def test_the_page_of_the_answer_erases_and_a_refusal_without_words_is_refused(month: Month, enter: Entering) -> None:
    here = month.here
    file = ask(here.lan, "erase", ["notes"], "Xóa nhật ký của tôi")
    client, page = enter(here.thu), f"/ho-so/{file.pk}"
    empty = client.post(f"{page}/decline/", {"version": file.version, "article": "Điều 24", "answer": ""})
    assert (empty.status_code, faulty(empty)) == (422, {"answer"})
    assert client.post(f"{page}/carry_out/", {"version": file.version, "answer": "Đã xóa"}).status_code == 302
    file.refresh_from_db()
    assert (file.state, file.entries.get(step="carry_out").data["done"]) == ("carried_out", {"notes": 0})


@pytest.mark.django_db
def test_a_correction_leads_whoever_answers_to_the_right_page(month: Month, enter: Entering) -> None:
    here = month.here
    file = ask(here.lan, "correct", ["identity"], WRONG)
    link = f'href="/cong-chuc/{here.lan.code}/"'
    assert link in enter(here.thu).get(file.get_absolute_url()).content.decode()
    assert words(enter(here.lan).get(file.get_absolute_url())).count("Nơi khắc phục") == 0


@pytest.mark.django_db
def test_the_list_asks_as_much_for_many_as_for_one_and_is_ones_own(month: Month, enter: Entering) -> None:
    here, counts = month.here, []
    page = "/du-lieu-ca-nhan/yeu-cau/"
    for kinds in (("correct",), ("erase", "object", "restrict")):
        for kind in kinds:
            ask(here.lan, kind, ["mail"], "Dừng thư")
        client = enter(here.lan)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
    assert "Chưa có yêu cầu nào" in words(enter(here.minh).get(page))


@pytest.mark.django_db
def test_an_unknown_purpose_or_kind_of_erasure_changes_nothing(month: Month) -> None:
    for chosen, about in ((["la"], WRONG), ([], WRONG), (["notes"], "  ")):
        with pytest.raises(ValidationError):
            ask(month.here.lan, "erase", chosen, about)
    assert not DataRequest.objects.exists() and not Notice.objects.filter(role="personnel").exists()


@pytest.mark.django_db
def test_an_answered_request_no_longer_waits_nor_reminds(month: Month) -> None:
    here = month.here
    file = ask(here.lan, "correct", ["identity"], WRONG)
    answer(file, here.thu, "take_up")
    assert [each.pk for each in DataRequest.objects.waiting_for(here.thu)] == [file.pk], "till it is carried out"
    answer(file, here.thu, "carry_out", answer="Đã sửa")
    assert not DataRequest.objects.waiting_for(here.thu).exists() and deadlines(file) == []
    before = Notice.objects.filter(entry=None).count()
    remind(timezone.localdate() + timedelta(days=9))
    assert Notice.objects.filter(entry=None).count() == before
