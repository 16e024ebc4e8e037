"""«Nhiệm vụ»: one person's share of one product in one period, from assignment to confirmation (Điều 18)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.law.nd335.task_procedure import TASK
from congminh.law.procedure import Role, Step
from congminh.ledger.models import CaseFile
from congminh.org.models import Person, Unit
from congminh.org.search import FoldedField
from congminh.work.models.goal import Goal
from congminh.work.models.kept import COEFFICIENT, QUANTITY, KeptProduct, within
from congminh.work.models.queries import CAUSE_ASKED, PENDING, TaskQuerySet
from congminh.work.models.template import Template
from congminh.work.models.whole import Whole
from congminh.work.openness import Lot
from congminh.work.seats import Seats, seats_on

CAUSE_STEPS = ("accept_cause", "refuse_cause")


class Task(CaseFile, KeptProduct):  # type: ignore[misc]
    """A task («nhiệm vụ được giao»): so much of a product by a day, and what became of it.

    Quantities in thousandths; `period` is yyyymm; `giver` is who assigned it. The law's facts of it are in
    `work.facts`: confirmed quantity, failed reviews and delays less what a confirmed cause waived.
    """

    class Origin(models.TextChoices):
        """How it came to the person (Điều 18.1.d)."""

        PLANNED = "planned", _("planned")
        HANDED_OVER = "handed_over", _("handed over to another")
        TAKEN_OVER = "taken_over", _("taken over from another")
        AD_HOC = "ad_hoc", _("ad hoc")

    class Cause(models.TextChoices):
        """How a request for an objective cause stands (Điều 14.2.b, c)."""

        NONE = "", _("none asked for")
        ASKED = "asked", _("asked for")
        ACCEPTED = "accepted", _("confirmed")
        REFUSED = "refused", _("not confirmed")

    class About(models.TextChoices):
        """What a cause would waive."""

        NOTHING = "", _("nothing")
        FAILURE = "failure", _("a failed review")
        DELAY = "delay", _("a delay")

    procedures: ClassVar[tuple[str, ...]] = (TASK.name,)

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="tasks", db_index=False, verbose_name=_("civil servant")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tasks", db_index=False, verbose_name=_("unit"))
    period = models.PositiveIntegerField(_("period"))
    origin = models.CharField(_("origin"), max_length=12, choices=Origin, default=Origin.PLANNED)
    name = models.CharField(_("what is to be delivered"), max_length=400)
    assigned_m = models.PositiveIntegerField(_("quantity assigned, in thousandths"))
    assigned_on = models.DateField(_("assigned on"))
    due = models.DateField(_("due"))
    urgent = models.BooleanField(_("urgent"), default=False)
    giver = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("assigned by")
    )
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("goal served")
    )
    whole = models.ForeignKey(
        Whole, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("product in parts")
    )
    source = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="taken_over_as", verbose_name=_("taken over from")
    )
    template = models.ForeignKey(
        Template, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("recurring task")
    )
    recurrence = models.PositiveIntegerField(_("month of the recurring task"), null=True, blank=True)

    reported_m = models.PositiveIntegerField(_("quantity reported, in thousandths"), default=0)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    link = models.URLField(_("link to the result"), max_length=500, blank=True)
    confirmed_m = models.PositiveIntegerField(_("quantity confirmed, in thousandths"), default=0)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    quality_failures = models.PositiveSmallIntegerField(_("failed reviews"), default=0)
    returned_version = models.PositiveIntegerField(_("version when last returned"), null=True, editable=False)
    delays = models.PositiveSmallIntegerField(_("delays"), default=0)
    cause = models.CharField(_("objective cause"), max_length=8, choices=Cause, blank=True)
    cause_about = models.CharField(_("cause of"), max_length=8, choices=About, blank=True)
    waived_failures = models.PositiveSmallIntegerField(_("failed reviews waived"), default=0)
    waived_delays = models.PositiveSmallIntegerField(_("delays waived"), default=0)
    folded = FoldedField(_("search text"), of=("name", "code"), max_length=450)

    objects = TaskQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = (
            models.Index(fields=["person", "period"], name="work_task_of_person"),
            models.Index(fields=["unit", "period"], name="work_task_in_unit"),
            models.Index(fields=["person"], condition=PENDING, name="work_task_pending_of_person"),
            models.Index(fields=["unit"], condition=PENDING, name="work_task_pending_in_unit"),
            models.Index(fields=["person"], condition=CAUSE_ASKED, name="work_task_cause_asked"),
        )
        constraints = (
            models.UniqueConstraint(fields=["template", "person", "recurrence"], name="work_task_recurs_once"),
            models.CheckConstraint(
                condition=Q(origin__in=["planned", "handed_over", "taken_over", "ad_hoc"]), name="work_task_origin"
            ),
            models.CheckConstraint(condition=Q(assigned_m__range=(1, QUANTITY.high)), name="work_task_assigned"),
            models.CheckConstraint(
                condition=within("coefficient_m", COEFFICIENT.low, COEFFICIENT.high), name="work_task_coefficient"
            ),
            models.CheckConstraint(
                condition=Q(reported_m__lte=QUANTITY.high, confirmed_m__lte=QUANTITY.high), name="work_task_done"
            ),
            models.CheckConstraint(condition=Q(due__gte=F("assigned_on")), name="work_task_due_after_assigned"),
            models.CheckConstraint(
                condition=Q(waived_failures__lte=F("quality_failures"), waived_delays__lte=F("delays")),
                name="work_task_waives_what_counted",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on=None, confirmed_m=0) | Q(confirmed_on__isnull=False, coefficient_m__gte=1),
                name="work_task_confirmed_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def title(self) -> str:
        """What is to be delivered."""
        return self.name

    @property
    def counting_failures(self) -> int:
        """Failed reviews that count: no confirmed cause waived them."""
        return self.quality_failures - self.waived_failures

    @property
    def counting_delays(self) -> int:
        """Delays that count: no confirmed cause waived them."""
        return self.delays - self.waived_delays

    @property
    def is_extra(self) -> bool:
        """Whether it came on top of the plan («tính ngoài tổng số», Điều 18.1.d)."""
        return self.origin in (self.Origin.TAKEN_OVER, self.Origin.AD_HOC)

    def is_late(self, day: date | None = None) -> bool:
        """Whether its day has passed with the work not reported done, or it was done after its day."""
        return (self.finished_on or day or timezone.localdate()) > self.due

    def seats(self) -> Seats:
        """Who is who in it today; read once, and anew after `refresh_from_db`. See `seat` for many."""
        found: Seats | None = self.__dict__.get("_seats")
        if found is None:
            seat([self])
            found = self.__dict__["_seats"]
        return found

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Also forgets who is who."""
        for read_once in ("_seats", "_lot"):
            self.__dict__.pop(read_once, None)
        super().refresh_from_db(*args, **kwargs)

    def roles_of(self, person: Person) -> frozenset[Role]:
        """OWNER, and nothing else to one's own; ASSESSOR, DECIDER where causes are theirs, PERSONNEL."""
        if person.pk == self.person_id:
            return frozenset({Role.OWNER})
        return frozenset(role for role in (*OTHERS, Role.PERSONNEL) if person.pk in self._holders(role))

    def people_in(self, role: Role) -> Iterable[Person]:
        """Who is told when a step tells this role."""
        return self.seats().people(self._holders(role))

    def _holders(self, role: Role) -> Sequence[int | None]:
        seats, place = self.seats(), (self.person_id, self.unit_id)
        if role == Role.OWNER:
            return [self.person_id]
        if role == Role.ASSESSOR:
            return [seats.assessor(*place)]
        if role == Role.DECIDER:
            return [seats.decider(self.person_id)] if seats.causes_by_decider else []
        return sorted(seats.personnel(*place)) if role == Role.PERSONNEL else []

    def holds(self, fact: str) -> bool:
        """The facts its steps wait for; see the procedure «task»."""
        facts = {
            "to_be_done": lambda: self.finished_on is None,
            "done_already": lambda: self.finished_on is not None,
            "nothing_reported": lambda: self.finished_on is None,
            "counted_against": lambda: bool(self.cause != "asked" and self.waivable()),
            # Of an import alone, which undoes what it did: never from a page.
            "brought_in": lambda: bool(self.__dict__.get("_brought_in")),
            "cause_asked": lambda: self.cause == self.Cause.ASKED,
            # A confirmation while the period is open; a return while nothing happened since.
            "undoable": lambda: self.state != "returned" or self.version == self.returned_version,
        }
        return fact in facts and facts[fact]()

    def waivable(self) -> tuple[str, ...]:
        """What a cause could waive: failed reviews, delays, where some count."""
        found = {self.About.FAILURE: self.counting_failures, self.About.DELAY: self.counting_delays}
        return tuple(str(about) for about, number in found.items() if number)

    def open_to(self, person: Person) -> tuple[Step, ...]:
        """The steps this person may take now: none once the period is closed, causes only by whom they are judged."""
        steps = super().open_to(person)
        seats, lot = self.seats(), self.__dict__["_lot"]
        if not steps or not lot.is_open(self.person_id, self.period):
            return ()
        judges = person.pk == seats.judge_of_causes(self.person_id, self.unit_id)
        return tuple(step for step in steps if judges or step.name not in CAUSE_STEPS)


OTHERS = (Role.ASSESSOR, Role.DECIDER)


def seat(tasks: Iterable[Task], seats: Seats | None = None) -> Seats:
    """Give tasks the seats of today, read once for all, so that their buttons take no further query for each."""
    rows = list(tasks)
    lot = Lot(frozenset((task.person_id, task.period) for task in rows))
    places = {(task.person_id, task.unit_id) for task in rows}
    found = seats or seats_on(timezone.localdate(), places)
    for task in rows:
        task.__dict__["_seats"], task.__dict__["_lot"] = found, lot
    return found
