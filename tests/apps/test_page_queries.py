"""As many queries for two thousand people as for a hundred, on every list page; bench/pages.py looks at 40,000."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.apps.many import Many, fill, most, pages

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


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
