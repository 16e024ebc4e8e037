"""Sheets as people look for them: seen by, waiting for, late; a constant number of queries each."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import BigIntegerField, Case, F, Q, When
from django.utils import timezone

from congminh.assessment.seats import seats_on
from congminh.org.models import Person, Post, Unit
from congminh.org.models.post import posts_of
from congminh.org.models.unit import WithUnits, seen_by

if TYPE_CHECKING:
    from congminh.assessment.models.sheet import PeriodSheet  # noqa: F401

BIG = BigIntegerField()
# In these the result was told to the person: tasks and figures stand still.
SIGNED = ("notified", "closed", "synchronised")
# In these somebody still has something to do before the period can be closed.
UNDER_WAY = ("in_progress", "submitted", "scored")
# In these the next step is the assessor's; an unsent sheet too, once its day is over (Điều 3.4).
FOR_ASSESSOR = ("submitted", "scored")
# By when a sheet leaves each of these: the column of its round.
DUE = {"in_progress": "self_by", "submitted": "confirm_by", "scored": "publish_by"}


class PeriodSheetQuerySet(WithUnits["PeriodSheet"]):
    """Sheets of people and agencies."""

    def signed(self) -> Self:
        """Those whose result was told."""
        return self.filter(state__in=SIGNED)

    def described(self, day: date) -> Self:
        """With person, round and signed result, and the unit by its name of `day`: one more query, however many."""
        return self.select_related("person", "round", "result").with_known_units(day, "unit")

    def late(self, day: date) -> Self:
        """Those a step of which was due before `day`: self-evaluation, scoring, telling the result."""
        return self.filter(is_late(day))

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """One's own; those of the units one leads or advises, and of their people, also from where they came.

        The months of whoever is transferred follow to the new agency (Điều 19.1). All for an inspector.
        """
        day = day or timezone.localdate()
        sight = seen_by(person, day)
        if sight.everything or person is None or not sight.is_anyone:
            return self if sight.everything else self.none()
        if not sight.files:
            return self.filter(person=person)
        there = Q(unit__in=sight.files) | Q(unit__succeeded_by__in=sight.files)
        people = Person.objects.whose_file_is_in(sight, person, day).order_by().values("pk")
        return self.filter(there | Q(agency__in=sight.files) | Q(person__in=people))

    def waiting_for(self, person: Person | None, day: date | None = None) -> Self:
        """Those whose next step is this person's («việc chờ tôi»); nine queries at most, however many sheets.

        One's own in progress; as assessor those sent or scored, and those never sent whose day is over.
        """
        if person is None:
            return self.none()
        day = day or timezone.localdate()
        mine = Q(person=person, state="in_progress")
        return self.filter(mine | self._to_assess(person, day)).distinct()

    def assessed_by(self, person: Person, day: date | None = None) -> Self:
        """All whose assessor on `day` is this person."""
        return self.filter(self._assessed_by(person, day or timezone.localdate(), Q()))

    def _to_assess(self, person: Person, day: date) -> Q:
        unsent = Q(state="in_progress", round__self_by__lt=day)
        among = Q(state__in=FOR_ASSESSOR) | unsent
        return among & self._assessed_by(person, day, among)

    def _assessed_by(self, person: Person, day: date, among: Q) -> Q:
        """The places a person scores: the law names the same assessor for all of a place but the assessor."""
        if not person.serves(day) or all(post.rank != "head" for post in posts_of(person, day)):
            return Q(pk=None)
        seats = seats_on(day)
        headed = seats.headed_by(person.pk)
        if not headed:
            return Q(pk=None)
        rows = self._near(headed, day).filter(among)._places(day)
        scored = {(unit, rank): seats.assessor_id(0, (unit, rank)) for unit, rank, _who, _pk in rows}
        found = _in_places([place for place, by in scored.items() if by == person.pk])
        # Who is the assessor of some place themselves may have another of their own: they are asked one by one.
        assessors = set(scored.values()) - {None}
        theirs = ((unit, rank, who, pk) for unit, rank, who, pk in rows if who in assessors and who != person.pk)
        mine = [pk for unit, rank, who, pk in theirs if who and seats.assessor_id(who, (unit, rank)) == person.pk]
        return (found & ~Q(person__in=assessors)) | Q(pk__in=mine)

    def _near(self, headed: set[int], day: date) -> Self:
        """Sheets of the units headed, of what went on in them, and of all beneath."""
        beneath = Unit.objects.tree(day).beneath(headed)
        return self.filter(Q(unit__in=beneath) | Q(unit__succeeded_by__in=beneath) | Q(agency__in=beneath))

    def _places(self, day: date) -> list[tuple[int, str, int | None, int | None]]:
        """Unit and rank of these sheets, each once; for whoever heads a unit on `day` person and sheet too."""
        heads = Q(person__in=Post.objects.held_on(day).filter(rank="head").order_by().values("person"))
        who, sheet = (Case(When(heads, then=F(name)), output_field=BIG) for name in ("person_id", "pk"))
        rows: Any = self.order_by().annotate(who=who, sheet=sheet).values_list("unit_id", "rank", "who", "sheet")
        return list(rows.distinct())


def is_late(day: date) -> Q:
    """Whether the day by which a sheet's next step was due has passed on `day`."""
    late = Q(pk=None)
    for state, by in DUE.items():
        late |= Q(state=state, **{f"round__{by}__lt": day})
    return late


def _in_places(places: list[tuple[int, str]]) -> Q:
    by_rank: dict[str, list[int]] = defaultdict(list)
    for unit, rank in places:
        by_rank[rank].append(unit)
    found = Q(pk=None)
    for rank, units in by_rank.items():
        found |= Q(rank=rank, unit__in=units)
    return found
