"""Two at once: exactly one effect, on both engines, fifty times each."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError

from congminh.assessment.actions import (
    Closed,
    Line,
    Overtaken,
    Written,
    close_rounds,
    lodge,
    notify,
    open_round,
    save_marks,
    score,
    send,
)
from congminh.assessment.facts import differences
from congminh.assessment.models import PeriodSheet, Petition, Result, Round
from congminh.assessment.models.timetable import Days
from congminh.law.calendar import Period
from congminh.ledger.actions import Stale, take
from congminh.ledger.models import Entry
from congminh.org.actions import begin_unit
from congminh.org.models import Person, Post, Unit
from congminh.work.actions import undo
from congminh.work.models import Task
from tests.apps.assessment.month import filled, given_by_head
from tests.apps.assessment.rows import put_tasks
from tests.apps.ledger.test_races import committed, together
from tests.apps.org.commune import SINCE, person, position, unit
from tests.apps.work.desk import MONTH

__all__ = ["committed"]
ROUNDS = 50
NUMBERS = count(1)


class Agency:
    """An agency of its own under a province of its own: a head, a colleague, an adviser above."""

    def __init__(self) -> None:
        mark = next(NUMBERS)
        self.province = unit(f"RT{mark}", f"UBND tỉnh {mark}", "managing", None)
        self.agency = begin_unit(Unit(code=f"RX{mark}", kind="using", begun=SINCE), f"UBND xã {mark}", self.province)
        names = ("chair", "head", "lan", "nga")
        self.chair, self.head, self.lan, self.nga = (person(f"R{name}{mark}", f"{name} {mark}") for name in names)
        adviser = position("Tổ chức – cán bộ cấp tỉnh", is_personnel=True)
        for who, where, rank, held in (
            (self.chair, self.province, "head", position("Vị trí head")),
            (self.head, self.agency, "head", position("Vị trí head")),
            (self.lan, self.agency, "staff", position("Vị trí staff")),
            (self.nga, self.province, "staff", adviser),
        ):
            Post.objects.create(person=who, unit=where, rank=rank, first=SINCE, position=held)

    def opened(self, period: Period = MONTH) -> Round:
        days = Days(period.first, period.first, period.first + timedelta(days=1))
        return open_round(self.agency, period, None, "thử", days).round

    def sheet(self, who: Person) -> PeriodSheet:
        return PeriodSheet.objects.select_related("person", "round").get(person=who, agency=self.agency)

    def sent(self, who: Person) -> PeriodSheet:
        send(self.sheet(who), who, 0, filled())
        return self.sheet(who)

    def scored(self, who: Person, by: Person) -> PeriodSheet:
        sheet = self.sent(who)
        score(sheet, by, 1, given_by_head(sheet))
        return self.sheet(who)

    def worked(self) -> Task:
        line = {"origin": "planned", "coefficient_m": 1000, "assigned_m": 1000, "done_m": 1000}
        row = {**line, "quality_failures": 0, "delays": 0, "person_id": self.lan.pk, "period": MONTH.code}
        put_tasks([row], {self.lan.pk: self.lan}, {self.lan.pk: self.agency})
        return Task.objects.get(person=self.lan)


def kinds(found: list[object]) -> list[str]:
    return sorted(type(each).__name__ for each in found)


def test_two_who_score_at_once_leave_one_score(committed: None) -> None:
    here = Agency()
    here.opened()
    for number in range(ROUNDS):
        sheet = here.sent(here.lan) if number == 0 else here.sheet(here.lan)
        version, draft = sheet.version, sheet.draft

        def scores(points: int) -> Callable[[], object]:
            words = given_by_head(sheet, {"I.1": (points, "lý do")})  # noqa: B023
            return lambda: score(here.sheet(here.lan), here.head, version, words, draft)  # noqa: B023

        found = together(scores(450), scores(400))
        assert kinds(found) in (["Entry", "Overtaken"], ["Entry", "Stale"]), found
        sheet = here.sheet(here.lan)
        (entry,) = [each for each in found if isinstance(each, Entry)]
        assert (sheet.version, sheet.general_cp) == (version + 1, entry.data["general_cp"])
        assert sheet.marks.get(code="I.1").given_cp == entry.data["marks"]["I.1"]["cp"]


def test_two_windows_that_save_at_once_leave_one_save(committed: None) -> None:
    here = Agency()
    here.opened()
    for number in range(ROUNDS):
        saves = [
            lambda points=points: save_marks(here.sheet(here.lan), here.lan, number, Written({"I.1": (points, "")}))  # noqa: B023
            for points in (450, 400)
        ]
        found = together(*saves)
        assert kinds(found) == ["Overtaken", "int"], found
        (lost,) = [each for each in found if isinstance(each, Overtaken)]
        assert lost.marks["I.1"].self_cp == here.sheet(here.lan).marks.get(code="I.1").self_cp
        assert here.sheet(here.lan).draft == number + 1


def test_a_save_and_the_sending_never_pass_each_other(committed: None) -> None:
    for _ in range(ROUNDS):
        here = Agency()
        here.opened()
        full = filled()
        save_marks(here.sheet(here.lan), here.lan, 0, full)
        found = together(
            lambda: save_marks(here.sheet(here.lan), here.lan, 1, Written({"I.1": (0, "muộn")})),  # noqa: B023
            lambda: send(here.sheet(here.lan), here.lan, 0),  # noqa: B023
        )
        sheet = here.sheet(here.lan)
        entry = sheet.entries.get(step="self_assess")
        assert entry.data["form_01"]["marks"]["I.1"]["cp"] == sheet.marks.get(code="I.1").self_cp, found
        assert sheet.self_cp == sum(mark.self_cp or 0 for mark in sheet.marks.all())


def test_a_result_told_while_its_task_is_taken_back_holds_what_stands(committed: None) -> None:
    """Either the task moved first and the result counts it so, or the result was first and the task stands."""
    ends = set()
    for _ in range(ROUNDS):
        here = Agency()
        here.opened()
        task = here.worked()
        version = here.scored(here.lan, here.head).version
        found = together(
            lambda: notify(here.sheet(here.lan), here.head, version),  # noqa: B023
            lambda: undo(Task.objects.get(pk=task.pk), here.head),  # noqa: B023
        )
        assert isinstance(found[0], Entry), found
        result: Any = Result.objects.get(sheet__person=here.lan)
        moved = isinstance(found[1], Entry)
        assert moved or isinstance(found[1], ValidationError), found
        stands = Task.objects.get(pk=task.pk)
        assert (stands.state, result.quantity_bp) == (("reported", 0) if moved else ("confirmed", 10000))
        assert differences(result) == []
        ends.add(moved)
    assert ends


def test_two_closings_at_once_close_once(committed: None) -> None:
    for _ in range(ROUNDS):
        here = Agency()
        round = here.opened()
        here.worked()
        here.scored(here.lan, here.head)
        here.scored(here.head, here.chair)
        closing = lambda: close_rounds([Round.objects.get(pk=round.pk)], here.nga, "Quá hạn")  # noqa: B023, E731
        found = together(closing, closing)
        done = [each for each in found if isinstance(each, Closed) and each.closed]
        assert len(done) == 1 and (done[0].told, done[0].closed) == (2, 2), found
        assert all(isinstance(each, Closed | Stale) for each in found), found
        assert Result.objects.filter(sheet__round=round).count() == 2
        assert Entry.objects.filter(file__periodsheet__round=round, step="close").count() == 2
        assert PeriodSheet.objects.filter(round=round, state="closed").count() == 2


def test_a_closing_and_a_new_score_at_once_leave_one_of_them(committed: None) -> None:
    for _ in range(ROUNDS):
        here = Agency()
        round = here.opened()
        sheet = here.scored(here.lan, here.head)
        here.scored(here.head, here.chair)
        words = given_by_head(sheet, {"I.1": (300, "xét lại")})
        found = together(
            lambda: close_rounds([Round.objects.get(pk=round.pk)], here.nga, "Quá hạn"),  # noqa: B023
            lambda: score(here.sheet(here.lan), here.head, 2, words),  # noqa: B023
        )
        stands = here.sheet(here.lan)
        if isinstance(found[1], Entry):
            told: Any = stands.result
            assert stands.general_cp == 2800 and (told is None or told.general_cp == 2800), found
        else:
            assert isinstance(found[1], Overtaken | Stale) and stands.general_cp == 3000, found
            assert isinstance(found[0], Closed) and stands.state == "closed", found
        assert stands.result is None or differences(stands.result) == []


def test_a_period_opened_twice_at_once_is_opened_once(committed: None) -> None:
    for _ in range(ROUNDS):
        here = Agency()
        found = together(here.opened, here.opened)
        assert kinds(found) == ["Round", "ValidationError"], found
        assert Round.objects.filter(agency=here.agency).count() == 1
        assert PeriodSheet.objects.filter(agency=here.agency).count() == 2


def test_two_petitions_on_one_line_sent_at_once_are_one_and_two_answers_to_it_are_one(committed: None) -> None:
    here = Agency()
    here.opened()
    notify(here.scored(here.lan, here.head), here.head, 2)
    for number in range(ROUNDS):
        line = Line(f"line {number}", "a · Số lượng")
        lodging = lambda: lodge(here.sheet(here.lan), here.lan, line, "Còn thiếu một báo cáo.")  # noqa: B023, E731
        assert kinds(together(lodging, lodging)) == ["Petition", "ValidationError"]
        sent = Petition.objects.described().get(line=line.name)

        def answer(step: str) -> Callable[[], object]:
            mine = Petition.objects.described().get(pk=sent.pk)  # noqa: B023
            return lambda: take(step, mine, here.chair, mine.version, {"reason": "Đã xem xét"})

        assert kinds(together(answer("uphold"), answer("refuse"))) == ["Entry", "Stale"]
        assert Entry.objects.filter(file=sent, step__in=("uphold", "refuse")).count() == 1
