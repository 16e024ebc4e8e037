"""Complaints and signs of disunity (Điều 9.2.a): recorded, verified by the recogniser's order, before any decision.

The ledger's entries say how many, never what: the organisation itself reads them.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.law.procedure import Role
from congminh.ledger.actions import take
from congminh.ledger.models import CaseFile, Entry
from congminh.org.models import Person
from congminh.unit_year.models import Complaint, UnitSheet
from congminh.unit_year.models.queries import DECIDED
from congminh.work.refusing import fault, refuse

SEE = frozenset({Role.RECOGNISER, Role.PERSONNEL, Role.INSPECTOR})


@transaction.atomic
def record_complaint(sheet: UnitSheet, by: Person, received_on: date, document: str, about: str) -> Complaint:
    """Record a complaint, denunciation or sign of disunity; the level waits until it is verified."""
    if not sheet.roles_of(by) & SEE:
        raise PermissionDenied(
            _("Complaints are recorded by who recognises, who inspects and who advises on personnel.")
        )
    # A decision and a complaint at the same moment: one of them sees the other.
    CaseFile.objects.filter(pk=sheet.pk).update(version=F("version"))
    if CaseFile.objects.values_list("state", flat=True).get(pk=sheet.pk) in DECIDED:
        what, mend = _("The level is decided already."), _("Have the recogniser annul it first (Điều 4.4).")
        raise fault(what, mend)
    if received_on > timezone.localdate():
        refuse("received_on", _("This day is yet to come."), _("Enter the day it was received."))
    if not about.strip():
        refuse("about", _("Nothing is said of it."), _("Say what is complained of."))
    return Complaint.objects.create(
        sheet=sheet, received_on=received_on, document=document.strip(), about=about.strip(), by=by
    )


@transaction.atomic
def verify(sheet: UnitSheet, by: Person, version: int, about: str) -> Entry:
    """«Chỉ đạo kiểm tra, xác minh»: of the complaints recorded, and of what the recogniser adds in `about`."""
    if about.strip():
        record_complaint(sheet, by, timezone.localdate(), "", about)
    number = sheet.complaints.filter(verified_on=None).count()
    if not number:
        refuse("about", _("There is nothing to verify."), _("Say what is to be verified."))
    return take("order_verification", sheet, by, version, {"complaint": number})


@transaction.atomic
def report_verification(sheet: UnitSheet, by: Person, version: int, conclusion: str) -> Entry:
    """«Báo cáo kết quả xác minh»: one conclusion on all that was to be verified."""
    if not conclusion.strip():
        refuse("conclusion", _("No conclusion is written."), _("Write what was found."))
    verified = sheet.complaints.filter(verified_on=None)
    number = verified.update(conclusion=conclusion.strip(), verified_on=timezone.localdate(), verified_by=by)
    return take("report_verification", sheet, by, version, {"conclusion": number})
