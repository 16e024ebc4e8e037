"""«Chức vụ, chức danh đang giữ»: who holds which post from when to when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.org.models.decision import Decision
from congminh.org.models.person import Person
from congminh.org.models.position import Position
from congminh.org.models.unit import Unit, UnitState, WithUnits, seen_by
from congminh.org.once import once
from congminh.org.sight import Advisers


class PostQuerySet(WithUnits["Post"]):
    """Posts as they are held."""

    def held_on(self, day: date) -> Self:
        """Those held on `day`; both days included."""
        return self.held_within(day, day)

    def held_within(self, first: date, last: date | None) -> Self:
        """Those held on any day from `first` to `last`, or to no end."""
        begun = Q() if last is None else Q(first__lte=last)
        return self.filter(begun, Q(last=None) | Q(last__gte=first))

    def described(self, day: date) -> Self:
        """With person, position and the unit by its name of `day`: one more query, however many posts."""
        return self.select_related("person", "position__peer_group").with_units(day, "unit")

    def history(self, day: date) -> Self:
        """The newest first, with `unit_name`, as the unit was called when it was last held: one query."""
        today = Value(day, models.DateField())
        then = Greatest("first", Least(Coalesce("last", today), today))
        state = UnitState.objects.filter(unit=OuterRef("unit"), first__lte=OuterRef("then")).order_by("-first")
        named = self.annotate(then=then).annotate(unit_name=Subquery(state.values("name")[:1]))
        return named.select_related("person", "unit", "position", "decision").order_by("-first", "-pk")

    def advisers(self, day: date) -> Advisers:
        """Who advises on personnel in which agency on `day`, in two queries."""
        return once(("advisers", day), lambda: self._advisers(day))

    def _advisers(self, day: date) -> Advisers:
        tree, found = Unit.objects.tree(day), defaultdict(set)
        for seat in seats_of(day):
            if seat.is_personnel and seat.begun <= day and (seat.ended is None or day <= seat.ended):
                found[tree.agency(seat.unit)].add(seat.person)
        return Advisers(tree, {agency: frozenset(people) for agency, people in found.items()})

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """One's own posts; those in the units one leads, advises or inspects, and their people's other posts."""
        day = day or timezone.localdate()
        sight = seen_by(person, day)
        if sight.everything:
            return self
        if person is None or not sight.names:
            return self.none()
        theirs = Post.objects.held_on(day).filter(person=OuterRef("person"), unit__in=sight.files)
        return self.filter(Q(person=person) | Q(unit__in=sight.files) | Exists(theirs))


def posts_of(person: Person, day: date) -> Sequence[Post]:
    """What a person holds on `day`, with positions; while a page is looked at, as read at its door."""
    known: dict[date, tuple[Post, ...]] = getattr(person, "seated", {})
    return known[day] if day in known else list(person.posts.held_on(day).select_related("position"))


class Seat(NamedTuple):
    """A post that bears on who is competent: of a head, of who advises on personnel, of an inspector."""

    pk: int
    person: int
    name: str
    begun: date
    ended: date | None
    unit: int
    rank: str
    kind: str
    first: date
    last: date | None
    is_personnel: bool | None
    is_inspector: bool | None


def seats_of(day: date) -> list[Seat]:
    """Those held on `day`; one query, on a page once."""
    columns = (
        *("pk", "person_id", "person__name", "person__begun", "person__ended", "unit_id", "rank", "kind"),
        *("first", "last", "position__is_personnel", "position__is_inspector"),
    )
    bears = Q(rank=Post.Rank.HEAD) | Q(position__is_personnel=True) | Q(position__is_inspector=True)

    def read() -> list[Seat]:
        rows: Any = Post.objects.held_on(day).filter(bears).order_by("pk").values_list(*columns)
        return [Seat(*row) for row in rows]

    return once(("seats", day), read)


class Post(models.Model):
    """One person in one position of one unit («chức vụ, chức danh đang giữ», Điều 10); both days included."""

    class Rank(models.TextChoices):
        """Whether the post leads (Điều 15)."""

        STAFF = "staff", _("staff")
        DEPUTY = "deputy", _("deputy head")
        HEAD = "head", _("head")

    class Kind(models.TextChoices):
        """How the post is held; the decree is silent (`delegation` in the readings)."""

        MAIN = "main", _("main post")
        CONCURRENT = "concurrent", _("concurrent post")
        ACTING = "acting", _("acting")
        SECONDED = "seconded", _("on secondment")
        DELEGATION = "delegation", _("by delegation")

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name=_("civil servant"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("unit"))
    position = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("job position")
    )
    rank = models.CharField(_("rank"), max_length=10, choices=Rank, default=Rank.STAFF)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MAIN)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )
    units_in_charge = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("units in charge"))
    persons_in_charge = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("civil servants in charge")
    )

    # The unit by its name while the post was held: set by `history`.
    unit_name: str | None

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ("person", "first", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(last=None) | Q(last__gte=F("first")), name="org_post_ends_last"),
            models.CheckConstraint(
                condition=~Q(kind="delegation") | Q(last__isnull=False, rank="head"), name="org_post_delegation_ends"
            ),
            models.CheckConstraint(
                condition=Q(kind="delegation") | Q(position__isnull=False), name="org_post_has_position"
            ),
            models.CheckConstraint(condition=Q(rank__in=["staff", "deputy", "head"]), name="org_post_rank"),
            models.CheckConstraint(
                condition=Q(kind__in=["main", "concurrent", "acting", "seconded", "delegation"]), name="org_post_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.position or self.get_kind_display()}, {self.first:%d/%m/%Y}"

    def clean(self) -> None:
        """Says by field what the database would refuse."""
        wrong = {}
        if self.last and self.first and self.last < self.first:
            wrong["last"] = _("The last day is before the first: enter a day not before the first.")
        if self.kind == self.Kind.DELEGATION and not self.last:
            wrong["last"] = _("A delegation must end: enter its last day.")
        if self.kind == self.Kind.DELEGATION and self.rank != self.Rank.HEAD:
            wrong["rank"] = _("A delegation stands for the head of a unit: choose the rank of head.")
        if self.kind != self.Kind.DELEGATION and not self.position_id:
            wrong["position"] = _("The post names no job position: choose one.")
        if wrong:
            raise ValidationError(wrong)
