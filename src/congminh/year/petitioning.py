"""«Kiến nghị» on a year's level (Điều 22): sent by the person, settled, and answered by a new decision (21.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congminh.assessment.actions.petitioning import must_be_first
from congminh.law.explain import WORDS
from congminh.law.nd335.deadlines import petition_open_until
from congminh.law.nd335.procedure import PETITION
from congminh.ledger.actions import Stale, open_file, take
from congminh.ledger.models import CaseFile, Entry
from congminh.org import facts
from congminh.org.models import Decision, Person
from congminh.work.refusing import fault, refuse
from congminh.year.actions.re_rating import renew
from congminh.year.actions.standing import must_be_a_grade, must_be_said, must_stand
from congminh.year.actions.telling import FORMS
from congminh.year.facts.vouching import told
from congminh.year.models import YearPetition, YearSheet


def told_on(sheet: YearSheet) -> date:
    """The day the person was told the decision («ngày nhận được thông báo»)."""
    entry = sheet.entries.filter(step="notify").order_by("number").last()
    at = entry.at if entry else sheet.result.at if sheet.result else timezone.now()
    return timezone.localdate(at)


def stops(sheet: YearSheet, day: date) -> ValidationError | None:
    """Why no petition on this year can be sent on `day`; None where one can."""
    if not sheet.is_told or sheet.result is None:
        what, mend = _("The result is not told now."), _("Wait for it to be told; then a petition can be sent.")
        return fault(what, mend)
    told_day = told_on(sheet)
    last = petition_open_until(told_day, str(facts.values(told_day)["petition_window"]))
    if last is None or day <= last:
        return None
    what, why = _("Petitions on this result were received up to %(last)s."), _("It was told on %(told)s.")
    mend = _("Speak to the personnel adviser: a wrong result can still be reported (Điều 4.4).")
    return fault(what, mend, why, last=f"{last:%d/%m/%Y}", told=f"{told_day:%d/%m/%Y}")


@transaction.atomic
def lodge(sheet: YearSheet, by: Person, grounds: str, papers: Sequence[File] = ()) -> YearPetition:
    """Send a petition on the level of one's own year; who settles it and personnel are told. One open at a time."""
    if by.pk != sheet.person_id:
        raise PermissionDenied(_("A petition is sent by the person whose result it is."))
    CaseFile.objects.select_for_update().get(pk=sheet.pk)
    sheet = YearSheet.objects.select_related("person", "round", "result").get(pk=sheet.pk)
    if found := stops(sheet, timezone.localdate()):
        raise found
    must_be_first(open_on(sheet))
    what, mend = _("No grounds are given."), _("Say what is wrong in this line and what you rest that on.")
    grounds = must_be_said("grounds", grounds, what, mend)
    petition = open_file(petition_on(sheet, grounds))
    take("lodge", petition, by, petition.version, {"line": petition.label, "grounds": grounds}, papers)
    return petition


def petition_on(sheet: YearSheet, grounds: str = "") -> YearPetition:
    """The petition on a decision as it would be sent: what it said, and who made it."""
    result = sheet.result
    grade = WORDS[result.grade](get_language() or "vi") if result else ""
    return YearPetition(
        procedure=PETITION.name,
        person=sheet.person,
        agency_id=sheet.agency_id,
        year_sheet=sheet,
        year_result=result,
        decided_by_id=result.by_id if result else None,
        line="grade",
        label=_("Level of the year %(year)s") % {"year": sheet.year},
        shown=grade[:1].upper() + grade[1:],
        cite="Điều 20",
        grounds=grounds,
    )


@transaction.atomic
def replace_for_petition(
    petition: YearPetition, by: Person, version: int, grade: str, reason: str, decision: Decision | None
) -> Entry:
    """Issue the new decision after a petition was upheld; the one complained of stays where it is (Điều 21.3)."""
    _must_be_as_seen("replace", petition, by, version)
    if decision is None:
        refuse("decision", _("No decision is named."), _("Enter the number and date of the new decision (Điều 21.3)."))
    must_be_a_grade("grade", grade)
    reason = must_be_said("reason", reason, _("No reason is given."), _("Say what the new level rests on."))
    result = renew(petition.year_sheet, by, grade, reason, decision)
    instead = {"instead_of": petition.year_result.number}
    data = {**told(result, petition.year_sheet), "decision": str(decision), "grade": grade, "reason": reason, **instead}
    return take("replace", petition, by, version, data, made=result)


def publish_for_petition(petition: YearPetition, by: Person, version: int, form: str) -> Entry:
    """Make the new level public in the agency."""
    if form not in FORMS:
        refuse("form_of_publication", _("No form is chosen."), _("Choose how the result is made public."))
    return take("publish", petition, by, version, {"form_of_publication": form})


def open_on(sheet: YearSheet) -> YearPetition | None:
    """The petition on a year that is not settled yet."""
    rows: Any = YearPetition.objects.open()  # of the child, whatever the parent's manager says
    found: YearPetition | None = rows.filter(year_sheet=sheet).first()
    return found


def _must_be_as_seen(step: str, petition: YearPetition, by: Person, version: int) -> None:
    if petition.version != version:
        raise Stale(petition.entries.order_by("number").last(), [petition.pk])
    must_stand(step, [petition], by)
