"""The organisations' year in the demonstration: one level decided and told, two sent, two being written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from congminh.demo import agency
from congminh.demo.organisation import PERSONNEL, code
from congminh.demo.work_rows import in_swing
from congminh.ledger.actions import take
from congminh.org.models import Decision, Person, Unit
from congminh.unit_year.actions import (
    Written,
    begin_set,
    decide,
    decide_set,
    enter_counts,
    enter_values,
    open_year,
    put_criteria,
    put_indicators,
    record_complaint,
    save_sheet,
    send,
)
from congminh.unit_year.actions.setting import CriterionRow, IndicatorRow
from congminh.unit_year.facts.tasks import Counts
from congminh.unit_year.models import CriteriaSet, UnitSheet

OFFICE, ECONOMY, CULTURE, ONE_STOP = 2, 3, 4, 5
REPORTED = timedelta(days=6)
# By unit: points off of each heading, in hundredths; what was reported of the year's tasks.
OFF: Mapping[int, Mapping[str, int]] = {
    OFFICE: {"3": 150, "b": 200, "đ": 200, "e": 150},
    ECONOMY: {"2": 100, "b": 300, "g": 250, "h": 100},
    CULTURE: {"3": 100, "b": 200},
    ONE_STOP: {"đ": 50, "h": 50},
}
COUNTS = {OFFICE: Counts(126, 126, 126, 21), ECONOMY: Counts(148, 148, 135, 12), ONE_STOP: Counts(94, 94, 94, 33)}
VALUES_M = {OFFICE: (97_400, 91_000), ECONOMY: (92_100, 86_500), ONE_STOP: (99_200, 95_300)}
FELL_SHORT = "Còn việc chậm so với chương trình công tác, đã nêu trong báo cáo tổng kết."
CHECKED = "Theo báo cáo tổng kết và kết quả kiểm tra công vụ."
LOOKED_AT = "Đối chiếu với báo cáo kiểm tra công vụ, còn hai văn bản phải đính chính."
WORDS = {
    OFFICE: "Phục vụ tốt các kỳ họp HĐND, UBND xã; tiếp công dân đúng lịch; số hóa xong hồ sơ hộ tịch.",
    ECONOMY: "Hoàn thành thu ngân sách, giải phóng mặt bằng hai công trình; hồ sơ đất đai còn chậm trong quý II.",
    CULTURE: "Đang tổng hợp kết quả chi trả an sinh xã hội và xây dựng đời sống văn hóa.",
    ONE_STOP: "Hồ sơ trả đúng hạn và trước hạn; có quầy hỗ trợ nộp hồ sơ trực tuyến tại bốn thôn xa trung tâm.",
}
COMPLAINT = "Phản ánh chậm trả hồ sơ chuyển mục đích sử dụng đất của hai hộ dân thôn Bình Minh."


@dataclass(frozen=True)
class Ground:
    """Who acts, and when it is."""

    year: int
    day: date
    thu: Person
    an: Person
    heads: Mapping[int, Person]

    def sheet(self, unit: int) -> UnitSheet:
        """The sheet of a unit as it is stored."""
        return UnitSheet.objects.get(unit__code=code(unit), year=self.year)


@transaction.atomic
def load_unit_year() -> None:
    """Bring in the organisations' year, after the work; loading it again changes nothing."""
    if CriteriaSet.objects.exists():
        return
    day, cast = timezone.localdate(), agency.load().cast
    heads = {one.unit: one.id for one in agency.load().people.values() if one.post == "head"}
    people = {number: Person.objects.get(code=code(number)) for number in (*heads.values(), cast[PERSONNEL])}
    by_unit = {unit: people[number] for unit, number in heads.items()}
    ground = Ground(in_swing(day).year, day, people[cast[PERSONNEL]], people[cast["an"]], by_unit)
    _put_in_force(ground)
    open_year(ground.year, ground.thu)
    for unit in (OFFICE, ECONOMY, ONE_STOP):
        _send(ground, unit)
    head = ground.heads[CULTURE]
    written = _written(ground.sheet(CULTURE), CULTURE)
    begun = Written(dict(list(written.marks.items())[:6]), {"self_evaluation": WORDS[CULTURE]})
    save_sheet(ground.sheet(CULTURE), head, 0, begun)
    received = max(date(ground.year, 1, 5), day - REPORTED)
    record_complaint(ground.sheet(ECONOMY), ground.thu, received, "Đơn số 07/ĐT", COMPLAINT)
    _weigh(ground)


