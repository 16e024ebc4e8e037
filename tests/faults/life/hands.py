"""The same life in the real thing: every act through the product's own actions, and what the database says after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max
from django.utils import timezone

from congminh.assessment import actions as sheets
from congminh.assessment.actions import Line, Written
from congminh.assessment.models import PeriodSheet, Petition
from congminh.law.nd335.general import criteria
from congminh.ledger.actions import Stale, take
from congminh.ledger.forms import step_form
from congminh.ledger.models import CaseFile, Entry, Leaf, Notice
from congminh.ledger.twice import SavedFirst
from congminh.org.models import Person
from congminh.work import actions as works
from congminh.work.models import Task
from tests.apps.assessment.month import Month, begun, filled
from tests.apps.work.desk import day
from tests.faults.life.plain import Act, Life
from tests.faults.life.reckoning import reckoning

REFUSALS = (PermissionDenied, ValidationError, Stale, SavedFirst)
WHY = "Vì đã xem xét."
PRODUCTS = {6000: "KT.01", 8000: "DC.02"}


@dataclass
class Hands:
    """The commune's month, and the files of the walk by their plain names."""

    month: Month
    sheet: int
    other: int
    before: tuple[int, int, int]
    tasks: list[int] = field(default_factory=list)
    petitions: list[int] = field(default_factory=list)

    def person(self, name: str) -> Person:
        found: Person = getattr(self.month.here, name)
        return found

    def names(self) -> dict[int, str]:
        """The plain names of the people, by their keys."""
        return {value.pk: name for name, value in vars(self.month.here).items() if isinstance(value, Person)}

    def keys(self) -> dict[int, str]:
        """The plain names of the files, by their keys."""
        named = {self.sheet: "sheet", self.other: "other"}
        named |= {pk: f"task {number}" for number, pk in enumerate(self.tasks)}
        return named | {pk: f"petition {number}" for number, pk in enumerate(self.petitions)}

    def file(self, about: str) -> Any:
        """A file as it is stored."""
        kind, _, number = about.partition(" ")
        if kind == "task":
            return Task.objects.select_related("person").get(pk=self.tasks[int(number)])
        if kind == "petition":
            return Petition.objects.described().get(pk=self.petitions[int(number)])
        return PeriodSheet.objects.select_related("person", "agency", "round", "result__basis").get(pk=self.sheet)

    def do(self, act: Act) -> bool:
        """Do it through the product; False where it was refused."""
        try:
            ACTS[act.name](self, act, self.person(act.who))
        except REFUSALS:
            return False
        return True


def settled() -> Hands:
    """A month in which nobody is left to score but Lan."""
    month, today = begun(), timezone.localdate()
    here, days = month.here, [today + timedelta(days=each) for each in (2, 4, 8)]
    for name, each in zip(("self_by", "confirm_by", "publish_by"), days, strict=True):
        setattr(month.round, name, each)
    month.round.save()
    for who in (here.an, here.minh, here.thuong, here.hoa):
        sheet = month.sheet(who)
        take("leave_out", sheet, here.thu, sheet.version, {"reason": WHY})
    other = month.told(here.thu, here.thuong)
    last = [model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in (Entry, Notice, Leaf)]
    return Hands(month, month.sheet(here.lan).pk, other.pk, (last[0], last[1], last[2]))


def begin(hands: Hands) -> Life:
    """The plain life of that month."""
    round = hands.month.round
    return Life(reckoning(), timezone.localdate(), round.self_by, round.publish_by, round.confirm_by)


def _version(file: CaseFile, act: Act) -> int:
    return file.version - act.behind


def marks(points: int, own: int | None) -> Written:
    """Every criterion in full, and I.1 as given; where that is not the person's own, why."""
    given = {code: (criterion.max_cp, "") for code, criterion in criteria().items()}
    return Written({**given, "I.1": (points, "" if points == own else WHY)}, {"remark": "Đạt"})


def _own(sheet: PeriodSheet) -> int | None:
    mark = sheet.marks.filter(code="I.1").first()
    return mark.self_cp if mark else None


def _assign(hands: Hands, act: Act, by: Person) -> None:
    coefficient_m, assigned_m = act.more
    row = hands.month.desk.row(code=PRODUCTS[coefficient_m], quantity_m=assigned_m)
    hands.tasks.append(works.assign([row], by)[0].pk)


def _lodge(hands: Hands, act: Act, by: Person) -> None:
    made = sheets.lodge(hands.file("sheet"), by, Line(act.more[0], act.more[0]), WHY)
    hands.petitions.append(made.pk)


