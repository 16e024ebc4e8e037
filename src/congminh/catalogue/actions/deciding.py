"""From list to decision (Điều 13.1–13.2): each step with what it hands in, read from the rows and never typed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.catalogue.actions.drafting import begin_catalogue
from congminh.catalogue.models import Catalogue, Devolution
from congminh.catalogue.models.catalogue import today_s_seats
from congminh.catalogue.refusing import hold, refuse
from congminh.catalogue.verifying import KIND, digests
from congminh.ledger.actions import take
from congminh.ledger.log.checks import vouch
from congminh.ledger.models import Entry
from congminh.org.actions import decide as enter_decision
from congminh.org.models import Decision, Person, Unit

# What each step must find settled, by the kinds of `checking`: «Điều 13.1.a, b, c» in turn, then all at once.
SETTLED: dict[str, Collection[str]] = {
    "list": ("empty", "without_output", "without_group", "twice"),
    "propose_standard": ("without_standard",),
    "propose_conversion": ("without_standard", "without_coefficient", "unlike"),
    "send": (),
}
SHOWN = 5


@transaction.atomic
def hand_on(step: str, catalogue: Catalogue, person: Person, version: int, evidence: Sequence[File] = ()) -> Entry:
    """Take list, propose_standard, propose_conversion, send or merge, handing in what the rows hold (Điều 13.1–13.2).

    ValidationError names what is not settled; raises as `take` does otherwise.
    """
    row = catalogue.rules.step(step)
    hold(catalogue.pk, row.sources)
    if step == "merge":
        _must_be_settled(catalogue, stops=("use", "decision"))
    else:
        _must_be_settled(catalogue, kinds=SETTLED[step])
    return take(step, catalogue, person, version, _handed_in(catalogue), evidence)


def decide(
    catalogue: Catalogue, person: Person, version: int, decision: Decision, first: date, evidence: Sequence[File] = ()
) -> Entry:
    """The head of the managing agency decides the version («quyết định», Điều 13.2); in force from `first`.

    Nothing that the decree asks for may be missing (`checking`). `decision` may be new: it is saved with the step.
    """
    return _decided("decide", catalogue, person, version, decision, first, evidence)


def record_decided(
    catalogue: Catalogue, person: Person, version: int, decision: Decision, first: date, evidence: Sequence[File] = ()
) -> Entry:
    """Personnel enter a catalogue that was already decided on paper (Điều 13.2), as it was signed.

    Only what nothing can be reckoned with stops it: no products, no standard product, no coefficient.
    """
    return _decided("record", catalogue, person, version, decision, first, evidence)


@transaction.atomic
def revise(catalogue: Catalogue, person: Person, version: int, reason: str, name: str = "") -> Catalogue:
    """Begin a review («rà soát, cập nhật», Điều 26.1.c): the next version, based on this one, which goes on holding.

    HEAD and PERSONNEL are told, with the reason. One review at a time.
    """
    take("revise", catalogue, person, version, {"reason": reason.strip()})
    return begin_catalogue(catalogue.agency, name or catalogue.name, catalogue, by=person)


@transaction.atomic
def devolve(agency: Unit, to: Unit, first: date, decision: Decision, by: Person | None = None) -> Devolution:
    """From `first` the head of `to` decides the agency's catalogue («phân cấp», Điều 13.2), until the next devolution.

    Given by the head or the personnel advisers of the agency that manages it (None: the installation itself).
    """
    seats = today_s_seats(timezone.localdate())
    managing = seats.managing(agency.pk)
    if by and by.pk != seats.head(managing) and by.pk not in seats.advise(managing):
        raise PermissionDenied(_("Only the managing agency gives the power to decide a catalogue to another."))
    given = Devolution(agency=agency, to=to, first=first, decision=kept(decision, by))
    given.full_clean()
    given.save()
    return given


def said_of(decision: Decision) -> dict[str, str]:
    """A decision as an entry keeps it: number, signer, day."""
    return {"decision": decision.number, "signer": decision.signer, "signed_on": decision.signed_on.isoformat()}


def kept(decision: Decision, by: Person | None) -> Decision:
    """The decision as a row, with its trace: the one of that number and day if there is one, else entered by `by`."""
    if decision.pk:
        return decision
    same = Decision.objects.filter(number=decision.number, signed_on=decision.signed_on).first()
    return same or enter_decision(decision, by=by)


@transaction.atomic
def _decided(
    step: str,
    catalogue: Catalogue,
    person: Person,
    version: int,
    decision: Decision,
    first: date,
    evidence: Sequence[File],
) -> Entry:
    hold(catalogue.pk, catalogue.rules.step(step).sources)
    _must_be_settled(catalogue, stops=("use",) if step == "record" else ("use", "decision"))
    _must_follow(catalogue, first)
    signed = kept(decision, person)
    data = {**said_of(signed), "first": first.isoformat(), **_handed_in(catalogue)}
    entry = take(step, catalogue, person, version, data, evidence, decision=signed, first=first)
    vouch(KIND, catalogue.pk, digests([catalogue.pk])[catalogue.pk])
    return entry


def _handed_in(catalogue: Catalogue) -> dict[str, Any]:
    """What the entry keeps of the rows: how many products, how many converted, which one is the standard."""
    rows = catalogue.products.values_list("code", "is_standard", "coefficient_m")
    standard = next((code for code, is_standard, _m in rows if is_standard), "")
    converted = sum(coefficient_m is not None for _code, _standard, coefficient_m in rows)
    return {"products": len(rows), "standard_product": standard, "coefficients": converted}


def _must_be_settled(catalogue: Catalogue, kinds: Collection[str] = (), stops: Collection[str] = ()) -> None:
    """ValidationError with the first problems of these kinds or weights, and how many more there are."""
    found = [each for each in catalogue.problems() if each.kind in kinds or each.stops in stops]
    told = [problem.sentence() for problem in found]
    if len(found) > SHOWN:
        more = _("%(number)s more are to settle: see the checks of the catalogue.")
        told[SHOWN:] = [more % {"number": len(found) - SHOWN}]
    if told:
        raise ValidationError(told)


def _must_follow(catalogue: Catalogue, first: date) -> None:
    """A version begins after those decided before it: what was in force stays as it was."""
    later = Catalogue.objects.begun(date.max).filter(agency=catalogue.agency_id, first__gte=first).last()
    if later:
        what = _("%(other)s is in force from %(day)s already.")
        refuse("first", what, _("Choose a later day."), other=later, day=f"{later.first:%d/%m/%Y}")
