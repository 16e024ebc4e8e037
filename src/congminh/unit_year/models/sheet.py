"""«Phiếu đánh giá, xếp loại tổ chức»: one organisation in one year, its points, and complaints about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.law.facts import GRADES
from congminh.law.nd335.deadlines import rating_deadline
from congminh.law.nd335.procedure import ORGANISATION
from congminh.law.procedure import Role
from congminh.law.text import Text
from congminh.ledger.models import CaseFile, Entry
from congminh.org.models import Person, Unit
from congminh.unit_year.headings import PARTS
from congminh.unit_year.models.criteria import CriteriaSet, Criterion
from congminh.unit_year.models.queries import DECIDED, UnitSheetQuerySet
from congminh.unit_year.models.result import UnitResult
from congminh.unit_year.seats import Bench, bench_on

COUNTS = ("tasks_given", "tasks_done", "tasks_on_time", "tasks_exceeded")
# What the head and the recogniser write beside points; points are in `UnitMark`.
HEAD_COLUMNS = ("self_evaluation", "proposed_grade", "remedied", "remedied_note")
RECOGNISER_COLUMNS = (
    "remark",
    "quality_assured",
    "remedied_given",
    "misconduct",
    "misconduct_note",
    "force_majeure",
    "force_majeure_note",
    "grade",
    "grade_reason",
)


class UnitSheet(CaseFile):
    """An organisation's year (Điều 9): self-evaluation of its head, points of who recognises, the level decided.

    `tasks_*` count the year's tasks: from daily work (`tasks_from` is «tasks») or entered with their source.
    `special`: a body that does not close its work at the end of the year (Điều 9.1). `draft` counts the saves between
    steps. `result` is the last one decided; it stays while the sheet is evaluated anew.
    """

    class From(models.TextChoices):
        """Where the counts of tasks come from."""

        NOWHERE = "", _("not there yet")
        TASKS = "tasks", _("tasks recorded in the system")
        ENTERED = "entered", _("entered")

    procedures: ClassVar[tuple[str, ...]] = (ORGANISATION.name,)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    criteria = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="+", verbose_name=_("set of criteria"))
    special = models.BooleanField(_("does not close its work at the end of the year"), default=False)

    tasks_from = models.CharField(_("source of the figures"), max_length=10, choices=From, blank=True)
    tasks_source = models.CharField(_("source"), max_length=300, blank=True)
    tasks_as_of = models.DateField(_("as of"), null=True, blank=True)
    tasks_given = models.PositiveIntegerField(_("tasks of the year"), null=True, blank=True)
    tasks_done = models.PositiveIntegerField(_("tasks done"), null=True, blank=True)
    tasks_on_time = models.PositiveIntegerField(_("tasks done on time"), null=True, blank=True)
    tasks_exceeded = models.PositiveIntegerField(_("tasks beyond what was required"), null=True, blank=True)

    tasks_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("counted or entered by")
    )

    self_evaluation = models.TextField(_("self-evaluation"), blank=True)
    proposed_grade = models.CharField(_("proposed level"), max_length=20, blank=True)
    remedied = models.BooleanField(_("all shortcomings remedied"), null=True, blank=True)
    remedied_note = models.TextField(_("which shortcomings, and what was done"), blank=True)

    remark = models.TextField(_("remark"), blank=True)
    quality_assured = models.BooleanField(_("quality and effect assured"), null=True, blank=True)
    remedied_given = models.BooleanField(_("all shortcomings remedied"), null=True, blank=True)
    misconduct = models.BooleanField(_("misconduct concluded"), default=False)
    misconduct_note = models.TextField(_("conclusion: number, day, by whom"), blank=True)
    force_majeure = models.BooleanField(_("force majeure"), default=False)
    force_majeure_note = models.TextField(_("what the force majeure was"), blank=True)
    grade = models.CharField(_("level"), max_length=20, blank=True)
    grade_reason = models.TextField(_("reason for the level"), blank=True)

    draft = models.PositiveIntegerField(_("saves"), default=0)
    draft_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("last saved by")
    )
    draft_at = models.DateTimeField(_("last saved at"), null=True, blank=True)
    result = models.ForeignKey(
        UnitResult, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("level decided")
    )

    objects = UnitSheetQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("sheet of an organisation")
        verbose_name_plural = _("sheets of organisations")
        constraints = (
            models.UniqueConstraint(fields=["unit", "year"], name="unit_year_sheet_once"),
            models.CheckConstraint(
                condition=Q(proposed_grade__in=["", *GRADES], grade__in=["", *GRADES]), name="unit_year_sheet_grades"
            ),
            models.CheckConstraint(
                condition=Q(tasks_given=None)
                | Q(tasks_done__lte=F("tasks_given"), tasks_on_time__lte=F("tasks_done"))
                & Q(tasks_exceeded__lte=F("tasks_done")),
                name="unit_year_sheet_counts",
            ),
        )

    def __str__(self) -> str:
        return self.title()

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("unit_sheet", args=[self.pk])

    def title(self) -> str:
        """Whose sheet of which year it is."""
        return gettext("%(unit)s, year %(year)s") % {"unit": self.unit, "year": self.year}

    @property
    def is_decided(self) -> bool:
        """Whether its level stands."""
        return self.state in DECIDED

    @property
    def due(self) -> date:
        """The last day for the level to be decided (Điều 9.1)."""
        return rating_deadline(self.year, self.special)

    @classmethod
    def kept_now(cls, entries: Sequence[Entry]) -> dict[int, dict[str, Any]]:
        """What the results these entries signed say now."""
        from congminh.unit_year.facts.vouching import kept_now  # the bridge to the results reads these models

        return kept_now(entries)

    @classmethod
    def unvouched(cls) -> Iterator[Text]:
        """Results no entry tells of."""
        from congminh.unit_year.facts.vouching import unvouched

        return unvouched()

    def use(self, bench: Bench) -> None:
        """Take who is who from seats already read: for many sheets at once."""
        self.__dict__["_bench"] = bench

    def bench(self) -> Bench:
        """Who is who today; read once, and anew after `refresh_from_db`."""
        if "_bench" not in self.__dict__:
            self.use(bench_on(timezone.localdate()))
        found: Bench = self.__dict__["_bench"]
        return found

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Also forgets who is who, and what a decision waits for."""
        self.__dict__.pop("_bench", None)
        self.__dict__.pop("_holds", None)
        super().refresh_from_db(*args, **kwargs)

    def roles_of(self, person: Person) -> frozenset[Role]:
        """HEAD, RECOGNISER, INSPECTOR, RELATED as Điều 5 and 9 name them; PERSONNEL prepares."""
        return self.bench().roles_of(person.pk, self.unit_id)

    def people_in(self, role: Role) -> Iterable[Person]:
        """Who is told."""
        bench = self.bench()
        told: dict[Role, Iterable[int | None]] = {
            Role.HEAD: [bench.head(self.unit_id)],
            Role.RECOGNISER: [bench.recogniser_id(self.unit_id)],
        }
        many = {Role.INSPECTOR: bench.inspectors, Role.RELATED: bench.related, Role.PERSONNEL: bench.personnel}
        if role in many:
            return bench.people(sorted(many[role](self.unit_id)))
        return bench.people(told.get(role, ()))

    def stand(self, holds: Callable[[UnitSheet, str], bool]) -> None:
        """Take what a decision waits for from answers read once for many sheets."""
        self.__dict__["_holds"] = holds

    def holds(self, fact: str) -> bool:
        """What a decision waits for: lower units decided first (Điều 9.1), complaints verified (Điều 9.2.a)."""
        if known := self.__dict__.get("_holds"):
            return bool(known(self, fact))
        if fact == "complaints_verified":
            return not self.complaints.filter(verified_on=None).exists()
        if fact == "lower_units_decided":
            from congminh.unit_year.facts.lower import lower_of  # the bridge to the law reads these models

            return not lower_of(self.year, self.bench()).open_below(self.unit_id)
        return False


