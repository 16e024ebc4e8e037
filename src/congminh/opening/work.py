"""The check of a province: long work, looked at outside the transaction and kept in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from congminh.jobs.models import Job
from congminh.jobs.work import job
from congminh.org import precheck
from congminh.org.models import Unit
from congminh.org.precheck import Finding


def _find(job: Job, day: str, within: int | None) -> Sequence[Finding]:
    return precheck.findings(date.fromisoformat(day), _unit(within), lambda done, total: job.progress(done, total))


@job(before=_find)
def check(job: Job, found: Sequence[Finding], day: str, within: int | None) -> str:
    """Keep what was found; the page of the check is the result."""
    kept = precheck.keep(found, date.fromisoformat(day), job.owner, _unit(within))
    return f"{reverse('check')}?lan={kept.pk}"


def _unit(pk: int | None) -> Unit | None:
    return Unit.objects.filter(pk=pk).first() if pk else None
