"""People in and out of service, names put right, leave; posts put right and dissolved units: by field, why not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from congminh.org.actions import (
    correct_person,
    correct_post,
    correct_unit,
    delegate,
    dissolve_unit,
    hire,
    leave_service,
    record_leave,
    remove_leave,
    remove_post,
)
from congminh.org.models import Leave, Person, Post, Unit
from tests.apps.org.commune import SINCE, TODAY, Commune, position, post, unit

DAY = timedelta(days=1)
EVE = SINCE - DAY


def refused_field(action: Any, *args: Any, **named: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        action(*args, **named)
    (field,) = refused.value.message_dict
    return field


def test_whoever_is_hired_serves_from_the_first_day(here: Commune) -> None:
    newcomer = hire(Person(code="N", name="Bế Thị Mới", begun=TODAY))
    assert newcomer in Person.objects.on(TODAY).search("be thi moi")
    assert newcomer not in Person.objects.on(TODAY - DAY)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"code": "LAN"}, "code"), ({"code": ""}, "code"), ({"name": ""}, "name"), ({"begun": None}, "begun")],
)
def test_nobody_is_hired_without_a_name_a_code_of_their_own_and_a_day(
    here: Commune, values: dict[str, Any], field: str
) -> None:
    assert refused_field(hire, Person(**{"code": "N", "name": "Mới", "begun": TODAY, **values})) == field


def test_whoever_leaves_holds_nothing_after_the_last_day(here: Commune) -> None:
    delegate(here.culture, here.lan, TODAY, TODAY + 30 * DAY)
    post(here.lan, here.culture, kind="concurrent", first=TODAY + 60 * DAY)
    leave_service(here.lan, TODAY)
    assert not Post.objects.held_within(TODAY + DAY, None).filter(person=here.lan).exists()
    assert Post.objects.held_on(TODAY).filter(person=here.lan).count() == 2
    assert (here.lan.serves(TODAY), here.lan.serves(TODAY + DAY)) == (True, False)


def test_a_post_that_was_over_is_left_as_it_was(here: Commune) -> None:
    over = post(here.lan, here.culture, kind="concurrent", last=SINCE)
    leave_service(here.lan, TODAY)
    over.refresh_from_db()
    assert over.last == SINCE


def test_nobody_leaves_before_they_came(here: Commune) -> None:
    assert refused_field(leave_service, here.lan, EVE) == "last"
    assert here.lan.posts.get().last is None


def test_a_name_put_right_is_found_at_once(here: Commune) -> None:
    correct_person(here.lan, name="Nguyễn Thị Bích Đào", code="CC-304")
    assert [who.code for who in Person.objects.search("bich dao cc-304")] == ["CC-304"]


@pytest.mark.parametrize(
    ("values", "field"), [({"code": "MINH"}, "code"), ({"name": ""}, "name"), ({"begun": TODAY}, "begun")]
)
def test_what_is_put_right_must_be_right(here: Commune, values: dict[str, Any], field: str) -> None:
    assert refused_field(correct_person, here.lan, **values) == field
    here.lan.refresh_from_db()
    assert (here.lan.code, here.lan.begun) == ("LAN", SINCE)


def sick(here: Commune, first: date, last: date) -> Leave:
    return Leave(person=here.lan, kind="sick", first=first, last=last)


def test_leave_is_recorded_and_taken_out(here: Commune) -> None:
    leave = record_leave(sick(here, TODAY, TODAY + 4 * DAY))
    assert list(here.lan.leaves.within(TODAY + 4 * DAY, TODAY + 9 * DAY)) == [leave]
    assert not here.lan.leaves.within(TODAY + 5 * DAY, TODAY + 9 * DAY).exists()
    remove_leave(leave)
    assert not here.lan.leaves.exists()


def test_one_is_away_once_at_a_time_and_only_while_in_service(here: Commune) -> None:
    record_leave(sick(here, TODAY, TODAY + 4 * DAY))
    assert refused_field(record_leave, sick(here, TODAY + 4 * DAY, TODAY + 9 * DAY)) == "first"
    assert record_leave(sick(here, TODAY + 5 * DAY, TODAY + 9 * DAY)).pk
    assert refused_field(record_leave, sick(here, TODAY + 20 * DAY, TODAY)) == "last"
    assert refused_field(record_leave, sick(here, EVE, EVE)) == "first"
    assert refused_field(record_leave, Leave(person=here.lan, kind="fishing", first=SINCE, last=SINCE)) == "kind"


def test_a_post_typed_wrongly_is_put_right_in_place(here: Commune) -> None:
    held = here.lan.posts.get()
    correct_post(held, position=position("Kế toán"), unit=here.culture)
    (after,) = here.lan.posts.all()
    assert (after.pk, str(after.position), after.unit, after.first) == (held.pk, "Kế toán", here.culture, SINCE)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"rank": "head"}, "rank"),
        ({"rank": "chief"}, "rank"),
        ({"last": EVE}, "last"),
        ({"position": None}, "position"),
        ({"first": EVE}, "unit"),
    ],
)
def test_a_correction_is_held_to_the_same_rules_as_an_appointment(
    here: Commune, values: dict[str, Any], field: str
) -> None:
    assert refused_field(correct_post, here.lan.posts.get(), **values) == field
    held = here.lan.posts.get()
    assert (held.rank, held.last, held.first) == ("staff", None, SINCE)


def test_a_post_may_be_corrected_beside_itself(here: Commune) -> None:
    later = correct_post(here.minh.posts.get(), first=TODAY)
    assert (later.rank, later.first) == ("head", TODAY)
    away = delegate(here.economy, here.hoa, TODAY, TODAY)
    assert correct_post(away, last=TODAY + DAY).last == TODAY + DAY


def test_a_post_entered_by_mistake_is_taken_out(here: Commune) -> None:
    remove_post(post(here.son, here.culture, "deputy"))
    assert not here.son.posts.exists()


def test_a_code_and_a_kind_put_right_hold_for_all_days(here: Commune) -> None:
    correct_unit(here.economy, code="KTHT", kind="using", tier="commune_agency")
    assert Unit.objects.tree(SINCE).kinds[here.economy.pk] == "using"
    assert refused_field(correct_unit, here.culture, code="KTHT") == "code"
    assert refused_field(correct_unit, here.culture, kind="club") == "kind"
    here.culture.refresh_from_db()
    assert (here.culture.code, here.culture.kind) == ("VX", "direct")


def test_a_unit_ends_when_everyone_has_gone_elsewhere(here: Commune) -> None:
    empty = unit("E", "Tổ Công tác", "direct", here.commune)
    dissolve_unit(empty, TODAY)
    assert (empty in Unit.objects.alive(TODAY), empty in Unit.objects.alive(TODAY + DAY)) == (True, False)


def test_a_unit_is_not_dissolved_over_people_or_units(here: Commune) -> None:
    with pytest.raises(ValidationError, match="Nguyễn Thị Ngọc Lan"):
        dissolve_unit(here.economy, TODAY)
    assert refused_field(dissolve_unit, here.commune, TODAY) == "unit"
    assert refused_field(dissolve_unit, here.economy, EVE) == "last"
    here.economy.refresh_from_db()
    assert here.economy.ended is None


def test_someone_with_a_trace_is_never_deleted(here: Commune) -> None:
    newcomer = hire(Person(code="N", name="Mới", begun=TODAY))
    with pytest.raises(models.ProtectedError):
        newcomer.delete()
