"""As many queries for four hundred people as for ten."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.org import facts, precheck
from congminh.org.models import Person, Post, Unit
from tests.apps.org.commune import SINCE, TODAY, Commune, position, unit


def grow(here: Commune, number: int) -> None:
    """So many more people, ten to a unit, each unit with its head and a deputy."""
    for n in range(number // 10):
        where = unit(f"U{n}", f"Phòng {n}", "direct", here.commune)
        people = Person.objects.bulk_create(Person(code=f"{n}-{m}", name=f"Bế {n} {m}", begun=SINCE) for m in range(10))
        ranks = ["head", "deputy", *["staff"] * 8]
        seat = {"unit": where, "first": SINCE, "position": position("Chuyên viên")}
        posts = Post.objects.bulk_create(
            Post(person=who, rank=rank, **seat) for who, rank in zip(people, ranks, strict=True)
        )
        posts[1].persons_in_charge.set(people[2:])


def directory(day: date) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """A page of people with their posts, as a list page shows it."""
    people = Person.objects.on(day).with_posts(day)
    return [(who.name, [(post.unit.name, str(post.position), post.rank) for post in who.held]) for who in people]


ASKED: dict[str, tuple[int, Callable[[Commune], Any]]] = {
    "the chart": (5, lambda here: facts.chart(TODAY)),
    "who scores whom": (4, lambda here: facts.authorities(TODAY)),
    "the check before opening": (9, lambda here: precheck.findings(TODAY)),
    "units with names": (1, lambda here: [(each.name, each.parent_id) for each in Unit.objects.on(TODAY)]),
    "a subtree": (2, lambda here: [each.name for each in Unit.objects.subtree(here.commune, TODAY)]),
    "people with posts": (3, lambda here: directory(TODAY)),
    "posts described": (2, lambda here: [str(each) for each in Post.objects.held_on(TODAY).described(TODAY)]),
    "whom An sees": (3, lambda here: list(Person.objects.visible_to(here.an, TODAY))),
    "a search": (1, lambda here: list(Person.objects.search("be 1"))),
}


@pytest.mark.parametrize("people", [10, 400])
@pytest.mark.parametrize("name", ASKED)
def test_a_question_takes_as_many_queries_for_400_as_for_10(
    here: Commune, name: str, people: int, django_assert_num_queries: Any
) -> None:
    grow(here, people)
    number, ask = ASKED[name]
    with django_assert_num_queries(number):
        ask(here)


def test_there_really_are_more_rows_to_ask_about(here: Commune) -> None:
    before = len(directory(TODAY))
    grow(here, 40)
    with CaptureQueriesContext(connection) as queries:
        assert len(directory(TODAY)) == before + 40
    assert len(queries) == 3
    assert len(facts.authorities(TODAY)) == before + 40
