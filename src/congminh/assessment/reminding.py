"""«Nhắc việc» in a period: who has not sent the sheet, scored it, told its result, by the days of the round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.queries import DUE
from congminh.assessment.models.sheet import PROCEDURE
from congminh.assessment.seats import Place, Seats, seats_on
from congminh.law.procedure import Role
from congminh.ledger.reminding import DAYS_AFTER, HORIZON, Call, reminds

STEPS = {"in_progress": "self_assess", "submitted": "score", "scored": "notify"}


@reminds
def by_rounds(day: date) -> Iterator[Call]:
    """Whose sheet is not sent, and who scores those not scored or told; one query a state, the seats read once."""
    seats, known = seats_on(day), dict[Place, int | None]()
    for state, by in DUE.items():
        near = {f"round__{by}__range": (day - timedelta(days=DAYS_AFTER), day + HORIZON)}
        rows = PeriodSheet.objects.filter(state=state, round__closed_at=None, **near).order_by("pk")
        for pk, person, unit, rank, due in rows.values_list("pk", "person_id", "unit_id", "rank", f"round__{by}"):
            mine = state == "in_progress"
            to = person if mine else _assessor(person, (unit, rank), seats, known)
            if to is not None:
                yield Call(to, Role.OWNER if mine else Role.ASSESSOR, pk, PROCEDURE, STEPS[state], due)


def _assessor(person: int, place: Place, seats: Seats, known: dict[Place, int | None]) -> int | None:
    """Who scores a person in a place; asked once for all of a place but the one who scores it."""
    if place not in known:
        known[place] = seats.assessor_id(0, place)
    return known[place] if known[place] != person else seats.assessor_id(person, place)
