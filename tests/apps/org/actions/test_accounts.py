"""Accounts for many: named by code, passwords to be used once, all of them or none."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.org.actions import give_account, give_accounts, make_accounts, prepare_accounts
from congminh.org.actions.accounts import Prepared, one_time_password
from congminh.org.models import Change, Person
from tests.apps.org.commune import Commune, person


def test_each_signs_in_by_the_code_with_the_password_given(here: Commune) -> None:
    given = give_accounts([here.lan, here.minh], by=here.thu)
    assert [(each.person, each.username) for each in given] == [(here.lan, "lan"), (here.minh, "minh")]
    for each in given:
        user = authenticate(username=each.username, password=each.password)
        assert user is not None and user.person == each.person
        assert (user.first_name, user.is_staff, user.is_superuser) == (each.person.name, False, False)


def test_each_is_traced_and_no_password_is_kept(here: Commune) -> None:
    given = give_accounts([here.lan, here.minh], by=here.thu)
    changes = Change.objects.filter(action="give_account").order_by("pk")
    assert [(change.person, change.who) for change in changes] == [(here.lan, here.thu), (here.minh, here.thu)]
    assert not any(each.password in str(change.data) for each in given for change in changes)


def test_whoever_has_an_account_keeps_it(here: Commune) -> None:
    give_account(here.lan, User.objects.create_user("ngoc-lan"))
    assert [each.person for each in give_accounts([here.lan, here.minh])] == [here.minh]
    assert Person.objects.get(pk=here.lan.pk).user.username == "ngoc-lan"


def test_whoever_was_given_one_meanwhile_keeps_that(here: Commune) -> None:
    prepared = prepare_accounts([here.lan, here.minh])
    give_account(Person.objects.get(pk=here.lan.pk), User.objects.create_user("ngoc-lan"))
    assert [each.username for each in make_accounts(prepared)] == ["minh"]
    assert Person.objects.get(pk=here.lan.pk).user.username == "ngoc-lan"


def test_names_are_small_letters_one_each(here: Commune) -> None:
    User.objects.create_user("lan")
    people = [here.lan, person("Đ/c 01", "Một"), person("đ c 01", "Hai")]
    assert [each.username for each in give_accounts(people)] == ["lan-2", "d-c-01", "d-c-01-2"]


def test_what_must_be_noted_of_new_users_is_noted_with_them_or_nothing_is(here: Commune) -> None:
    noted: list[Any] = []
    give_accounts([here.lan], then=noted.extend)
    assert [user.pk for user in noted] == [here.lan.user.pk]

    def fail(users: Any) -> None:
        raise RuntimeError("no more room")

    with pytest.raises(RuntimeError):
        give_accounts([here.minh], then=fail)
    assert not User.objects.filter(username="minh").exists()
    assert Person.objects.get(pk=here.minh.pk).user is None


def test_how_far_it_is_is_said_for_each(here: Commune) -> None:
    heard: list[tuple[int, int]] = []
    prepare_accounts([here.lan, here.minh, here.hoa], progress=lambda *said: heard.append(said))
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert not User.objects.exists(), "nothing is written before all are hashed"


def test_a_password_is_typed_without_doubt_on_a_vietnamese_keyboard() -> None:
    passwords = {one_time_password() for _time in range(500)}
    assert len(passwords) == 500
    assert all(re.fullmatch(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", each) for each in passwords)
    used = set("".join(passwords))
    assert not set("aeiouydw") & used, "Telex and VNI have nothing to turn into another letter"
    assert all(len(set(alike) & used) <= 1 for alike in ("0o", "1lij", "5s", "2z", "9gq", "uv"))


def test_many_take_hardly_more_queries_than_few(here: Commune) -> None:
    counts = []
    for number in (10, 400):
        rows = (Person(code=f"{number}-{n}", name="Bế", begun=here.lan.begun) for n in range(number))
        prepared = [Prepared(each, "", "scrypt$") for each in Person.objects.bulk_create(rows)]
        with CaptureQueriesContext(connection) as queries:
            assert len(make_accounts(prepared)) == number
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 20, "a query more for each few hundred rows, not for each person"
