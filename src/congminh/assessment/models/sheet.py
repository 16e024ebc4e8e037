"""«Phiếu theo dõi, đánh giá công chức» (Mẫu số 01): one person in one agency in one period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.assessment.models.queries import SIGNED, PeriodSheetQuerySet
from congminh.assessment.models.round import Round
from congminh.assessment.seats import Place, Seats, seats_on
from congminh.law.facts import SHEET
from congminh.law.procedure import Role, Step
from congminh.law.text import Text
from congminh.ledger.models import CaseFile, Entry
from congminh.org.models import Person, Unit

PROCEDURE = "period_sheet"
HALF_OR_WHOLE = (50, 100)
GENERAL = SHEET.fact("general_cp")
# Of one's own sheet; closing is no judgement.
OWN_STEPS = ("self_assess", "close")
# What a sheet is about, as its segments and the day of its last one settle it.
PLACED = ("unit", "rank", "position", "peer_group", "segments", "days_worked", "days_due")


class PeriodSheet(CaseFile):
    """Mẫu số 01 of one person in one agency in one period (Điều 17.2).

    `unit`, `rank`, `position` and `peer_group` are those of the last of its `segments`, the stretches of days in
    each post: {"unit", "post", "rank", "first", "last"}. `divided`: the person has another sheet of the same
    period, in another agency, and of the tasks only those done in `counted_units` count here. `draft` counts the
    saves of marks and texts between steps. `result` is the last signed result; it stays while a sheet is reopened.
    """

    procedures: ClassVar[tuple[str, ...]] = (PROCEDURE,)
    # Its days are those of its round (`assessment.reminding`).
    is_reminded: ClassVar[bool] = False

    round = models.ForeignKey(Round, models.PROTECT, related_name="sheets", verbose_name=_("period of the agency"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="sheets", verbose_name=_("civil servant"))
    agency = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("agency"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sheets", verbose_name=_("unit"))
    period = models.PositiveIntegerField(_("period"))
    span = models.PositiveSmallIntegerField(_("months"), default=1)
    rank = models.CharField(_("rank"), max_length=10)
    position = models.CharField(_("job position"), max_length=200)
    peer_group = models.CharField(_("peer group"), max_length=40)
    segments = models.JSONField(_("posts in the period"), default=list)
    days_worked = models.PositiveSmallIntegerField(_("working days worked"), default=0)
    days_due = models.PositiveSmallIntegerField(_("working days of the period"), default=0)
    divided = models.BooleanField(_("one of several of the period"), default=False)
    counted_units = models.ManyToManyField(Unit, related_name="+", verbose_name=_("units whose tasks count"))

    self_cp = models.PositiveSmallIntegerField(_("self-score, in hundredths"), null=True, blank=True)
    strengths = models.TextField(_("strengths"), blank=True)
    weaknesses = models.TextField(_("weaknesses and shortcomings"), blank=True)
    general_cp = models.PositiveSmallIntegerField(_("score given, in hundredths"), null=True, blank=True)
    execution = models.PositiveSmallIntegerField(_("organising of the work"), null=True, blank=True)
    execution_reason = models.TextField(_("reason for the score of organising"), blank=True)
    cohesion = models.PositiveSmallIntegerField(_("unity"), null=True, blank=True)
    cohesion_reason = models.TextField(_("reason for the score of unity"), blank=True)
    remark = models.TextField(_("remark"), blank=True)

    draft = models.PositiveIntegerField(_("saves"), default=0)
    draft_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("last saved by")
    )
    draft_at = models.DateTimeField(_("last saved at"), null=True, blank=True)
    result = models.ForeignKey(
        "Result", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed result")
    )
    reopen_asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked to reopen")
    )
    reopen_until = models.DateField(_("to be told anew by"), null=True, blank=True)

    objects = PeriodSheetQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("period sheet")
        verbose_name_plural = _("period sheets")
        indexes = (
            models.Index(fields=["person", "period"], name="assessment_of_person"),
            models.Index(fields=["unit", "period"], name="assessment_of_unit"),
            models.Index(fields=["agency", "period"], name="assessment_of_agency"),
        )
        constraints = (
            models.UniqueConstraint(fields=["round", "person"], name="assessment_sheet_once"),
            models.CheckConstraint(condition=Q(rank__in=["staff", "deputy", "head"]), name="assessment_sheet_rank"),
            models.CheckConstraint(
                condition=(Q(self_cp=None) | Q(self_cp__lte=GENERAL.high))
                & (Q(general_cp=None) | Q(general_cp__lte=GENERAL.high)),
                name="assessment_sheet_general",
            ),
            models.CheckConstraint(
                condition=(Q(execution=None) | Q(execution__in=HALF_OR_WHOLE))
                & (Q(cohesion=None) | Q(cohesion__in=HALF_OR_WHOLE)),
                name="assessment_sheet_half_or_whole",
            ),
        )

    def __str__(self) -> str:
        return self.title()

    def title(self) -> str:
        """Whose sheet of which period it is."""
        return f"{self.person}, {self.round.label}"

    @property
    def place(self) -> Place:
        """The unit and rank by which it is scored."""
        return self.unit_id, self.rank

    @property
    def leads(self) -> bool:
        """Whether d, đ and e are scored (Điều 15)."""
        return self.rank != "staff"

    @property
    def is_signed(self) -> bool:
        """Whether its result was told, and nothing moves («đã thông báo, đã khóa»)."""
        return self.state in SIGNED

    @property
    def reopening_is_asked(self) -> bool:
        """Whether one person has asked to reopen it and the second has not answered yet."""
        return self.is_signed and self.reopen_asked_by_id is not None

    @classmethod
    def kept_now(cls, entries: Sequence[Entry]) -> dict[int, dict[str, Any]]:
        """What the results these entries signed say now."""
        from congminh.assessment.facts.vouching import kept_now  # the bridge to the results reads these models

        return kept_now(entries)

    @classmethod
    def unvouched(cls) -> Iterator[Text]:
        """Results no entry tells of."""
        from congminh.assessment.facts.vouching import unvouched

        return unvouched()

    def use(self, seats: Seats) -> None:
        """Take who is who from seats already read: for many sheets at once."""
        self.__dict__["_seats"] = seats

    def seats(self) -> Seats:
        """Who is who today; read once, and anew after `refresh_from_db`."""
        if "_seats" not in self.__dict__:
            self.use(seats_on(timezone.localdate()))
        found: Seats = self.__dict__["_seats"]
        return found

    def settle(self, **facts: bool) -> None:
        """Facts known to hold or not, for `holds`: where they were asked for many sheets at once."""
        self.__dict__.setdefault("_settled", {}).update(facts)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Also forgets who is who, and what was known to hold."""
        self.__dict__.pop("_seats", None)
        self.__dict__.pop("_settled", None)
        super().refresh_from_db(*args, **kwargs)

    def roles_of(self, person: Person) -> frozenset[Role]:
        """OWNER alone for the person; else ASSESSOR by Điều 10.1, PERSONNEL, INSPECTOR.

        Whoever asked for the sheet to be reopened has no say in answering: the second person is another. A personnel
        adviser closes the period with their own sheet in it, once somebody else has told its result; closing a whole
        period waits for no answer.
        """
        held = self.seats().roles_of(person.pk, self.person_id, self.place, self.agency_id)
        if self.__dict__.get("_settled", {}).get("closing"):
            return held | {Role.PERSONNEL} if self.seats().advises(person.pk, self.agency_id) else held
        if self.reopening_is_asked and person.pk == self.reopen_asked_by_id:
            return held & {Role.INSPECTOR}
        closes = self.state == "notified" and not self.reopening_is_asked and Role.OWNER in held
        return held | {Role.PERSONNEL} if closes and self.seats().advises(person.pk, self.agency_id) else held

    def open_to(self, person: Person) -> tuple[Step, ...]:
        """The steps this person may take now; of one's own told sheet nobody asks for a reopening."""
        steps = super().open_to(person)
        return tuple(step for step in steps if person.pk != self.person_id or step.name in OWN_STEPS)

    def people_in(self, role: Role) -> Iterable[Person]:
        """Who is told: the person, who scores them, who advises on personnel."""
        if role == Role.OWNER:
            return [self.person]
        seats = self.seats()
        if role == Role.ASSESSOR:
            return seats.people([seats.assessor_id(self.person_id, self.place)])
        return seats.people(seats.personnel(self.person_id, self.agency_id)) if role == Role.PERSONNEL else ()

    def holds(self, fact: str) -> bool:
        """Facts the steps wait for: days that are over, those in charge told first, a reopening asked for or lapsed."""
        known: dict[str, bool] = self.__dict__.get("_settled", {})
        return known[fact] if fact in known else self._ask(fact)

    def _ask(self, fact: str) -> bool:
        today = timezone.localdate()
        if fact == "charge_told":
            from congminh.assessment.facts import awaited  # the bridge to the law reads these models

            return not awaited(self)
        return {
            "self_day_over": self.round.self_by < today,
            "publish_day_over": self.round.publish_by < today,
            "never_signed": self.result_id is None,
            "reopening_asked": self.reopening_is_asked,
            "no_reopening_asked": not self.reopening_is_asked,
            "reopened_in_time": self.in_time(today),
            "reopening_lapsed": not self.in_time(today),
        }.get(fact, False)

    def in_time(self, day: date) -> bool:
        """Whether a reopened sheet may still be scored anew; one never signed always may."""
        return self.result_id is None or self.reopen_until is None or day <= self.reopen_until
