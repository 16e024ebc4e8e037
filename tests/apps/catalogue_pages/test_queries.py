"""As many queries for two thousand products as for a hundred, and few for a list."""

from collections.abc import Iterable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from congminh.catalogue.actions import begin_catalogue
from congminh.catalogue.models import Product
from tests.apps.catalogue.office import Office

LISTS = (
    "/danh-muc/",
    "/danh-muc/?q=ho+so",
    "/danh-muc/?nhom={group}&don_vi=chung",
    "/danh-muc/phien-ban/",
    "/danh-muc/so-sanh/?cu={pk}&moi={next}",
    "/danh-muc/{pk}/san-pham/",
    "/danh-muc/{pk}/san-pham/?page=2",
    "/danh-muc/{next}/san-pham/",
    "/danh-muc/{next}/can-lam-ro/",
    "/danh-muc/{next}/trung-lap/",
)
# One version with all that belongs to it: more is asked, and no more for more products.
PAGES = (
    "/danh-muc/{pk}/",
    "/danh-muc/{next}/",
    "/danh-muc/{next}/them/",
    "/danh-muc/may-tinh/",
    "/san-pham/{product}/",
)


def grow(office: Office, numbers: Iterable[int]) -> None:
    """So many more products, half of them of a unit, no two alike."""
    group = office.catalogue.groups.get(number=2)
    Product.objects.bulk_create(
        Product(
            catalogue=office.catalogue,
            code=f"G.{n:04}",
            output=f"Hồ sơ {n:b}",
            task=f"Việc {n:o}",
            group=group,
            unit=office.here.economy if n % 2 else None,
            points_m=20_000,
            coefficient_m=4000 if n % 3 else 5000,
        )
        for n in numbers
    )


def asked(client: Client, office: Office, following: Office) -> dict[str, int]:
    """How many queries each page takes, once it has been looked at."""
    places = {
        "pk": office.catalogue.pk,
        "next": following.catalogue.pk,
        "group": office.catalogue.groups.get(number=2).pk,
        "product": following.product("KT.01").pk,
    }
    found = {}
    for address in LISTS + PAGES:
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address.format(**places)).status_code == 200
        found[address] = len(queries)
    return found


def test_no_page_asks_more_for_two_thousand_products_than_for_a_hundred(decided: Office, thu: Client) -> None:
    following = Office(decided.here, begin_catalogue(decided.here.commune, "Danh mục 2027", decided.catalogue))
    for office in (decided, following):
        grow(office, range(100))
    few = asked(thu, decided, following)
    for office in (decided, following):
        grow(office, range(100, 2000))
    assert decided.catalogue.products.count() == 2004
    assert asked(thu, decided, following) == few
    assert {page: number for page, number in few.items() if page in LISTS and number > 15} == {}
    assert max(few[page] for page in PAGES) <= 30
