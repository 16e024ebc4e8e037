"""Tasks as people look for them: seen by, waiting for, to be confirmed by; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone

from congminh.org.models import Person, Unit
from congminh.org.models.post import posts_of
from congminh.org.models.unit import seen_by, units_on
from congminh.org.once import looking
from congminh.org.search import matching
from congminh.work.openness import closed
from congminh.work.seats import seats_of_posts

if TYPE_CHECKING:
    from congminh.work.models import Task  # noqa: F401

# In these a task counts as given: the law's total is made of them (Điều 14.1, 18.1.d).
COUNTED = ("assigned", "reported", "returned", "confirmed", "handing_over", "handed_over")
# What is not confirmed, and a cause asked for, have small indexes of their own; a query must say them in these words.
PENDING, CAUSE_ASKED = Q(confirmed_on=None), Q(cause="asked")
REPORTED = PENDING & Q(state="reported")
# In these the next step is the assessor's.
FOR_ASSESSOR = PENDING & Q(state__in=("reported", "proposed", "handing_over"))
# More people than this are joined by the database, fewer looked up by their keys.
MOST_KEYS = 5000
# Key, person, unit, period of a task; then whatever columns more were asked for.
Candidate = tuple[Any, ...]


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks of people and units."""

    def counted(self) -> Self:
        """Those that were really given: neither proposals, nor what was declined or cancelled."""
        return self.filter(state__in=COUNTED)

    def described(self, day: date) -> Self:
        """With person and goal, and the unit by its name of `day`: one more query, however many."""
        return self.select_related("person", "goal").prefetch_related(Prefetch("unit", Unit.objects.named(day)))

    def search(self, text: str) -> Self:
        """By what is to be delivered or the product's code, typed with or without diacritics."""
        return self.filter(matching(text))

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """One's own; those done in units one leads or advises, and by their people; all for an inspector."""
        day = day or timezone.localdate()
        sight = seen_by(person, day)
        if sight.everything or person is None or not sight.is_anyone:
            return self if sight.everything else self.none()
        if not sight.files:
            return self.filter(person=person)
        people = Person.objects.whose_file_is_in(sight, person, day).order_by().values_list("pk", flat=True)
        keys = list(people[: MOST_KEYS + 1])
        units = with_merged(sight.files)
        return self.filter(Q(unit__in=units) | Q(person__in=keys if len(keys) <= MOST_KEYS else people))

    def to_confirm(self, person: Person, day: date | None = None) -> Self:
        """Those reported that this person confirms («chờ xác nhận») in periods still open."""
        return self._open_among(self._of_others(person, day or timezone.localdate(), REPORTED, None))

    def scored_by(self, person: Person, day: date | None = None, **only: Any) -> Self:
        """Those whose assessor the person is («theo dõi, đánh giá»), in any state; a constant number of queries."""
        found = self._of_others(person, day or timezone.localdate(), Q(**only), None)
        return self.filter(pk__in=[pk for pk, *_ in found])

    def waiting_for(self, person: Person | None, day: date | None = None) -> Self:
        """Those whose next step is this person's, in periods still open («việc chờ tôi»).

        As assessor: reported, proposed, to be given to another; causes asked, of whoever confirms them. One's own:
        returned. A constant number of queries, however many tasks.
        """
        if person is None:
            return self.none()
        own = self.filter(PENDING, person=person, state="returned")._candidates()
        return self._open_among(
            [*own, *self._of_others(person, day or timezone.localdate(), FOR_ASSESSOR, CAUSE_ASKED)]
        )

    def to_settle(self, person: Person, day: date, *columns: str) -> list[Candidate]:
        """Key, person, unit, period and these columns of what waits for this person but one's own; seven queries."""
        rows = self._of_others(person, day, FOR_ASSESSOR, CAUSE_ASKED, *columns)
        return _open({row[0]: row for row in rows if row[1] != person.pk}.values())

    def _of_others(self, person: Person, day: date, work: Q, causes: Q | None, *columns: str) -> list[Candidate]:
        """Tasks matching `work` whose assessor the person is, and `causes` whose judge."""
        headed = {post.unit_id for post in posts_of(person, day) if post.rank == "head"}
        if not headed or not person.serves(day):
            return []
        asked = list(self.filter(causes)._candidates(*columns)) if causes else []
        # Whoever holds no post here and heads nothing has left: work done here is then this head's without more.
        near_me = Q(unit__in=headed) | Q(person__in={row[1] for row in asked})
        with looking():
            seats = seats_of_posts(day, near_me)
            units = headed | {unit.pk for unit in units_on(day).values() if unit.succeeded_by_id in headed}
        near = Q(unit__in=units) | Q(person__in=seats.scored_by(person.pk))
        rows = self.filter(work & near)._candidates(*columns)
        found = [each for each in rows if seats.assessor(*each[1:3]) == person.pk]
        return found + [each for each in asked if seats.judge_of_causes(*each[1:3]) == person.pk]

    def _candidates(self, *columns: str) -> Iterable[Candidate]:
        return self.order_by().values_list("pk", "person_id", "unit_id", "period", *columns)

    def _open_among(self, found: Iterable[Candidate]) -> Self:
        """Of these tasks, those of periods still open."""
        return self.filter(pk__in=[row[0] for row in _open(found)])


def _open(found: Iterable[Candidate]) -> list[Candidate]:
    """Those of periods still open."""
    rows = list(found)
    shut = closed((row[1], row[3]) for row in rows)
    return [row for row in rows if (row[1], row[3]) not in shut]


def with_merged(units: Iterable[int]) -> set[int]:
    """These units and those that went on in them («sáp nhập»): their work is looked after there."""
    here = set(units)
    return here | set(Unit.objects.filter(succeeded_by__in=here).order_by().values_list("pk", flat=True))
