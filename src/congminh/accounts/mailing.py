"""One mail a day to each person: what is new, and what waits for them by when; no scores and no names of others.

Claimed first and sent after: whatever breaks, nothing is mailed twice. What could not be sent is given back, and the
day's work is tried again.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from congminh.accounts.models import Account
from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.queries import DUE
from congminh.jobs.daily import daily
from congminh.ledger.deadlines import deadlines
from congminh.ledger.files import kinds
from congminh.ledger.models import CaseFile, Notice
from congminh.ledger.reminding import remind, unmailed
from congminh.org.models import Person

log = logging.getLogger(__name__)
REMIND_AT = time(5)
# What is older was seen in the inbox or never will be by mail: the first day with a server is no flood.
NEW_DAYS = 7
FOR_GOOD = 500
LINES = 20


class Unfinished(Exception):
    """Some mails wait for another try."""


class Sent(NamedTuple):
    """How many mails went out, how many addresses were refused for good, how many wait for another try."""

    sent: int = 0
    refused: int = 0
    waiting: int = 0


@daily("remind", lambda: REMIND_AT)
def remind_daily(day: date) -> None:
    """The reminders of the day, in the inbox."""
    remind(day)


@daily("mail", lambda: settings.MAIL_AT)
def mail_daily(day: date) -> None:
    """The mails of the day; raises where some wait for another try."""
    told = mail_all(day)
    if told.waiting:
        raise Unfinished(f"{told.waiting} mails wait for another try")


def mail_all(day: date) -> Sent:
    """Send each person who has anything new one mail, unless they had today's; nothing where no server is named.

    Raises OSError or SMTPException when the server is not there: what was not sent stays to be sent.
    """
    if not settings.MAIL:
        return Sent()
    counts = Counter[str]()
    with get_connection() as connection:
        for person in readers(day):
            counts[_mail(person, day, connection)] += 1
    return Sent(counts["sent"], counts["refused"], counts["waiting"])


def readers(day: date) -> list[Person]:
    """Who has something new, an address and an open account, wants the mail and had none today; one query."""
    new = Notice.objects.filter(_new(day), to=OuterRef("pk"))
    had = Account.objects.filter(Q(digest=False) | Q(mailed_on=day), user=OuterRef("user"))
    open_accounts = Person.objects.on(day).filter(Exists(new), ~Exists(had), user__is_active=True)
    return list(open_accounts.exclude(user__email="").select_related("user").order_by("pk"))


def _new(day: date) -> Q:
    return unmailed(day - timedelta(days=NEW_DAYS))


def _mail(person: Person, day: date, connection: Any) -> str:
    """One mail: sent, refused for good, or waiting; raises when the server itself has gone, having given all back."""
    with override(settings.LANGUAGE_CODE):
        claim = _claim(person, day)
        if claim is None:
            return "had"
        notices, before = claim
        try:
            message(person, notices, day, connection).send()
        except SMTPRecipientsRefused as refusal:
            for_good = all(code >= FOR_GOOD for code, _said in refusal.recipients.values())
            log.warning("a mail to person %s was refused%s", person.pk, " for good" if for_good else "")
            _give_back(person, notices, day if for_good else before)
            return "refused" if for_good else "waiting"
        except (OSError, SMTPException):
            _give_back(person, notices, before)
            raise
    return "sent"


@transaction.atomic
def _claim(person: Person, day: date) -> tuple[list[Notice], date | None] | None:
    """The new notices of a person, marked as mailed, and the day of the mail before; None where another was first."""
    account, _made = Account.objects.get_or_create(user=person.user)
    free = Account.objects.filter(Q(mailed_on=None) | ~Q(mailed_on=day), pk=account.pk, digest=True)
    if not free.update(mailed_on=day):
        return None
    rows = Notice.objects.filter(_new(day), to=person).select_related("entry__file", "file").order_by("pk")
    notices = list(rows)
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=timezone.now())
    return notices, account.mailed_on


@transaction.atomic
def _give_back(person: Person, notices: list[Notice], mailed_on: date | None) -> None:
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=None)
    Account.objects.filter(user=person.user).update(mailed_on=mailed_on)


def message(person: Person, notices: list[Notice], day: date, connection: Any = None) -> EmailMessage:
    """The mail of a day to a person."""
    said = Counter(notice.said for notice in notices)
    lines = [_("Dear %(name)s,") % {"name": person.name}, "", _("New:")]
    lines += [f"- {what}" + (f" (× {number})" if number > 1 else "") for what, number in said.most_common(LINES)]
    if len(said) > LINES:
        lines.append(_("- and %(number)s more") % {"number": len(said) - LINES})
    if waits := list(waiting_lines(person, day)):
        lines += ["", _("Waiting for you:"), *waits]
    ways = {"inbox": settings.SITE_URL + reverse("inbox"), "off": settings.SITE_URL + reverse("mail_address")}
    lines += ["", _("Read it all here: %(inbox)s") % ways, _("Change the address or stop these mails: %(off)s") % ways]
    subject = _("Công Minh: %(number)s new notices") % {"number": len(notices)}
    return EmailMessage(subject, "\n".join(lines), None, [person.user.email], connection=connection)  # type: ignore[union-attr]


def waiting_lines(person: Person, day: date) -> Iterator[str]:
    """What waits for a person by procedure and state: how many files, and the soonest last day."""
    found: dict[tuple[str, str], list[date | None]] = {}
    for kind in dict.fromkeys(kinds().values()):
        rows = kind.objects.waiting_for(person)
        for file in rows.select_related("round") if kind is PeriodSheet else rows:
            found.setdefault((str(file.procedure_label), str(file.state_label)), []).append(_due(file))
    for (label, state), days in found.items():
        soonest = min((each for each in days if each), default=None)
        told = {"what": label, "state": state, "number": len(days)}
        if soonest is None:
            yield _("- %(what)s, %(state)s: %(number)s") % told
        else:
            said = _("- %(what)s, %(state)s: %(number)s, due by %(day)s")
            yield said % {**told, "day": f"{soonest:%d/%m/%Y}"}


def _due(file: CaseFile) -> date | None:
    """The last day of what waits: the round's, the file's own, or what its table says."""
    if isinstance(file, PeriodSheet):
        return getattr(file.round, DUE[file.state]) if file.state in DUE else None
    own = getattr(file, "due", None)
    return own or next((due.day for due in deadlines(file)), None)
