"""Who monitors and scores, who rates, who recognises, who is in charge («thẩm quyền», Điều 5, 10, 15).

Pure functions of units and dated posts. Nobody is their own authority: one who would be (a head who heads
the next unit up as well) is taken as the head of that unit, so that the level above it decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from congminh.law.nd335.posts import Chart, Gap, Id, Post, Unit, chart_on
from congminh.law.text import Text

__all__ = [
    "Authority",
    "Chart",
    "Gap",
    "Post",
    "Unit",
    "assessor_of",
    "charge",
    "chart_on",
    "decider_of",
    "in_charge_of",
    "rated_by",
    "recognised_by",
    "recogniser_of",
    "recognises",
    "scored_by",
]

Rule = Mapping[tuple[str, bool], tuple[str, str]]

# (kind of the person's unit, whether they head it) → whose head is competent, by which article. An agency
# that manages civil servants also uses its own, so its people are read as those of a using agency.
SCORED_BY: Rule = {
    ("direct", False): ("own", "Điều 10.1.c"),
    ("direct", True): ("using", "Điều 10.1.b"),
    ("using", False): ("own", "Điều 10.1.b"),
    ("using", True): ("managing", "Điều 10.1.a"),
    ("managing", False): ("own", "Điều 10.1.b"),
    ("managing", True): ("managing", "Điều 10.1.a"),
}
RATED_BY: Rule = {
    ("direct", False): ("using", "Điều 10.2.b"),
    ("direct", True): ("using", "Điều 10.2.b"),
    ("using", False): ("own", "Điều 10.2.b"),
    ("using", True): ("managing", "Điều 10.2.a"),
    ("managing", False): ("own", "Điều 10.2.b"),
    ("managing", True): ("managing", "Điều 10.2.a"),
}
FITS = {"using": ("using", "managing"), "managing": ("managing",)}
# Tier of an organisation → the tier whose head recognises its result, by which clause.
RECOGNISED_BY = {
    "department": ("ministry", "Điều 5.1"),
    "commune": ("province", "Điều 5.2"),
    "provincial_agency": ("province", "Điều 5.2"),
    "department_unit": ("department", "Điều 5.3"),
    "provincial_agency_unit": ("provincial_agency", "Điều 5.4"),
    "commune_agency": ("commune", "Điều 5.5"),
}
SEATS = {
    "own": Text("người đứng đầu đơn vị nơi công chức công tác", "head of the unit the person works in"),
    "using": Text("người đứng đầu cơ quan sử dụng công chức", "head of the using agency"),
    "managing": Text("người đứng đầu cơ quan quản lý công chức", "head of the managing agency"),
    "ministry": Text("Bộ trưởng, Thủ trưởng cơ quan ngang bộ", "minister"),
    "province": Text("Chủ tịch Ủy ban nhân dân cấp tỉnh", "chairman of the provincial People's Committee"),
    "department": Text("người đứng đầu cục, vụ và tương đương", "head of the department"),
    "provincial_agency": Text(
        "người đứng đầu cơ quan chuyên môn, tổ chức hành chính khác thuộc Ủy ban nhân dân cấp tỉnh",
        "head of the provincial agency",
    ),
    "commune": Text("Chủ tịch Ủy ban nhân dân cấp xã", "chairman of the commune People's Committee"),
}
STANDINGS = {
    "concurrent": Text("kiêm nhiệm", "concurrently"),
    "acting": Text("quyền hoặc phụ trách", "acting"),
    "seconded": Text("biệt phái", "on secondment"),
    "delegation": Text("theo ủy quyền", "by delegation"),
}


@dataclass(frozen=True)
class Authority:
    """The competent person («cấp có thẩm quyền») on a day, by which article, holding which seat, and why."""

    person: Id
    article: str
    why: Text
    post: Post


def assessor_of(
    person: Id, day: date, posts: Iterable[Post], units: Iterable[Unit], delegation: str = "dated_post"
) -> Authority | Gap:
    """Who monitors and scores this person on `day` («theo dõi, đánh giá», Điều 10.1)."""
    return scored_by(person, chart_on(day, posts, units, delegation))


def decider_of(
    person: Id, day: date, posts: Iterable[Post], units: Iterable[Unit], delegation: str = "dated_post"
) -> Authority | Gap:
    """Who rates this person for the year, as posts stand on `day` («xếp loại chất lượng», Điều 10.2)."""
    return rated_by(person, chart_on(day, posts, units, delegation))


def recogniser_of(
    unit: Id, day: date, posts: Iterable[Post], units: Iterable[Unit], delegation: str = "dated_post"
) -> Authority | Gap:
    """Who recognises the result of an organisation («công nhận kết quả», Điều 5), by the tier of the unit."""
    return recognised_by(unit, chart_on(day, posts, units, delegation))


def charge(leader: Id, day: date, posts: Iterable[Post], units: Iterable[Unit]) -> frozenset[Id]:
    """The persons in a leader's charge («công chức thuộc thẩm quyền quản lý», Điều 15.3.a, 15.4)."""
    return in_charge_of(leader, chart_on(day, posts, units))


