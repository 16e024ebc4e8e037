"""The demonstration's accounts: the cast by their keys, and no password that could be guessed."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate, get_user_model

from congminh.demo import agency
from congminh.demo.accounts import give_accounts
from congminh.demo.organisation import load_organisation
from congminh.org.models import Person


@pytest.fixture(autouse=True)
def loaded(db: None) -> None:
    """The agency and its accounts."""
    load_organisation()
    give_accounts()


def test_each_of_the_cast_has_the_account_of_the_key_and_the_person_behind_it() -> None:
    loaded = agency.load()
    held = {person.user.username: person.code for person in Person.objects.exclude(user=None).select_related("user")}
    assert held == {key: f"TBM-{number}" for key, number in loaded.cast.items() if key != "son"}


def test_the_outsider_has_an_account_and_is_nobody() -> None:
    son = get_user_model().objects.get(username="son")
    assert son.first_name == "Vi Trường Sơn"
    assert not Person.objects.filter(user=son).exists()


def test_the_administrator_runs_the_machine_and_is_nobody_in_the_agency() -> None:
    admin = get_user_model().objects.get(username="quan-tri")
    assert admin.is_superuser
    assert not Person.objects.filter(user=admin).exists()
    assert get_user_model().objects.filter(is_superuser=True).count() == 1


def test_no_account_opens_by_a_password() -> None:
    users = list(get_user_model().objects.all())
    assert len(users) == 8
    assert not any(user.has_usable_password() for user in users)
    assert authenticate(username="an", password="") is None


def test_loading_it_again_changes_nothing() -> None:
    before = set(get_user_model().objects.values_list("username", "password"))
    give_accounts()
    assert set(get_user_model().objects.values_list("username", "password")) == before
