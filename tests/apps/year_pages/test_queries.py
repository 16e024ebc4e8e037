"""No page of the year takes more queries than its budget, session and account among them, however many meetings."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from congminh.org.models import Person
from tests.apps.many import MOST_QUERIES
from tests.apps.year.autumn import Autumn
from tests.apps.year.test_cap import with_colleagues

Entering = Callable[[Person], Client]
PAGES = {
    "years": "/xep-loai/",
    "board": "/xep-loai/{round}/",
    "results": "/xep-loai/{round}/ket-qua/",
    "party": "/xep-loai/{round}/cap-uy/",
    "cap": "/xep-loai/{round}/ty-le/",
    "deciding": "/xep-loai/{round}/quyet-dinh/",
    "notify": "/xep-loai/{round}/thong-bao/",
    "publish": "/xep-loai/{round}/cong-khai/",
    "grounds": "/xep-loai/can-cu/",
    "enter": "/xep-loai/can-cu/moi/",
    "brought": "/xep-loai/chuyen-ket-qua/",
    "mine": "/nam-cua-toi/",
    "sheet": "/phieu-nam/{sheet}/",
    "why": "/phieu-nam/{sheet}/vi-sao/",
    "meetings": "/cuoc-hop/",
    "meeting": "/cuoc-hop/{meeting}/",
    "opinions": "/nhan-xet-cap-uy/",
}


@pytest.fixture
def busy(db: None) -> tuple[Autumn, dict[str, str]]:
    """A year in which something stands at every step, with the addresses of its pages."""
    autumn, people = with_colleagues([9500, 9500] + [8000] * 7)
    for who in people[:4]:
        autumn.ready(who)
    autumn.told(people[7], "good")
    autumn.decided(people[8], "good")
    for who in people[4:6]:
        autumn.filed(who)
    keys = {
        "{meeting}": autumn.convened(*people[4:6]).pk,
        "{round}": autumn.opened.round.pk,
        "{sheet}": autumn.sheet(people[0]).pk,
    }
    found = {}
    for name, address in PAGES.items():
        for word, key in keys.items():
            address = address.replace(word, str(key))
        found[name] = address
    return autumn, found


@pytest.mark.parametrize("who", ["an", "thu", "minh"])
def test_no_page_of_the_year_takes_more_than_its_queries(
    busy: tuple[Autumn, dict[str, str]], enter: Entering, who: str
) -> None:
    autumn, pages = busy
    browser = enter(getattr(autumn.here, who))
    taken = {}
    for name, page in pages.items():
        with CaptureQueriesContext(connection) as queries:
            answer: Any = browser.get(page)
        if answer.status_code == 200:
            taken[name] = len(queries)
    assert len(taken) > 10
    assert {name: number for name, number in taken.items() if number > MOST_QUERIES} == {}
