"""Each day: accounts nobody used for 45 days are closed («khóa»); what sign-in no longer needs is thrown away."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from congminh.accounts.entering import attempts
from congminh.accounts.models import Sitting
from congminh.jobs.daily import daily
from congminh.org.actions.trace import Action, changed, trace_all
from congminh.org.models import Person

CLOSE_AT = time(2)
IDLE_DAYS = 45


@daily("close_idle", lambda: CLOSE_AT)
def close_daily(day: date) -> None:
    """The work of the night."""
    if not settings.DEMO:
        close_idle(day)
    throw_away()


@transaction.atomic
def close_idle(day: date) -> int:
    """Close what was idle for 45 days, with a trace; how many. The last administrator's stays open."""
    found = list(idle(day).select_for_update().order_by("pk"))
    if administrators := [user for user in found if user.is_superuser]:
        all_open = get_user_model().objects.filter(is_active=True, is_superuser=True).count()
        if len(administrators) == all_open:
            newest = max(administrators, key=lambda user: user.last_login or user.date_joined)
            found.remove(newest)
    get_user_model().objects.filter(pk__in=[user.pk for user in found]).update(is_active=False)
    people = Person.objects.filter(user__in=found).select_related("user")
    trace_all(changed(Action.CLOSE_ACCOUNT, None, person=each, after=_why(each)) for each in people)
    return len(found)


def idle(day: date) -> QuerySet[Any]:
    """Open accounts that were neither given, used nor opened again within the last 45 days."""
    before = timezone.make_aware(datetime.combine(day - timedelta(days=IDLE_DAYS), time()))
    used = Q(last_login__gte=before) | Q(date_joined__gte=before) | Q(account__opened_on__gte=before.date())
    users = get_user_model().objects
    return users.filter(is_active=True).exclude(pk__in=users.filter(used).values("pk"))


def throw_away() -> None:
    """Sessions that are over, and tries that lock nobody."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    Sitting.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    attempts.forget_old(now)


def _why(person: Person) -> dict[str, Any]:
    user: Any = person.user
    return {"account": user.get_username(), "idle_days": IDLE_DAYS}
