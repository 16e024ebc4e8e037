"""«Khóa kỳ» as long work: all agencies of a province or one, in one transaction, with how far it is.

What was closed before is passed by: a closing that was stopped, or that one agency was not ready for, is begun again
and goes on with the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from congminh.assessment.actions import close_rounds
from congminh.assessment.actions.closing import standing
from congminh.assessment.models import Round
from congminh.jobs.actions import begin
from congminh.jobs.models import Job
from congminh.jobs.work import job
from congminh.ledger.log.sealing import seal_after_commit
from congminh.org.models import Person


def begin_closing(rounds: Sequence[Round], by: Person, reason: str = "") -> Job:
    """Have a worker close these periods for `by`; see `actions.close_rounds`."""
    label = _("Closing %(period)s: %(number)s agencies") % {"period": rounds[0].label, "number": len(rounds)}
    return begin(close, by, label, rounds=[round.pk for round in rounds], reason=reason)


@job
def close(job: Job, rounds: list[int], reason: str) -> None:
    """Close the periods; nothing is closed when one of them cannot be."""
    chosen = list(Round.objects.filter(pk__in=rounds).order_by("pk"))
    counts = standing(rounds)
    total = 2 * counts.get("scored", 0) + counts.get("notified", 0)
    job.progress(0, total, _("Tasks are being reckoned"))
    close_rounds(chosen, _owner(job), reason, lambda done, note: job.progress(done, total, note))
    job.progress(total, total)
    seal_after_commit()


def _owner(job: Job) -> Person:
    if job.owner is None:
        raise LookupError("a period is closed by somebody")
    return job.owner
