"""The demonstration commune as rows of the organisation: units, people and posts since 1 July 2025, under a province.

Codes are the commune's letters and the number in agency.yaml («TBM-304»), so that tasks and sheets find their people.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from congminh.demo import agency
from congminh.org.actions import appoint, begin_unit, decide, hire, put_peer_group, put_position
from congminh.org.models import Decision, PeerGroup, Person, Position, Post, Unit

SINCE = date(2025, 7, 1)
PROVINCE, INSPECTORATE = "MG", "MG-TT"
# Complexity of positions by peer group: invented, as the agency is (Điều 13.1.a).
COMPLEXITY = {"commune_leaders": 5, "unit_leaders": 4, "specialists": 3, "one_stop": 2, "office_support": 2}
# Whoever advises on personnel («tham mưu tổ chức, cán bộ») in the cast.
PERSONNEL = "thu"
# Above the commune: who the heads answer to, and where the inspector works. No such people exist.
ABOVE = (
    ("MG-1", "Võ Đình Quang Thái", "Chủ tịch UBND tỉnh", PROVINCE, "head"),
    ("MG-2", "Mạc Thị Vân Khánh", "Chánh Thanh tra tỉnh", INSPECTORATE, "head"),
)


def code(number: int) -> str:
    """The code of a person or unit by its number in agency.yaml."""
    return f"TBM-{number}"


@transaction.atomic
def load_organisation() -> None:
    """Bring the demonstration commune into the organisation; loading it again changes nothing.

    An outsider of the cast who belongs to no agency is no civil servant, so has no row here.
    """
    loaded, decision = agency.load(), _decision()
    units = _units(loaded, decision)
    groups = {key: _peer_group(key, name) for key, name in loaded.peer_groups.items()}
    people = {person.id: _person(code(person.id), person.name) for person in loaded.people.values()}
    personnel = loaded.cast[PERSONNEL]
    for person in loaded.people.values():
        unit = units[code(person.unit)]
        group, held = groups[person.peer_group], person.id == personnel
        position = _position(person.title, unit, group, COMPLEXITY[person.peer_group], is_personnel=held)
        field = (
            [units[code(each)] for each in person.units_in_charge],
            [people[each] for each in person.people_in_charge],
        )
        _post(people[person.id], unit, position, person.post, decision, *field)
    _above(loaded.apart.values(), units, decision)


def _decision() -> Decision:
    about = "Sắp xếp tổ chức bộ máy và bố trí công chức xã Thanh Bình Minh"
    found = Decision.objects.filter(number="01/QĐ-UBND", signed_on=SINCE).first()
    new = Decision(number="01/QĐ-UBND", signed_on=SINCE, signer="Chủ tịch UBND tỉnh", about=about)
    return found or decide(new)


def _units(loaded: agency.Agency, decision: Decision) -> dict[str, Unit]:
    """The province, its inspectorate and the commune, each after the unit above it."""
    units = {PROVINCE: _unit(PROVINCE, "UBND tỉnh Minh Giang", ("managing", "province"), None, decision)}
    kind = ("using", "provincial_agency")
    units[INSPECTORATE] = _unit(INSPECTORATE, "Thanh tra tỉnh", kind, units[PROVINCE], decision)
    for unit in loaded.units.values():
        kind = (unit.kind, "commune" if unit.kind == "using" else "commune_agency")
        parent = units[code(unit.parent) if unit.parent else PROVINCE]
        units[code(unit.id)] = _unit(code(unit.id), unit.name, kind, parent, decision)
    return units


def _unit(key: str, name: str, kind: tuple[str, str], parent: Unit | None, decision: Decision) -> Unit:
    found = Unit.objects.filter(code=key).first()
    unit = Unit(code=key, kind=kind[0], tier=kind[1], begun=SINCE, decision=decision)
    return found or begin_unit(unit, name, parent)


def _peer_group(key: str, name: str) -> PeerGroup:
    return PeerGroup.objects.filter(code=key).first() or put_peer_group(PeerGroup(code=key, name=name))


def _person(key: str, name: str) -> Person:
    return Person.objects.filter(code=key).first() or hire(Person(code=key, name=name, begun=SINCE))


def _position(title: str, unit: Unit, group: PeerGroup, complexity: int, **flags: bool) -> Position:
    found = Position.objects.filter(title=title, unit=unit).first()
    return found or put_position(Position(title=title, unit=unit, peer_group=group, complexity=complexity, **flags))


def _post(
    person: Person,
    unit: Unit,
    position: Position,
    rank: str,
    decision: Decision,
    units: Iterable[Unit] = (),
    people: Iterable[Person] = (),
) -> Post:
    found = Post.objects.filter(person=person, unit=unit, rank=rank, first=SINCE).first()
    post = Post(person=person, unit=unit, position=position, rank=rank, first=SINCE, decision=decision)
    return found or appoint(post, units, people)


def _above(apart: Iterable[agency.Outsider], units: dict[str, Unit], decision: Decision) -> None:
    leaders = _peer_group("provincial_leaders", "Lãnh đạo cấp tỉnh")
    inspectors = _peer_group("inspectors", "Công chức thanh tra")
    for key, name, title, where, rank in ABOVE:
        position = _position(title, units[where], leaders, 5)
        _post(_person(key, name), units[where], position, rank, decision)
    inspectorate = units[INSPECTORATE]
    for one in apart:
        if one.of:
            position = _position(one.title, inspectorate, inspectors, 4, is_inspector=True)
            _post(_person(code(one.id), one.name), inspectorate, position, "staff", decision)
