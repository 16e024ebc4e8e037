"""Appointing, ending, delegating, seconding, fields, accounts: each says by field why it will not."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from congminh.org.actions import appoint, choose_reading, delegate, end_post, give_account, give_field, second
from congminh.org.models import Choice, Person, Post, Unit
from tests.apps.org.commune import SINCE, TODAY, Commune, position

NOVEMBER = date(2026, 11, 1)
EVE = NOVEMBER - timedelta(days=1)


def a_post(who: Person, where: Unit, rank: str = "staff", **more: Any) -> Post:
    return Post(**{"person": who, "unit": where, "rank": rank, "first": NOVEMBER, "position": position("Mới"), **more})


def refused_field(action: Any, *args: Any, **named: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        action(*args, **named)
    (field,) = refused.value.message_dict
    return field


def test_an_appointment_begins_on_its_day_with_its_field(here: Commune) -> None:
    deputy = appoint(a_post(here.son, here.culture, "deputy"), units=[here.culture], persons=[here.thu])
    assert deputy in Post.objects.held_on(NOVEMBER)
    assert deputy not in Post.objects.held_on(EVE)
    assert list(deputy.units_in_charge.all()) + list(deputy.persons_in_charge.all()) == [here.culture, here.thu]


def test_a_transfer_is_the_old_post_ended_and_a_new_one_begun(here: Commune) -> None:
    assert refused_field(appoint, a_post(here.lan, here.culture)) == "first"
    end_post(here.lan.posts.get(), EVE)
    assert appoint(a_post(here.lan, here.culture)).pk


def test_a_main_post_in_the_years_before_bars_none_after(here: Commune) -> None:
    assert refused_field(appoint, a_post(here.lan, here.culture, first=SINCE, last=SINCE)) == "first"
    before = SINCE - timedelta(days=1)
    here.culture.begun = here.lan.begun = before
    assert appoint(a_post(here.lan, here.culture, first=before, last=before)).pk


def test_a_unit_gets_no_second_head(here: Commune) -> None:
    with pytest.raises(ValidationError, match="Trần Khải Minh"):
        appoint(a_post(here.son, here.economy, "head"))
    end_post(here.minh.posts.get(), EVE)
    assert appoint(a_post(here.son, here.economy, "head")).pk


def test_someone_may_act_beside_the_holder_but_not_beside_another_who_acts(here: Commune) -> None:
    assert appoint(a_post(here.hoa, here.economy, "head", kind="acting")).pk
    assert refused_field(appoint, a_post(here.lan, here.economy, "head", kind="acting")) == "rank"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"last": EVE}, "last"),
        ({"kind": "delegation", "rank": "head"}, "last"),
        ({"kind": "delegation", "rank": "staff", "last": NOVEMBER}, "rank"),
        ({"position": None}, "position"),
        ({"kind": "borrowed"}, "kind"),
        ({"first": SINCE - timedelta(days=1)}, "unit"),
    ],
)
def test_a_post_that_cannot_be_is_refused_at_its_field(here: Commune, values: dict[str, Any], field: str) -> None:
    assert refused_field(appoint, a_post(here.son, here.culture, **values)) == field
    assert not here.son.posts.exists()


def test_nobody_is_appointed_who_has_left(here: Commune) -> None:
    here.son.ended = EVE
    assert refused_field(appoint, a_post(here.son, here.culture)) == "first"


def test_a_post_is_held_to_its_last_day(here: Commune) -> None:
    end_post(here.lan.posts.get(), EVE)
    assert (here.lan.posts.held_on(EVE).exists(), here.lan.posts.held_on(NOVEMBER).exists()) == (True, False)


def test_a_post_neither_ends_before_it_began_nor_again_later(here: Commune) -> None:
    held = here.lan.posts.get()
    assert refused_field(end_post, held, SINCE - timedelta(days=1)) == "last"
    end_post(held, EVE)
    assert refused_field(end_post, held, NOVEMBER) == "last"


def test_whoever_ends_a_post_second_is_told(here: Commune) -> None:
    mine, theirs = here.lan.posts.get(), here.lan.posts.get()
    end_post(theirs, TODAY)
    with pytest.raises(ValidationError):
        end_post(mine, EVE)
    mine.refresh_from_db()
    assert mine.last == TODAY


def test_a_delegation_is_to_another_who_holds_a_post(here: Commune) -> None:
    week = (TODAY, TODAY + timedelta(days=6))
    assert delegate(here.economy, here.hoa, *week).kind == "delegation"
    assert refused_field(delegate, here.economy, here.minh, *week) == "to"
    assert refused_field(delegate, here.economy, here.son, *week) == "to"
    assert refused_field(delegate, here.economy, here.lan, TODAY, TODAY - timedelta(days=1)) == "last"


def test_whoever_is_seconded_keeps_the_main_post(here: Commune) -> None:
    away = second(a_post(here.lan, here.other_commune, last=date(2027, 10, 31)))
    assert away.kind == "seconded"
    assert set(here.lan.posts.held_on(NOVEMBER).values_list("kind", flat=True)) == {"main", "seconded"}


def test_nobody_is_seconded_from_nowhere_or_to_where_they_are(here: Commune) -> None:
    assert refused_field(second, a_post(here.son, here.culture)) == "person"
    assert refused_field(second, a_post(here.lan, here.economy)) == "unit"


def test_a_new_field_leaves_the_old_one_to_the_days_before(here: Commune) -> None:
    give_field(here.hoa.posts.get(), NOVEMBER, persons=[here.thu], decision=here.decision)
    before, after = here.hoa.posts.order_by("first")
    assert (list(before.persons_in_charge.all()), before.last) == ([here.lan], EVE)
    assert (list(after.persons_in_charge.all()), after.last, after.decision) == ([here.thu], None, here.decision)


def test_a_field_given_on_the_first_day_is_the_post_s_own(here: Commune) -> None:
    give_field(here.hoa.posts.get(), SINCE, units=[here.culture])
    assert list(here.hoa.posts.get().units_in_charge.all()) == [here.culture]


def test_a_field_is_for_a_deputy_in_office_and_never_empty(here: Commune) -> None:
    assert refused_field(give_field, here.lan.posts.get(), NOVEMBER, persons=[here.thu]) == "post"
    assert refused_field(give_field, here.hoa.posts.get(), NOVEMBER) == "units"
    assert refused_field(give_field, here.hoa.posts.get(), date(2025, 1, 1), persons=[here.thu]) == "on"


def test_an_account_is_one_person_s(here: Commune) -> None:
    account = User.objects.create(username="lan")
    give_account(here.lan, account)
    give_account(here.lan, account)
    assert refused_field(give_account, here.son, account) == "user"
    assert Person.objects.get(user=account) == here.lan


@pytest.mark.parametrize(
    ("reading", "option", "field", "said"),
    [("cap_bse", "all", "reading", "cap_bse"), ("cap_base", "some", "option", "final_good, original_good")],
)
def test_only_readings_and_options_of_the_law_can_be_chosen(
    here: Commune, reading: str, option: str, field: str, said: str
) -> None:
    with pytest.raises(ValidationError, match=said) as refused:
        choose_reading(reading, option, TODAY, here.decision)
    assert list(refused.value.message_dict) == [field]
    assert not Choice.objects.exists()
