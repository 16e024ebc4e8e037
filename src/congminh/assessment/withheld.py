"""Who reads the points of the general criteria one by one («điểm từng tiêu chí chung»); every other reader the total.

The first group is of political and moral character, and views on politics are sensitive data (Nghị định 356/2025,
Điều 4). The ten criteria go together: any nine of them and the total tell the tenth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from congminh.assessment.models import PeriodSheet, Petition
from congminh.assessment.seats import Place, Seats
from congminh.law.procedure import Role
from congminh.ledger.models import Entry
from congminh.org.models import Person, Post

MAY = frozenset({Role.OWNER, Role.ASSESSOR, Role.PERSONNEL, Role.INSPECTOR})
SCORED = ("score", "score_unsent")


def reads_marks(sheet: PeriodSheet, reader: Person) -> bool:
    """Whether a reader of this sheet reads its criteria one by one."""
    return sheet.pk in marks_read([sheet], reader)


def marks_read(sheets: Iterable[PeriodSheet], reader: Person) -> frozenset[int]:
    """Of these sheets, the keys of those whose criteria `reader` reads one by one.

    The person; who scores, or scored; who decides the year's level (Điều 10.2), who advises on personnel, here or where
    the person works today; who inspects; who has a part in a petition on it. Three queries where seats do
    not settle it.
    """
    rows = list(sheets)
    found = {each.pk for each in rows if each.person_id == reader.pk}
    if len(found) == len(rows):
        return frozenset(found)
    seats = rows[0].seats()
    found |= {each.pk for each in rows if _by_seat(reader.pk, each.person_id, each.place, each.agency_id, seats)}
    rest = [each for each in rows if each.pk not in found]
    return frozenset(found | (_by_deed(rest, reader) | _by_place_of_today(rest, reader, seats) if rest else set()))


def _by_seat(reader: int, owner: int, place: Place, agency: int, seats: Seats) -> bool:
    roles = seats.roles_of(reader, owner, place, agency)
    return bool(roles & MAY) or seats.decider_id(owner, place) == reader


def _by_deed(rest: list[PeriodSheet], reader: Person) -> set[int]:
    """Those the reader once scored, and those with a petition they may see («người giải quyết kiến nghị»)."""
    keys = [each.pk for each in rest]
    scored = Entry.objects.filter(file__in=keys, step__in=SCORED, who=reader).order_by().values_list("file_id")
    found = {pk for (pk,) in scored}
    if Petition.objects.filter(sheet__in=keys).exists():
        seen = Petition.objects.visible_to(reader).filter(sheet__in=keys).order_by()
        found |= {int(pk) for pk in seen.values_list("sheet_id", flat=True) if pk}
    return found


def _by_place_of_today(rest: list[PeriodSheet], reader: Person, seats: Seats) -> set[int]:
    """Those of people who work elsewhere today: their months follow them to who rates them there (Điều 19.1)."""
    places: dict[int, list[Place]] = defaultdict(list)
    held = Post.objects.held_on(seats.day).exclude(kind="delegation").filter(person__in={s.person_id for s in rest})
    for person, unit, rank in held.order_by().values_list("person_id", "unit_id", "rank"):
        places[person].append((unit, rank))
    agency = seats.advisers.tree.agency
    return {
        each.pk
        for each in rest
        for place in places[each.person_id]
        if _by_seat(reader.pk, each.person_id, place, agency(place[0]), seats)
    }
