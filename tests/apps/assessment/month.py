"""A month in the small commune: opened by Thu, worked, self-assessed, scored, told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from congminh.assessment.actions import Written, notify, open_round, score, send
from congminh.assessment.models import PeriodSheet, Round
from congminh.law.nd335.general import criteria
from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.work.actions import confirm, report
from congminh.work.models import Task
from tests.apps.work.desk import MONTH, Desk, day, opened

REASONS = {"execution_reason": "Hoàn thành đúng kế hoạch, có sáng kiến", "cohesion_reason": "Đơn vị đoàn kết"}


@dataclass
class Month:
    """The commune's month, open."""

    desk: Desk
    round: Round

    @property
    def here(self) -> Any:
        """The commune and its people."""
        return self.desk.here

    def sheet(self, who: Person) -> PeriodSheet:
        """A person's sheet as it is stored."""
        return PeriodSheet.objects.select_related("person", "round", "result__basis").get(round=self.round, person=who)

    def done(
        self, who: Person | None = None, quantity_m: int = 2000, finished: int = 18, done_m: int = 0, **more: Any
    ) -> Task:
        """Work of somebody: so much assigned, all of it or `done_m` reported and confirmed by who scores them."""
        who = who or self.here.lan
        head = {self.here.minh.pk: self.here.an, self.here.thuong.pk: self.here.an}.get(who.pk, self.here.minh)
        head = {self.here.thu.pk: self.here.thuong, self.here.an.pk: self.here.chair}.get(who.pk, head)
        task = given(self.desk, who, head, quantity_m=quantity_m, **more)
        report(task, who, done_m or quantity_m, day(finished))
        confirm(task, head)
        return task

    def sent(self, who: Person, points: Mapping[str, int] | None = None) -> PeriodSheet:
        """Somebody's sheet, sent with full points but those given here."""
        sheet = self.sheet(who)
        send(sheet, who, sheet.version, filled(points))
        return self.sheet(who)

    def scored(self, who: Person, by: Person, points: Mapping[str, int] | None = None, **columns: Any) -> PeriodSheet:
        """Somebody's sheet, sent and scored."""
        sheet = self.sent(who, points)
        score(sheet, by, sheet.version, given_by_head(sheet, **columns))
        return self.sheet(who)

    def told(self, who: Person, by: Person, points: Mapping[str, int] | None = None, **columns: Any) -> PeriodSheet:
        """Somebody's sheet, sent, scored and told."""
        sheet = self.scored(who, by, points, **columns)
        notify(sheet, by, sheet.version)
        return self.sheet(who)

    def all_told(self) -> None:
        """Everyone's sheet of the commune told, from below upward."""
        here = self.here
        order = ((here.lan, here.minh), (here.thu, here.thuong), (here.hoa, here.minh))
        for who, by in (*order, (here.minh, here.an), (here.thuong, here.an), (here.an, here.chair)):
            self.told(who, by)


def given(desk: Desk, who: Person, by: Person, **more: Any) -> Task:
    """A task given to somebody by who scores them."""
    from congminh.work.actions import assign

    return assign([desk.row(who, **{"code": "DC.02", **more})], by)[0]


def filled(points: Mapping[str, int] | None = None, note: str = "Còn hạn chế") -> Written:
    """Every criterion at its maximum, but those given; below it a comment."""
    chosen = {code: criterion.max_cp for code, criterion in criteria().items()} | dict(points or {})
    marks = {code: (cp, note if cp < criteria()[code].max_cp else "") for code, cp in chosen.items()}
    return Written(marks, {"strengths": "Chủ động", "weaknesses": ""})


def given_by_head(
    sheet: PeriodSheet, marks: Mapping[str, tuple[int | None, str]] | None = None, **more: Any
) -> Written:
    """A remark, for a leader đ and e with reasons, and what is said here besides."""
    columns: dict[str, Any] = {"remark": "Hoàn thành nhiệm vụ"}
    if sheet.leads:
        columns |= {"execution": 100, "cohesion": 100, **REASONS}
    return Written(marks or {}, {**columns, **more})


def begun() -> Month:
    """The month, open, in whatever database is open."""
    desk = opened()
    return Month(desk, open_round(desk.here.commune, MONTH, desk.here.thu).round)


def last_entry(sheet: PeriodSheet) -> Entry:
    """What was done last."""
    return sheet.entries.order_by("number").last()  # type: ignore[return-value]
