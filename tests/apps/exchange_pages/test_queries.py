"""As many queries for two thousand rows as for a hundred, and few for a list."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from congminh.exchange.models import Import, ImportRow
from tests.apps.catalogue.office import Office
from tests.apps.exchange_pages.sending import THERE, last, page, products, send, sheet
from tests.apps.exchange_pages.test_import import TEAM, WRONG

LISTS = ("/nhap-excel/", "{units}", "{units}?loai=added", "{units}?loai=faulty&page=2")
PAGES = ("{catalogue}", "{catalogue}?loai=can-lam-ro", "{catalogue}?loai=left")


def grow(source: Import, like: list[ImportRow], number: int) -> None:
    """So many more rows like each of these, and a tenth as many imports."""
    for row in like:
        said = {"values": row.values, "before": row.before, "faults": row.faults, "notes": row.notes}
        place = {"source": source, "sheet": row.sheet, "verdict": row.verdict}
        ImportRow.objects.bulk_create(ImportRow(number=n, **place, **said) for n in range(number))
    before = {"kind": source.kind, "size": 1, "sha256": "0" * 64, "who": source.who, "agency": source.agency}
    Import.objects.bulk_create(Import(file="x.xlsx", file_name=f"{n}.xlsx", **before) for n in range(number // 10))


def asked(client: Client, places: dict[str, str]) -> dict[str, int]:
    """How many queries each page takes, once it has been looked at."""
    found = {}
    for address in LISTS + PAGES:
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address.format(**places)).status_code == 200
        found[address] = len(queries)
    return found


def test_no_page_asks_more_for_two_thousand_rows_than_for_a_hundred(decided: Office, thu: Client) -> None:
    send(thu, "units", sheet("units", [TEAM, WRONG]))
    units = last()
    send(thu, "catalogue", products(*THERE, ("X.1", "Phòng lạ", "a", "b", "Báo cáo nhanh", "N1", "1-10", 6, 1, "")))
    catalogue = last()
    places = {"units": page(units), "catalogue": page(catalogue)}
    like = {source: list(source.rows.all()) for source in (units, catalogue)}
    for source, rows in like.items():
        grow(source, rows, 100)
    few = asked(thu, places)
    for source, rows in like.items():
        grow(source, rows, 1900)
    assert asked(thu, places) == few
    assert {address: number for address, number in few.items() if number > 15 and address in LISTS} == {}
    assert max(few.values()) <= 20
