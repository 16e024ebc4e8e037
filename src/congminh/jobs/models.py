"""A piece of long work: whose it is, how far it is, what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import connection, models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.jobs import board

if TYPE_CHECKING:
    from congminh.org.models import Person

# A worker says every five seconds at most that it still works; silent for this long, it is gone.
SILENT = timedelta(seconds=30)


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs as their owners see them."""

    def visible_to(self, person: Person | None) -> Self:
        """One's own; nobody sees another's, nor the system's."""
        return self.filter(owner=person) if person else self.none()


class Job(models.Model):
    """«Việc nền»: one long work, begun by somebody on a page. Its work is one transaction, or nothing.

    `done` of `total` (0 when not known yet) and `note` are what `progress` said last.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    owner = models.ForeignKey(
        "org.Person", models.PROTECT, null=True, blank=True, related_name="jobs", verbose_name=_("owner")
    )
    label = models.CharField(_("work"), max_length=200)
    task = models.CharField(_("task"), max_length=200)
    arguments = models.JSONField(_("arguments"), default=dict)
    language = models.CharField(_("language"), max_length=8)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveBigIntegerField(_("done"), default=0)
    total = models.PositiveBigIntegerField(_("total"), default=0)
    note = models.CharField(_("note"), max_length=400, blank=True)
    result_url = models.CharField(_("result"), max_length=400, blank=True)
    problem = models.TextField(_("problem"), blank=True)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    heard_at = models.DateTimeField(_("last heard of"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    task_result = models.UUIDField(_("task result"), null=True, blank=True, unique=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("-asked_at", "-pk")
        indexes = (models.Index(fields=["owner", "-asked_at"], name="jobs_of_owner"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed"]), name="jobs_job_state"
            ),
        )

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """The page that shows how far it is."""
        return reverse("job", args=[self.pk])

    def way(self) -> dict[str, str]:
        """The way to the result, as a notice shows it."""
        return {"label": gettext("See the result"), "url": self.result_url}

    def progress(self, done: int, total: int, note: str = "") -> None:
        """For the work itself: how far it is, as often as it likes; written down every half second at most."""
        self.done, self.total, self.note = done, total, note[:400]

    def standing(self) -> tuple[int, int, str]:
        """How far it is: done, total, note."""
        return self.done, self.total, self.note

    def write(self) -> None:
        """Put down how far it is where pages see it, as of now; from a thread outside the work's transaction.

        On PostgreSQL that is the row: each thread has a connection of its own.
        """
        standing = board.Standing(*self.standing(), heard_at=timezone.now())
        if connection.vendor == "sqlite":
            board.write(self.pk, standing)
        else:
            Job.objects.filter(pk=self.pk, state=self.State.RUNNING).update(**standing._asdict())

    def look(self) -> Self:
        """The job with how far it is by now, which on SQLite its row does not say until it is over."""
        if self.state == self.State.RUNNING and connection.vendor == "sqlite" and (found := board.read(self.pk)):
            self.done, self.total, self.note, self.heard_at = found
        return self

    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in (self.State.DONE, self.State.FAILED)

    def is_silent(self, now: datetime | None = None) -> bool:
        """Whether its worker has gone: it runs, and nothing was heard of it for too long. Look first."""
        since = self.heard_at or self.started_at
        return self.state == self.State.RUNNING and since is not None and since < (now or timezone.now()) - SILENT

    def is_ahead(self) -> bool:
        """Whether it was heard of in times to come: before the clock was set back. Look first."""
        return self.heard_at is not None and self.heard_at > timezone.now() + SILENT


class DayRun(models.Model):
    """A work done once a day («việc hằng ngày»): when it was last tried, and when it was done."""

    name = models.CharField(_("work"), max_length=40)
    day = models.DateField(_("day"))
    tried_at = models.DateTimeField(_("tried at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("work of a day")
        verbose_name_plural = _("works of a day")
        constraints = (models.UniqueConstraint(fields=["name", "day"], name="jobs_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.name}, {self.day:%d/%m/%Y}"
