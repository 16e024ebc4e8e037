"""A province with as many people as wanted, in bulk: plainly invented names, every list with something in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model

from congminh.catalogue.actions import begin_catalogue, record_decided, revise
from congminh.catalogue.models import Catalogue, Devolution, Product
from congminh.exchange.models import Import, ImportRow
from congminh.ledger.models import Entry, Notice
from congminh.org import precheck
from congminh.org.models import Change, Decision, PeerGroup, Person, Position, Post, Unit, UnitState

SINCE, BATCH = date(2025, 7, 1), 2_000
FAMILY, MIDDLE = ("Nguyễn", "Trần", "Đỗ", "Phạm", "Vi", "Lò", "Hoàng", "Ngô"), ("Văn", "Thị", "Đức", "Minh", "Ngọc")
GIVEN = ("An", "Bình", "Châu", "Dũng", "Hoa", "Lan", "Minh", "Sơn", "Thu", "Ước", "Yến", "Đạt", "Khuê")
TITLES = ("Trưởng đơn vị", "Phó trưởng đơn vị", "Chuyên viên", "Chuyên viên chính", "Cán sự", "Văn thư")
RANKS = ("head", "deputy")
# The large agency has a share of the people and offices of its own; communes have nine offices each.
SHARE, OFFICES, A_COMMUNE = 8, 49, 10

PAGES = (
    "/", "/hop-thu/", "/don-vi/", "/don-vi/?q=gia+dinh", "/don-vi/?ngay=2026-01-01", "/don-vi/{code}/",
    "/don-vi/{office}/", "/cong-chuc/", "/cong-chuc/?page=2", "/cong-chuc/?q=do+thi", "/cong-chuc/?don_vi={agency}",
    "/cong-chuc/?chua_co=on", "/cong-chuc/goi-y/?said_head=do+th", "/cong-chuc/{somebody}/", "/vi-tri/",
    "/vi-tri/?q=chuyen+vien", "/nhom-tuong-dong/", "/thiet-lap/", "/cach-hieu/", "/tai-khoan/",
    "/tai-khoan/?chua_co=on", "/tai-khoan/?q=do+thi", "/kiem-tra/", "/kiem-tra/?loai=without_account", "/danh-muc/",
    "/danh-muc/?q=van+ban", "/danh-muc/phien-ban/", "/danh-muc/{catalogue}/", "/danh-muc/{catalogue}/san-pham/",
    "/danh-muc/{catalogue}/can-lam-ro/", "/danh-muc/{catalogue}/trung-lap/",
    "/danh-muc/so-sanh/?cu={old}&moi={catalogue}", "/nhap-excel/", "/nhap-excel/{source}/",
    "/nhap-excel/{source}/?page=2",
)  # fmt: skip
# Of these the page of one thing with all that belongs to it; the others are lists.
WHOLE = ("/don-vi/{code}/", "/don-vi/{office}/", "/cong-chuc/{somebody}/", "/danh-muc/{catalogue}/")
MOST_QUERIES, MOST_OF_A_WHOLE = 15, 26


def most(page: str) -> int:
    """How many queries a page may take."""
    return MOST_OF_A_WHOLE if page in WHOLE else MOST_QUERIES


@dataclass(frozen=True)
class Many:
    """What was filled: who looks, and what they look at."""

    agency_adviser: Person
    province_adviser: Person
    agency: Unit
    office: Unit
    somebody: Person
    old: Catalogue
    catalogue: Catalogue
    source: Import


def fill(people: int, units: int, products: int, day: date) -> Many:
    """So many people, units and products; looked at on `day`."""
    rows = _units(units)
    positions = _positions(rows)
    everyone = _people(people)
    _posts(everyone, rows, positions)
    advisers = [_adviser(rows[place], place) for place in (1, 0)]
    _accounts(everyone[::2])
    _traces(everyone, advisers[1])
    old, new = _catalogues(rows[1], advisers[0], products, day)
    for unit in (rows[1], None):
        precheck.run_check(day, advisers[1], unit)
    source = _import(rows[1], advisers[0], people)
    _notices(advisers, old)
    return Many(*advisers, rows[1], rows[2], everyone[2], old, new, source)


def _bulk(rows: Iterator[Any] | list[Any], model: Any) -> list[Any]:
    return model.objects.bulk_create(rows, batch_size=BATCH)


def _units(number: int) -> list[Unit]:
    """The province, a large agency of it with its offices, and communes with theirs."""
    offices = min(OFFICES, number - 2)
    above = [("managing", "province"), ("using", "provincial_agency")]
    kinds = [*above, *[("direct", "provincial_agency_unit")] * offices]
    parents = [None, 0, *[1] * offices]
    for place in range(len(kinds), number):
        first = (place - offices - 2) // A_COMMUNE * A_COMMUNE + offices + 2
        kinds.append(("using", "commune") if place == first else ("direct", "commune_agency"))
        parents.append(0 if place == first else first)
    rows = [Unit(code=f"DV{n:04}", kind=kind, tier=tier, begun=SINCE) for n, (kind, tier) in enumerate(kinds)]
    units = _bulk(rows, Unit)
    names = [f"Đơn vị giả định số {n}" for n in range(number)]
    states = [
        UnitState(unit=unit, first=SINCE, name=name, parent=None if above is None else units[above])
        for unit, name, above in zip(units, names, parents, strict=True)
    ]
    _bulk(states, UnitState)
    return units


def _positions(units: list[Unit]) -> list[list[Position]]:
    """The positions of each unit."""
    named = enumerate(TITLES)
    groups = _bulk([PeerGroup(code=f"nhom-{n}", name=f"Nhóm tương đồng {title}") for n, title in named], PeerGroup)
    rows = [
        Position(title=title, complexity=3, peer_group=group, unit=unit)
        for unit in units
        for title, group in zip(TITLES, groups, strict=True)
    ]
    made = _bulk(rows, Position)
    return [made[place : place + len(TITLES)] for place in range(0, len(made), len(TITLES))]


def _people(number: int) -> list[Person]:
    names = (f"{FAMILY[n % 8]} {MIDDLE[n % 5]} {GIVEN[n % 13]}" for n in range(number))
    return _bulk([Person(code=f"CC{n:06}", name=name, begun=SINCE) for n, name in enumerate(names)], Person)


def _posts(people: list[Person], units: list[Unit], positions: list[list[Position]]) -> None:
    """A head and a deputy first, then staff, going round; one in eight goes round the large agency."""
    held: dict[int, int] = {}
    offices, posts, before = range(1, min(OFFICES + 2, len(units))), [], []
    for n, person in enumerate(people):
        place = offices[n // SHARE % len(offices)] if n % SHARE == 0 else n % len(units)
        order = held[place] = held.get(place, -1) + 1
        rank = RANKS[order] if order < len(RANKS) else "staff"
        seat = positions[place][order if order < len(TITLES) else 2 + order % 4]
        first = date(2026, 3, 1) if n % 5 == 0 else SINCE
        posts.append(Post(person=person, unit=units[place], position=seat, rank=rank, first=first))
        if n % 5 == 0:
            ended = {"first": SINCE, "last": date(2026, 2, 28)}
            before.append(Post(person=person, unit=units[place], position=positions[place][2], **ended))
    made = _bulk(posts, Post)
    _bulk(before, Post)
    _charge(made)


def _charge(posts: list[Post]) -> None:
    """Each deputy has the first of the staff of the unit in charge."""
    staff = {post.unit_id: post.person_id for post in reversed(posts) if post.rank == "staff"}
    through: Any = Post.persons_in_charge.through
    rows = [
        through(post_id=post.pk, person_id=staff[post.unit_id])
        for post in posts
        if post.rank == "deputy" and post.unit_id in staff
    ]
    _bulk(rows, through)


def _adviser(unit: Unit, number: int) -> Person:
    """Who advises on personnel in a unit, with an account."""
    seat = Position.objects.create(
        title="Tổ chức – cán bộ", complexity=3, peer_group=PeerGroup.objects.all()[0], unit=unit, is_personnel=True
    )
    user = get_user_model().objects.create_user(f"tham-muu-{number}")
    person = Person.objects.create(code=f"TM{number}", name="Đỗ Thị Minh Thu", begun=SINCE, user=user)
    Post.objects.create(person=person, unit=unit, position=seat, first=SINCE)
    return person


def _accounts(people: list[Person]) -> None:
    """Accounts of these, that nobody can sign in to."""
    users: Any = get_user_model()
    made = _bulk([users(username=person.code.lower(), password="!") for person in people], users)
    for person, user in zip(people, made, strict=True):
        person.user = user
    Person.objects.bulk_update(people, ["user"], batch_size=BATCH)


def _traces(people: list[Person], by: Person) -> None:
    said = {"of": "", "after": {"name": "x"}}
    _bulk([Change(who=by, action="hire", person=person, data=said) for person in people], Change)


def _catalogues(agency: Unit, by: Person, number: int, day: date) -> tuple[Catalogue, Catalogue]:
    """A decided version of so many products, and the one drawn up after it, in which every tenth differs."""
    decided = {"signer": "Chủ tịch UBND tỉnh", "about": "Ban hành danh mục"}
    power = Decision.objects.create(number="1/QĐ-UBND", signed_on=SINCE, **decided)
    Devolution.objects.create(agency=agency, to=agency, first=SINCE, decision=power)
    old = begin_catalogue(agency, "Danh mục giả định", day=day)
    _products(old, number)
    record_decided(old, by, old.version, Decision(number="2/QĐ-UBND", signed_on=SINCE, **decided), SINCE)
    new = revise(Catalogue.objects.get(pk=old.pk), by, old.version, "Rà soát lần hai")
    changed = list(new.products.order_by("pk")[1::10])
    for product in changed:
        product.points_m, product.coefficient_m = 6_000, 1_200
    Product.objects.bulk_update(changed, ["points_m", "coefficient_m"], batch_size=BATCH)
    return Catalogue.objects.get(pk=old.pk), new


def _products(catalogue: Catalogue, number: int) -> None:
    group = catalogue.groups.first() or catalogue.groups.create(number=1, name="N1", floor_m=1, ceiling_m=100_000)
    rows = [
        Product(
            catalogue=catalogue, code=f"SP-{n:04}", group=group, points_m=5_000, coefficient_m=1_000,
            is_standard=n == 0,
            task=f"Nhiệm vụ {GIVEN[n % 13]} {n // 50}", work=f"Soạn, trình và phát hành văn bản giả định số {n}",
            output=f"Văn bản giả định {FAMILY[n % 8]} số {n}",
        )
        for n in range(number)
    ]  # fmt: skip
    _bulk(rows, Product)


def _import(agency: Unit, by: Person, number: int) -> Import:
    """A preview of so many rows, as `prepare` would have kept it; and a page of earlier imports."""
    columns = {"person": ("A", "Mã công chức"), "name": ("B", "Họ và tên"), "unit": ("C", "Mã đơn vị")}
    about = {"kind": "people", "size": 1, "who": by, "agency": agency, "layout": {"Trang 1": columns}}
    _bulk([Import(**about, file_name=f"tep-{n}.xlsx", state="undone", added=1) for n in range(60)], Import)
    source = Import.objects.create(**about, file_name="cong-chuc.xlsx", state="ready", added=number)
    values = (
        {"person": f"MOI{n}", "name": f"{FAMILY[n % 8]} {GIVEN[n % 13]}", "unit": "DV0002"} for n in range(number)
    )
    rows = (
        ImportRow(source=source, sheet="Trang 1", number=n, verdict="added", values=said)
        for n, said in enumerate(values, start=2)
    )
    _bulk(list(rows), ImportRow)
    return source


def _notices(people: list[Person], catalogue: Catalogue) -> None:
    """An inbox of two hundred each."""
    said = {"who": people[0], "role": "personnel", "step": "decide", "cite": "Điều 13.2"}
    rows = [Entry(file=catalogue, number=100 + n, before="sent", after="decided", **said) for n in range(200)]
    entries = _bulk(rows, Entry)
    _bulk([Notice(entry=entry, to=person, role="personnel") for person in people for entry in entries], Notice)


def pages(many: Many) -> dict[str, str]:
    """Every list page, by its address with words for the keys in it."""
    keys = {
        "{agency}": many.agency.pk, "{catalogue}": many.catalogue.pk, "{old}": many.old.pk, "{source}": many.source.pk,
        "{code}": many.agency.code, "{office}": many.office.code, "{somebody}": many.somebody.code,
    }  # fmt: skip
    found = {}
    for page in PAGES:
        address = page
        for word, key in keys.items():
            address = address.replace(word, str(key))
        found[page] = address
    return found
