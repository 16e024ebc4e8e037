"""What personnel enter from documents: grounds (Điều 11.3, 20.4) and months of an agency outside (Điều 19.1)."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.org.models import Person, Post, Unit
from congminh.work.refusing import fault, refuse, refuse_rows
from congminh.year.actions.standing import must_be_said
from congminh.year.facts.months import months_of
from congminh.year.models import Ground, MonthBrought
from congminh.year.seats import year_seats_on


@transaction.atomic
def enter_ground(ground: Ground, by: Person) -> Ground:
    """Enter a document by which an act may rate somebody not fulfilled, with its dates and where it happened.

    By who advises on personnel for the person, or an inspector; never for oneself. The agency of the act is read from
    the tree of its day. Raises ValidationError at its fields.
    """
    _must_keep(ground.person, by)
    ground.entered_by, ground.act = by, " ".join(ground.act.split())
    _must_be_dated(ground)
    if ground.is_discipline and not (ground.duty_related or ground.degradation):
        what, mend = _("No ground: neither related to public duty nor for degradation (Điều 11.3.a)."), _("Tick which.")
        refuse("duty_related", what, mend)
    ground.agency_id = _agency_on(ground)
    try:
        with transaction.atomic():
            ground.full_clean()
            ground.save()
    except IntegrityError as error:
        raise fault(_("This document on this act is entered already."), _("Go on with the one there is.")) from error
    return ground


@transaction.atomic
def take_back_ground(ground: Ground, by: Person, reason: str) -> None:
    """Take back a ground entered by mistake or annulled, with the reason; the row stays."""
    _must_keep(ground.person, by)
    reason = must_be_said("reason", reason, _("No reason is given."), _("Say why it is taken back."))
    taken = {"withdrawn_at": timezone.now(), "withdrawn_by": by, "withdrawn_for": reason}
    if not Ground.objects.standing().filter(pk=ground.pk).update(**taken):
        refuse("reason", _("It is taken back already."), _("Look at the list as it stands."))
    ground.refresh_from_db()


@transaction.atomic
def bring_months(months: Sequence[MonthBrought], by: Person) -> list[MonthBrought]:
    """Enter months a person brings from an agency outside, as that agency signed them: all or none.

    By who advises on personnel for the person. Raises ValidationError at «row.month», the first row 0: a month signed
    in this installation or brought already.
    """
    people = {month.person_id: month.person for month in months}
    for person in people.values():
        _must_keep(person, by)
    taken = {(person, year) for person in people for year in {each.year for each in months}}
    known = {
        (person, year, number)
        for person, year in taken
        for each in months_of([person], year).get(person, ())
        for number in each.months
    }
    faults: dict[int, dict[str, ValidationError]] = {}
    for row, month in enumerate(months):
        numbers = {(month.person_id, month.year, n) for n in range(month.month - month.span + 1, month.month + 1)}
        if numbers & known:
            what, mend = _("There is a result of this month already."), _("Leave it out, or take the first one back.")
            faults[row] = {"month": fault(what, mend)}
        known |= numbers
        month.entered_by = by
        month.full_clean(exclude=["person", "entered_by"], validate_unique=False, validate_constraints=True)
    refuse_rows(faults)
    return MonthBrought.objects.bulk_create(months)


@transaction.atomic
def take_back_month(month: MonthBrought, by: Person, reason: str) -> None:
    """Take back a month brought, with the reason; the row stays, and the month can be entered anew."""
    _must_keep(month.person, by)
    reason = must_be_said("reason", reason, _("No reason is given."), _("Say why it is taken back."))
    rows = MonthBrought.objects.filter(pk=month.pk, withdrawn_at=None)
    if not rows.update(withdrawn_at=timezone.now(), withdrawn_for=reason):
        refuse("reason", _("It is taken back already."), _("Look at the list as it stands."))


def _must_keep(person: Person, by: Person) -> None:
    """Refuse whoever neither advises on personnel where the person works nor inspects; nobody keeps their own."""
    today = timezone.localdate()
    seats = year_seats_on(today)
    held = Post.objects.held_on(today).filter(person=person).order_by().values_list("unit_id", flat=True)
    advisers = seats.advisers.of([seats.advisers.tree.agency(unit) for unit in held], besides=person.pk)
    if by.pk == person.pk or not (by.pk in advisers or seats.inspects(by.pk)):
        raise PermissionDenied(_("This is entered by the personnel advisers of the person's agency."))


def _must_be_dated(ground: Ground) -> None:
    if ground.act_day > ground.effective:
        what, mend = _("The document takes effect before the act."), _("Put one of the two days right.")
        refuse("effective", what, mend)
    if ground.effective > timezone.localdate():
        what, mend = _("The document is not in effect yet."), _("Enter it once it is.")
        refuse("effective", what, mend)


def _agency_on(ground: Ground) -> int:
    """The agency the unit of the act belonged to on that day, or belongs to now where it had not begun."""
    tree = Unit.objects.tree(ground.act_day)
    unit: int = ground.happened_at_id
    return tree.agency(unit) if unit in tree.parents else Unit.objects.tree(timezone.localdate()).agency(unit)
