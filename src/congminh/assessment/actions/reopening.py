"""One sheet reopened («xem xét hủy bỏ, đánh giá lại», Điều 4.4): one person asks, another agrees, up to a day.

What was signed stays: the new result is a further one. When the day has passed and nothing new was told, what was told
before holds again.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.queries import SIGNED
from congminh.ledger.actions import take
from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.work.refusing import refuse

# A reopened sheet stands in the way of everything that rests on it.
MOST_DAYS = 30


@transaction.atomic
def ask_reopen(sheet: PeriodSheet, by: Person, version: int, reason: str, until: date) -> Entry:
    """Ask for a sheet to be opened again, with the reason and the day by which it is to be told anew."""
    today = timezone.localdate()
    if by.pk == sheet.person_id:
        raise PermissionDenied(_("Nobody asks for their own sheet here: send a petition."))
    if not today <= until <= today + timedelta(days=MOST_DAYS):
        said = {"first": f"{today:%d/%m/%Y}", "last": f"{today + timedelta(days=MOST_DAYS):%d/%m/%Y}"}
        what, mend = _("A sheet is reopened for %(most)s days at most."), _("Choose a day from %(first)s to %(last)s.")
        refuse("until", what, mend, most=MOST_DAYS, **said)
    data = {"reason": reason.strip(), "until": until.isoformat()}
    return take("ask_reopen", sheet, by, version, data, reopen_asked_by=by, reopen_until=until)


@transaction.atomic
def reopen(sheet: PeriodSheet, by: Person, version: int) -> Entry:
    """Agree to reopen: by the second person, never by who asked. The sheet waits for a new score.

    The entry names the leaders whose signed results rest on this one: they may have to be asked for as well.
    """
    data = {"asked_by": str(sheet.reopen_asked_by or ""), "leaders": _leaders(sheet)}
    return take("reopen", sheet, by, version, data, reopen_asked_by=None)


@transaction.atomic
def refuse_reopen(sheet: PeriodSheet, by: Person, version: int, reason: str) -> Entry:
    """Do not agree to reopen: the sheet stays as it is, with the reason."""
    data = {"reason": reason.strip()}
    return take("refuse_reopen", sheet, by, version, data, reopen_asked_by=None, reopen_until=None)


@transaction.atomic
def restore(sheet: PeriodSheet, by: Person, version: int) -> Entry:
    """The day has passed and nothing new was told: the result told before holds, as it was."""
    data = {"kept": sheet.result.number if sheet.result else 0}
    return take("restore", sheet, by, version, data, reopen_asked_by=None, reopen_until=None)


def _leaders(sheet: PeriodSheet) -> list[str]:
    """Whose signed results were reckoned with this sheet in charge."""
    line = f"[{sheet.pk}, {sheet.person_id},"
    of_period = PeriodSheet.objects.filter(period=sheet.period, span=sheet.span, state__in=SIGNED)
    leaders = of_period.exclude(rank="staff").filter(result__charge_text__contains=line)
    return list(leaders.order_by("person__code").values_list("person__name", flat=True))
