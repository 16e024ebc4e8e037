"""As many queries for two thousand people as for a hundred, on every list page; bench/pages.py looks at 40,000.

And the month's pages in full swing: fifteen queries at most, session and account among them; bench/month_pages.py.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congminh.org.models import Person
from congminh.work.actions import ask_cause, report
from tests.apps.assessment.month import Month, begun, given
from tests.apps.assessment_pages.growing import grow, grow_told
from tests.apps.many import Many, fill, most, pages
from tests.apps.org.commune import post
from tests.apps.work.desk import MONTH, day
from tests.apps.work_pages.test_queue import routine

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MOST = 15
# What the home asks for once it stands: of a head whatever waits, of every kind, beside the score of all in charge.
BESIDE = f"/viec-cua-toi/?ky={MONTH.code}"
OF_ALL = ("/", f"/?ky={MONTH.code}", BESIDE, "/viec-dot-xuat/", "/phieu/")
OF_UNITS = (
    f"/don-vi-thang/?ky={MONTH.code}", f"/don-vi-phieu/don-vi/?ky={MONTH}", f"/don-vi-phieu/cong-chuc/?ky={MONTH}",
    f"/don-vi-phieu/cong-chuc/?ky={MONTH}&page=2", f"/don-vi-phieu/cong-chuc/?ky={MONTH}&don_vi=KT&tre=on",
)  # fmt: skip
OF_HEADS = (
    "/cho-xac-nhan/", "/cho-xac-nhan/?viec={task}", "/cho-xac-nhan/ca-lo/", "/giao-viec/",
    f"/giao-viec/?ky={MONTH.code}", "/giao-viec/chep-ky-truoc/", "/chuong-trinh/",
)  # fmt: skip


def asked(number: int, units: int, products: int) -> dict[str, int]:
    """How many queries each page takes with so many people, for whoever advises the large agency and the province."""
    with transaction.atomic():
        many = fill(number, units, products, TODAY)
        found = {f"{who} {name}": count for who in ("agency", "province") for name, count in looked(many, who).items()}
        transaction.set_rollback(True)
    return found


def looked(many: Many, who: str) -> dict[str, int]:
    """By page with its keys left out."""
    person, client = getattr(many, f"{who}_adviser"), Client(headers={"host": "localhost"})
    client.force_login(person.user)
    found = {}
    for name, page in pages(many).items():
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            answer: Any = client.get(page)
        assert answer.status_code == 200, page
        found[name] = len(queries)
    return found


def test_no_list_page_asks_more_for_two_thousand_people_than_for_a_hundred() -> None:
    few, many = asked(100, 20, 60), asked(2_000, 120, 400)
    assert {page: (few[page], number) for page, number in many.items() if number != few[page]} == {}
    assert {page: number for page, number in many.items() if number > most(page.split(" ", 1)[1])} == {}


def in_full_swing() -> tuple[Month, dict[str, str]]:
    """A month with something at every step: work to confirm, a cause asked for, leaders scored, results told."""
    month = begun()
    here = month.here
    month.done()
    month.done(here.minh)
    month.scored(here.minh, here.an)
    month.scored(here.hoa, here.minh)
    routine(month.desk)
    task = given(month.desk, here.lan, here.minh, due=day(10))
    report(task, here.lan, 2000, day(18))
    ask_cause(task, here.lan, "delay", "Chờ ý kiến của sở")
    post(here.minh, here.culture, "deputy", "concurrent").units_in_charge.add(here.culture)
    return month, {"{task}": str(task.pk)}


def counted(who: Person, addresses: tuple[str, ...], keys: dict[str, str]) -> dict[str, int]:
    """How many queries each page takes for this person, once it has been looked at."""
    who.user, _ = get_user_model().objects.get_or_create(username=who.code.lower())
    who.save(update_fields=["user"])
    client, found = Client(headers={"host": "localhost"}), {}
    client.force_login(who.user)
    for address in addresses:
        page, script = address.replace("{task}", keys["{task}"]), {"HX-Request": "true"} if address == BESIDE else {}
        client.get(page, headers=script)
        with CaptureQueriesContext(connection) as queries:
            answer: Any = client.get(page, headers=script)
        assert answer.status_code == 200, page
        found[f"{who.code} {address}"] = len(queries)
    return found


def of_the_month(month: Month, keys: dict[str, str]) -> dict[str, int]:
    """The pages of the month of a civil servant, two heads and who advises on personnel."""
    here = month.here
    found = counted(here.lan, OF_ALL, keys)
    for who, pages_of in ((here.minh, OF_HEADS), (here.an, OF_HEADS[:1]), (here.thu, ())):
        found |= counted(who, (*OF_ALL, *OF_UNITS, *pages_of), keys)
    return found


def test_no_page_of_the_month_takes_more_than_fifteen_queries() -> None:
    month, keys = in_full_swing()
    grow(month, 40, "A")
    grow_told(month, 30, "B")
    found = of_the_month(month, keys)
    assert {page: number for page, number in found.items() if number > MOST} == {}


def test_a_leaders_sheet_takes_fifteen_queries_and_its_tree_one_more_for_a_post_beside() -> None:
    month, keys = in_full_swing()
    sheet = month.sheet(month.here.minh)
    form, tree = counted(month.here.minh, (f"/phieu/{sheet.pk}/", f"/phieu/{sheet.pk}/vi-sao/"), keys).values()
    assert (form <= MOST, tree <= MOST + 1) == (True, True)
