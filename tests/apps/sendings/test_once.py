"""What is sent again acts once and leads to the first result; the same key with other words is refused."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from congminh.accounts.sitting.clock import PROVED
from congminh.jobs.daily import DAILY
from congminh.ledger.models import Entry, Notice
from congminh.sendings.keeping import remove_old
from congminh.sendings.models import Sending
from congminh.work.actions import assign, put_template, report
from congminh.work.models import Goal, Task, Template
from tests.apps.accounts.conftest import WORD, passed
from tests.apps.accounts.test_asked_again import hidden
from tests.apps.ledger_evidence.papers import pdf
from tests.apps.sendings.conftest import Entering, keyed, keys
from tests.apps.work.desk import MONTH, THIS, Desk, again, day
from tests.apps.work_pages.conftest import text

TEMPLATES = Path(__file__).parents[3] / "src" / "congminh" / "templates"


def goal(desk: Desk, **more: Any) -> dict[str, Any]:
    """A goal of the economy office, as its form says it."""
    return {"unit": desk.here.economy.pk, "name": "Trồng 20 ha rừng", "first": "10/2026", "last": "12/2026", **more}


def settling(task: Task, **more: Any) -> tuple[str, dict[str, Any]]:
    """Where and how a task is confirmed."""
    return f"/cho-xac-nhan/{task.pk}/", keyed({"version": again(task).version, "step": "confirm", **more})


def test_every_form_that_is_posted_carries_a_key_of_its_own(desk: Desk, enter: Entering) -> None:
    task = desk.reported()
    minh = enter(desk.here.minh)
    page = minh.get(f"/cho-xac-nhan/?viec={task.pk}").content.decode()
    assert page.count('method="post"') == len(keys(page)) == len(set(keys(page))) > 2
    again_ = minh.get(f"/cho-xac-nhan/?viec={task.pk}").content.decode()
    assert not set(keys(page)) & set(keys(again_))
    without = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if path.read_text("utf-8").count('method="post"') > path.read_text("utf-8").count("{% csrf_token %}")
    ]
    assert without == []


def test_the_key_of_the_page_itself_is_what_makes_a_second_click_harmless(desk: Desk, enter: Entering) -> None:
    task, minh = desk.reported(), enter(desk.here.minh)
    form = minh.get("/giao-viec/dan/").content.decode().partition('<form class="stack" method="post"')[2]
    row = f"LAN\tKT.01\t2\t{THIS.last:%d/%m/%Y}\tThẩm định thửa 12"
    sent = {"sending": keys(form)[0], "text": row, "giao": 1}
    assert [minh.post("/giao-viec/dan/", sent).status_code for _ in range(3)] == [302, 302, 302]
    assert Task.objects.exclude(pk=task.pk).count() == 1


def test_the_same_sent_again_acts_once_and_leads_where_the_first_did(desk: Desk, enter: Entering) -> None:
    task, minh = desk.reported(), enter(desk.here.minh)
    address, form = settling(task)
    first, second, third = (minh.post(address, form) for _ in range(3))
    assert (first.status_code, first.headers["Location"]) == (302, "/cho-xac-nhan/")
    assert {(each.status_code, each.headers["Location"], each.content) for each in (first, second, third)} == {
        (302, "/cho-xac-nhan/", first.content)
    }
    assert [each.headers.get("Idempotency-Replayed") for each in (first, second, third)] == [None, "true", "true"]
    assert (again(task).state, again(task).version) == ("confirmed", 3)
    assert Entry.objects.filter(file=task, step="confirm").count() == 1
    assert "chỉ thực hiện một lần" in str(list(get_messages(third.wsgi_request))[-1])


def test_the_same_key_with_other_words_is_refused_and_changes_nothing(desk: Desk, enter: Entering) -> None:
    task, minh = desk.reported(), enter(desk.here.minh)
    address, form = settling(task)
    minh.post(address, form)
    before = (Entry.objects.count(), Notice.objects.count(), Sending.objects.count())
    for other in ({**form, "step": "undo"}, {**form, "version": 3, "step": "return", "reason": "Thiếu"}):
        answer = minh.post(address, other)
        page = text(answer.content.decode())
        assert answer.status_code == 422
        assert "Biểu mẫu này đã được gửi" in page and "không được lưu" in page
        assert 'href="/cho-xac-nhan/"' in answer.content.decode()
    assert minh.post("/cho-xac-nhan/ca-lo/", form).status_code == 422
    assert (Entry.objects.count(), Notice.objects.count(), Sending.objects.count()) == before
    assert again(task).state == "confirmed"


def test_what_was_not_done_is_mended_and_sent_with_the_same_key(desk: Desk, enter: Entering) -> None:
    task, minh = desk.reported(), enter(desk.here.minh)
    address, form = settling(task, quantity="1,5")
    assert minh.post(address, form).status_code == 422
    assert not Sending.objects.exists()
    mended = {**form, "reason": "Nửa sản phẩm còn thiếu biểu."}
    assert minh.post(address, mended).status_code == 302
    assert again(task).confirmed_m == 1500
    assert minh.post(address, {**form, "version": 9}).status_code == 422


def test_whoever_comes_second_by_another_form_is_told_who_was_first_as_before(desk: Desk, enter: Entering) -> None:
    task, minh = desk.reported(), enter(desk.here.minh)
    (address, first), (_, second) = settling(task), settling(task)
    assert minh.post(address, first).status_code == 302
    assert minh.post(address, second).status_code == 409
    assert Sending.objects.count() == 1


def test_a_program_says_its_key_in_a_header(desk: Desk, enter: Entering) -> None:
    minh, said = enter(desk.here.minh), {"Idempotency-Key": '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}
    first, second = (minh.post("/chuong-trinh/them/", goal(desk), headers=said) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert Goal.objects.count() == 1
    assert minh.post("/chuong-trinh/them/", goal(desk, name="Khác"), headers=said).status_code == 422
    assert Goal.objects.count() == 1


@pytest.mark.parametrize("key", ["x" * 129, "khóa", "a\x00b"])
def test_what_is_no_key_is_refused(desk: Desk, enter: Entering, key: str) -> None:
    answer = enter(desk.here.minh).post("/chuong-trinh/them/", goal(desk, sending=key))
    assert (answer.status_code, Goal.objects.count()) == (400, 0)
    assert "128" in answer.content.decode()


def test_what_has_no_key_acts_as_often_as_it_is_sent(desk: Desk, enter: Entering) -> None:
    minh = enter(desk.here.minh)
    assert [minh.post("/chuong-trinh/them/", goal(desk)).status_code for _ in range(2)] == [302, 302]
    assert (Goal.objects.count(), Sending.objects.count()) == (2, 0)


def test_a_key_is_its_owners_alone(desk: Desk, enter: Entering) -> None:
    form = keyed(goal(desk))
    assert enter(desk.here.minh).post("/chuong-trinh/them/", form).status_code == 302
    answer = enter(desk.here.an).post("/chuong-trinh/them/", {**form, "unit": desk.here.commune.pk})
    assert (answer.status_code, answer.headers.get("Idempotency-Replayed")) == (302, None)
    assert (Goal.objects.count(), Sending.objects.count()) == (2, 2)


def test_nothing_of_what_was_sent_is_kept_but_a_digest(desk: Desk, enter: Entering) -> None:
    minh = enter(desk.here.minh)
    minh.post("/chuong-trinh/them/", keyed(goal(desk, name="Một tên rất riêng")))
    (kept,) = Sending.objects.values()
    assert set(kept) == {"id", "by_id", "key", "digest", "status", "then", "at"}
    assert len(kept["digest"]) == 64
    assert "riêng" not in str(kept)


def test_files_are_told_apart_by_what_is_in_them(desk: Desk, enter: Entering) -> None:
    task, lan = desk.given(), enter(desk.here.lan)

    def send(inside: bytes) -> Any:
        paper = SimpleUploadedFile("bao-cao.pdf", pdf(head=b"%PDF-1.7\n% " + inside + b"\n"))
        said = {"version": 1, "quantity": "2", "finished_on": f"{day(18):%d/%m/%Y}", "evidence": [paper]}
        return lan.post(f"/ho-so/{task.pk}/report/", {"sending": "mot", **said})

    assert send(b"mot").status_code == 302
    assert send(b"mot").headers.get("Idempotency-Replayed") == "true"
    assert send(b"hai").status_code == 422
    assert again(task).attachments.count() == 1


def test_rows_of_which_some_stay_are_assigned_once_and_those_stay(desk: Desk, enter: Entering) -> None:
    good = f"LAN\tKT.01\t2\t{THIS.last:%d/%m/%Y}\tThẩm định thửa 12"
    wrong = f"AI\tKT.01\t2\t{THIS.last:%d/%m/%Y}\tKhông có ai"
    minh, form = enter(desk.here.minh), keyed({"text": f"{good}\n{wrong}", "giao": 1})
    pages = [minh.post("/giao-viec/dan/", form) for _ in range(3)]
    left = [page.content.decode().partition("<textarea")[2].partition("</textarea>")[0] for page in pages]
    assert [page.status_code for page in pages] == [422] * 3
    assert all("Không có ai" in each and "thửa 12" not in each for each in left)
    assert Task.objects.count() == 1


def test_a_button_that_only_shows_spends_no_key(desk: Desk, enter: Entering) -> None:
    minh, form = enter(desk.here.minh), keyed({"xem": 1, "nguoi": [desk.here.lan.pk]})
    assert minh.post("/giao-viec/", form).status_code == 200
    assert minh.post("/giao-viec/", {**form, "sp": desk.product().pk}).status_code == 200
    assert not Sending.objects.exists()


def test_what_fails_of_itself_leaves_neither_its_work_nor_its_key(
    desk: Desk, enter: Entering, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, minh = desk.reported(), enter(desk.here.minh)
    address, form = settling(task)
    minh.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("congminh.work.views.queue._address", lambda *args: 1 / 0)
        assert minh.post(address, form).status_code == 500
    assert (again(task).state, Sending.objects.count()) == ("reported", 0)
    assert minh.post(address, form).status_code == 302
    assert again(task).state == "confirmed"


def test_keys_are_kept_a_week_and_no_longer(desk: Desk, enter: Entering) -> None:
    minh = enter(desk.here.minh)
    for _ in range(2):
        minh.post("/chuong-trinh/them/", keyed(goal(desk)))
    old = Sending.objects.order_by("pk")[0]
    Sending.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=9))
    assert remove_old(timezone.localdate()) == 1
    assert [each.pk for each in Sending.objects.all()] == [old.pk + 1]
    assert DAILY["old sendings"].work is remove_old


def test_what_is_asked_again_goes_on_with_its_key(desk: Desk, enter: Entering) -> None:
    """The page that asks for the password has a key of its own; what is sent on is known by its first one."""
    template = put_template(Template(unit=desk.here.economy, person=desk.here.lan, code="KT.01"), desk.here.minh)
    (task,) = assign([desk.row(template=template, recurrence=MONTH.code)], desk.here.minh)
    report(task, desk.here.lan, 2000, day(18), link="https://vb.example/1")
    get_user_model().objects.create_user(desk.here.minh.code.lower(), password=WORD)
    minh, form = enter(desk.here.minh), keyed({"task": f"{task.pk}:2"})
    passed(minh, PROVED, 601)
    asked = minh.post("/cho-xac-nhan/ca-lo/", form)
    assert asked.status_code == 403
    assert not Sending.objects.exists()
    answer = {**hidden(asked.content.decode()), "again-password": WORD}
    assert len(answer["sending"]) == 2
    assert minh.post("/cho-xac-nhan/ca-lo/", answer).status_code == 302
    assert Sending.objects.get().key == form["sending"]
    assert minh.post("/cho-xac-nhan/ca-lo/", form).headers["Idempotency-Replayed"] == "true"
    assert task.entries.filter(step="confirm").count() == 1
