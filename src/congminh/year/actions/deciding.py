"""Deciding the level («quyết định mức xếp loại», Điều 21.1.d, 21.2.d): by the law, or for a reason that is recorded.

What the law forbids no reason allows: a head above the organisation (20.6), another level than not fulfilled where a
ground holds (20.4), more excellent than the cap (20.5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from congminh.law.facts import GRADES
from congminh.law.nd335.cap import WHOLE_UNIT, Standing
from congminh.ledger.actions import Taking
from congminh.ledger.models import Entry
from congminh.org.models import Decision, Person
from congminh.work.refusing import Faults, fault, refuse_rows
from congminh.year.actions.signing import Judged, sign
from congminh.year.actions.standing import lock_round, must_stand, seen, share_seats, take_each
from congminh.year.facts.cap import Cap, cap_of
from congminh.year.facts.reckoning import Level, Reckoned, reckoned
from congminh.year.facts.vouching import told
from congminh.year.models import YearSheet


@dataclass(frozen=True)
class Verdict:
    """What is decided on one sheet, as it was loaded: the level, why where it is not the law's, part IV of the form."""

    sheet: YearSheet
    grade: str
    reason: str = ""
    handling: str = ""


@transaction.atomic
def decide(
    sheet: YearSheet,
    by: Person,
    version: int,
    grade: str,
    reason: str = "",
    handling: str = "",
    decision: Decision | None = None,
) -> Entry:
    """Decide one level; the faults of `decide_all` stand at grade and reason."""
    try:
        return decide_all([Verdict(seen(sheet, version), grade, reason, handling)], by, decision)[0]
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            raise ValidationError({name.removeprefix("0."): each for name, each in error.error_dict.items()}) from error
        raise


@transaction.atomic
def decide_all(verdicts: Sequence[Verdict], by: Person, decision: Decision | None = None) -> list[Entry]:
    """Decide many levels of one agency's year at once: all or none, each kept for good with what it rests on.

    The cap is held with all of them decided. ValidationError at «row.grade» and «row.reason», the first row 0.
    """
    sheets = [verdict.sheet for verdict in verdicts]
    if not sheets:
        return []
    share_seats(sheets)
    round = lock_round(sheets[0].round_id)
    must_stand("decide", sheets, by)
    every = reckoned(round, [sheet.pk for sheet in sheets])
    cap = cap_of(round).simulated({each.sheet.pk: each.grade for each in verdicts})
    judged = judge(verdicts, every, cap)
    results = sign(judged, every, cap, by, decision)
    prefetch_related_objects(sheets, "person", "agency")
    takings = [
        Taking(
            verdict.sheet,
            {**told(results[verdict.sheet.pk], verdict.sheet), "handling": verdict.handling.strip()},
            {"result": results[verdict.sheet.pk], "handling": verdict.handling.strip()},
        )
        for verdict in verdicts
    ]
    return take_each("decide", takings, by)


def judge(verdicts: Sequence[Verdict], every: Mapping[int, Reckoned], cap: Cap) -> list[Judged]:
    """Each level with how it came about; ValidationError with all that stands in the way."""
    faults: Faults = {}
    found = []
    full = [standing for standing, _taken in cap.beyond()]
    for place, verdict in enumerate(verdicts):
        each = every[verdict.sheet.pk]
        wrong = stops(verdict, each) or _over(verdict, cap, full)
        why = "" if wrong else _why(verdict, each, cap)
        if not wrong and why in ("reason", "cap_reason"):
            wrong = _unreasoned(verdict, cap)
        if wrong:
            faults[place] = wrong
        said = "reason" if why == "cap_reason" else why
        found.append(Judged(verdict.sheet.pk, verdict.grade, said, verdict.reason.strip()))
    refuse_rows(faults)
    return found


def stops(verdict: Verdict, each: Level) -> dict[str, ValidationError]:
    """What no reason can put right."""
    if verdict.grade not in GRADES:
        return {"grade": fault(_("No level is chosen."), _("Choose one of the four levels."))}
    if each.grade == "not_rated":
        mend = _("Have personnel leave the sheet unrated.")
        return {"grade": fault(_("Under six months worked: not rated (Điều 11.1)."), mend)}
    if each.untold:
        what, mend = _("The results of months %(months)s were not told yet."), _("Have them scored and told first.")
        why = _("The year's mean is of all of them (Điều 17.3).")
        return {"grade": fault(what, mend, why, months=", ".join(map(str, each.untold)))}
    if each.grade == "insufficient_data":
        mend = _("Have the months scored, or brought from the agency where the person worked (Điều 19.1).")
        return {"grade": fault(_("No month of the year has a score."), mend)}
    if each.grounded and verdict.grade != "not_fulfilled":
        what, mend = _("A ground for not fulfilled holds: %(grounds)s."), _("Decide not fulfilled (Điều 20.4).")
        named = ", ".join(str(ground.ground) for ground in each.grounds)
        return {"grade": fault(what, mend, grounds=named)}
    return _above_unit(verdict, each)


