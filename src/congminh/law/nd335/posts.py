"""Who holds which seat on a day («vị trí, chức vụ»): units, dated posts, and what is missing from them.

The decree says nothing of absence, acting and delegation (Điều 10). By the reading `delegation` (Q27):
dated_post lets a delegate stand before the head while the delegation lasts, and an acting head stand where
there is no head; none counts only the holder. A person seconded stands where seconded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from congminh.law.text import Text

Id = int | str
RANKS = ("staff", "deputy", "head")
HOLDING = ("main", "concurrent", "seconded")


@dataclass(frozen=True)
class Unit:
    """«Cơ quan, tổ chức, đơn vị»: `kind` by Điều 3.1 and 10, `tier` by Điều 5.

    managing: cơ quan quản lý công chức; using: cơ quan sử dụng công chức; direct: cơ quan trực tiếp sử dụng
    công chức. `tier` is needed only where the unit itself is evaluated (see authority.RECOGNISED_BY).
    """

    id: Id
    parent: Id | None
    kind: Literal["managing", "using", "direct"]
    tier: str | None = None


@dataclass(frozen=True)
class Post:
    """One person in one unit for a time («vị trí của công chức»); both days included, no `last`: still held.

    main: chính thức; concurrent: kiêm nhiệm; acting: quyền, phụ trách; seconded: biệt phái; delegation: ủy
    quyền, which must end. A deputy's field («lĩnh vực được giao phụ trách», Điều 15.4) is the units and
    persons in charge.
    """

    person: Id
    unit: Id
    rank: Literal["staff", "deputy", "head"]
    kind: Literal["main", "concurrent", "acting", "seconded", "delegation"]
    first: date
    last: date | None = None
    units_in_charge: tuple[Id, ...] = ()
    persons_in_charge: tuple[Id, ...] = ()

    def __post_init__(self) -> None:
        if self.last and self.last < self.first:
            raise ValueError(f"post of {self.person} in {self.unit} ends {self.last}, before {self.first}")
        if self.kind == "delegation" and not self.last:
            raise ValueError(f"delegation to {self.person} in {self.unit} has no last day: a delegation must end")

    def holds(self, day: date) -> bool:
        """Whether the post is held on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Gap:
    """Why the law names nobody: `kind` is nobody, two, circular or outside; `why` says what to mend."""

    kind: Literal["nobody", "two", "circular", "outside"]
    why: Text
    persons: tuple[Id, ...] = ()


@dataclass(frozen=True)
class Chart:
    """Units and posts held on one day («sơ đồ tổ chức»), made by `chart_on` once for many questions."""

    day: date
    units: Mapping[Id, Unit]
    by_person: Mapping[Id, Sequence[Post]]
    by_unit: Mapping[Id, Sequence[Post]]

    def post_of(self, person: Id) -> Post | Gap:
        """The post by which a person is evaluated: where seconded, else the main one, else the only other.

        Of several posts in that unit the highest counts, so a deputy acting as head is taken as the head.
        """
        posts = [post for post in self.by_person.get(person, ()) if post.kind != "delegation"]
        for kinds in (("seconded",), ("main",), ("acting", "concurrent")):
            places = {post.unit for post in posts if post.kind in kinds}
            if len(places) > 1:
                return _in_two_places(person, places, self.day)
            if places:
                here = [post for post in posts if post.unit in places]
                return max(here, key=lambda post: RANKS.index(post.rank))
        return _without_post(person, self.day)

    def head_of(self, unit: Id, for_person: Id | None = None) -> Post | Gap:
        """Who heads a unit: a delegate (never for their own file), else the holder, else one acting."""
        heads = [post for post in self.by_unit.get(unit, ()) if post.rank == "head"]
        delegates = [post for post in heads if post.kind == "delegation" and post.person != for_person]
        holders = [post for post in heads if post.kind in HOLDING]
        acting = [post for post in heads if post.kind == "acting"]
        standing = delegates or holders or acting
        if len({post.person for post in standing}) > 1:
            return _two_heads(unit, standing, self.day)
        return standing[0] if standing else _headless(unit, self.day)

    def above(self, unit: Id, fits: Callable[[Unit], bool]) -> Unit | Gap:
        """The nearest unit above that fits («cấp trên»), or a Gap when the tree has none or turns round."""
        passed, here = {unit}, self.units.get(unit)
        while here and here.parent is not None:
            if here.parent in passed:
                return _circle(passed)
            passed.add(here.parent)
            here = self.units.get(here.parent)
            if here and fits(here):
                return here
        return _nothing_above(unit)

    def below(self, units: Iterable[Id]) -> set[Id]:
        """These units and all beneath them."""
        found, open_units = set(), list(units)
        while open_units:
            unit = open_units.pop()
            if unit not in found:
                found.add(unit)
                open_units += self._right_below.get(unit, ())
        return found

    @cached_property
    def _right_below(self) -> Mapping[Id, Sequence[Id]]:
        children: dict[Id, list[Id]] = defaultdict(list)
        for unit in self.units.values():
            if unit.parent is not None:
                children[unit.parent].append(unit.id)
        return children

    @cached_property
    def placed(self) -> Mapping[Id, Sequence[Id]]:
        """By unit, who is evaluated there; one whose place is in doubt stands in all of theirs, so nobody is lost."""
        found: dict[Id, list[Id]] = defaultdict(list)
        for person in self.by_person:
            for unit in self._places(person):
                found[unit].append(person)
        return found

    def _places(self, person: Id) -> set[Id]:
        post = self.post_of(person)
        if isinstance(post, Post):
            return {post.unit}
        return {other.unit for other in self.by_person[person] if other.kind != "delegation"}


