"""Rating anew (Điều 4.4, 21.3): a result found wrong is raised, verified, kept or replaced by a new decision."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from congminh.law.nd335.procedure import RE_RATING
from congminh.ledger.actions import Stale, open_file, take
from congminh.ledger.models import Entry
from congminh.org.models import Decision, Person
from congminh.work.refusing import refuse
from congminh.year.actions.deciding import Verdict, stops
from congminh.year.actions.signing import Judged, sign
from congminh.year.actions.standing import lock_round, must_be_a_grade, must_be_said, must_stand
from congminh.year.actions.telling import FORMS
from congminh.year.facts.cap import cap_of
from congminh.year.facts.reckoning import reckoned
from congminh.year.facts.vouching import told
from congminh.year.models import ReRating, YearResult, YearSheet


@transaction.atomic
def raise_wrong(sheet: YearSheet, by: Person, reason: str, papers: Sequence[File]) -> ReRating:
    """Report a result found wrong, with the reason and the evidence; one report on a sheet at a time."""
    if not sheet.is_told or sheet.result is None:
        refuse("reason", _("The result is not told now."), _("Wait for it to be told."))
    file = ReRating(procedure=RE_RATING.name, sheet=sheet, result=sheet.result, open_on=sheet)
    if not file.roles_of(by) & set(file.rules.step("raise").by):
        raise PermissionDenied(_("This step of the file is not yours to take."))
    try:
        with transaction.atomic():
            open_file(file)
    except IntegrityError:
        refuse("reason", _("Somebody reported this result already."), _("Open that report to see how it stands."))
    reason = must_be_said("reason", reason, _("No reason is given."), _("Say what is wrong in the result."))
    take("raise", file, by, file.version, {"reason": reason}, papers)
    return file


@transaction.atomic
def examine(file: ReRating, by: Person, version: int, findings: str, grade: str) -> Entry:
    """Verify a report and propose a level: the one there is, or another."""
    _must_stand("examine", file, by, version)
    must_be_a_grade("proposed_grade", grade)
    findings = must_be_said("findings", findings, _("No findings are given."), _("Say what was verified, and how."))
    return take("examine", file, by, version, {"findings": findings, "proposed_grade": grade})


def keep(file: ReRating, by: Person, version: int, reason: str) -> Entry:
    """Keep the result, with the reason."""
    return take("keep", file, by, version, {"reason": reason.strip()}, open_on=None)


@transaction.atomic
def replace_result(
    file: ReRating, by: Person, version: int, grade: str, reason: str, decision: Decision | None
) -> Entry:
    """Issue a new decision that replaces the one found wrong; the old one stays where it is (Điều 21.3).

    Reckoned on the months and grounds as they stand now. The cap does not hold a new decision back: it takes another
    level only for what was found.
    """
    _must_stand("replace", file, by, version)
    if decision is None:
        refuse("decision", _("No decision is named."), _("Enter the number and date of the new decision (Điều 21.3)."))
    must_be_a_grade("grade", grade)
    reason = must_be_said("reason", reason, _("No reason is given."), _("Say what the new level rests on."))
    result = renew(file.sheet, by, grade, reason, decision)
    data = {
        **told(result, file.sheet),
        "decision": str(decision),
        "grade": grade,
        "reason": reason,
        "instead_of": file.result.number,
    }
    return take("replace", file, by, version, data, made=result)


def publish_anew(file: ReRating, by: Person, version: int, form: str) -> Entry:
    """Make the new level public in the agency."""
    if form not in FORMS:
        refuse("form_of_publication", _("No form is chosen."), _("Choose how the result is made public."))
    return take("publish", file, by, version, {"form_of_publication": form}, open_on=None)


def renew(sheet: YearSheet, by: Person, grade: str, reason: str, decision: Decision) -> YearResult:
    """A further decision on a sheet, which counts from now on; inside the caller's transaction."""
    round = lock_round(sheet.round_id)
    cap, every = cap_of(round), reckoned(round, [sheet.pk])
    wrong = stops(Verdict(sheet, grade, reason), every[sheet.pk])
    if wrong:
        raise ValidationError(wrong)  # type: ignore[arg-type]
    cap = cap.simulated({sheet.pk: grade})
    result = sign([Judged(sheet.pk, grade, "re_rating", reason)], every, cap, by, decision)[sheet.pk]
    YearSheet.objects.filter(pk=sheet.pk).update(result=result)
    return result


def _must_stand(step: str, file: ReRating, by: Person, version: int) -> None:
    if file.version != version:
        raise Stale(file.entries.order_by("number").last(), [file.pk])
    must_stand(step, [file], by)
