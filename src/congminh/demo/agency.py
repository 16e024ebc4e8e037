"""The demonstration agency «cơ quan, đơn vị, công chức»: an invented commune, read from agency.yaml."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True)
class Unit:
    """«Đơn vị» (Điều 3): kind `using` «cơ quan sử dụng», `direct` «cơ quan trực tiếp sử dụng công chức»."""

    id: int
    name: str
    parent: int | None
    kind: str


@dataclass(frozen=True)
class Person:
    """«Công chức» with one post; `work` holds the product codes of the job position «vị trí việc làm»."""

    id: int
    name: str
    post: str
    unit: int
    title: str
    peer_group: str
    work: tuple[str, ...]
    field: str = ""
    units_in_charge: tuple[int, ...] = ()
    people_in_charge: tuple[int, ...] = ()

    @property
    def leads(self) -> bool:
        """Whether the post is a head or a deputy «giữ chức vụ lãnh đạo, quản lý» (Điều 15)."""
        return self.post != "staff"


@dataclass(frozen=True)
class Outsider:
    """Somebody of the test cast who holds no post in the agency."""

    id: int
    name: str
    title: str
    of: str


@dataclass(frozen=True)
class Agency:
    """The agency with its units, its people, and the ids of the test cast (an, minh, hoa, lan, thu …)."""

    name: str
    decision: str
    units: dict[int, Unit]
    people: dict[int, Person]
    peer_groups: dict[str, str]
    cast: dict[str, int]
    apart: dict[int, Outsider]

    def members(self, unit: int) -> list[Person]:
        """The people whose post is in the unit itself, in order of id."""
        return [person for person in self.people.values() if person.unit == unit]

    def head(self, unit: int) -> Person:
        """The head «người đứng đầu» of the unit."""
        return next(person for person in self.members(unit) if person.post == "head")


@cache
def load() -> Agency:
    """The demonstration agency; the same object at every call."""
    source = resources.files("congminh.demo") / "agency.yaml"
    read = yaml.safe_load(source.read_text(encoding="utf-8"))
    return Agency(
        name=read["agency"]["name"],
        decision=read["agency"]["decision"],
        units={row["id"]: Unit(**row) for row in read["units"]},
        people={row["id"]: _person(row) for row in read["people"]},
        peer_groups=read["peer_groups"],
        cast=read["cast"],
        apart={row["id"]: Outsider(**row) for row in read["apart"]},
    )


def in_charge(agency: Agency) -> list[tuple[int, int]]:
    """Who is in whose charge «phạm vi quản lý, lĩnh vực phụ trách» (Điều 15.3–15.4), as (leader, person).

    A head has everybody of the unit, and the heads of the units below; a deputy has the field in charge.
    """
    leaders = [person for person in agency.people.values() if person.leads]
    return [(leader.id, person) for leader in leaders for person in _charge_of(leader, agency)]


def _charge_of(leader: Person, agency: Agency) -> list[int]:
    if leader.post == "deputy":
        return [agency.head(unit).id for unit in leader.units_in_charge] + list(leader.people_in_charge)
    own = [person.id for person in agency.members(leader.unit) if person.id != leader.id]
    return own + [agency.head(unit.id).id for unit in agency.units.values() if unit.parent == leader.unit]


def _person(row: dict[str, Any]) -> Person:
    plain = {key: value for key, value in row.items() if key not in ("in_charge", "work")}
    charge = row.get("in_charge", {})
    return Person(
        **plain,
        work=tuple(row["work"]),
        units_in_charge=tuple(charge.get("units", ())),
        people_in_charge=tuple(charge.get("people", ())),
    )