def _above_unit(verdict: Verdict, each: Level) -> dict[str, ValidationError]:
    """A head is never above the organisation (Điều 20.6), so that it is rated first."""
    if each.lacks_unit:
        what, why = _("The organisation this head leads is not rated yet."), _("A head is not above it (Điều 20.6).")
        mend = _("Have the organisation's level decided first (Điều 9), then decide the head's.")
        return {"grade": fault(what, mend, why)}
    if each.unit_in_doubt and not verdict.reason.strip():
        what, why = _("The organisation this head leads has no level."), _("A head is not above it (Điều 20.6).")
        mend = _("Enter the unit's tier and have it rated; or say in the reason that Điều 5 does not rate it.")
        return {"grade": fault(what, mend, why)}
    if each.unit_grade and GRADES.index(verdict.grade) > GRADES.index(each.unit_grade):
        mend = _("Choose the organisation's level or a lower one.")
        return {"grade": fault(_("A head is not above the organisation (Điều 20.6)."), mend)}
    return {}


def _over(verdict: Verdict, cap: Cap, full: Sequence[Standing]) -> dict[str, ValidationError]:
    """Nobody is excellent beyond the number of the cap, or tied at its line before people have chosen."""
    if verdict.grade != "excellent":
        return {}
    mine = cap.of(verdict.sheet.pk)
    for standing in mine:
        if standing in full:
            what = _("%(most)s may be excellent in %(group)s, and %(taken)s would be.")
            mend = _("Decide good here, or have another decided lower first; above 20 %% it takes a decision (20.5.b).")
            why = _("%(percent)s %% of %(base)s people (Điều 20.5).")
            numbers = {"most": standing.excellent_max, "percent": standing.percent, "base": standing.base}
            said = {**numbers, "group": _group(standing), "taken": len(cap.taken(standing))}
            return {"grade": fault(what, mend, why, **said)}
    if cap.places.get(verdict.sheet.pk) == "tied":
        what, mend = _("Several are tied at the line of the cap."), _("Choose among them first, with a reason.")
        return {"grade": fault(what, mend)}
    return {}


def _group(standing: Standing) -> str:
    return (
        _("the agency")
        if standing.group[1] == WHOLE_UNIT
        else _("the peer group %(code)s") % {"code": standing.group[1]}
    )


def _why(verdict: Verdict, each: Reckoned, cap: Cap) -> str:
    """How a level comes about: by the law as it is, by the cap, by a choice, or for a reason."""
    place = cap.places.get(verdict.sheet.pk)
    if verdict.grade == each.grade:
        if verdict.grade == "not_fulfilled" and each.grounded:
            return "ground"
        return "cap_reason" if verdict.grade == "excellent" and place == "beyond" else "law"
    if each.grade == "excellent" and verdict.grade == "good":
        return _cut(verdict, cap)
    return "reason"


def _cut(verdict: Verdict, cap: Cap) -> str:
    """Whether somebody with the score for excellent is good by the cap or a choice alone, or for a reason."""
    pk = verdict.sheet.pk
    without = {sheet: grade for sheet, grade in cap.decisions.items() if sheet != pk}
    before = cap.supposing(without)
    if before.places.get(pk) != "beyond":
        return "reason"
    return "choice" if any(pk in pick.tied - pick.chosen for pick in cap.picks) else "cap"


def _unreasoned(verdict: Verdict, cap: Cap) -> dict[str, ValidationError]:
    """What is missing where the level is not the law's: a reason, and leave to depart (reading `override`)."""
    if cap.values["override"] == "never":
        what, mend = _("The law's level is another one, and the agency departs from it never."), _("Choose that level.")
        return {"grade": fault(what, mend, _("So the agency chose by decision."))}
    if verdict.reason.strip():
        return {}
    what, mend = _("The level is not the one by score and cap: no reason is given."), _("Say why, in a sentence.")
    return {"reason": fault(what, mend)}
