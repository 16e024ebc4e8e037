"""Year sheets as people look for them: seen by, waiting for; a constant number of queries each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q
from django.utils import timezone

from congminh.law.procedure import Role
from congminh.org.models import Person
from congminh.org.models.unit import WithUnits, seen_by

if TYPE_CHECKING:
    from congminh.year.models.sheet import YearSheet  # noqa: F401

# In these the level was decided: months, grounds and readings no longer move it.
DECIDED = ("decided", "notified", "published", "synchronised")
# In these the person was told.
TOLD = ("notified", "published", "synchronised")
# Who takes the next step of a sheet, by its procedure and state; the person, the meeting and the Party committee
# are asked for apart.
HOSTS = (Role.HEAD, Role.PERSONNEL)
NEXT: dict[tuple[str, str], tuple[Role, ...]] = {
    ("year_head", "filed"): (Role.PERSONNEL,),
    ("year_head", "convened"): (Role.PERSONNEL,),
    ("year_head", "heard"): (Role.PERSONNEL,),
    ("year_head", "proposed"): (Role.DECIDER,),
    ("year_deputy", "filed"): HOSTS,
    ("year_deputy", "convened"): HOSTS,
    ("year_deputy", "heard"): (Role.DECIDER,),
    ("year_others", "filed"): HOSTS,
    ("year_others", "convened"): HOSTS,
    ("year_others", "discussed"): (Role.DECIDER,),
    **{(name, state): (Role.DECIDER,) for name in ("year_head", "year_deputy", "year_others") for state in DECIDED[:2]},
}
HEARD = ("year_head", "year_deputy")


class YearSheetQuerySet(WithUnits["YearSheet"]):
    """Year sheets of people and agencies."""

    def described(self, day: date) -> Self:
        """With person, round, meeting and result, and the unit by its name of `day`: one more query."""
        return self.select_related("person", "round", "meeting", "result").with_units(day, "unit")

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """One's own; those of the units one leads or advises and of their people; those of one's meetings and, for
        who speaks for the Party committee, of heads and deputies. All for an inspector.
        """
        day = day or timezone.localdate()
        sight = seen_by(person, day)
        if sight.everything or person is None or not sight.is_anyone:
            return self if sight.everything else self.none()
        seen = Q(person=person) | Q(meeting__in=self._meetings(person)) | self._heard_by(person)
        if sight.files:
            there = Q(unit__in=sight.files) | Q(unit__succeeded_by__in=sight.files) | Q(agency__in=sight.files)
            people = Person.objects.whose_file_is_in(sight, person, day).order_by().values("pk")
            seen |= there | Q(person__in=people)
        return self.filter(seen)

    def waiting_for(self, person: Person | None, day: date | None = None) -> Self:
        """Those whose next step is this person's («việc chờ tôi»); a constant number of queries."""
        day = day or timezone.localdate()
        if person is None or not person.serves(day):
            return self.none()
        own = Q(person=person, state="drafting")
        asked = Q(state="convened", meeting__in=self._meetings(person)) & ~Q(opinions__by=person)
        heard = self._heard_by(person) & Q(state="discussed")
        others = (asked | heard) & ~Q(person=person)
        return self.filter(own | others | Q(pk__in=self._to_act_on(person, day))).distinct().described(day)

    def _meetings(self, person: Person) -> Any:
        from congminh.year.models.meeting import Attendance  # a meeting is of sheets

        return Attendance.objects.filter(person=person).values("meeting")

    def _heard_by(self, person: Person) -> Q:
        from congminh.year.models.round import YearRound

        return Q(round__in=YearRound.objects.filter(party=person).values("pk"), procedure__in=HEARD)

    def _to_act_on(self, person: Person, day: date) -> list[int]:
        """Those this person decides, calls the meeting of, or proposes the level of; the seats are read once."""
        heads = person.posts.held_on(day).filter(rank="head").exists()
        if not heads and not person.posts.held_on(day).filter(position__is_personnel=True).exists():
            return []
        rows: Any = (
            self.visible_to(person, day).filter(state__in={state for _name, state in NEXT}).exclude(person=person)
        )
        rows = list(
            rows.order_by().values_list("pk", "procedure", "state", "person_id", "unit_id", "rank", "agency_id")
        )
        if not rows:
            return []
        from congminh.year.seats import year_seats_on

        seats = year_seats_on(day)
        return [
            pk
            for pk, procedure, state, owner, unit, rank, agency in rows
            if seats.has_one_of(NEXT.get((procedure, state), ()), person.pk, owner, (unit, rank), agency)
        ]
