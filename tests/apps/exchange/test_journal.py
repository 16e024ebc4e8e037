"""Writes in bulk, each with what was there before; taking them back."""

from datetime import date
from typing import Any

import pytest

from congminh.exchange import journal
from congminh.exchange.journal import Held, Journal, batches
from congminh.exchange.models import Import
from congminh.org.models import Check, PeerGroup, Person, Position, Post, Unit
from tests.apps.exchange.books import given
from tests.apps.exchange.test_people import LAN
from tests.apps.org.commune import SINCE, TODAY, Commune, unit


@pytest.fixture
def source(here: Commune) -> Import:
    """An import to write for."""
    return given("people", [LAN], here.thu)


def test_what_is_added_is_kept_with_all_its_columns(source: Import) -> None:
    (group,) = Journal(source).add([PeerGroup(code="a", name="Nhóm A")])
    change = source.changes.get()
    assert (change.table, change.key, change.before) == ("org.peergroup", group.pk, None)
    assert change.after == {"code": "a", "name": "Nhóm A", "folded": "nhom a a"}


def test_what_is_changed_is_kept_with_what_was_there_and_search_texts_follow(here: Commune, source: Import) -> None:
    Journal(source).change(Person, {here.lan.pk: {"name": "Nguyễn Ngọc Lan", "begun": date(2025, 6, 1)}})
    change = source.changes.get()
    assert change.before == {"name": "Nguyễn Thị Ngọc Lan", "begun": "2025-07-01"}
    assert change.after == {"name": "Nguyễn Ngọc Lan", "begun": "2025-06-01"}
    here.lan.refresh_from_db()
    assert (here.lan.folded, here.lan.begun, here.lan.code) == ("nguyen ngoc lan lan", date(2025, 6, 1), "LAN")


def test_a_change_leaves_the_columns_it_does_not_name(here: Commune, source: Import) -> None:
    Journal(source).change(Post, {here.lan.posts.get().pk: {"last": TODAY}})
    post = here.lan.posts.get()
    assert (post.last, post.unit, post.first, post.position) == (TODAY, here.economy, SINCE, post.position)
    assert list(here.hoa.posts.get().persons_in_charge.all()) == [here.lan]


def test_links_are_replaced_and_those_that_stay_are_not_kept_again(here: Commune, source: Import) -> None:
    post = here.hoa.posts.get()
    Journal(source).link(Post, "persons_in_charge", {post.pk: [here.thu.pk, here.lan.pk]})
    assert set(post.persons_in_charge.all()) == {here.thu, here.lan}
    assert source.changes.get().before == [here.lan.pk]
    Journal(source).link(Post, "persons_in_charge", {post.pk: [here.lan.pk, here.thu.pk]})
    assert source.changes.count() == 1


def test_undoing_goes_from_the_last_write_to_the_first(here: Commune, source: Import) -> None:
    book = Journal(source)
    (group,) = book.add([PeerGroup(code="a", name="Nhóm A")])
    (seat,) = book.add([Position(title="Mới", complexity=2, peer_group=group, unit=here.economy)])
    book.change(Position, {seat.pk: {"complexity": 3}})
    book.change(Position, {seat.pk: {"complexity": 4}})
    post = here.lan.posts.get()
    book.change(Post, {post.pk: {"position_id": seat.pk}})
    journal.undo(source)
    assert not Position.objects.filter(pk=seat.pk).exists()
    assert not PeerGroup.objects.filter(pk=group.pk).exists()
    assert here.lan.posts.get().position_id == post.position_id


def held(source: Import) -> Held:
    with pytest.raises(Held) as stopped:
        journal.undo(source)
    return stopped.value


def test_what_was_changed_since_is_named(here: Commune, source: Import) -> None:
    Journal(source).change(Person, {here.lan.pk: {"name": "Tên sai"}})
    Person.objects.filter(pk=here.lan.pk).update(name="Tên đúng")
    assert (held(source).kind, held(source).said) == ("changed_since", {"what": "Tên đúng"})


def test_another_column_changed_since_is_left_alone(here: Commune, source: Import) -> None:
    Journal(source).change(Person, {here.lan.pk: {"name": "Tên sai"}})
    Person.objects.filter(pk=here.lan.pk).update(begun=date(2025, 6, 1))
    journal.undo(source)
    here.lan.refresh_from_db()
    assert (here.lan.name, here.lan.begun) == ("Nguyễn Thị Ngọc Lan", date(2025, 6, 1))


def test_what_is_gone_since_is_named(here: Commune, source: Import) -> None:
    (seat,) = Journal(source).add([Position(title="Mới", complexity=2, peer_group=PeerGroup.objects.get())])
    seat.delete()
    assert held(source).kind == "gone_since"


def test_a_unit_goes_with_the_findings_about_it(here: Commune, source: Import) -> None:
    (added,) = Journal(source).add([Unit(code="M", kind="direct", begun=SINCE)])
    Check.objects.create(day=TODAY, within=added)
    journal.undo(source)
    assert not Unit.objects.filter(code="M").exists()


def test_a_unit_beneath_which_another_stands_does_not_go(here: Commune, source: Import) -> None:
    (added,) = Journal(source).add([Unit(code="M", kind="direct", begun=SINCE)])
    unit("M1", "Tổ", "direct", added)
    stopped = held(source)
    assert stopped.kind == "hangs" and "Tổ" in stopped.said["what"]


@pytest.mark.parametrize("number", [0, 1, 999, 1000, 1001, 2500])
def test_batches_hold_everything_once(number: int) -> None:
    found = list(batches(range(number)))
    assert [one for batch in found for one in batch] == list(range(number))
    assert all(0 < len(batch) <= 1000 for batch in found)


def test_more_than_a_batch_goes_in_and_out(here: Commune, source: Import, django_assert_max_num_queries: Any) -> None:
    book = Journal(source)
    people = book.add([Person(code=f"B{n}", name=f"Người {n}", begun=SINCE) for n in range(2300)])
    book.change(Person, {one.pk: {"name": f"Tên {one.pk}"} for one in people})
    assert Person.objects.filter(name__startswith="Tên ", folded__startswith="ten ").count() == 2300
    # Each batch asks every table that refers to people; never one query a person.
    with django_assert_max_num_queries(600):
        journal.undo(source)
    assert not Person.objects.filter(code__startswith="B").exists()
