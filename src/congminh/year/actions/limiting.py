"""The cap on excellent (Điều 20.5): a share above 20 % by decision, and who of the tied, with the reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from congminh.law.nd335.cap import Standing
from congminh.law.procedure import Role
from congminh.org.models import Decision, Person
from congminh.work.refusing import refuse
from congminh.year.actions.opening import must_advise
from congminh.year.actions.standing import lock_round, must_be_said, share_seats
from congminh.year.facts.cap import Cap, cap_of
from congminh.year.facts.reckoning import values_of
from congminh.year.models import Choice, ExceptionDecision, YearRound, YearSheet


@transaction.atomic
def decide_exception(
    round: YearRound, percent: int, achievement: str, decision: Decision, by: Person
) -> ExceptionDecision:
    """Enter the higher share the competent level decided for an outstanding organisation; once for a year.

    Above 20 and not above 25 percent (Điều 20.5.b), with the achievement it rests on and the decision.
    """
    must_advise(round.agency_id, by)
    values = values_of(lock_round(round.pk))
    least, most = int(values["excellent_cap"]), int(values["exceptional_cap"])
    if not least < percent <= most:
        what, mend = _("%(percent)s %% cannot be decided."), _("Enter a share above %(least)s and not above %(most)s.")
        refuse("percent", what, mend, percent=percent, least=least, most=most)
    what, mend = _("No achievement is given."), _("Say what was achieved beyond the plan (Điều 20.5.b).")
    achievement = must_be_said("achievement", achievement, what, mend)
    row = ExceptionDecision(round=round, percent=percent, achievement=achievement, decision=decision, entered_by=by)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        refuse("percent", _("A higher share is entered for this year already."), _("Go on with the one there is."))
    return row


@transaction.atomic
def choose(
    round: YearRound, group: str, tied: Collection[int], chosen: Collection[int], reason: str, by: Person
) -> Choice:
    """Choose who of those tied at the line of a group is excellent; `group` is empty for the whole agency.

    By who decides the level of every one of them (Điều 10.2); `tied` are those the page showed, which must be tied
    still. A later choice replaces an earlier one. The system itself never picks (reading `tie_break`).
    """
    round = lock_round(round.pk)
    cap = cap_of(round)
    standing = _standing(cap, group, tied)
    sheets = list(YearSheet.objects.select_related("person", "round").filter(pk__in=tied).order_by("pk"))
    share_seats(sheets)
    if not all(Role.DECIDER in sheet.roles_of(by) for sheet in sheets):
        raise PermissionDenied(_("Who of the tied is excellent is chosen by who decides their level."))
    room = standing.excellent_max - len([each for each in standing.of("within") if each not in tied])
    if not set(chosen) <= set(tied) or len(set(chosen)) > room:
        what, mend = _("%(chosen)s of them cannot be excellent."), _("Choose %(room)s at most.")
        refuse("chosen", what, mend, chosen=len(set(chosen)), room=room)
    what, mend = _("No reason is given."), _("Say by what of their work you chose.")
    reason = must_be_said("reason", reason, what, mend)
    unit, name = standing.group
    kept = {"tied": sorted(set(tied)), "chosen": sorted(set(chosen)), "reason": reason}
    return Choice.objects.create(round=round, unit_id=unit, group=name, by=by, **kept)


def _standing(cap: Cap, group: str, tied: Collection[int]) -> Standing:
    """The group in which just these are tied, without the choices made among them before."""
    before = replace(cap, picks=tuple(pick for pick in cap.picks if pick.group[1] != group))
    for standing in before.standings:
        if standing.group[1] == group and set(standing.of("tied")) == set(tied):
            return standing
    return refuse(
        "tied", _("These are not those tied at the line now."), _("Look at the list as it stands, and choose.")
    )
