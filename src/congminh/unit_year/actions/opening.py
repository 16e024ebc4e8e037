"""Opening the year of organisations («mở đánh giá năm», Điều 9.1): a sheet for each that Điều 5 has recognised."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh import law as laws
from congminh.law.nd335.authority import recognises
from congminh.law.nd335.deadlines import rating_deadline
from congminh.law.nd335.procedure import ORGANISATION
from congminh.ledger.actions import open_files
from congminh.org.models import Person, Post, Unit
from congminh.unit_year.models import CriteriaSet, UnitSheet
from congminh.work.refusing import refuse


@dataclass(frozen=True)
class Opened:
    """The sheets that were opened, and the units for which no criteria are in force."""

    sheets: list[UnitSheet]
    without_criteria: list[Unit]


@transaction.atomic
def open_year(year: int, by: Person, special: bool = False) -> Opened:
    """A sheet for every organisation beneath the agencies `by` advises that has none of the year yet.

    Organisations are the units whose tier Điều 5 knows. Raises ValidationError for a year before the decree or yet to
    come, and where there is nothing to open; PermissionDenied for whoever advises no agency.
    """
    day = timezone.localdate()
    advisers = Post.objects.advisers(day)
    tree = advisers.tree
    agencies = {unit for unit, kind in tree.kinds.items() if kind != "direct" and by.pk in advisers.of([unit], 0)}
    if not agencies:
        raise PermissionDenied(_("The year of organisations is opened by personnel advisers."))
    _must_be_a_year(year, day.year)
    units = _rateable(sorted(tree.beneath(agencies)), year)
    if not units:
        what = _("Every organisation there is has its sheet of %(year)s already.")
        mend = _("Enter the tier of a unit that is missing (Điều 5).")
        refuse("year", what, mend, year=year)
    held = CriteriaSet.objects.by_unit([unit.pk for unit in units], day, tree)
    sheets = [
        UnitSheet(procedure=ORGANISATION.name, unit=unit, year=year, criteria=held[unit.pk], special=special)
        for unit in units
        if unit.pk in held
    ]
    if not sheets:
        what, mend = _("No set of criteria is in force."), _("Enter the set the ministry or province decided.")
        refuse("year", what, mend, _("Điều 6 and 7 leave the points of each criterion to it."))
    return Opened(open_files(sheets), [unit for unit in units if unit.pk not in held])


def _must_be_a_year(year: int, this: int) -> None:
    if year > this:
        refuse("year", _("This year is yet to come."), _("Open it when it has begun."))
    try:
        laws.at(rating_deadline(year))
    except laws.UnknownLaw:
        refuse("year", _("The decree was not in force in this year."), _("Choose a year from 2026 on."))


def _rateable(units: list[int], year: int) -> list[Unit]:
    """Those the law has recognised by somebody and that have no sheet of the year."""
    has = UnitSheet.objects.filter(year=year).values("unit")
    found = Unit.objects.on(timezone.localdate()).filter(pk__in=units).exclude(pk__in=has).order_by("code")
    return [unit for unit in found if recognises(unit.tier)]