def scored_by(person: Id, chart: Chart) -> Authority | Gap:
    """As `assessor_of`, on a chart made once for many persons (Điều 10.1)."""
    return _competent(person, chart, SCORED_BY)


def rated_by(person: Id, chart: Chart) -> Authority | Gap:
    """As `decider_of`, on a chart made once for many persons (Điều 10.2)."""
    return _competent(person, chart, RATED_BY)


def recognises(tier: str) -> tuple[str, str] | None:
    """The tier whose head recognises a unit of this tier, and the clause (Điều 5); None for other tiers."""
    return RECOGNISED_BY.get(tier)


def recognised_by(unit: Id, chart: Chart) -> Authority | Gap:
    """As `recogniser_of`, on a chart made once for many units (Điều 5)."""
    rule = recognises(chart.units[unit].tier or "") if unit in chart.units else None
    if rule is None:
        return _not_under(unit, "Điều 5")
    tier, article = rule
    above = chart.above(unit, lambda upper: upper.tier == tier)
    if isinstance(above, Gap):
        return above
    seat = chart.head_of(above.id)
    return seat if isinstance(seat, Gap) else _authority(seat, tier, article)


def in_charge_of(leader: Id, chart: Chart) -> frozenset[Id]:
    """As `charge`, on a chart made once for many leaders.

    A head has everyone in the unit and beneath it; a deputy the units and persons the post names, and
    nobody where it names none. Delegation gives a signature, not a charge.
    """
    led = [post for post in chart.by_person.get(leader, ()) if post.kind != "delegation"]
    units = {post.unit for post in led if post.rank == "head"}
    units |= {unit for post in led if post.rank == "deputy" for unit in post.units_in_charge}
    named = {person for post in led if post.rank == "deputy" for person in post.persons_in_charge}
    within = {person for unit in chart.below(units) for person in chart.placed.get(unit, ())}
    return frozenset((within | named & chart.by_person.keys()) - {leader})


def _competent(person: Id, chart: Chart, rule: Rule) -> Authority | Gap:
    post = chart.post_of(person)
    if isinstance(post, Gap):
        return post
    unit, heads_it = chart.units.get(post.unit), post.rank == "head"
    while unit is not None:
        level, article = rule[unit.kind, heads_it]
        above = unit if level == "own" else _above(unit, level, chart)
        seat = above if isinstance(above, Gap) else chart.head_of(above.id, for_person=person)
        if isinstance(seat, Gap):
            return seat
        if seat.person != person:
            return _authority(seat, level, article)
        unit, heads_it = chart.units[seat.unit], True
    return _not_under(post.unit, "Điều 10")


def _above(unit: Unit, level: str, chart: Chart) -> Unit | Gap:
    return chart.above(unit.id, lambda upper: upper.kind in FITS[level])


def _authority(seat: Post, level: str, article: str) -> Authority:
    said, standing = SEATS[level], STANDINGS.get(seat.kind)
    vi = f"{said.vi} ({seat.unit})" + (f", {standing.vi}" if standing else "")
    en = f"{said.en} ({seat.unit})" + (f", {standing.en}" if standing else "")
    return Authority(seat.person, article, Text(f"{vi}; {article}", f"{en}; {article}"), seat)


def _not_under(unit: Id, article: str) -> Gap:
    vi = f"{article} không nêu ai có thẩm quyền đối với đơn vị {unit}: hãy ghi loại và cấp của đơn vị"
    en = f"{article} names nobody for unit {unit}: enter the unit's kind and tier"
    return Gap("outside", Text(vi, en))
