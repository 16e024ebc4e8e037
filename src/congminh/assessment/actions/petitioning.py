"""«Kiến nghị» on a month's or quarter's result (Điều 22): lodged, and ended once there is a new result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.assessment.models import PeriodSheet, Petition
from congminh.assessment.models.petition import UPHELD
from congminh.law.nd335.deadlines import petition_open_until
from congminh.law.nd335.procedure import PETITION
from congminh.law.procedure import Role
from congminh.law.text import scaled
from congminh.ledger.actions import open_file, take
from congminh.ledger.models import CaseFile, Entry
from congminh.org import facts
from congminh.org.models import Person
from congminh.work.refusing import fault, refuse

SCORED_BY = ("score", "score_unsent")


class Line(NamedTuple):
    """The line of the figure tree complained of: the figure's name, the task under it, and what it says."""

    name: str
    label: str
    shown: str = ""
    how: str = ""
    cite: str = ""
    task: int | None = None


def stops(sheet: PeriodSheet, day: date) -> ValidationError | None:
    """Why no petition on this sheet can be lodged on `day`; None where one can."""
    if not sheet.is_signed or sheet.result is None:
        what, mend = _("The result is not told now."), _("Wait for it to be told; then a petition can be sent.")
        return fault(what, mend)
    told = timezone.localdate(sheet.result.at)
    values = facts.values(told)
    if values["petition_months"] == "no":
        what, why = _("The agency receives petitions on the year's rating only."), _("So the agency chose by decision.")
        return fault(what, _("Speak to the personnel adviser of the agency."), why)
    last = petition_open_until(told, str(values["petition_window"]))
    if last is None or day <= last:
        return None
    what, why = _("Petitions on this result were received up to %(last)s."), _("It was told on %(told)s.")
    mend = _("Speak to the personnel adviser: a wrong result can still be reported (Điều 4.4).")
    return fault(what, mend, why, last=f"{last:%d/%m/%Y}", told=f"{told:%d/%m/%Y}")


@transaction.atomic
def lodge(sheet: PeriodSheet, by: Person, line: Line, grounds: str, papers: Sequence[File] = ()) -> Petition:
    """Send a petition on a line of one's own result; who settles it and personnel are told (Điều 22).

    One open petition on a line at a time: for a second, the ValidationError has `file`, the first one's key.
    """
    if by.pk != sheet.person_id:
        raise PermissionDenied(_("A petition is sent by the person whose result it is."))
    # Of two clicks at once the second waits here on PostgreSQL; on SQLite every transaction waits for the other.
    CaseFile.objects.select_for_update().get(pk=sheet.pk)
    sheet = PeriodSheet.objects.select_related("person", "round", "result").get(pk=sheet.pk)
    if found := stops(sheet, timezone.localdate()):
        raise found
    must_be_first(Petition.objects.open().filter(sheet=sheet, line=line.name, of_task=line.task).first())
    if not grounds.strip():
        refuse("grounds", _("No grounds are given."), _("Say what is wrong in this line and what you rest that on."))
    petition = open_file(_petition(sheet, line, grounds.strip()))
    take("lodge", petition, by, petition.version, {"line": line.label, "grounds": grounds.strip()}, papers)
    return petition


@transaction.atomic
def correct(petition: Petition, by: Person, version: int, reason: str) -> Entry:
    """End an upheld petition: the sheet was scored anew and told, and the result complained of stays (Điều 4.4)."""
    if not petition.is_told_anew:
        what, mend = _("There is no new result yet."), _("Have the sheet reopened, score it anew and tell the result.")
        raise fault(what, mend)
    return take("correct", petition, by, version, {"reason": reason.strip()})


def correct_told(sheets: Iterable[PeriodSheet], by: Person) -> list[Entry]:
    """End the upheld petitions on sheets whose new result `by`, who scores them, has just told; one query for none."""
    about = Petition.objects.filter(sheet__in=[sheet.pk for sheet in sheets]).order_by()
    # By key first: nearly always there is none, and all that describes one is a join of ten tables.
    keys = list(about.values_list("pk", flat=True))
    found = Petition.objects.described().filter(state=UPHELD, pk__in=keys) if keys else ()
    mine = [each for each in found if each.is_told_anew and Role.ASSESSOR in each.roles_of(by)]
    return [correct(each, by, each.version, _in_words(each)) for each in mine]


def scored_by(sheet: PeriodSheet) -> int | None:
    """Who gave the score of the result that stands; who scores today where no entry says it."""
    scored = sheet.entries.filter(step__in=SCORED_BY).order_by("number").last()
    return scored.who_id if scored else sheet.seats().assessor_id(sheet.person_id, sheet.place)


def must_be_first(already: Any) -> None:
    """Refuse a second petition on what an open one is about, saying when that was sent and is due (Điều 22)."""
    if already is None:
        return
    said = {
        "why": _("Your petition of %(day)s is due by %(due)s.")
        % {"day": f"{timezone.localdate(already.opened_at):%d/%m/%Y}", "due": f"{already.due:%d/%m/%Y}"},
        "next": _("Open it to see how it stands."),
        "file": already.pk,
    }
    raise ValidationError(_("There is an open petition on this line already."), code="open", params=said)


def _petition(sheet: PeriodSheet, line: Line, grounds: str) -> Petition:
    return Petition(
        procedure=PETITION.name,
        person=sheet.person,
        agency_id=sheet.agency_id,
        sheet=sheet,
        result=sheet.result,
        decided_by_id=scored_by(sheet),
        line=line.name,
        of_task=line.task,
        label=line.label[:400],
        shown=line.shown[:100],
        how=line.how[:400],
        cite=line.cite,
        grounds=grounds,
    )


def _in_words(petition: Petition) -> str:
    """The old total and the new one, in a sentence."""
    old, new = petition.result, petition.sheet and petition.sheet.result

    def total(result: object) -> str:
        points = getattr(result, "total_cp", None)
        return "–" if points is None else scaled(points, 2, at_least=2)

    return _("Told anew: %(old)s before, %(new)s now.") % {"old": total(old), "new": total(new)}
