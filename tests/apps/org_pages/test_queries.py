"""As many queries for a thousand people as for a hundred, and few for a list."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from congminh.org import precheck
from congminh.org.models import Person
from tests.apps.org.commune import TODAY, Commune
from tests.apps.org.test_counts import grow

LISTS = (
    "/don-vi/",
    "/don-vi/?q=phong",
    "/don-vi/?ngay=2026-01-01",
    "/cong-chuc/",
    "/cong-chuc/?q=be",
    "/cong-chuc/?don_vi={commune}",
    "/cong-chuc/?chua_co=on",
    "/cong-chuc/goi-y/?said_head=be",
    "/tai-khoan/",
    "/tai-khoan/?chua_co=on",
    "/vi-tri/",
    "/nhom-tuong-dong/",
    "/cach-hieu/",
    "/thiet-lap/",
    "/kiem-tra/",
    "/kiem-tra/?loai=without_account",
)
# One thing with all that belongs to it: more is asked, and no more for more people.
PAGES = ("/don-vi/X/", "/don-vi/KT/", "/cong-chuc/LAN/", "/cong-chuc/THU/")


def asked(client: Client, addresses: tuple[str, ...], here: Commune) -> dict[str, int]:
    """How many queries each page takes, once it has been looked at."""
    found = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address.format(commune=here.commune.pk)).status_code == 200
        found[address] = len(queries)
    return found


@pytest.fixture
def many(here: Commune, thu: Client) -> Commune:
    """A hundred people with a check that found much."""
    grow(here, 100)
    precheck.run_check(TODAY, here.thu, here.commune)
    return here


def test_no_page_asks_more_for_a_thousand_people_than_for_a_hundred(many: Commune, thu: Client) -> None:
    few = asked(thu, LISTS + PAGES, many)
    for number in range(9):
        more = Person.objects.count()
        grow_more(many, number)
        assert Person.objects.count() == more + 100
    precheck.run_check(TODAY, many.thu, many.commune)
    assert asked(thu, LISTS + PAGES, many) == few
    assert {page: number for page, number in few.items() if page in LISTS and number > 15} == {}
    assert max(few[page] for page in PAGES) <= 25


def grow_more(here: Commune, number: int) -> None:
    """Another hundred, in a commune's units of their own."""
    from tests.apps.org.commune import SINCE, position, unit

    where = unit(f"M{number}", f"Phòng thêm {number}", "direct", here.commune)
    rows = [Person(code=f"M{number}-{n}", name=f"Bế Thêm {number} {n}", begun=SINCE) for n in range(100)]
    people = Person.objects.bulk_create(rows)
    seat = {"unit": where, "first": SINCE, "position": position("Chuyên viên")}
    from congminh.org.models import Post

    Post.objects.bulk_create(
        Post(person=who, rank="head" if n == 0 else "staff", **seat) for n, who in enumerate(people)
    )
