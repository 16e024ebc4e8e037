"""«Kiến nghị» (Điều 22): a person does not agree with a line of a result that was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.assessment.models.result import Result
from congminh.assessment.models.sheet import PeriodSheet
from congminh.assessment.seats import Seats, seats_on
from congminh.law.nd335.authority import Authority
from congminh.law.nd335.procedure import PETITION, PETITION_DEADLINE
from congminh.law.procedure import Role, Step
from congminh.ledger.models import CaseFile, Entry
from congminh.org.models import Person, Post, Unit
from congminh.org.models.post import posts_of

RECEIVED, UPHELD = "received", "upheld"
# In these somebody still has to act.
OPEN = (RECEIVED, UPHELD)


class PetitionQuerySet(models.QuerySet["Petition"]):
    """Petitions of people."""

    def open(self) -> Self:
        """Those not settled to the end."""
        return self.filter(state__in=OPEN)

    def described(self) -> Self:
        """With the person, the sheet and its period, and the result complained of."""
        return self.select_related("person", "sheet__round", "sheet__person", "result", "decided_by")

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """One's own; those on a score one gave, that one settles, corrects or took a step in; of the agencies one
        advises on personnel; all for an inspector. Leading the unit is no reason to see one.
        """
        day = day or timezone.localdate()
        if person is None or not person.serves(day):
            return self.none()
        held = posts_of(person, day)
        positions = [post.position for post in held if post.position]
        if any(position.is_inspector for position in positions):
            return self.described()
        acted = Entry.objects.filter(file__procedure=PETITION.name, who=person).order_by().values("file")
        seen = Q(person=person) | Q(decided_by=person) | Q(pk__in=acted)
        if any(position.is_personnel for position in positions):
            seen |= self._advised_by(person, day)
        if any(post.rank == Post.Rank.HEAD for post in held):
            kinds: list[Any] = [self, *(child.objects.all() for child in self.model.__subclasses__())]
            seen |= Q(pk__in=[petition.pk for kind in kinds for petition in kind.to_act_on(person, day)])
        return self.filter(seen).described()

    def waiting_for(self, person: Person | None, day: date | None = None) -> Self:
        """Those this person is to settle, or to score anew; one query where none is open, two for who heads nothing."""
        day = day or timezone.localdate()
        if person is None or not self.open().exists():
            return self.none()
        if not person.posts.held_on(day).filter(rank=Post.Rank.HEAD).exists():
            return self.none()
        acts = self.model.acts
        mine = [each.pk for each in self.to_act_on(person, day) if set(acts[each.state]) & each.roles_of(person)]
        return self.filter(pk__in=mine).described()

    def about_kind(self) -> Self:
        """Those on a month's or quarter's result: what is about another has a kind of its own."""
        return self.filter(sheet__isnull=False)

    def to_act_on(self, person: Person, day: date) -> list[Petition]:
        """Open ones in which a step may be this person's; the seats are read once."""
        rows = list(self.open().about_kind().described().exclude(person=person).order_by("pk"))
        if not rows:
            return []
        rows[0].use(rows[0].seats_of(day))
        rows[0].together(rows)
        acting = {role for roles in self.model.acts.values() for role in roles}
        return [row for row in rows if row.roles_of(person) & acting]

    def _advised_by(self, person: Person, day: date) -> Q:
        """Of the agencies a person advises; of an adviser's own, who else advises is asked one by one."""
        seats = seats_on(day)
        agencies = self.order_by().values_list("agency", flat=True).distinct()
        mine = Q(agency__in=[agency for agency in agencies if seats.advises(person.pk, agency)])
        advisers = frozenset[int]().union(*seats.advisers.by_agency.values()) - {person.pk}
        rows = self.filter(person__in=advisers).order_by().values_list("pk", "person_id", "agency_id")
        theirs = [pk for pk, who, agency in rows if person.pk in seats.personnel(who, agency)]
        return (mine | Q(pk__in=theirs)) & ~Q(person=person)


