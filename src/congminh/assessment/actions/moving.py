"""Moving on what is late («chuyển tiếp phiếu quá hạn»): by personnel, many at once, each with its trace."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from congminh.assessment.actions.telling import seat
from congminh.assessment.models import PeriodSheet
from congminh.ledger.actions import Taking, take_all
from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.work.refusing import fault, refuse


@transaction.atomic
def move_on_all(sheets: Sequence[PeriodSheet], by: Person, reason: str) -> list[Entry]:
    """Hand sheets nobody sent in time to who scores them, each as it was loaded: all or none (Điều 17.2).

    What the person saved of the form goes with it; who scores it fills in the rest.
    """
    if not sheets:
        refuse("sheets", _("No sheet is chosen."), _("Choose at least one."))
    early = [sheet for sheet in sheets if not sheet.holds("self_day_over")]
    if early:
        what, mend = _("The person may still send the sheet, up to %(day)s."), _("Wait for that day, or remind them.")
        raise fault(what, mend, day=f"{early[0].round.self_by:%d/%m/%Y}")
    seat(sheets)
    return take_all("move_on", [Taking(sheet, {"reason": reason.strip()}) for sheet in sheets], by)
