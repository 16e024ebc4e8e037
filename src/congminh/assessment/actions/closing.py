"""Closing periods («tổng hợp, khóa kỳ», Điều 17.3): what is scored is told, what is told is closed, all or nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.assessment.actions.opening import must_advise
from congminh.assessment.actions.signing import Say, lock
from congminh.assessment.actions.telling import seat, tell
from congminh.assessment.models import PeriodSheet, Round
from congminh.ledger.actions import Taking, take_all
from congminh.org.models import Person
from congminh.work.refusing import fault, refuse

UNSCORED = ("in_progress", "submitted")


@dataclass(frozen=True)
class Closed:
    """What a closing did: how many results it told because nobody had, and how many sheets it closed."""

    told: int
    closed: int


@transaction.atomic
def close_rounds(rounds: Sequence[Round], by: Person, reason: str = "", say: Say | None = None) -> Closed:
    """Close the periods of one or many agencies, by their personnel adviser.

    Every sheet must have been told, or left out; with a `reason`, those scored and not told by the day of telling
    are told now, with a trace (Điều 17.3). One that is closed already is passed by, so that a closing begun again
    goes on where there is still something to do. `say(done, note)` hears how far it is.
    """
    keys = [round.pk for round in rounds]
    held = _hold(keys)
    for agency in {round.agency_id for round in held}:
        must_advise(agency, by)
    # Before they are read: whoever is writing one is waited for, and what they wrote is closed.
    lock(PeriodSheet.objects.filter(round__in=keys).values_list("pk", flat=True))
    _must_be_scored(keys)
    late, told = _sheets(keys, "scored"), _sheets(keys, "notified")
    if late:
        _must_be_late(held, late, reason)
        _must_be_others(late, by)
        _must_be_in_time(late)
        tell("notify_late", late, by, {"reason": reason.strip()}, keys, say)
    told += late
    seat(told)
    if say:
        say(len(late), _("Periods are being closed"))
    for sheet in told:
        sheet.settle(closing=True)
    take_all("close", [Taking(sheet) for sheet in told], by)
    Round.objects.filter(pk__in=keys, closed_at=None).update(closed_by=by, closed_at=timezone.now())
    return Closed(len(late), len(told))


def standing(rounds: Collection[int]) -> dict[str, int]:
    """How many sheets of these rounds stand where: one query."""
    rows = PeriodSheet.objects.filter(round__in=rounds).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def _hold(keys: Collection[int]) -> list[Round]:
    """Lock the rounds for the rest of the transaction, so that two closings follow each other."""
    # no_key: whoever writes a sheet meanwhile refers to its round, and must not wait for us while we wait for them.
    return list(Round.objects.filter(pk__in=list(keys)).select_for_update(no_key=True).order_by("pk"))


def _must_be_scored(keys: Collection[int]) -> None:
    counts = standing(keys)
    left = sum(counts.get(state, 0) for state in UNSCORED)
    if left:
        names = PeriodSheet.objects.filter(round__in=keys, state__in=UNSCORED).order_by("unit__code", "person__code")
        first = ", ".join(names.values_list("person__name", flat=True)[:5])
        what, why = _("%(number)s sheets of the period are not scored yet."), _("Among them: %(first)s.")
        raise fault(what, _("Have them scored, or leave out who is away."), why, number=left, first=first)


def _must_be_late(rounds: Sequence[Round], sheets: Sequence[PeriodSheet], reason: str) -> None:
    """Results nobody told are told by personnel only after the day of telling, and with a reason."""
    if not reason.strip():
        what, mend = _("%(number)s results are scored and not told yet."), _("Say why personnel tell them now.")
        refuse("reason", what, mend, number=len(sheets))
    today = timezone.localdate()
    early = [round for round in rounds if today <= round.publish_by]
    if early and {sheet.round_id for sheet in sheets} & {round.pk for round in early}:
        what, mend = _("Results are to be told by %(day)s."), _("Wait for that day, or have the assessors tell them.")
        raise fault(what, mend, day=f"{early[0].publish_by:%d/%m/%Y}")


def _must_be_others(sheets: Sequence[PeriodSheet], by: Person) -> None:
    """Nobody tells their own result."""
    if any(sheet.person_id == by.pk for sheet in sheets):
        what, mend = _("Your own result was not told yet."), _("Have it told by who scores you.")
        raise fault(what, mend, _("Nobody tells their own result."))


def _must_be_in_time(sheets: Sequence[PeriodSheet]) -> None:
    """Of a sheet reopened whose time is over the result told before holds: no other is told in its place."""
    today = timezone.localdate()
    lapsed = [sheet.person.name for sheet in sheets if not sheet.in_time(today)]
    if lapsed:
        what, why = _("The time to score %(number)s reopened sheets anew is over."), _("Among them: %(first)s.")
        mend = _("Put back the result told before, or have them reopened once more.")
        raise fault(what, mend, why, number=len(lapsed), first=", ".join(lapsed[:5]))


def _sheets(keys: Collection[int], state: str) -> list[Any]:
    rows = PeriodSheet.objects.filter(round__in=keys, state=state).select_related("person", "round")
    return list(rows.defer("strengths", "weaknesses", "remark").order_by("pk"))
