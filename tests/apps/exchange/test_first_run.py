"""The adviser with whom the system began is in the list of people too: her own row fits in, whatever its day."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from congminh.accounts.first_run import POSITION, Beginning, begin_agency
from congminh.exchange.actions import apply, undo
from congminh.exchange.models import Import
from congminh.org import precheck
from congminh.org.actions import begin_unit
from congminh.org.models import Person, Post, Unit, UnitState
from tests.apps.exchange.books import counts, faults, given, notes

OLD, JULY, JANUARY = date(2010, 1, 1), date(2025, 7, 1), date(2026, 1, 1)
PLACE = {"complexity": 3, "peer_group": "Công chức tham mưu"}
THU = {"person": "TBM-404", "name": "Đỗ Thị Minh Thu", "unit": "TBM-4", "position": "Chuyên viên nội vụ", **PLACE}
MARKED = {**THU, "is_personnel": "x"}
HEAD = {"person": "TBM-401", "name": "Nguyễn Phan Hoài Thương", "unit": "TBM-4", "position": "Trưởng phòng", **PLACE}


@pytest.fixture
def thu(db: None) -> Person:
    """The adviser of a system that began on the first of January, in an agency with one office, both much older."""
    begin_agency(Beginning("UBND xã Thanh Bình Minh", "TBM-1", "commune", "Đỗ Thị Minh Thu", "TBM-404", JANUARY))
    agency = Unit.objects.get()
    begin_unit(
        Unit(code="TBM-4", kind="direct", tier="commune_agency", begun=JANUARY), "Phòng Văn hóa – Xã hội", agency
    )
    Unit.objects.update(begun=OLD)
    UnitState.objects.update(first=OLD)
    return Person.objects.get()


def brought(thu: Person, *rows: dict[str, Any]) -> Import:
    """The people file, without a fault, written."""
    source = given("people", rows, thu)
    assert faults(source) == []
    return apply(source, thu)


def held(code: str = "TBM-404") -> list[tuple[Any, ...]]:
    """Where somebody stands: unit, position, kind, first and last day."""
    posts = Post.objects.filter(person__code=code).order_by("first", "pk")
    return [(post.unit.code, post.position.title, post.kind, post.first, post.last) for post in posts if post.position]


def may_import() -> bool:
    held = Post.objects.held_on(timezone.localdate())
    return held.filter(person__code="TBM-404", position__is_personnel=True).exists()


@pytest.mark.parametrize("first", [JANUARY, JULY, date(2012, 3, 5)])
def test_her_row_of_that_day_or_an_earlier_one_takes_the_place_of_the_post(thu: Person, first: date) -> None:
    source = brought(thu, {**MARKED, "first": first}, {**HEAD, "rank": "người đứng đầu", "first": JULY})
    assert (counts(source)[:2], (2, "first_run_replaced") in notes(source)) == ((1, 1), True)
    assert held() == [("TBM-4", "Chuyên viên nội vụ", "main", first, None)]
    thu.refresh_from_db()
    assert thu.begun == min(first, JANUARY)
    assert may_import()
    assert "two_main_posts" not in {each.kind for each in precheck.findings(timezone.localdate())}


def test_the_preview_says_what_was_there(thu: Person) -> None:
    row = given("people", [{**MARKED, "first": JULY}], thu).rows.get()
    assert row.before == {
        "begun": "01/01/2026",
        "first": "01/01/2026",
        "position": POSITION,
        "unit": "TBM-1",
    }


def test_her_row_of_a_later_day_ends_it_as_any_other(thu: Person) -> None:
    brought(thu, {**MARKED, "first": date(2026, 3, 1)})
    assert held() == [
        ("TBM-1", POSITION, "main", JANUARY, date(2026, 2, 28)),
        ("TBM-4", "Chuyên viên nội vụ", "main", date(2026, 3, 1), None),
    ]
    assert may_import()


@pytest.mark.parametrize("first", [JANUARY, JULY, date(2026, 3, 1)])
def test_unmarked_she_goes_on_advising_beside_her_own_post(thu: Person, first: date) -> None:
    source = brought(thu, {**THU, "first": first})
    assert (2, "first_run_kept") in notes(source)
    assert set(held()) == {
        ("TBM-1", POSITION, "concurrent", JANUARY, None),
        ("TBM-4", "Chuyên viên nội vụ", "main", first, None),
    }
    assert may_import()


def test_the_same_seat_from_an_earlier_day_needs_no_mark(thu: Person) -> None:
    brought(thu, {**THU, "unit": "TBM-1", "position": POSITION, "first": JULY})
    assert held() == [("TBM-1", POSITION, "main", JULY, None)]
    assert may_import()


def test_earlier_posts_of_hers_come_with_it(thu: Person) -> None:
    before = {**THU, "position": "Văn thư", "first": JULY, "last": date(2025, 12, 31)}
    brought(thu, before, {**MARKED, "first": JANUARY})
    assert [post[1:] for post in held()] == [
        ("Văn thư", "main", JULY, date(2025, 12, 31)),
        ("Chuyên viên nội vụ", "main", JANUARY, None),
    ]
    thu.refresh_from_db()
    assert thu.begun == JULY


def test_two_main_posts_of_that_day_are_refused_still(thu: Person) -> None:
    source = given("people", [{**MARKED, "first": JULY}, {**MARKED, "position": "Văn thư", "first": JANUARY}], thu)
    assert {kind for _row, _column, kind in faults(source)} == {"post_twice"}


def test_brought_in_again_nothing_changes(thu: Person) -> None:
    rows = ({**MARKED, "first": JULY}, {**HEAD, "rank": "người đứng đầu", "first": JULY})
    brought(thu, *rows)
    assert counts(given("people", rows, thu)) == (0, 0, 2, 0)


def test_taken_back_she_stands_where_the_system_began(thu: Person) -> None:
    before = held()
    for row in ({**MARKED, "first": JULY}, {**THU, "first": JULY}):
        undo(brought(thu, row), thu)
        assert held() == before
        thu.refresh_from_db()
        assert thu.begun == JANUARY


def test_once_replaced_it_is_a_post_as_any_other(thu: Person) -> None:
    brought(thu, {**MARKED, "first": date(2025, 9, 1)})
    source = given("people", [{**MARKED, "position": "Văn thư", "begun": JULY, "first": JULY}], thu)
    assert {kind for _row, _column, kind in faults(source)} >= {"two_mains"}


def test_a_post_an_adviser_gave_is_never_replaced(thu: Person) -> None:
    """Only what the command entered is: here the trace names who did it."""
    brought(thu, {**HEAD, "rank": "người đứng đầu", "first": JANUARY})
    source = given("people", [{**HEAD, "position": "Phó", "is_personnel": "x", "first": JANUARY}], thu)
    assert {kind for _row, _column, kind in faults(source)} >= {"two_mains"}
