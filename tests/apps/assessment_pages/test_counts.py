"""As many queries for four hundred people as for ten; a list takes fifteen at most."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from congminh.assessment.actions import open_round
from congminh.assessment.models import PeriodSheet, Round
from congminh.work.models import Task
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import Entering
from tests.apps.assessment_pages.growing import grow, grow_told
from tests.apps.work.desk import MONTH, THIS

LISTS = (
    "/phieu/",
    f"/don-vi-phieu/don-vi/?ky={MONTH}",
    f"/don-vi-phieu/cong-chuc/?ky={MONTH}",
    f"/don-vi-phieu/cong-chuc/?ky={MONTH}&don_vi=KT&q=nguoi&trang_thai=submitted",
    "/don-vi-phieu/mo-ky/",
    f"/don-vi-phieu/khoa-ky/?ky={MONTH}",
    f"/don-vi-phieu/chuyen-tiep/?ky={MONTH}",
)
# One thing with all it rests on: more is asked, and no more where more people serve.
SHEET, OF_A_LEADER = 26, 36


def asked(client: Client, addresses: tuple[str, ...]) -> dict[str, int]:
    """How many queries each page takes, once it has been looked at."""
    found = {}
    for address in addresses:
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
                assert answer.status_code == 200 and b"".join(answer), address
        found[address] = len(queries)
    return found


def test_no_page_asks_more_of_four_hundred_people_than_of_ten(month: Month, enter: Entering) -> None:
    here = month.here
    month.done()
    month.done(here.minh)
    open_round(here.commune, THIS, here.thu)
    grow(month, 10, "A")
    lan, head = month.sent(here.lan), month.sheet(here.minh)
    sheets = {
        "thu": (f"/phieu/{lan.pk}/", f"/phieu/{lan.pk}/vi-sao/"),
        "an": (f"/phieu/{head.pk}/", f"/phieu/{head.pk}/vi-sao/"),
    }
    thu, an, minh = enter(here.thu), enter(here.an), enter(here.minh)

    def every() -> list[dict[str, int]]:
        return [
            asked(thu, LISTS),
            asked(thu, sheets["thu"]),
            asked(an, sheets["an"]),
            asked(minh, (f"/phieu/{lan.pk}/",)),
        ]

    few = every()
    grow(month, 390, "B")
    assert PeriodSheet.objects.filter(round=month.round).count() == 406
    assert every() == few
    assert {page: number for page, number in few[0].items() if number > 15} == {}
    assert max(few[1].values()) <= SHEET and max(few[3].values()) <= SHEET
    assert max(few[2].values()) <= OF_A_LEADER


def test_paper_and_workbook_of_many_ask_as_much_as_of_few(month: Month, enter: Entering) -> None:
    month.done()
    month.all_told()
    thu = enter(month.here.thu)
    addresses = ("/don-vi-phieu/thang.xlsx", "/don-vi-phieu/mau-01.pdf")
    grow_told(month, 3, "C")
    few = asked(thu, addresses)
    grow_told(month, 60, "D")
    assert asked(thu, addresses) == few
    assert Task.objects.count() == 1 and Round.objects.count() == 1
