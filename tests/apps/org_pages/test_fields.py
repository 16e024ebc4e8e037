"""Fields the forms share: days as people type them, units as a tree, people by code or name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from congminh.org.forms.fields import (
    MOST_LISTED,
    STEP,
    DayField,
    PersonField,
    TypedUnitField,
    UnitField,
    as_tree,
    suggested,
    unit_asked,
)
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


@pytest.mark.parametrize("typed", ["KT", "kt", "KT · Phòng Kinh tế", "phong kinh", "Kinh Tế", "{key}"])
def test_a_unit_is_found_by_code_by_name_as_suggested_and_by_key(here: Commune, typed: str) -> None:
    field = TypedUnitField(Unit.objects.on(TODAY))
    assert field.clean(typed.replace("{key}", str(here.economy.pk))) == here.economy


@pytest.mark.parametrize(("typed", "said"), [("phong", "KT · Phòng Kinh tế; VX · Phòng Văn hóa"), ("khong co", None)])
def test_a_unit_typed_that_is_several_or_none_is_refused_with_what_to_do(
    here: Commune, typed: str, said: str | None
) -> None:
    with pytest.raises(ValidationError) as refused:
        TypedUnitField(Unit.objects.on(TODAY)).clean(typed)
    assert refused.value.params.get("why") == said
    assert refused.value.params["next"]


def test_a_unit_that_one_does_not_see_is_not_found_by_its_key(here: Commune) -> None:
    field = TypedUnitField(Unit.objects.on(TODAY).exclude(pk=here.culture.pk), required=False)
    assert field.clean("") is None
    with pytest.raises(ValidationError):
        field.clean(str(here.culture.pk))


def test_a_link_by_key_stands_in_the_field_in_words(here: Commune) -> None:
    field = TypedUnitField(Unit.objects.on(TODAY))
    assert field.prepare_value(str(here.economy.pk)) == "KT · Phòng Kinh tế"
    assert field.prepare_value("phong") == "phong"


def test_many_units_are_typed_and_few_chosen(here: Commune) -> None:
    few = list(Unit.objects.on(TODAY))
    many = [Unit(pk=n, code=f"D{n}") for n in range(1, MOST_LISTED + 2)]
    assert isinstance(unit_asked(few), UnitField)
    assert isinstance(unit_asked(many), TypedUnitField)
    shown = TypedUnitField(many, empty_label="Tất cả").widget.render("don_vi", "")
    assert shown.count("<option") == 0
    assert 'list="units"' in shown and 'placeholder="Tất cả"' in shown
