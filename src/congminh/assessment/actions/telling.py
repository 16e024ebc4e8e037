"""Telling results («thông báo kết quả», Điều 17.3): signed first, then told to the person and to personnel."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from congminh.assessment.actions.petitioning import correct_told
from congminh.assessment.actions.scoring import must_stand_where, stop_if_lapsed
from congminh.assessment.actions.signing import Say, sign
from congminh.assessment.facts.vouching import told
from congminh.assessment.models import PeriodSheet
from congminh.ledger.actions import Taking, take, take_all
from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.work.refusing import fault

# A reopening is over once the sheet was told anew.
REOPENED: dict[str, Any] = {"reopen_until": None, "reopen_asked_by": None}


@transaction.atomic
def notify(sheet: PeriodSheet, by: Person, version: int) -> Entry:
    """Tell one result: reckoned, kept for good with all it rests on, told to the person and to personnel.

    An upheld petition on an earlier result of the sheet ends with it (Điều 22).
    Raises ValidationError while somebody in a leader's charge was not told theirs, Stale when the sheet has moved.
    """
    entry = _tell_one("notify", sheet, by, version, {})
    correct_told([sheet], by)
    return entry


@transaction.atomic
def notify_late(sheet: PeriodSheet, by: Person, version: int, reason: str) -> Entry:
    """Tell a result the assessor did not tell in time: by personnel, after the day of telling, with the reason."""
    stop_if_lapsed(sheet)
    if not sheet.holds("publish_day_over"):
        what, mend = _("The result is to be told by %(day)s."), _("Wait for that day, or remind who scores.")
        raise fault(what, mend, day=f"{sheet.round.publish_by:%d/%m/%Y}")
    return _tell_one("notify_late", sheet, by, version, {"reason": reason.strip()})


@transaction.atomic
def notify_all(sheets: Sequence[PeriodSheet], by: Person) -> list[Entry]:
    """Tell many results at once, each sheet as it was loaded: all or none; leaders after those in their charge."""
    entries = tell("notify", sheets, by, {})
    correct_told(sheets, by)
    return entries


def tell(
    step: str,
    sheets: Sequence[PeriodSheet],
    by: Person,
    data: Mapping[str, Any],
    rounds: Collection[int] = (),
    say: Say | None = None,
) -> list[Entry]:
    """Sign and tell, by `notify` or `notify_late`; see `sign` for `rounds` and `say`."""
    seat(sheets)
    results = sign(sheets, by, rounds, say)
    prefetch_related_objects(sheets, "person", "agency")
    takings = [Taking(sheet, {**told(results[sheet.pk], sheet), **data}, REOPENED) for sheet in sheets]
    for sheet in sheets:
        sheet.settle(charge_told=True)
    return take_all(step, takings, by)


def seat(sheets: Sequence[PeriodSheet]) -> None:
    """Give sheets the seats of today, read once for all."""
    for sheet in sheets[1:]:
        sheet.use(sheets[0].seats())


def _tell_one(step: str, sheet: PeriodSheet, by: Person, version: int, data: Mapping[str, Any]) -> Entry:
    must_stand_where(step, sheet)
    result = sign([sheet], by)[sheet.pk]
    sheet.settle(charge_told=True)
    return take(step, sheet, by, version, {**told(result, sheet), **data}, **REOPENED)
