"""Who is who in the year's sheets of one day: who rates (Điều 10.2), who calls the meeting, who proposes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from congminh.assessment.seats import Place, Seats, seats_on
from congminh.law.nd335.authority import Authority
from congminh.law.nd335.posts import Chart, Gap
from congminh.law.procedure import Role
from congminh.org import facts

if TYPE_CHECKING:
    from congminh.year.models import YearSheet


@dataclass(frozen=True)
class YearSeats(Seats):
    """The seats of `day`, read once for any number of year sheets."""

    read: dict[tuple[str, int], Any] = field(default_factory=dict, compare=False)

    def hosts(self, place: Place, agency: int) -> frozenset[int]:
        """The heads who may call the meeting: of the unit where the person works and of the agency (Điều 21.2.b)."""
        units = {self._alive(unit) for unit in (place[0], agency)}
        heads = (self.chart.head_of(unit) for unit in units)
        return frozenset(int(head.person) for head in heads if not isinstance(head, Gap))

    def competent_advisers(self, person: int, place: Place) -> frozenset[int]:
        """«Cơ quan tham mưu của cấp có thẩm quyền xếp loại» (Điều 21.1.d): the advisers of who decides."""
        found = self.decider(person, place)
        if isinstance(found, Gap):
            return frozenset()
        return self.advisers.of([self.advisers.tree.agency(int(found.post.unit))], besides=person)

    def advising(self, person: int, place: Place, agency: int) -> frozenset[int]:
        """Who advises on personnel in the agency; of a head also the advisers of the competent level."""
        mine = self.personnel(person, agency)
        return mine | self.competent_advisers(person, place) if place[1] == "head" else mine

    def rating_line(self, person: int, place: Place) -> Iterator[Authority]:
        """Who rates a person in this place, then who rates that one, and so on up (Điều 10.2)."""
        found, passed = self.decider(person, place), {person}
        while not isinstance(found, Gap) and int(found.person) not in passed:
            yield found
            passed.add(int(found.person))
            found = self.decider(int(found.person), (int(found.post.unit), "head"))

    def settles(self, person: int, place: Place, decided_by: int | None) -> Authority | None:
        """Who settles a petition on the year's level (Điều 22): the first in the line who did not decide it."""
        line = list(self.rating_line(person, place))
        return next((each for each in line if int(each.person) != decided_by), line[0] if line else None)

    def proposes(self, person: int, sheet: YearSheet) -> bool:
        """Whether a person sums up and proposes a head's level: the competent level's advisers, where it has any."""
        competent = self.competent_advisers(sheet.person_id, sheet.place)
        return person in (competent or self.personnel(sheet.person_id, sheet.agency_id))

    def managing_head(self, agency: int) -> int | None:
        """«Người đứng đầu cơ quan quản lý công chức» over an agency (Điều 21.3)."""
        here = self.chart.units.get(self._alive(agency))
        above = here if here and here.kind == "managing" else None
        found = above or self.chart.above(self._alive(agency), lambda upper: upper.kind == "managing")
        if isinstance(found, Gap):
            return None
        head = self.chart.head_of(found.id)
        return None if isinstance(head, Gap) else int(head.person)

    def roles(self, person: int, owner: int, place: Place, agency: int) -> set[Role]:
        """A person's roles in somebody else's year sheet, by the seats of the day."""
        held = {
            Role.DECIDER: self.decider_id(owner, place) == person,
            Role.HEAD: person in self.hosts(place, agency),
            Role.PERSONNEL: person in self.advising(owner, place, agency),
            Role.INSPECTOR: self.inspects(person),
        }
        return {role for role, holds in held.items() if holds}

    def has_one_of(self, wanted: Collection[Role], person: int, owner: int, place: Place, agency: int) -> bool:
        """Whether a person has one of these roles in somebody else's sheet."""
        return bool(wanted) and bool(self.roles(person, owner, place, agency) & set(wanted))

    def party(self, round: int) -> frozenset[int]:
        """Through whom the Party committee is heard in an agency's year; one query a round."""
        from congminh.year.models import YearRound

        found: frozenset[int] = self.once(
            "party", round, lambda: frozenset(person.pk for person in YearRound.objects.committee(round))
        )
        return found

    def attendees(self, meeting: int) -> frozenset[int]:
        """Who takes part in a meeting; one query a meeting."""
        from congminh.year.models import Attendance

        return self._keys("meeting", meeting, lambda: Attendance.objects.filter(meeting=meeting))

    def staff(self, round: int) -> list[int]:
        """Everyone with a sheet of the agency's year; one query a round."""
        from congminh.year.models import YearSheet

        return sorted(self._keys("staff", round, lambda: YearSheet.objects.filter(round=round)))

    def works_in(self, person: int, agency: int) -> bool:
        """Whether a person works in an agency today («nơi công tác tại thời điểm xếp loại», Điều 19.1)."""
        post = self.whole.post_of(person)
        return not isinstance(post, Gap) and self.advisers.tree.agency(int(post.unit)) == self._alive(agency)

    @cached_property
    def whole(self) -> Chart:
        """The chart with everyone's posts: who takes part in a meeting; five queries."""
        return facts.chart(self.day)

    def once(self, what: str, key: int, make: Callable[[], Any]) -> Any:
        """What was read once for as many sheets as share these seats."""
        if (what, key) not in self.read:
            self.read[what, key] = make()
        return self.read[what, key]

    def _keys(self, what: str, key: int, rows: Callable[[], Any]) -> frozenset[int]:
        found: frozenset[int] = self.once(
            what, key, lambda: frozenset(rows().order_by().values_list("person", flat=True))
        )
        return found


def year_seats_on(day: date) -> YearSeats:
    """The seats of `day`, in six queries however many sheets."""
    found = seats_on(day)
    successors: Mapping[int, int] = found.successors
    return YearSeats(found.day, found.chart, successors)
