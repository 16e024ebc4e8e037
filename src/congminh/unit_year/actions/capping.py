"""The cap on excellent organisations (Điều 8.5): choosing among the tied, and a higher share by decision."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.org.actions import decide
from congminh.org.models import Decision, Person
from congminh.unit_year.facts.caps import range_of
from congminh.unit_year.facts.reckoning import law_of
from congminh.unit_year.models import CapException, TieChoice
from congminh.unit_year.seats import Bench, bench_on
from congminh.work.refusing import refuse


@transaction.atomic
def choose_tied(authority: int, year: int, by: Person, chosen: Collection[int], reason: str) -> TieChoice:
    """Say which of the tied at the line are excellent, with a reason; by who recognises them. The system never picks.

    `chosen` are keys of sheets. It holds while exactly those are tied that are tied now.
    """
    bench = bench_on(timezone.localdate())
    _must_recognise(bench, authority, by)
    seen = range_of(authority, year, bench)
    tied = seen.tied
    if not tied:
        refuse("chosen", _("Nobody is tied at the line now."), _("Look at the share again."))
    if seen.awaited:
        refuse("chosen", _("Some of the range have no points yet."), _("Choose when all have theirs."))
    if not set(chosen) <= set(tied):
        refuse("chosen", _("One of those chosen is not tied at the line any more."), _("Look at the share again."))
    if len(set(chosen)) > seen.room:
        what, mend = _("More are chosen than there is room for."), _("Choose at most %(room)s.")
        refuse("chosen", what, mend, room=seen.room)
    if not reason.strip():
        refuse("reason", _("No reason is given."), _("Say by which merits they were chosen."))
    return TieChoice.objects.create(
        authority_id=authority, year=year, by=by, reason=reason.strip(), tied=sorted(tied), chosen=sorted(set(chosen))
    )


@transaction.atomic
def allow_more(authority: int, year: int, by: Person, percent: int, decision: Decision, reason: str) -> CapException:
    """A share above 20 % and at most 25 % for outstanding achievement, by decision (Điều 8.5.b)."""
    bench = bench_on(timezone.localdate())
    _must_recognise(bench, authority, by, or_advise=True)
    _law, values = law_of(year, bench)
    least, most = int(values["excellent_cap"]), int(values["exceptional_cap"])
    if not least < percent <= most:
        what, mend = _("A higher share is above %(least)s%% and at most %(most)s%%."), _("Enter such a share.")
        refuse("percent", what, mend, least=least, most=most)
    if not reason.strip():
        refuse("reason", _("No reason is given."), _("Say which outstanding achievement it rests on."))
    kept = decision if decision.pk else decide(decision, by=by)
    return CapException.objects.create(
        authority_id=authority, year=year, by=by, percent=percent, decision=kept, reason=reason.strip()
    )


def recognises_there(bench: Bench, authority: int, by: Person) -> bool:
    """Whether a person heads the authority today."""
    return bench.head(authority) == by.pk


def advises_there(bench: Bench, authority: int, by: Person) -> bool:
    """Whether a person advises the authority on personnel today."""
    return by.pk in bench.advisers.of([authority], besides=0)


def _must_recognise(bench: Bench, authority: int, by: Person, or_advise: bool = False) -> None:
    if recognises_there(bench, authority, by) or (or_advise and advises_there(bench, authority, by)):
        return
    raise PermissionDenied(_("This is for who recognises the organisations of this range."))