def _put_in_force(ground: Ground) -> None:
    """The set of criteria, decided by the province at the beginning of the year."""
    text = (resources.files("congminh.demo.year") / "criteria.yaml").read_text(encoding="utf-8")
    told = yaml.safe_load(text)
    commune = Unit.objects.get(code=code(1))
    drawn = begin_set(commune, ground.thu, f"{told['name']} năm {ground.year}")
    rows = [CriterionRow(row["heading"], row["label"], 100 * row["points"]) for row in told["criteria"]]
    put_criteria(drawn, ground.thu, rows)
    closes = (told["closes"]["month"], told["closes"]["day"])
    put_indicators(
        drawn,
        ground.thu,
        [IndicatorRow(**row, closing_month=closes[0], closing_day=closes[1]) for row in told["indicators"]],
    )
    begins = date(ground.year, 1, 1)
    signed: dict[str, Any] = {"signed_on": begins, "signer": "Chủ tịch UBND tỉnh", "about": told["name"]}
    decide_set(drawn, ground.thu, Decision(number="118/QĐ-UBND", **signed), begins)


def _send(ground: Ground, unit: int) -> None:
    """A sheet with its figures, self-evaluated and sent by the head."""
    sheet, head = ground.sheet(unit), ground.heads[unit]
    enter_counts(sheet, head, COUNTS[unit], "Báo cáo tổng kết năm số 87/BC", ground.day - REPORTED)
    entered = [each for each in sheet.criteria.indicators.all() if each.takes == "entered"]
    values = {each.pk: value for each, value in zip(entered, VALUES_M[unit], strict=True)}
    if all(each.closes(ground.year) >= ground.day for each in entered):
        enter_values(sheet, head, values)
    grade = {OFFICE: "good", ECONOMY: "fulfilled", ONE_STOP: "excellent"}[unit]
    columns = {"self_evaluation": WORDS[unit], "proposed_grade": grade, "remedied": True}
    send(sheet, head, sheet.version, sheet.draft, Written(_written(sheet, unit).marks, columns))


def _weigh(ground: Ground) -> None:
    """The chair has decided on one organisation and begun with another."""
    sheet = ground.sheet(ONE_STOP)
    save_sheet(sheet, ground.an, sheet.draft, Written(_given(sheet, ONE_STOP), {"remark": CHECKED}))
    sheet = ground.sheet(OFFICE)
    marks = _given(sheet, OFFICE, c=50)
    columns = {"grade": "good", "remark": CHECKED, "quality_assured": True, "remedied_given": True}
    decide(sheet, ground.an, sheet.version, sheet.draft, Written(marks, columns))
    sheet = ground.sheet(OFFICE)
    take("notify", sheet, ground.an, sheet.version)


def _written(sheet: UnitSheet, unit: int) -> Written:
    """A head's points: full but for what is off, each with a word."""
    left = dict(OFF[unit])
    marks = {}
    for criterion in sheet.criteria.criteria.all():
        off = left.pop(criterion.heading, 0)
        marks[criterion.pk] = (criterion.max_cp - off, FELL_SHORT if off else "")
    return Written(marks)


def _given(sheet: UnitSheet, unit: int, **less: int) -> dict[int, tuple[int | None, str]]:
    """The recogniser's points: the head's own, less with a reason under the headings of `less`."""
    given: dict[int, tuple[int | None, str]] = {}
    headings = {each.pk: each.heading for each in sheet.criteria.criteria.all()}
    for pk, (points, _note) in _written(sheet, unit).marks.items():
        off = less.get(headings[pk], 0)
        given[pk] = ((points or 0) - off, LOOKED_AT if off else "")
    return given