def _of_task(action: Callable[..., Any], *said: Any, **more: Any) -> Callable[[Hands, Act, Person], Any]:
    def act_(hands: Hands, act: Act, by: Person) -> Any:
        task = hands.file(act.about)
        return action(task, by, *said, version=_version(task, act), **more)

    return act_


def _report(hands: Hands, act: Act, by: Person) -> None:
    task = hands.file(act.about)
    works.report(task, by, act.more[0], day(act.more[1]), version=_version(task, act))


def _with_first(action: Callable[..., Any], *said: Any) -> Callable[[Hands, Act, Person], Any]:
    """An action that takes what is handed in first, then the reason."""

    def act_(hands: Hands, act: Act, by: Person) -> Any:
        task = hands.file(act.about)
        first = act.more[0] if act.more else None
        return action(task, by, first, *said, version=_version(task, act))

    return act_


def _force(hands: Hands, act: Act, by: Person) -> None:
    task = hands.file(act.about)
    task.version = _version(task, act)
    works.force_forward([task], by, hands.month.round.confirm_by, WHY)


def _send(hands: Hands, act: Act, by: Person) -> None:
    sheet = hands.file("sheet")
    sheets.send(sheet, by, _version(sheet, act), filled({"I.1": act.more[0]}))


def _score(hands: Hands, act: Act, by: Person) -> None:
    sheet = hands.file("sheet")
    written = marks(act.more[0], _own(sheet))
    if act.name == "score":
        sheets.score(sheet, by, _version(sheet, act), written)
    else:
        sheets.score_unsent(sheet, by, _version(sheet, act), WHY, written)


def _of_sheet(action: Callable[..., Any], *said: Any) -> Callable[[Hands, Act, Person], Any]:
    def act_(hands: Hands, act: Act, by: Person) -> Any:
        sheet = hands.file("sheet")
        return action(sheet, by, _version(sheet, act), *said)

    return act_


def _ask(hands: Hands, act: Act, by: Person) -> None:
    sheet = hands.file("sheet")
    sheets.ask_reopen(sheet, by, _version(sheet, act), WHY, timezone.localdate() + timedelta(days=act.more[0]))


def _move_on(hands: Hands, act: Act, by: Person) -> None:
    sheet = hands.file("sheet")
    sheet.version = _version(sheet, act)
    sheets.move_on_all([sheet], by, WHY)


def _close(hands: Hands, act: Act, by: Person) -> None:
    sheets.close_rounds([hands.month.round], by, WHY)


def _by_form(name: str, about: str = "") -> Callable[[Hands, Act, Person], Any]:
    """As the one page of every step does: the form of the step."""

    def act_(hands: Hands, act: Act, by: Person) -> Any:
        file = hands.file(act.about)
        form = step_form(file, name, by, {"reason": WHY})
        assert form.is_valid(), form.errors
        return form.act(_version(file, act))

    return act_


def _correct(hands: Hands, act: Act, by: Person) -> None:
    petition = hands.file(act.about)
    sheets.correct(petition, by, _version(petition, act), WHY)


ACTS: dict[str, Callable[[Hands, Act, Person], Any]] = {
    "assign": _assign,
    "report": _report,
    "update": _with_first(works.record_progress),
    "confirm": _with_first(works.confirm, WHY),
    "return": _of_task(works.return_work, WHY),
    "send_back": _of_task(works.send_back, WHY),
    "undo": _of_task(works.undo),
    "force_forward": _force,
    "ask_cause": _with_first(works.ask_cause, WHY),
    "accept_cause": _of_task(works.accept_cause, WHY),
    "refuse_cause": _of_task(works.refuse_cause, WHY),
    "cancel": _by_form("cancel"),
    "self_assess": _send,
    "move_on": _move_on,
    "give_back": _by_form("return"),
    "score": _score,
    "score_unsent": _score,
    "notify": _of_sheet(sheets.notify),
    "notify_late": _of_sheet(sheets.notify_late, WHY),
    "close": _close,
    "sync": _by_form("sync"),
    "ask_reopen": _ask,
    "reopen": _of_sheet(sheets.reopen),
    "refuse_reopen": _of_sheet(sheets.refuse_reopen, WHY),
    "restore": _of_sheet(sheets.restore),
    "leave_out": _by_form("leave_out"),
    "take_in": _by_form("take_in"),
    "lodge": _lodge,
    "uphold": _by_form("uphold"),
    "refuse": _by_form("refuse"),
    "correct": _correct,
}
