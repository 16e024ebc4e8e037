"""«Phiếu xếp loại chất lượng công chức» (Mẫu số 02): one person in one agency for one year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.assessment.seats import Place
from congminh.law.facts import GRADES
from congminh.law.procedure import Role, Step
from congminh.law.text import Text
from congminh.ledger.models import CaseFile, Entry
from congminh.org.models import Person, Unit
from congminh.year.models.meeting import Meeting
from congminh.year.models.queries import DECIDED, TOLD, YearSheetQuerySet
from congminh.year.models.round import YearRound
from congminh.year.seats import YearSeats, year_seats_on

PROCEDURES = {"head": "year_head", "deputy": "year_deputy", "staff": "year_others"}
# Where a person stands on the day of rating, and how long they worked in the year.
PLACED = ("unit", "rank", "position", "peer_group", "segments", "months_worked", "maternity", "sick", "unpaid")
# Steps of who judges, and who they are.
JUDGED = ("hear_party", "propose", "send_back", "decide")
JUDGES = {Role.DECIDER, Role.HEAD, Role.PERSONNEL, Role.INSPECTOR, Role.PARTY}
LEVEL = Q(self_grade__in=("", *GRADES), proposed_grade__in=("", *GRADES))


class YearSheet(CaseFile):
    """Mẫu số 02 of one person, rated by the agency where they work when people are rated (Điều 19.1).

    `months_worked` is the time worked in the year without leave for illness, maternity and unpaid leave
    (Điều 11.1); `maternity`, `sick`, `unpaid` say whether such leave bears on it (Điều 11.2). `month_notes` is the
    third column of part I of the form, `handling` part IV. `unrated` is why somebody is not rated.
    """

    procedures: ClassVar[tuple[str, ...]] = tuple(PROCEDURES.values())
    # That a level rests on a ground is told by the grounds, to who reads those.
    untold: ClassVar[tuple[str, ...]] = ("why",)

    round = models.ForeignKey(YearRound, models.PROTECT, related_name="sheets", verbose_name=_("year of the agency"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="year_sheets", verbose_name=_("civil servant"))
    agency = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("agency"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="year_sheets", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    rank = models.CharField(_("rank"), max_length=10)
    position = models.CharField(_("job position"), max_length=200)
    peer_group = models.CharField(_("peer group"), max_length=40)
    segments = models.JSONField(_("posts in the year"), default=list)
    months_worked = models.PositiveSmallIntegerField(_("months worked"))
    maternity = models.BooleanField(_("maternity leave"), default=False)
    sick = models.BooleanField(_("sick leave"), default=False)
    unpaid = models.BooleanField(_("unpaid leave"), default=False)
    unrated = models.TextField(_("why not rated"), blank=True)

    month_notes = models.JSONField(_("notes on months"), default=dict)
    self_grade = models.CharField(_("level by one's own rating"), max_length=20, blank=True)
    self_report = models.TextField(_("Self-rating report"), blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="sheets", verbose_name=_("meeting")
    )
    party_opinion = models.TextField(_("Opinion of the Party committee"), blank=True)
    proposed_grade = models.CharField(_("Proposed level"), max_length=20, blank=True)
    handling = models.TextField(_("How the result is to be used"), blank=True)
    result = models.ForeignKey(
        "YearResult", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision in force")
    )

    objects = YearSheetQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("year sheet")
        verbose_name_plural = _("year sheets")
        indexes = (
            models.Index(fields=["person", "year"], name="year_of_person"),
            models.Index(fields=["agency", "year"], name="year_of_agency"),
        )
        constraints = (
            models.UniqueConstraint(fields=["round", "person"], name="year_sheet_once"),
            models.CheckConstraint(condition=Q(rank__in=list(PROCEDURES)), name="year_sheet_rank"),
            models.CheckConstraint(condition=LEVEL, name="year_sheet_levels"),
            models.CheckConstraint(condition=Q(months_worked__lte=12), name="year_sheet_months"),
        )

    def __str__(self) -> str:
        return self.title()

    def get_absolute_url(self) -> str:
        """The page of the sheet."""
        return reverse("year_sheet", args=[self.pk])

    def title(self) -> str:
        """Whose sheet of which year it is."""
        return f"{self.person}, {self.round.label}"

    @property
    def place(self) -> Place:
        """The unit and rank by which one is rated."""
        return self.unit_id, self.rank

    @property
    def is_decided(self) -> bool:
        """Whether the level was decided («đã quyết định mức xếp loại»)."""
        return self.state in DECIDED

    @property
    def is_told(self) -> bool:
        """Whether the person was told."""
        return self.state in TOLD

    def hides(self, entry: Entry, person: Person) -> bool:
        """What judges did before the person was told is theirs; afterwards whoever sees the file reads it."""
        return entry.step in JUDGED and not self.is_told and not self.roles_of(person) & JUDGES

    @classmethod
    def kept_now(cls, entries: Sequence[Entry]) -> dict[int, dict[str, Any]]:
        """What the decisions these entries signed say now."""
        from congminh.year.facts.vouching import kept_now  # the bridge to the decisions reads these models

        return kept_now(entries)

    @classmethod
    def unvouched(cls) -> Iterator[Text]:
        """Decisions no entry tells of."""
        from congminh.year.facts.vouching import unvouched

        return unvouched()

    def use(self, seats: YearSeats) -> None:
        """Take who is who from seats already read: for many sheets at once."""
        self.__dict__["_seats"] = seats

    def seats(self) -> YearSeats:
        """Who is who today; read once, and anew after `refresh_from_db`."""
        if "_seats" not in self.__dict__:
            self.use(year_seats_on(timezone.localdate()))
        found: YearSeats = self.__dict__["_seats"]
        return found

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Also forgets who is who."""
        self.__dict__.pop("_seats", None)
        super().refresh_from_db(*args, **kwargs)

    def roles_of(self, person: Person) -> frozenset[Role]:
        """OWNER alone for the person; else DECIDER (Điều 10.2), HEAD, PERSONNEL, PARTY, MEETING, INSPECTOR."""
        if person.pk == self.person_id:
            return frozenset({Role.OWNER})
        seats = self.seats()
        held = seats.roles(person.pk, self.person_id, self.place, self.agency_id)
        if person.pk in seats.party(self.round_id):
            held.add(Role.PARTY)
        if self.meeting_id and person.pk in seats.attendees(self.meeting_id):
            held.add(Role.MEETING)
        return frozenset(held)

    def people_in(self, role: Role) -> Iterable[Person]:
        """Who is told when a step tells this role; «công chức trong cơ quan» are those with a sheet of the year."""
        seats = self.seats()
        if role == Role.OWNER:
            return seats.people([self.person_id])
        if role == Role.DECIDER:
            return seats.people([seats.decider_id(self.person_id, self.place)])
        if role == Role.PERSONNEL:
            return seats.people(sorted(seats.advising(self.person_id, self.place, self.agency_id)))
        if role == Role.MEETING:
            return seats.people(sorted(seats.attendees(self.meeting_id))) if self.meeting_id else []
        return seats.people(seats.staff(self.round_id)) if role == Role.STAFF else []

    def holds(self, fact: str) -> bool:
        """Whether the law rates somebody at all (Điều 11.1, 11.2): what two of the steps wait for."""
        if fact not in ("cannot_be_rated", "can_be_rated"):
            return False
        from congminh.year.facts.working import can_be_rated  # the bridge to the law reads these models

        return can_be_rated(self) == (fact == "can_be_rated")

    def open_to(self, person: Person) -> tuple[Step, ...]:
        """The steps this person may take now; of a head, the level is proposed by the competent level's advisers."""
        steps = super().open_to(person)
        if self.state != "heard" or self.rank != "head" or self.seats().proposes(person.pk, self):
            return steps
        return tuple(step for step in steps if step.name != "propose")
