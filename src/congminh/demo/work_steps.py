"""What became of the demonstration's tasks: a month that is over, and one in full swing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.core.files.base import ContentFile
from django.db.models import F

from congminh.demo.catalogue import load as load_products
from congminh.demo.lines import Line, draw
from congminh.demo.ordinary import INBOX
from congminh.demo.reasons import why_late, why_returned
from congminh.law.calendar import Period
from congminh.ledger.actions import Taking, take_all
from congminh.org.models import Person
from congminh.work.actions import (
    accept_cause,
    confirm_all,
    hand_over,
    propose,
    record_progress,
    report,
    return_work,
)
from congminh.work.models import Task
from congminh.work.rows import Row

LINK = "https://vanban.thanhbinhminh.example/ho-so/{}"
# A whole document of one empty page.
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
CAUSES = (
    "Sở gửi số liệu chậm bốn ngày so với công văn yêu cầu; đã báo cáo Trưởng phòng ngày nhận.",
    "Hệ thống dùng chung của tỉnh ngừng hai ngày để nâng cấp theo thông báo của Sở.",
    "Mưa lũ làm ngập đường vào thôn, không thể kiểm tra thực địa đúng ngày.",
    "Hộ dân vắng mặt có lý do, biên bản làm việc phải lập lại vào ngày sau.",
)
NOTES = (
    "Đã trình ký, phát hành.",
    "Đã lấy ý kiến các thôn, tiếp thu hai góp ý.",
    "Đã cập nhật trên hệ thống dùng chung.",
)
EXTRA = (
    (304, "DC-15", "Phản ánh của người dân chuyển đến ngày 16."),
    (308, "DC-17", "Kiểm tra thực địa theo điện của Chủ tịch UBND xã."),
    (408, "DC-07", "Báo cáo nhanh theo công văn hỏa tốc của Sở."),
)
NEW_ITEM = (305, "Rà soát thửa đất nằm trong hành lang đường cao tốc", 7200)


class Given(NamedTuple):
    """A task as it was given, the line it came from, who scores its person."""

    task: Task
    line: Line
    head: Person


def finish_month(given: Sequence[Given]) -> None:
    """A month that is over: reported, returned as often as its lines say, confirmed by the batch."""
    done = [each for each in given if each.line.done_m]
    _report_all(done)
    for time in range(max((each.line.quality_failures for each in done), default=0)):
        failed = [each for each in done if each.line.quality_failures > time]
        for head, tasks in _by(failed, lambda each: each.head).items():
            takings = [Taking(each.task, _why(each), {"quality_failures": F("quality_failures") + 1}) for each in tasks]
            take_all("return", takings, head)
        _report_all(failed)
    for head, tasks in _by(done, lambda each: each.head).items():
        confirm_all(_fresh(tasks), head)


def _report_all(given: Sequence[Given]) -> None:
    """Reported by each person at once, as the action does it one by one: hundreds would take too long so."""
    for person, tasks in _by(given, lambda each: each.task.person).items():
        take_all("report", [_reported(each) for each in tasks], person)


def _reported(each: Given) -> Taking[Task]:
    late = 1 if each.line.delays else 0
    finished = each.task.due + timedelta(days=3) if late else each.task.due - timedelta(days=draw(4, each.task.pk))
    finished = max(finished, each.task.assigned_on)
    columns = {"reported_m": each.line.done_m, "finished_on": finished, "delays": late, "note": each.line.note}
    columns["link"] = LINK.format(each.task.pk)
    data = {"quantity": f"{each.line.done_m / 1000:g}".replace(".", ","), "finished_on": f"{finished:%d/%m/%Y}"}
    return Taking(each.task, data, columns)


def _why(each: Given) -> dict[str, str]:
    return {"reason": why_returned(load_products()[each.line.product], each.task.pk)}


def work_month(given: Sequence[Given], day: date) -> None:
    """A month in full swing: most of what is due is done, some of it late, returned, asked about or undone."""
    due = [(each, _end(number, each)) for number, each in enumerate(each for each in given if each.task.due < day)]
    for each, end in due:
        _past(each, end, day)
    for number, each in enumerate(each for each in given if each.task.due >= day):
        _to_come(each, number)
    _outside_the_plan({each.task.person.code: each for each in given}, day)
    settled = [each for each, end in due if end == "confirmed"]
    for head, tasks in _by(settled, lambda each: each.head).items():
        confirm_all(_fresh(tasks), head)


# What becomes of tasks whose day has passed, in turn.
PAST = (
    "confirmed", "confirmed", "reported", "confirmed", "late", "confirmed", "confirmed", "reported", "confirmed",
    "returned", "confirmed", "undone", "confirmed", "reported", "confirmed", "asked", "confirmed", "confirmed",
    "accepted",
)  # fmt: skip


# Lan's month, which guides and pictures show: on which day each product is due, and what becomes of it.
TOLD = {
    ("TBM-304", "KT-16"): (18, "undone"),
    ("TBM-304", "KT-17"): (25, "to come"),
    ("TBM-304", "KT-18"): (20, "returned"),
    ("TBM-304", "KT-19"): (12, "confirmed"),
    ("TBM-304", "KT-20"): (13, "confirmed"),
    ("TBM-304", "DC-01"): (19, "reported"),
    ("TBM-304", "DC-02"): (17, "late"),
}


def _end(number: int, each: Given) -> str:
    told = TOLD.get((each.task.person.code, each.line.product))
    if told:
        return told[1]
    end = PAST[number % len(PAST)]
    return "confirmed" if end == "returned" and each.line.product == INBOX else end


def _past(each: Given, end: str, day: date) -> None:
    if end == "undone":
        return _progress(each)
    late = end in ("late", "asked", "accepted")
    finished = (
        min(each.task.due + timedelta(days=2), day) if late else each.task.due - timedelta(days=draw(3, each.task.pk))
    )
    person, key = each.task.person, each.task.pk
    done_m = each.line.done_m or each.task.assigned_m
    cause = CAUSES[key % len(CAUSES)] if end in ("asked", "accepted") else ""
    papers = [ContentFile(PDF, name=f"{each.task.code}-{person.code}.pdf")] if key % 3 == 0 else []
    note = why_late(load_products()[each.line.product], key) if end == "late" else NOTES[key % len(NOTES)]
    finished = max(finished, each.task.assigned_on)
    report(each.task, person, done_m, finished, note, "" if papers else LINK.format(key), papers, cause)
    if end == "returned":
        return_work(each.task, each.head, _why(each)["reason"])
    if end == "accepted":
        accept_cause(each.task, each.head, "Có công văn và biên bản kèm theo.")
    return None


def _to_come(each: Given, number: int) -> None:
    if number % 5 == 0:
        report(each.task, each.task.person, note=NOTES[number % len(NOTES)], link=LINK.format(each.task.pk))
    elif number % 5 < 3:
        _progress(each)
    elif number % 41 == 3:
        hand_over(each.task, each.task.person, "Được cử đi tập huấn ở tỉnh đến hết tháng.")


def _progress(each: Given) -> None:
    assigned_m = each.task.assigned_m
    done_m = assigned_m * 6 // 10 if assigned_m <= 1000 else assigned_m // 2000 * 1000
    if done_m:
        record_progress(each.task, each.task.person, done_m)


def _outside_the_plan(given: Mapping[str, Given], day: date) -> None:
    """Work proposed by those who did it, and a new item with the coefficient its proposer holds right.

    On `day`, or on the last of the month where that is over.
    """
    for number, name, note in EXTRA:
        one = given.get(f"TBM-{number}")
        if one and one.task.product:
            product = one.task.product.catalogue.products.get(code=name)
            more: dict[str, Any] = {"origin": Task.Origin.AD_HOC, "assigned_on": one.task.assigned_on}
            done = min(day, Period.of_code(one.task.period).last)
            row = Row(one.task.person, product, 1000, done, one.task.period, **more)
            propose(row, done_m=1000, finished_on=done, note=note, link=LINK.format(number))
    number, name, coefficient_m = NEW_ITEM
    if one := given.get(f"TBM-{number}"):
        given_on = min(day, Period.of_code(one.task.period).last)
        more = {"origin": Task.Origin.AD_HOC, "assigned_on": given_on}
        propose(
            Row(one.task.person, None, 1000, max(one.task.due, given_on), one.task.period, name, **more), coefficient_m
        )


def _fresh(given: Iterable[Given]) -> list[Task]:
    found = Task.objects.in_bulk([each.task.pk for each in given])
    return [found[pk] for pk in sorted(found)]


def _by(given: Iterable[Given], key: Any) -> dict[Person, list[Given]]:
    found: dict[Person, list[Given]] = defaultdict(list)
    for each in given:
        found[key(each)].append(each)
    return found
