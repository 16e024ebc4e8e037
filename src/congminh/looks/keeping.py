"""Old looks are removed every night, never before a year («lưu nhật ký ít nhất 12 tháng»)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from congminh.jobs.daily import daily
from congminh.looks.models import Look, Seen
from congminh.looks.vouching import say_removed

A_MONTH_DAYS = 31


@daily("old looks", lambda: time(2, 30))
def remove_old(day: date) -> int:
    """Remove looks older than the setting says; how many. The database refuses those younger than a year.

    That they were removed is a leaf of the log.
    """
    kept = timedelta(days=settings.LOOKS_KEPT_MONTHS * A_MONTH_DAYS)
    before = timezone.make_aware(datetime.combine(day - kept, time.min))
    old: Any = [each.objects.filter(at__lt=before) for each in (Seen, Look)]
    with transaction.atomic():
        _people, removed = (int(rows._raw_delete(rows.db)) for rows in old)
        if removed:
            say_removed(before)
    return removed