def chart_on(day: date, posts: Iterable[Post], units: Iterable[Unit], delegation: str = "dated_post") -> Chart:
    """The chart of one day, by the reading `delegation`: dated_post or none (Q27)."""
    if delegation not in ("dated_post", "none"):
        raise ValueError(f"delegation “{delegation}”: choose dated_post or none")
    standing_in = ("acting", "delegation") if delegation == "none" else ()
    by_person: dict[Id, list[Post]] = defaultdict(list)
    by_unit: dict[Id, list[Post]] = defaultdict(list)
    for post in posts:
        if post.holds(day) and post.kind not in standing_in:
            by_person[post.person].append(post)
            by_unit[post.unit].append(post)
    return Chart(day, {unit.id: unit for unit in units}, dict(by_person), dict(by_unit))


def _listed(ids: Iterable[Id]) -> str:
    return ", ".join(sorted(map(str, ids)))


def _in_two_places(person: Id, places: Iterable[Id], day: date) -> Gap:
    vi = f"Công chức {person} có vị trí ở nhiều đơn vị vào ngày {day:%d/%m/%Y} ({_listed(places)})"
    en = f"Person {person} stands in several units on {day} ({_listed(places)}): end the posts that are over"
    return Gap("two", Text(f"{vi}: hãy kết thúc vị trí không còn giữ", en), (person,))


def _without_post(person: Id, day: date) -> Gap:
    vi = f"Công chức {person} không có vị trí nào vào ngày {day:%d/%m/%Y}: hãy ghi vị trí có ngày bắt đầu"
    return Gap("nobody", Text(vi, f"Person {person} holds no post on {day}: enter one with its first day"))


def _two_heads(unit: Id, posts: Iterable[Post], day: date) -> Gap:
    persons = tuple(sorted({post.person for post in posts}, key=str))
    vi = f"Đơn vị {unit} có nhiều người đứng đầu vào ngày {day:%d/%m/%Y} ({_listed(persons)}): chỉ để lại một"
    en = f"Unit {unit} has several heads on {day} ({_listed(persons)}): leave one"
    return Gap("two", Text(vi, en), persons)


def _headless(unit: Id, day: date) -> Gap:
    vi = f"Đơn vị {unit} không có người đứng đầu vào ngày {day:%d/%m/%Y}"
    en = f"Unit {unit} has no head on {day}: enter a head, an acting head or a delegation"
    return Gap("nobody", Text(f"{vi}: hãy ghi người đứng đầu, người phụ trách hoặc người được ủy quyền", en))


def _circle(units: Iterable[Id]) -> Gap:
    vi = f"Cây tổ chức bị vòng giữa các đơn vị {_listed(units)}: hãy sửa đơn vị cấp trên"
    return Gap("circular", Text(vi, f"The units {_listed(units)} stand above each other: mend a parent"))


def _nothing_above(unit: Id) -> Gap:
    vi = f"Trên đơn vị {unit} không có cơ quan có thẩm quyền trong cây tổ chức: hãy bổ sung đơn vị cấp trên"
    en = f"The tree holds no competent agency above unit {unit}: add the unit above it"
    return Gap("outside", Text(vi, en))