class Petition(CaseFile):
    """«Kiến nghị về kết quả theo dõi, đánh giá» of one person about one line of one result that was told.

    `line` is the name of the figure in the law's table, `of_task` the key of a task under it; what the line said then
    (`label`, `shown`, `how`, `cite`) is kept as text. `decided_by` gave the score. `sheet` and `result` are empty
    for a year's rating, whose sheet is another.
    """

    procedures: ClassVar[tuple[str, ...]] = (PETITION.name,)
    # Whose turn it is in a state that is open.
    acts: ClassVar[Mapping[str, tuple[Role, ...]]] = {RECEIVED: (Role.RESOLVER,), UPHELD: (Role.ASSESSOR,)}

    person = models.ForeignKey(Person, models.PROTECT, related_name="petitions", verbose_name=_("civil servant"))
    agency = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("agency"))
    sheet = models.ForeignKey(
        PeriodSheet, models.PROTECT, null=True, blank=True, related_name="petitions", verbose_name=_("sheet")
    )
    result = models.ForeignKey(
        Result, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed result")
    )
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("score given by")
    )
    line = models.CharField(_("figure"), max_length=60)
    of_task = models.PositiveBigIntegerField(_("task"), null=True, blank=True)
    label = models.CharField(_("line complained of"), max_length=400)
    shown = models.CharField(_("value"), max_length=100, blank=True)
    how = models.CharField(_("how it was reckoned"), max_length=400, blank=True)
    cite = models.CharField(_("article"), max_length=64, blank=True)
    grounds = models.TextField(_("grounds of the petition"))

    objects = PetitionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")

    def __str__(self) -> str:
        return self.title()

    def title(self) -> str:
        """Which line of whose result is complained of."""
        about = self.sheet.title() if self.sheet else str(self.person)
        return gettext("%(line)s: %(about)s") % {"line": self.label, "about": about}

    @property
    def due(self) -> date:
        """The last day to settle it: seven working days after it was received, that day not counted (Điều 22)."""
        return PETITION_DEADLINE.due(timezone.localdate(self.opened_at))

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act."""
        return self.state in OPEN

    @property
    def is_told_anew(self) -> bool:
        """Whether the sheet was scored anew and told since («đã có kết quả mới»)."""
        return self.sheet is not None and self.sheet.is_signed and self.sheet.result_id != self.result_id

    def use(self, seats: Seats) -> None:
        """Take who is who from seats already read: for many petitions at once."""
        self.__dict__["_seats"] = seats

    @classmethod
    def together(cls, files: Sequence[Petition]) -> None:
        """One reading of who is who."""
        for each in files[1:]:
            each.use(files[0].seats())

    def seats(self) -> Seats:
        """Who is who today; read once, and anew after `refresh_from_db`."""
        if "_seats" not in self.__dict__:
            self.use(self.seats_of(timezone.localdate()))
        found: Seats = self.__dict__["_seats"]
        return found

    def seats_of(self, day: date) -> Seats:
        """Who is who on a day, as this kind asks for it."""
        return seats_on(day)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Also forgets who is who."""
        self.__dict__.pop("_seats", None)
        super().refresh_from_db(*args, **kwargs)

    def settled_by(self) -> Authority | None:
        """Who is to settle it today, holding which seat; None where the law names nobody."""
        if self.sheet is None:
            return None
        return self.seats().resolver(self.person_id, self.sheet.place, self.decided_by_id)

    @property
    def is_settled_by_another(self) -> bool:
        """Whether somebody else than who gave the score settles it."""
        found = self.settled_by()
        return found is not None and int(found.person) != self.decided_by_id

    def roles_of(self, person: Person) -> frozenset[Role]:
        """OWNER alone for the person; else who settles, who scores, who advises on personnel, who inspects."""
        if person.pk == self.person_id:
            return frozenset({Role.OWNER})
        seats = self.seats()
        held = {role for role in (Role.RESOLVER, Role.ASSESSOR) if person.pk == self._seated(role)}
        if person.pk in seats.personnel(self.person_id, self.agency_id):
            held.add(Role.PERSONNEL)
        return frozenset(held | {Role.INSPECTOR} if seats.inspects(person.pk) else held)

    def people_in(self, role: Role) -> Iterable[Person]:
        """Who is told; the head of the managing agency and the whole office are told of a year's rating alone."""
        if role == Role.OWNER:
            return [self.person]
        if role == Role.PERSONNEL:
            return self.seats().people(self.seats().personnel(self.person_id, self.agency_id))
        return self.seats().people([self._seated(role)])

    def holds(self, fact: str) -> bool:
        """Whether the result was told, and whether it is a period's or a year's."""
        return {
            "result_notified": self.sheet is not None and self.sheet.is_signed,
            "about_period": self.sheet_id is not None,
            "about_year": self.sheet_id is None,
        }.get(fact, False)

    def open_to(self, person: Person) -> tuple[Step, ...]:
        """The steps this person may take now; a new result is recorded once there is one."""
        steps = super().open_to(person)
        return tuple(step for step in steps if step.name != "correct" or self.is_told_anew)

    def _seated(self, role: Role) -> int | None:
        """Who holds the one seat of a role today."""
        if self.sheet is None or role not in (Role.RESOLVER, Role.ASSESSOR):
            return None
        if role == Role.ASSESSOR:
            return self.seats().assessor_id(self.person_id, self.sheet.place)
        found = self.settled_by()
        return int(found.person) if found else None
