"""Files as somebody saw them: what every step of a year's sheet holds before it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from congminh.law.facts import GRADES
from congminh.law.procedure import Role
from congminh.ledger.actions import Stale, Taking, take_all
from congminh.ledger.models import CaseFile, Entry, Notice
from congminh.org.models import Person
from congminh.work.refusing import refuse
from congminh.year.models import YearRound, YearSheet


def take_each(step: str, takings: Sequence[Taking[YearSheet]], by: Person) -> list[Entry]:
    """One step of many sheets, heads, deputies and others each by their own procedure; in the order given.

    The same step has another article, and may begin in another state, in each of the three procedures of Điều 21.
    Each person is told once of the whole.
    """
    made: dict[int, Entry] = {}
    for procedure in dict.fromkeys(taking.file.procedure for taking in takings):
        mine = [taking for taking in takings if taking.file.procedure == procedure]
        before = [entry.pk for entry in made.values()]
        entries = take_all(step, mine, by)
        told = Notice.objects.filter(entry__in=before).values("to")
        Notice.objects.filter(entry__in=[entry.pk for entry in entries], to__in=told).delete()
        made |= {entry.file_id: entry for entry in entries}
    return [made[taking.file.pk] for taking in takings]


def must_stand(step: str, sheets: Sequence[CaseFile], by: Person) -> None:
    """Lock these files as they were loaded; PermissionDenied for whoever may not take the step, Stale where they moved.

    Before anything is read or written, so that a second click is told of the first and nothing else is.
    """
    found = CaseFile.objects.filter(pk__in=[sheet.pk for sheet in sheets]).order_by("pk").select_for_update()
    now = {pk: (version, state) for pk, version, state in found.values_list("pk", "version", "state")}
    late = []
    for sheet in sheets:
        row = sheet.rules.step(step)
        if now.get(sheet.pk) != (sheet.version, sheet.state) or sheet.state not in row.sources:
            late.append(sheet.pk)
        elif not sheet.roles_of(by) & set(row.by):
            raise PermissionDenied(_("This step of the file is not yours to take."))
    if late:
        first = CaseFile.objects.get(pk=late[0])
        raise Stale(first.entries.order_by("number").last(), late)


def seen(sheet: YearSheet, version: int) -> YearSheet:
    """The sheet as somebody saw it: what moved since is told by whatever takes the step."""
    sheet.version = version
    return sheet


def share_seats(sheets: Sequence[YearSheet]) -> None:
    """Give sheets the seats of today, read once for all."""
    for sheet in sheets[1:]:
        sheet.use(sheets[0].seats())


def lock_round(round: int) -> YearRound:
    """The year, locked: of two decisions at once the second reads what the first made of the cap."""
    YearRound.objects.select_for_update().only("pk").get(pk=round)
    return YearRound.objects.get(pk=round)


def must_be_a_grade(field: str, grade: str) -> None:
    """Refuse what is none of the four levels (Điều 20)."""
    if grade not in GRADES:
        refuse(field, _("No level is chosen."), _("Choose one of the four levels."))


def must_be_said(field: str, text: str, what: str, mend: str) -> str:
    """The text without blanks around it; refused where it says nothing."""
    if not text.strip():
        refuse(field, what, mend)
    return text.strip()


def has_role(sheet: YearSheet, by: Person, *roles: Role) -> bool:
    """Whether somebody has one of these roles in a sheet."""
    return bool(sheet.roles_of(by) & set(roles))
