"""Keys are kept for a week: longer than a page stays open, or a program tries."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from congminh.jobs.daily import daily
from congminh.sendings.models import Sending

KEPT = timedelta(days=7)


@daily("old sendings", lambda: time(2, 40))
def remove_old(day: date) -> int:
    """Remove the keys of sendings a week old; how many."""
    before = timezone.make_aware(datetime.combine(day - KEPT, time.min))
    return Sending.objects.filter(at__lt=before).delete()[0]
