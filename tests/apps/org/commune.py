"""A small commune under a province, with the cast of the product.

An leads it, Minh and Hoa lead Lan, Thu advises on personnel, Dũng inspects, Sơn is out.
"""

from dataclasses import dataclass
from datetime import date

from congminh.org.actions import begin_unit
from congminh.org.models import Decision, PeerGroup, Person, Position, Post, Unit

SINCE, TODAY = date(2025, 7, 1), date(2026, 10, 15)


@dataclass
class Commune:
    province: Unit
    commune: Unit
    economy: Unit
    culture: Unit
    other_commune: Unit
    chair: Person
    an: Person
    minh: Person
    hoa: Person
    lan: Person
    thu: Person
    thuong: Person
    dung: Person
    son: Person
    far: Person
    decision: Decision


def unit(code: str, name: str, kind: str, parent: Unit | None, begun: date = SINCE) -> Unit:
    return begin_unit(Unit(code=code, kind=kind, begun=begun), name, parent)


def person(code: str, name: str, begun: date = SINCE) -> Person:
    return Person.objects.create(code=code, name=name, begun=begun)


def position(title: str, **flags: bool) -> Position:
    group, _ = PeerGroup.objects.get_or_create(code="all", defaults={"name": "Công chức"})
    return Position.objects.get_or_create(title=title, unit=None, complexity=3, peer_group=group, **flags)[0]


def post(who: Person, where: Unit, rank: str = "staff", kind: str = "main", title: str = "", **more: object) -> Post:
    """A row as an import would write it: none of the checks of an action."""
    held = None if kind == "delegation" else position(title or f"Vị trí {rank}")
    return Post.objects.create(
        **{"person": who, "unit": where, "rank": rank, "kind": kind, "first": SINCE, "position": held, **more}
    )


def found() -> Commune:
    province = unit("T", "UBND tỉnh", "managing", None)
    commune = unit("X", "UBND xã Thanh Bình Minh", "using", province)
    economy, culture = (unit(*each, "direct", commune) for each in (("KT", "Phòng Kinh tế"), ("VX", "Phòng Văn hóa")))
    other = unit("Y", "UBND xã Bên", "using", province)
    names = {
        "chair": "Võ Đình Thái",
        "an": "Phạm Quốc An",
        "minh": "Trần Khải Minh",
        "hoa": "Lê Thị Quỳnh Hoa",
        "lan": "Nguyễn Thị Ngọc Lan",
        "thu": "Đỗ Thị Minh Thu",
        "thuong": "Nguyễn Phan Hoài Thương",
        "dung": "Hà Tiến Dũng",
        "son": "Vi Trường Sơn",
        "far": "Lò Văn Xa",
    }
    cast = {key: person(key.upper(), name) for key, name in names.items()}
    post(cast["chair"], province, "head")
    post(cast["an"], commune, "head")
    post(cast["minh"], economy, "head")
    post(cast["lan"], economy)
    post(cast["hoa"], economy, "deputy").persons_in_charge.add(cast["lan"])
    post(cast["thuong"], culture, "head")
    Post.objects.create(
        person=cast["thu"], unit=culture, first=SINCE, position=position("Tổ chức – cán bộ", is_personnel=True)
    )
    Post.objects.create(
        person=cast["dung"], unit=province, first=SINCE, position=position("Thanh tra viên", is_inspector=True)
    )
    post(cast["far"], other, "head")
    decision = Decision.objects.create(number="12/QĐ-UBND", signed_on=SINCE, signer="Chủ tịch", about="Sắp xếp")
    return Commune(province, commune, economy, culture, other, **cast, decision=decision)
