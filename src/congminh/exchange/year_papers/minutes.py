"""«Biên bản cuộc họp» (Điều 21.1.b, 21.2.b): who took part, what each reported, every opinion, what was concluded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.timezone import localtime

from congminh.exchange.year_papers.filling import capital, heads, names_of, share
from congminh.law.explain import WORDS
from congminh.law.nd335.yearly_rating import Participants, participants
from congminh.ledger.receipts.square import foot
from congminh.org.models import Person
from congminh.year.facts.why import told_all
from congminh.year.models import Attendance, Meeting, YearSheet

DOTS = "…………"
CALLED_AS = {"secretary": ("thư ký cuộc họp", "")}


def minutes_of(meeting: Meeting, sheets: list[YearSheet]) -> dict[str, Any]:
    """Everything the minutes say, as text; a constant number of queries, however many people it was on."""
    share(sheets)
    names = names_of(sheets, [meeting.body_id])
    above, agency = heads(meeting.body_id, sheets[0].agency_id, {**names})
    held = localtime(meeting.held_at)
    chair, secretary, root = meeting.chair or meeting.called_by, meeting.secretary, foot()
    attendances = list(meeting.attendances.select_related("person").order_by("pk"))
    return {
        "above": above,
        "agency": agency,
        "number": "……/BB-……",
        "subject": f"Họp nhận xét, đánh giá, xếp loại chất lượng công chức năm {meeting.round.year}",
        "begun": f"{held:%H} giờ {held:%M} phút, ngày {held:%d} tháng {held:%m} năm {held.year}",
        "room": meeting.room or DOTS,
        "groups": _groups(attendances, sheets[0], meeting),
        "absent": ", ".join(each.person.name for each in attendances if each.absent) or "không",
        "chair": chair.name,
        "secretary": secretary.name if secretary else DOTS,
        "people": _people(meeting, sheets),
        "minutes": meeting.minutes,
        "ended": _ended(meeting),
        "chair_name": chair.name,
        "secretary_name": secretary.name if secretary else "",
        "notes": [*_draft(meeting), *([root["line"]] if root["line"] else [])],
        "square": root["square"],
    }


def _draft(meeting: Meeting) -> list[str]:
    return [] if meeting.is_adopted else ["Dự thảo: biên bản chưa được thông qua tại cuộc họp."]


def file_name_of(meeting: Meeting) -> str:
    """«bien-ban-hop-2026-12-04-7»."""
    return f"bien-ban-hop-{localtime(meeting.held_at).date():%Y-%m-%d}-{meeting.pk}"


def labels_of(sheet: YearSheet) -> dict[str, Participants]:
    """The groups the law may call to the meeting on a person, by name."""
    every = (participants(sheet.rank, has_units, sheet.round.is_large) for has_units in (False, True))
    return {group.name: group for groups in every for group in groups}


def _groups(attendances: list[Attendance], first: YearSheet, meeting: Meeting) -> list[dict[str, str]]:
    labels, found = labels_of(first), dict[str, list[str]]()
    for each in attendances:
        if not each.absent:
            found.setdefault(each.group, []).append(each.person.name)
    return [
        {
            "label": capital(labels[name].label("vi") if name in labels else CALLED_AS.get(name, (name, ""))[0]),
            "cite": labels[name].cite if name in labels else "theo phân công",
            "names": ", ".join(people),
        }
        for name, people in found.items()
    ]


def _people(meeting: Meeting, sheets: list[YearSheet]) -> list[dict[str, Any]]:
    told, opinions = told_all(sheets), dict[int, list[dict[str, Any]]]()
    for opinion in meeting.opinions.select_related("by").order_by("pk"):
        said = {"by": opinion.by.name, "text": opinion.text, "in_writing": opinion.in_writing}
        opinions.setdefault(opinion.sheet_id, []).append(said)
    return [
        {
            "name": sheet.person.name,
            "post": sheet.position or "công chức",
            "mean": told[sheet.pk].written("year_mean", "vi") or "chưa đủ dữ liệu",
            "self_grade": WORDS[sheet.self_grade]("vi") if sheet.self_grade else "không có",
            "report": sheet.self_report,
            "opinions": opinions.get(sheet.pk, []),
        }
        for sheet in sheets
    ]


def _ended(meeting: Meeting) -> str:
    if meeting.adopted_at is None:
        return "Cuộc họp kết thúc hồi …… giờ …… phút cùng ngày; biên bản được đọc và thông qua tại cuộc họp."
    at = localtime(meeting.adopted_at)
    day = "cùng ngày" if at.date() == localtime(meeting.held_at).date() else _day(at.date())
    return f"Biên bản được thông qua hồi {at:%H} giờ {at:%M} phút, {day}."


def _day(day: date) -> str:
    return f"ngày {day:%d} tháng {day:%m} năm {day.year}"


def may_read(meeting: Meeting, reader: Person, day: date) -> bool:
    """Whether somebody may read all of the minutes: who sees every sheet of the meeting."""
    every = YearSheet.objects.filter(meeting=meeting)
    return every.visible_to(reader, day).count() == every.count()
