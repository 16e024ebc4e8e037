"""Telling the person in writing and making the level public in the agency (Điều 21.1.đ, 21.2.đ)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from congminh.ledger.actions import Taking
from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.work.refusing import refuse
from congminh.year.actions.standing import must_be_said, must_stand, seen, share_seats, take_each
from congminh.year.models import YearSheet

# The law would have the electronic form first; paper beside it is the agency's to choose.
FORMS = ("electronic", "notice_board", "meeting")


@transaction.atomic
def notify(sheet: YearSheet, by: Person, version: int, written_notice: str) -> Entry:
    """Tell a person the decision in writing: `written_notice` is its number and date, or its words."""
    return notify_all([seen(sheet, version)], by, written_notice)[0]


@transaction.atomic
def notify_all(sheets: Sequence[YearSheet], by: Person, written_notice: str) -> list[Entry]:
    """Tell many at once, each sheet as it was loaded: all or none."""
    return _tell("notify", sheets, by, "written_notice", written_notice)


@transaction.atomic
def publish(sheet: YearSheet, by: Person, version: int, form: str) -> Entry:
    """Make the level public in the agency in one of FORMS; what else is public is the reading `publication`."""
    return publish_all([seen(sheet, version)], by, form)[0]


@transaction.atomic
def publish_all(sheets: Sequence[YearSheet], by: Person, form: str) -> list[Entry]:
    """Make many levels public at once; each civil servant of the agency is told once."""
    if form not in FORMS:
        refuse("form_of_publication", _("No form is chosen."), _("Choose how the result is made public."))
    return _tell("publish", sheets, by, "form_of_publication", form)


def _tell(step: str, sheets: Sequence[YearSheet], by: Person, need: str, text: str) -> list[Entry]:
    if not sheets:
        return []
    share_seats(sheets)
    must_stand(step, sheets, by)
    what, mend = _("Nothing is written."), _("Enter the number and date of the notice, or its words.")
    data = {need: must_be_said(need, text, what, mend)}
    return take_each(step, [Taking(sheet, data) for sheet in sheets], by)
