"""A page reads what it needs of the organisation once, sees no other day, and forgets it at the end."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.org import facts
from congminh.org.models import Post, Unit
from congminh.org.models.unit import units_on
from congminh.org.once import looking, once
from tests.apps.org.commune import Commune

DAY, BEFORE = date(2026, 11, 16), date(2026, 1, 5)


def test_outside_a_page_everything_is_read_anew() -> None:
    read: list[int] = []
    for _time in range(2):
        once("something", lambda: read.append(1))
    assert len(read) == 2


def test_within_a_page_a_thing_is_read_once_and_forgotten_with_the_page() -> None:
    read: list[int] = []
    with looking():
        for _time in range(2):
            once("something", lambda: read.append(1))
        with looking():
            once("something", lambda: read.append(1))
        assert len(read) == 1
    once("something", lambda: read.append(1))
    assert len(read) == 2


def test_a_page_that_fails_leaves_nothing_behind() -> None:
    try:
        with looking():
            once("something", lambda: 1)
            raise ValueError
    except ValueError:
        pass
    assert once("something", lambda: 2) == 2


def test_tree_chart_and_advisers_of_a_page_are_two_queries_and_say_the_same(here: Commune) -> None:
    def seen() -> tuple[object, ...]:
        tree, advisers = Unit.objects.tree(DAY), Post.objects.advisers(DAY)
        chart = facts.chart(DAY, (), fields=False, delegation="dated_post")
        return tree.parents, tree.kinds, advisers.by_agency, chart.units, chart.by_unit

    apart = seen()
    with looking(), CaptureQueriesContext(connection) as queries:
        together = seen()
    assert together == apart and len(queries) == 2


def test_another_day_is_another_reading(here: Commune) -> None:
    with looking():
        now, then = units_on(DAY), units_on(BEFORE)
        assert now is units_on(DAY) and then is not now


def test_units_of_rows_have_the_name_of_the_day_on_a_page_and_off_it(here: Commune) -> None:
    apart = [(post.pk, str(post.unit)) for post in Post.objects.order_by("pk").described(DAY)]
    with looking():
        rows = Post.objects.order_by("pk").described(DAY)
        assert [(post.pk, str(post.unit)) for post in rows] == apart
        assert [(post.pk, str(post.unit)) for post in rows.filter(rank="head")[:3]] == [
            each for each in apart if each[0] in set(rows.filter(rank="head")[:3].values_list("pk", flat=True))
        ]
        assert isinstance(rows.values_list("pk", flat=True).first(), int)
