"""To suppose something of a closed period, and to enter a table of coefficients of income."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh import law as laws
from congminh.assessment.models import Round
from congminh.insight.facts.replay import Found, Supposed, moves_of, replay_readings
from congminh.insight.models import IncomeTable, Move, WhatIf
from congminh.insight.models.income import LEVELS, MOST_M
from congminh.jobs.actions import begin
from congminh.jobs.models import Job
from congminh.jobs.work import job
from congminh.law.calendar import Period
from congminh.law.faults import BadFacts
from congminh.org.models import Decision, Person, Unit
from congminh.org.models.unit import seen_by
from congminh.year.models import YearRound, YearSheet
from congminh.year.models.queries import DECIDED


def begin_what_if(period: Period, agencies: Collection[Unit], supposed: Supposed, by: Person) -> Job:
    """Have a worker reckon a closed period of these agencies anew; nothing but the what-if's own rows is written.

    Raises PermissionDenied for agencies one neither advises nor inspects, ValidationError where nothing is supposed,
    an option is none, or nothing of the period was signed there.
    """
    _check(period, agencies, supposed, by)
    with transaction.atomic():
        what_if = WhatIf.objects.create(
            by=by,
            kind=period.kind,
            period=period.code,
            law=supposed.law,
            catalogue_id=supposed.catalogue,
            readings=dict(supposed.readings),
            party_percent=supposed.party_percent,
        )
        what_if.agencies.set(agencies)
        label = _("What if: %(period)s") % {"period": what_if}
        return begin(replay, by, label, what_if=what_if.pk)


def _check(period: Period, agencies: Collection[Unit], supposed: Supposed, by: Person) -> None:
    sight = seen_by(by, timezone.localdate())
    allowed = sight.everything or (sight.is_personnel and all(unit.pk in sight.files for unit in agencies))
    if not allowed:
        raise PermissionDenied(_("Only personnel advisers, of their agencies, and inspectors may suppose something."))
    if not supposed.changes():
        mend = _("Choose another option of a reading, another law or another catalogue.")
        raise ValidationError(_("Nothing is supposed, so nobody would move."), params={"next": mend})
    readings = laws.named("nd335").readings
    for name, option in supposed.readings.items():
        if name not in replay_readings() or option not in readings[name].options:
            raise ValidationError(_("“%(option)s” is no option of “%(name)s”.") % {"option": option, "name": name})
    if not rounds_of(period, [unit.pk for unit in agencies]):
        raise ValidationError(_("Nothing was signed in this period in these agencies."))
    if period.kind == "year" and (left := _undecided(period.year, [unit.pk for unit in agencies])):
        mend = _("Wait until every level is decided: the cap is told of the whole agency.")
        raise ValidationError(
            _("%(number)s people of this year are not decided yet.") % {"number": left}, params={"next": mend}
        )


def _undecided(year: int, agencies: Collection[int]) -> int:
    open_now = YearSheet.objects.filter(year=year, agency__in=agencies)
    return open_now.exclude(state__in=(*DECIDED, "not_rated")).count()


def rounds_of(period: Period, agencies: Collection[int]) -> list[int]:
    """The rounds (or years) of these agencies in a period."""
    if period.kind == "year":
        return list(YearRound.objects.filter(year=period.year, agency__in=agencies).values_list("pk", flat=True))
    return list(Round.objects.of_period(period).filter(agency__in=agencies).values_list("pk", flat=True))


def _reckoned(job: Job, what_if: int) -> Found:
    """Reading and reckoning, before anything is written: nobody waits for it."""
    asked = WhatIf.objects.get(pk=what_if)
    supposed = Supposed(asked.law, asked.readings, asked.catalogue_id, asked.party_percent)
    rounds = rounds_of(asked.of, list(asked.agencies.values_list("pk", flat=True)))
    try:
        return moves_of(asked.kind, rounds, supposed, lambda done, total, note: job.progress(done, total, note))
    except BadFacts as fault:
        why = "; ".join(str(each) for each in fault.args)[:400]
        raise ValidationError(
            _("Under these coefficients somebody's work is beyond what is reckoned exactly."), params={"why": why}
        ) from fault


@job(before=_reckoned)
def replay(job: Job, found: Found, what_if: int) -> str:
    """Keep who would move."""
    asked = WhatIf.objects.get(pk=what_if)
    asked.people, asked.changed, asked.done_at = found.people, found.changed, timezone.now()
    asked.counts = {"before": dict(found.before), "after": dict(found.after)}
    asked.save()
    rows = (
        Move(
            what_if=asked,
            person_id=each.who.person,
            unit_id=each.who.unit,
            rank=each.who.rank,
            decided=each.who.decided,
            before=each.before,
            after=each.after,
            place=each.place,
            figures=[list(line) for line in each.figures],
            moved_by=each.moved_by,
        )
        for each in found.moved
    )
    Move.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return asked.get_absolute_url()


@transaction.atomic
def put_income_table(
    agency: Unit, first: date, coefficients_m: Mapping[str, int], decision: Decision, by: Person
) -> IncomeTable:
    """Enter the coefficients an agency laid down by its own rules (Điều 26.1.e).

    Raises PermissionDenied for whoever does not advise there, ValidationError where the agency has not chosen the
    reading, or a coefficient is out of bounds.
    """
    sight = seen_by(by, timezone.localdate())
    if not sight.is_personnel or agency.pk not in sight.files:
        raise PermissionDenied(_("A table of coefficients is entered by the agency's personnel advisers."))
    if not tables_are_used(first):
        mend = _("Choose the reading “Table of additional income and bonuses” by a decision first.")
        raise ValidationError(_("The agency has not chosen to keep a table of coefficients."), params={"next": mend})
    wrong = [level for level in LEVELS if not 0 <= coefficients_m[level] <= MOST_M]
    if wrong:
        raise ValidationError({level: _("A coefficient is from 0 to 100.") for level in wrong})
    if decision.pk is None:
        decision.full_clean(exclude=["folded"])
        decision.save()
    told = {f"{level}_m": coefficients_m[level] for level in LEVELS}
    return IncomeTable.objects.create(agency=agency, first=first, decision=decision, by=by, **told)


def tables_are_used(day: date) -> bool:
    """Whether the agency chose to keep a table of its own (reading `pay_table`, Q26)."""
    from congminh.org import facts

    return facts.values(day)["pay_table"] == "by_decision"
