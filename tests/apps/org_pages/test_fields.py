"""Fields the forms share: days as people type them, units as a tree, people by code or name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from congminh.org.forms.fields import STEP, DayField, PersonField, UnitField, as_tree, suggested
from congminh.org.models import Person, Unit
from congminh.org.models.unit import UnitState
from tests.apps.org.commune import TODAY, Commune, unit


@pytest.mark.parametrize("typed", ["2026-03-31", "31/03/2026", "31-03-2026", " 31/3/2026 "])
def test_a_day_is_read_as_the_browser_sends_it_and_as_people_type_it(typed: str) -> None:
    assert DayField().clean(typed) == date(2026, 3, 31)


@pytest.mark.parametrize("typed", ["31/02/2026", "2026", "mai", "03/31/2026", "2026-03-31T00:00"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(typed)


def test_units_are_listed_each_beneath_the_one_above_it(here: Commune) -> None:
    unit("KT1", "Tổ địa chính", "direct", here.economy)
    lines = [words for _pk, words in as_tree(Unit.objects.on(TODAY))]
    assert lines == [
        "UBND tỉnh",
        f"{STEP}UBND xã Thanh Bình Minh",
        f"{STEP * 2}Phòng Kinh tế",
        f"{STEP * 3}Tổ địa chính",
        f"{STEP * 2}Phòng Văn hóa",
        f"{STEP}UBND xã Bên",
    ]


def test_units_seen_without_the_one_above_begin_a_tree_of_their_own(here: Commune) -> None:
    seen = Unit.objects.on(TODAY).filter(code__in=["KT", "VX"])
    assert [words for _pk, words in as_tree(seen)] == ["Phòng Kinh tế", "Phòng Văn hóa"]


def test_a_circle_of_units_is_listed_and_hangs_nothing(here: Commune) -> None:
    UnitState.objects.filter(unit=here.commune).update(parent=here.economy)
    assert len(as_tree(Unit.objects.on(TODAY))) == 5


def test_a_unit_is_taken_from_those_listed_without_a_query(here: Commune, django_assert_num_queries: Any) -> None:
    field = UnitField(Unit.objects.on(TODAY).filter(pk=here.economy.pk))
    with django_assert_num_queries(0):
        assert str(field.clean(str(here.economy.pk))) == "Phòng Kinh tế"
        for other in (str(here.culture.pk), "x", "-1", "1e3"):
            with pytest.raises(ValidationError):
                field.clean(other)


@pytest.mark.parametrize("typed", ["LAN", "lan", "ngoc lan", "Nguyễn Thị Ngọc Lan", "LAN · Nguyễn Thị Ngọc Lan"])
def test_somebody_is_found_by_code_by_name_and_as_suggested(here: Commune, typed: str) -> None:
    assert PersonField(Person.objects.all()).clean(typed) == here.lan


def test_a_code_counts_before_the_names_it_begins(here: Commune) -> None:
    Person.objects.create(code="MI", name="Lý Văn Mi", begun=TODAY)
    assert PersonField(Person.objects.all()).clean("mi").code == "MI"


@pytest.mark.parametrize(("typed", "told"), [("khong ai", "Không tìm thấy ai"), ("nguyen", "Có nhiều người khớp")])
def test_nobody_and_several_are_told_apart(here: Commune, typed: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        PersonField(Person.objects.all()).clean(typed)


def test_only_some_of_many_namesakes_are_listed(here: Commune) -> None:
    rows = [Person(code=f"B{number}", name=f"Bế Văn {number}", begun=TODAY) for number in range(9)]
    for row in rows:
        row.save()
    with pytest.raises(ValidationError) as refused:
        PersonField(Person.objects.all()).clean("be van")
    assert refused.value.params["why"] == "; ".join(suggested(row) for row in rows[:5]) + "; …"


def test_a_field_not_filled_is_nobody_where_nobody_is_needed(here: Commune) -> None:
    assert PersonField(Person.objects.all(), required=False).clean("") is None
    with pytest.raises(ValidationError):
        PersonField(Person.objects.all()).clean("")
