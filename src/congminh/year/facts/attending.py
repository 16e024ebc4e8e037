"""Who takes part in the meeting on a person («thành phần tham dự», Điều 21.1.b, 21.2.b), group by group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from congminh.law.nd335.yearly_rating import Participants, participants
from congminh.org.models import Unit
from congminh.year.models import YearSheet
from congminh.year.seats import YearSeats


class Part(NamedTuple):
    """One who takes part: in which group, and whether they may write instead of coming."""

    person: int
    group: str
    may_write: bool


class Company(NamedTuple):
    """The meeting on a person: the unit whose meeting it is, and everyone the law calls."""

    body: int
    parts: tuple[Part, ...]

    @property
    def called(self) -> tuple[int, frozenset[int]]:
        """The unit and the people: where these are the same, one meeting is on both, whatever group calls them."""
        return self.body, frozenset(part.person for part in self.parts)


def taking_part(sheet: YearSheet) -> Company:
    """The unit whose meeting it is and everyone the law calls; each once, in the first group that names them.

    A head or deputy is spoken of in the unit they lead, others in their component unit, or in the agency where it has
    none. Two queries more for each round than the seats the sheet has.
    """
    seats, unit = sheet.seats(), sheet.unit_id
    body = unit if sheet.rank != "staff" else sheet.agency_id
    components = _components(seats, body)
    found: dict[int, Part] = {}
    for group in participants(sheet.rank, bool(components), sheet.round.is_large):
        for person in _people(group, sheet, seats, body, components):
            found.setdefault(person, Part(person, group.name, group.in_writing))
    return Company(unit if sheet.rank == "staff" and components else body, tuple(found[each] for each in sorted(found)))


def _people(group: Participants, sheet: YearSheet, seats: YearSeats, body: int, components: list[int]) -> Iterable[int]:
    if group.name == "party":
        return seats.party(sheet.round_id)
    if group.name == "leadership":
        return _leading([body], seats, ("head", "deputy"))
    if group.name == "component_heads":
        return _leading(components, seats, ("head",))
    whole = group.name == "all_staff"
    return _placed(seats, _within(seats, body) if whole else _component(seats, sheet.unit_id, body, components))


def _components(seats: YearSeats, body: int) -> list[int]:
    """«Đơn vị cấu thành» of a unit: the direct units right beneath it."""
    units = seats.chart.units.values()
    return sorted(int(each.id) for each in units if each.parent == body and each.kind == Unit.Kind.DIRECT)


def _component(seats: YearSeats, unit: int, body: int, components: list[int]) -> set[int]:
    """The component unit a person works in with all beneath it; the body itself where they work in none."""
    mine = next((each for each in components if unit in seats.chart.below([each])), None)
    return {body} if mine is None else {int(each) for each in seats.chart.below([mine])}


def _within(seats: YearSeats, body: int) -> set[int]:
    return {int(each) for each in seats.advisers.tree.beneath([body], within_agency=True)}


def _placed(seats: YearSeats, units: Iterable[int]) -> set[int]:
    return {int(person) for unit in units for person in seats.whole.placed.get(unit, ())}


def _leading(units: Iterable[int], seats: YearSeats, ranks: tuple[str, ...]) -> set[int]:
    posts = (post for unit in units for post in seats.whole.by_unit.get(unit, ()))
    return {int(post.person) for post in posts if post.rank in ranks and post.kind != "delegation"}
