"""As many queries for four hundred people as for ten, on every page of a year."""

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from congminh.org.models import Person
from congminh.year.models import Ground, MonthBrought
from tests.apps.desk.conftest import enter
from tests.apps.org.commune import found
from tests.apps.year.autumn import YEAR, Autumn, opened
from tests.apps.year.test_cap import colleagues

__all__ = ["enter"]
PAGES = ("", "?page=2", "?q=nguoi", "?tre=on", "ty-le/", "quyet-dinh/", "thong-bao/", "ket-qua/")
LISTS = ("/xep-loai/", "/xep-loai/can-cu/", "/xep-loai/chuyen-ket-qua/")
MOST = 42


def made(number: int) -> Autumn:
    """A year of so many people of whom some wait for the decision, some are decided, all with a ground or a month."""
    here = found()
    people = colleagues(here, [9500 - n for n in range(number // 2)] + [8000 - n for n in range(number - number // 2)])
    autumn = Autumn(here, opened(here))
    _put_states(autumn, people)
    for who in people[: number // 5]:
        row = Ground(person=who, kind="administrative", act=f"Hành vi {who.code}", act_day=date(YEAR, 1, 2))
        row.document, row.effective, row.signer = "1/QĐ", date(YEAR, 2, 2), "Chủ tịch"
        row.duty_related, row.happened_at = True, here.economy
        row.agency, row.entered_by = here.commune, here.thu
        row.save()
        kept = {"document": "1", "signed_on": date(YEAR, 2, 2), "entered_by": here.thu}
        MonthBrought.objects.create(person=who, year=YEAR, month=1, total_cp=8000, agency="Sở", **kept)
    return autumn


def _put_states(autumn: Autumn, people: list[Person]) -> None:
    """A third drafting, a third ready, a third decided: by the actions where they are few, since states are theirs."""
    from congminh.ledger.models import CaseFile
    from congminh.year.models import YearSheet

    keys = list(YearSheet.objects.filter(person__in=people).order_by("pk").values_list("pk", flat=True))
    CaseFile.objects.filter(pk__in=keys[::3]).update(state="discussed")
    CaseFile.objects.filter(pk__in=keys[1::3]).update(state="decided")


def looked(number: int, enter: Any) -> dict[str, int]:
    with transaction.atomic():
        autumn = made(number)
        here, round = autumn.here, autumn.opened.round.pk
        pages = [f"/xep-loai/{round}/{page}" for page in PAGES] + list(LISTS)
        counted = {}
        for name, who in (("an", here.an), ("thu", here.thu)):
            browser: Client = enter(who)
            for page in pages:
                answer = browser.get(page)
                with CaptureQueriesContext(connection) as queries:
                    again = browser.get(page)
                assert (answer.status_code, again.status_code) in ((200, 200), (403, 403), (404, 404)), page
                counted[f"{name} {page.replace(str(round), 'R')}"] = len(queries)
        transaction.set_rollback(True)
    return counted


@pytest.mark.django_db
def test_no_page_of_a_year_asks_more_for_four_hundred_people_than_for_ten(enter: Any) -> None:
    few, many = looked(10, enter), looked(400, enter)
    assert {page: (few[page], number) for page, number in many.items() if number > few[page]} == {}
    assert {page: number for page, number in many.items() if number > MOST} == {}
