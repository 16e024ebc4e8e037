"""Sheets in the demonstration: months that are over told and closed, this one being filled in, all by the actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from congminh.assessment.actions import (
    Written,
    close_rounds,
    notify_all,
    open_round,
    save_marks,
    score,
    send,
)
from congminh.assessment.models import PeriodSheet, Round
from congminh.demo import agency, ordinary
from congminh.demo.lines import chance, draw
from congminh.demo.organisation import PERSONNEL, code
from congminh.demo.textures import DISUNITY, GENERAL_CP, PLAN_LATE
from congminh.demo.work_rows import in_swing
from congminh.law.calendar import Period
from congminh.law.nd335.general import criteria
from congminh.law.nd335.posts import Gap
from congminh.ledger.models import Entry, Notice
from congminh.org.models import Person, Unit
from congminh.work.models import Task

HALF_POINT = 50
STRENGTHS = (
    "Chủ động, bám sát kế hoạch tháng; phối hợp tốt với các bộ phận.",
    "Nắm chắc chuyên môn, trả lời người dân đúng hẹn.",
    "Hoàn thành các việc đột xuất được giao ngoài kế hoạch.",
)
WEAKNESSES = (
    "Một số văn bản còn phải chỉnh sửa về thể thức.",
    "Có việc báo cáo chậm so với hạn, cần sắp xếp thời gian hợp lý hơn.",
    "",
)
REMARKS = (
    "Hoàn thành nhiệm vụ được giao; cần báo trước khi có nguy cơ chậm hạn.",
    "Chủ động, sản phẩm đạt yêu cầu; phát huy ở tháng sau.",
    "Khối lượng lớn nhưng bảo đảm tiến độ; chú ý chất lượng văn bản.",
)
FELL_SHORT = (
    "Có lần chưa báo cáo kịp thời.",
    "Còn để người dân phải bổ sung hồ sơ lần thứ hai.",
    "Phối hợp với bộ phận khác có việc còn chậm.",
)
LOWERED = "Trong tháng có việc phải nhắc hai lần mới thực hiện."
EXECUTION = {
    100: "Hoàn thành đúng kế hoạch của lĩnh vực phụ trách, có cách làm mới.",
    50: "Kế hoạch của lĩnh vực phụ trách chậm hơn tiến độ đề ra.",
}
COHESION = {
    100: "Nội bộ đoàn kết, không có đơn thư, phản ánh.",
    50: "Còn kiến nghị kéo dài về phân công trong bộ phận.",
}
# How far the sheets of the month in full swing are, in turn.
SWING = ("typed", "sent", "begun", "typed", "sent", "untouched", "scored", "typed", "sent", "untouched")
Marks = dict[str, tuple[int | None, str]]


@transaction.atomic
def load_sheets() -> None:
    """Bring in the sheets of the months with work, after the work; loading them again changes nothing."""
    if Round.objects.exists():
        return
    this = in_swing(timezone.localdate())
    commune = Unit.objects.get(code=code(1))
    thu = Person.objects.get(code=code(agency.load().cast[PERSONNEL]))
    worked = sorted(set(Task.objects.order_by().values_list("period", flat=True).distinct()))
    for period in worked:
        round = open_round(commune, Period.of_code(period), thu).round
        if period < this.code:
            _finish(round, thu)
        elif period == this.code:
            _begin(round)


def _finish(round: Round, thu: Person) -> None:
    """A month that is over: sent, scored, told from below upward, closed; nobody has it to read any more."""
    heads = _heads(_sheets(round))
    for sheet in _sheets(round):
        send(sheet, sheet.person, sheet.version, _own(sheet))
        score(sheet, heads[sheet.pk], sheet.version, _given(sheet))
    for ranks in (("staff",), ("deputy",), ("head",)):
        _tell([sheet for sheet in _sheets(round) if sheet.rank in ranks and sheet.unit_id != round.agency_id], heads)
    for rank in ("deputy", "head"):
        _tell([sheet for sheet in _sheets(round) if sheet.rank == rank and sheet.unit_id == round.agency_id], heads)
    close_rounds([round], thu)
    # By key: PostgreSQL knows nothing yet of rows this new, and would look up every notice in every entry.
    entries = list(Entry.objects.filter(file__in=round.sheets.values("pk")).values_list("pk", flat=True))
    Notice.objects.filter(entry__in=entries, read_at=None).update(read_at=timezone.now())


def _begin(round: Round) -> None:
    """The month in full swing: some have sent, some are scored, Lan has begun."""
    sheets = _sheets(round)
    heads, lan = _heads(sheets), code(agency.load().cast["lan"])
    for number, sheet in enumerate(sheets):
        far = "begun" if sheet.person.code == lan else SWING[number % len(SWING)] if not sheet.leads else "untouched"
        own = _own(sheet)
        if far in ("sent", "scored"):
            send(sheet, sheet.person, sheet.version, own)
        elif far != "untouched":
            save_marks(sheet, sheet.person, 0, _half(own) if far == "begun" else own)
        if far == "scored":
            score(sheet, heads[sheet.pk], sheet.version, _given(sheet))


def _sheets(round: Round) -> list[PeriodSheet]:
    """The sheets of a month with their people, the seats read once for all."""
    found = list(round.sheets.select_related("person", "round", "unit").order_by("person__code"))
    for sheet in found[1:]:
        sheet.use(found[0].seats())
    return found


def _heads(sheets: Iterable[PeriodSheet]) -> Mapping[int, Person]:
    """Who scores each sheet."""
    found = {}
    for sheet in sheets:
        answer = sheet.seats().assessor(sheet.person_id, sheet.place)
        if not isinstance(answer, Gap):
            found[sheet.pk] = sheet.seats().people([int(answer.person)])[0]
    return found


def _tell(sheets: Iterable[PeriodSheet], heads: Mapping[int, Person]) -> None:
    by_head: dict[Person, list[PeriodSheet]] = {}
    for sheet in sheets:
        by_head.setdefault(heads[sheet.pk], []).append(sheet)
    for head, theirs in by_head.items():
        notify_all(theirs, head)


def _number(sheet: PeriodSheet) -> int:
    return int(sheet.person.code.rpartition("-")[2])


def _own(sheet: PeriodSheet) -> Written:
    """What somebody wrote of a month: the points of the demonstration, spread over the criteria."""
    number, period = _number(sheet), sheet.period
    texts = {
        "strengths": STRENGTHS[draw(len(STRENGTHS), "strengths", number, period)],
        "weaknesses": WEAKNESSES[draw(len(WEAKNESSES), "weaknesses", number, period)],
    }
    return Written(_marks(number, period), texts)


def _marks(number: int, period: int) -> Marks:
    """Half a point off here and there, until the month's points are left."""
    person = agency.load().people[number]
    wanted = GENERAL_CP.get((number, period)) or ordinary.general_cp(person, period)
    points = {key: criterion.max_cp for key, criterion in criteria().items()}
    for place in range((sum(points.values()) - wanted) // HALF_POINT):
        keys = [key for key, left in points.items() if left > HALF_POINT]
        points[keys[draw(len(keys), "mark", number, period, place)]] -= HALF_POINT
    return {key: (cp, _comment(key, cp, number)) for key, cp in points.items()}


def _comment(key: str, points_cp: int, number: int) -> str:
    return FELL_SHORT[draw(len(FELL_SHORT), "comment", number, key)] if points_cp < criteria()[key].max_cp else ""


def _half(own: Written) -> Written:
    """The first criteria only, nothing else yet."""
    return Written(dict(list(own.marks.items())[:4]))


def _given(sheet: PeriodSheet) -> Written:
    """What the head wrote: now and then half a point less, with the reason; for a leader đ and e."""
    number, period = _number(sheet), sheet.period
    columns: dict[str, Any] = {"remark": REMARKS[draw(len(REMARKS), "remark", number, period)]}
    if sheet.leads:
        execution, cohesion = (50 if (number, period) in marked else 100 for marked in (PLAN_LATE, DISUNITY))
        columns |= {"execution": execution, "execution_reason": EXECUTION[execution]}
        columns |= {"cohesion": cohesion, "cohesion_reason": COHESION[cohesion]}
    marks: Marks = {}
    if chance(15, "lowered", number, period) and (number, period) not in GENERAL_CP:
        own, _note = _marks(number, period)["II.2"]
        marks = {"II.2": ((own or 0) - HALF_POINT, LOWERED)} if own and own > HALF_POINT else {}
    return Written(marks, columns)
