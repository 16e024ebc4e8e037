"""A period brought in line with the posts after it was opened: a transfer, a new colleague, a post put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from congminh.assessment.actions.opening import Passed, must_advise, open_sheets
from congminh.assessment.actions.placing import Ground, Stay, ground_of, stays
from congminh.assessment.models import PeriodSheet, Round
from congminh.assessment.models.queries import UNDER_WAY
from congminh.org.models import Person


@dataclass(frozen=True)
class Settled:
    """What changed: sheets opened, sheets moved to another place, sheets of people who serve here no more."""

    opened: list[PeriodSheet]
    moved: list[PeriodSheet]
    gone: list[PeriodSheet]
    passed: list[Passed]


@transaction.atomic
def settle_round(round: Round, by: Person | None) -> Settled:
    """Bring the sheets of a period in line with the posts as they stand now; results told already stay as they are.

    By a personnel adviser. Whose sheet is in `gone` has no post here in the period any more: personnel leave it out.
    """
    must_advise(round.agency_id, by)
    ground = ground_of(round.of, agency=round.agency_id)
    found = stays(ground)
    moved, gone = [], []
    for sheet in round.sheets.filter(state__in=UNDER_WAY):
        stay = found.get((sheet.person_id, sheet.agency_id))
        if stay is None:
            gone.append(sheet)
        elif place(sheet, stay):
            moved.append(sheet)
    opened, passed = open_sheets(round, ground)
    return Settled(opened, moved, gone, passed)


def settle_sheet(sheet: PeriodSheet) -> bool:
    """Bring one sheet in line with the person's posts as they stand now; whether it moved. Seven queries."""
    ground: Ground = ground_of(sheet.round.of, people=[sheet.person_id])
    stay = stays(ground).get((sheet.person_id, sheet.agency_id))
    return stay is not None and place(sheet, stay)


def place(sheet: PeriodSheet, stay: Stay) -> bool:
    """Write where the sheet stands, where that differs; whether it does."""
    columns: dict[str, Any] = stay.columns()
    if all(getattr(sheet, name) == value for name, value in columns.items()):
        return False
    PeriodSheet.objects.filter(pk=sheet.pk).update(**columns)
    for name, value in columns.items():
        setattr(sheet, name, value)
    return True
