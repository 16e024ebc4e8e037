"""What happens to a job: begun on a page, taken up by a worker, done, failed, or found dead."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from congminh.jobs import board
from congminh.jobs.models import SILENT, Job
from congminh.jobs.outage import is_cut, is_full

if TYPE_CHECKING:
    from congminh.org.models import Person

LOST = "congminh.jobs.work.Lost"


@transaction.atomic
def begin(task: Task[..., Any], owner: Person | None, label: str, **arguments: Any) -> Job:
    """Begin a long work for `owner`; its words will be in the language in force now.

    `task` is a function marked @job, `arguments` what it takes besides the job, as JSON. The job and its
    place in the queue are rows of this transaction: whatever undoes the one undoes the other.
    """
    job = Job.objects.create(
        owner=owner,
        label=label[:200],
        task=task.module_path,
        arguments=arguments,
        language=get_language() or "vi",
    )
    job.task_result = task.enqueue(job.pk, **arguments).id
    Job.objects.filter(pk=job.pk).update(task_result=job.task_result)
    return job


def start(job: Job) -> bool:
    """Take up a job that waits; False when it waits no more."""
    wipe(job)  # an earlier database, restored since, may have had a job of this number
    job.state, job.started_at, job.heard_at = Job.State.RUNNING, timezone.now(), timezone.now()
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
    return bool(waiting.update(state=job.state, started_at=job.started_at, heard_at=job.heard_at))


def finish(job: Job, result_url: str) -> bool:
    """The last write of the work's own transaction: done. False when the job was given up meanwhile."""
    job.state, job.result_url, job.ended_at = Job.State.DONE, result_url, timezone.now()
    kept = ("state", "result_url", "ended_at", "done", "total", "note")
    running = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING)
    return bool(running.update(**{name: getattr(job, name) for name in kept}))


def fail(job: Job, problem: str) -> bool:
    """It came to nothing, said in words; False when it was over already."""
    job.state, job.problem, job.ended_at = Job.State.FAILED, problem, timezone.now()
    kept = ("state", "problem", "ended_at", "done", "total", "note")
    going = Job.objects.filter(pk=job.pk).exclude(state__in=(Job.State.DONE, Job.State.FAILED))
    found = bool(going.update(**{name: getattr(job, name) for name in kept}))
    wipe(job)
    return found


def wipe(job: Job) -> None:
    """Forget what was put down outside the row while it ran."""
    if connection.vendor == "sqlite":
        board.wipe(job.pk)


def sweep() -> int:
    """Give up the jobs whose worker has gone, so that none runs for ever; how many there were."""
    running = [job.look() for job in Job.objects.filter(state=Job.State.RUNNING)]
    for job in running:
        if job.is_ahead():
            job.write()  # the clock was set back: its silence is counted from now
    lost = [job for job in running if job.is_silent()]
    lost += Job.objects.filter(_never_started())
    return sum(_give_up(job) for job in lost)


def _never_started() -> Q:
    """Jobs that wait though their place in the queue was taken: the worker went at once, or knows no such task."""
    silent = Q(status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - SILENT)
    taken = DBTaskResult.objects.filter(silent | Q(status=TaskResultStatus.FAILED))
    return Q(state=Job.State.WAITING, task_result__in=taken.order_by().values("pk"))


def _give_up(job: Job) -> bool:
    with transaction.atomic():
        found = fail(job, lost_words(job))
        taken = DBTaskResult.objects.filter(pk__in=[job.task_result], status=TaskResultStatus.RUNNING)
        taken.update(status=TaskResultStatus.FAILED, finished_at=timezone.now(), exception_class_path=LOST)
    return found


def lost_words(job: Job) -> str:
    """What is said of a job whose worker has gone, in the language it was begun in."""
    with override(job.language):
        return _("The work stopped halfway, because the computer or its worker stopped. Begin it again.")


def fault_words(job: Job, error: BaseException) -> str:
    """What is said of a job that failed: what was wrong with what it was given, or that the fault is ours."""
    if isinstance(error, ValidationError):
        return " ".join(_parts(error))
    if isinstance(error, SystemExit | KeyboardInterrupt):
        return _("The work was stopped together with the system. Begin it again.")
    if is_full(error):
        return _(
            "There is no room left on the server's disk, so nothing was saved. Have room made, then begin it again."
        )
    if is_cut(error):
        return _("The connection to the database was lost, so nothing was saved. Begin the work again.")
    said = _(
        "The system met a fault of its own. Begin the work again; if it fails again, tell your system administrator the"
        " number of this work: %(number)s."
    )
    return said % {"number": job.pk}


def _parts(error: ValidationError) -> list[str]:
    """Its messages, then why and what to do where its params say so."""
    more = getattr(error, "params", None) or {}
    return [*error.messages, *(str(more[part]) for part in ("why", "next") if more.get(part))]


def is_overdue(job: Job) -> bool:
    """Whether a job has waited so long that no worker can be there."""
    return job.state == Job.State.WAITING and timezone.now() - job.asked_at > timedelta(minutes=2)