class UnitMark(models.Model):
    """The points of one criterion on one sheet, in hundredths: the head's own and the recogniser's, with words."""

    sheet = models.ForeignKey(UnitSheet, models.CASCADE, related_name="marks", verbose_name=_("sheet"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion"))
    self_cp = models.PositiveSmallIntegerField(_("self-score, in hundredths"), null=True, blank=True)
    self_note = models.TextField(_("comment"), blank=True)
    given_cp = models.PositiveSmallIntegerField(_("score given, in hundredths"), null=True, blank=True)
    given_note = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("points of a criterion")
        verbose_name_plural = _("points of criteria")
        ordering = ("sheet", "pk")
        constraints = (
            models.UniqueConstraint(fields=["sheet", "criterion"], name="unit_year_mark_once"),
            models.CheckConstraint(
                condition=(Q(self_cp=None) | Q(self_cp__lte=max(PARTS.values())))
                & (Q(given_cp=None) | Q(given_cp__lte=max(PARTS.values()))),
                name="unit_year_mark_most",
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.given_cp}"


class Complaint(models.Model):
    """A complaint, denunciation or sign of disunity about an organisation: verified before the level is decided.

    Its text is for who recognises, inspects and advises, never for the organisation itself (Điều 9.2.a).
    """

    sheet = models.ForeignKey(UnitSheet, models.PROTECT, related_name="complaints", verbose_name=_("sheet"))
    received_on = models.DateField(_("received on"))
    document = models.CharField(_("document"), max_length=120, blank=True)
    about = models.TextField(_("about"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    conclusion = models.TextField(_("conclusion of the verification"), blank=True)
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("verified by")
    )

    class Meta:
        verbose_name = _("complaint about an organisation")
        verbose_name_plural = _("complaints about organisations")
        ordering = ("received_on", "pk")

    def __str__(self) -> str:
        return f"{self.received_on:%d/%m/%Y} {self.document}"
