"""Whatever a file says: what goes in keeps the organisation's rules, again it changes nothing, undone it was never."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from congminh.exchange.actions import apply, undo
from congminh.exchange.kinds.units.circles import circles
from congminh.org.models import Post, Unit
from tests.apps.exchange.books import given
from tests.apps.exchange.test_actions import everything
from tests.apps.org.commune import SINCE, Commune

FILES = 60
RANKS = ("người đứng đầu", "cấp phó", "công chức", "công chức", None)
KINDS = ("chức vụ chính", None, None, None, "chức vụ kiêm nhiệm", "phụ trách")
FOR_A_TIME = ("biệt phái", "theo ủy quyền")
CODES = ("LAN", "MINH", "HOA", "THUONG", "AN", "N1", "N2", "N3", "N4", "N5")
WRONG = {
    "person": (None, "FAR"),
    "unit": ("Y", "ZZ", None),
    "first": (None, date(2025, 1, 1)),
    "last": (SINCE,),
    "complexity": (4, 9),
    "persons": ("N1", "FAR"),
    "kind": FOR_A_TIME,
    "position": (None, "Vị trí 9"),
    "name": (None, "Ai"),
}


def a_day(chance: random.Random) -> date:
    return SINCE + timedelta(days=30 * chance.randrange(1, 16))


def a_person(chance: random.Random) -> dict[str, Any]:
    """A row that is right by itself, more often than not."""
    code, kind, is_new = chance.choice(CODES), chance.choice(KINDS), chance.random() < 0.5
    row = {
        "person": code,
        "name": f"Người {code}" if code.startswith("N") else None,
        "begun": SINCE if code.startswith("N") else None,
        "unit": chance.choice(["KT", "VX", "X"]),
        "position": f"Vị trí {chance.randrange(3)}" if is_new else chance.choice(["Vị trí staff", "Vị trí head"]),
        "complexity": 3 if is_new else None,
        "peer_group": chance.choice(["Nhóm A", "nhom a"]) if is_new else None,
        "rank": chance.choice(RANKS),
        "kind": kind,
        "first": a_day(chance),
        "units": chance.choice([None, None, None, "VX", "KT;X"]),
        "persons": chance.choice([None, None, None, "THU", "LAN; DUNG"][:4]),
    }
    if chance.random() < 0.1:
        row |= {"kind": chance.choice(FOR_A_TIME), "position": None, "last": row["first"] + timedelta(days=60)}
    if chance.random() < 0.2:
        key = chance.choice(list(WRONG))
        row[key] = chance.choice(WRONG[key])
    return row


def some_units(chance: random.Random) -> list[dict[str, Any]]:
    """Rows of different units, most of them right by themselves."""
    return [a_unit(code, chance) for code in chance.sample(["KT", "VX", "A", "B", "C", "D"], chance.randrange(1, 7))]


def a_unit(code: str, chance: random.Random) -> dict[str, Any]:
    row: dict[str, Any] = {
        "code": code,
        "name": chance.choice([f"Phòng {code}", f"Tên {chance.randrange(3)}"]),
        "parent": chance.choice(["X", "X", "KT", "A", "B", "C"]),
        "kind": chance.choice(["đơn vị trực tiếp sử dụng công chức", "cơ quan sử dụng công chức"]),
        "first": chance.choice([SINCE, a_day(chance)]),
    }
    if chance.random() < 0.2:
        row[chance.choice(list(row))] = None
    return row


def meets(one: Post, other: Post) -> bool:
    return one.first <= (other.last or date.max) and other.first <= (one.last or date.max)


def clashes() -> list[tuple[Post, Post]]:
    """Two main posts of one person at once, two heads of one unit at once: by looking at every pair."""
    posts = list(Post.objects.all())
    pairs = [(one, other) for one in posts for other in posts if one.pk < other.pk and meets(one, other)]
    mains = [pair for pair in pairs if pair[0].person_id == pair[1].person_id and {p.kind for p in pair} == {"main"}]
    heads = [
        (one, other)
        for one, other in pairs
        if one.unit_id == other.unit_id
        and one.person_id != other.person_id
        and one.rank == other.rank == "head"
        and "delegation" not in (one.kind, other.kind)
        and (one.kind == "acting") == (other.kind == "acting")
    ]
    return mains + heads


@pytest.mark.parametrize("seed", range(FILES))
def test_whatever_people_a_file_brings(here: Commune, seed: int) -> None:
    chance = random.Random(seed)
    rows = [a_person(chance) for _ in range(chance.randrange(1, 12))]
    before = everything()
    source = given("people", rows, here.thu)
    assert everything() == before
    if not source.added + source.changed:
        return
    source = apply(source, here.thu, only_good=True)
    assert source.state == "applied"
    assert clashes() == []
    for post in Post.objects.select_related("person", "unit"):
        assert post.unit.is_alive(post.first) and post.person.begun <= post.first <= (post.last or date.max)
    again = given("people", rows, here.thu)
    good = source.rows.exclude(verdict="faulty").values_list("number", flat=True)
    assert set(again.rows.filter(number__in=good).values_list("verdict", flat=True)) <= {"left", "faulty"}
    undo(source, here.thu)
    assert everything() == before


@pytest.mark.parametrize("seed", range(FILES))
def test_whatever_units_a_file_brings(here: Commune, seed: int) -> None:
    chance = random.Random(seed)
    rows = some_units(chance)
    before = everything()
    source = given("units", rows, here.thu)
    if not source.added + source.changed:
        return
    source = apply(source, here.thu, only_good=True)
    assert Unit.objects.tree(date(2028, 1, 1)).circular() == set()
    again = given("units", rows, here.thu)
    good = source.rows.exclude(verdict="faulty").values_list("number", flat=True)
    assert set(again.rows.filter(number__in=good).values_list("verdict", flat=True)) <= {"left", "faulty"}
    undo(source, here.thu)
    assert everything() == before


def naive(parents: dict[str, str]) -> set[str]:
    """Whoever comes back to oneself by going up."""
    found = set()
    for start in parents:
        here, steps = parents[start], 0
        while here != start and here in parents and steps <= len(parents):
            here, steps = parents[here], steps + 1
        if here == start:
            found.add(start)
    return found


@pytest.mark.parametrize("seed", range(200))
def test_circles_are_those_one_finds_by_walking(seed: int) -> None:
    chance = random.Random(seed)
    names = [str(n) for n in range(chance.randrange(1, 12))]
    parents = {name: chance.choice(names) for name in names if chance.random() < 0.8}
    found = circles(parents, names)
    assert {name for circle in found for name in circle} == naive(parents)
    assert sum(map(len, found)) == len({name for circle in found for name in circle})


def test_a_long_chain_is_gone_through_once() -> None:
    parents = {str(n): str(n + 1) for n in range(200_000)}
    assert circles(parents, parents) == []
