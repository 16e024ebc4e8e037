"""The first run: an agency, its personnel adviser, an account whose password is nobody's for long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from congminh.accounts.first_run import Beginning, begin_agency
from congminh.accounts.models import Account
from congminh.org.models import Person, Post, Unit

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 1)
FIRST = Beginning("UBND xã Thanh Bình Minh", "TBM", "commune", "Đỗ Thị Minh Thu", "TBM-404", SINCE)


def test_the_adviser_holds_a_post_that_advises_on_personnel_in_an_agency_that_uses_people() -> None:
    begin_agency(FIRST)
    unit = Unit.objects.on(SINCE).get()
    assert (unit.name, unit.code, unit.kind, unit.tier) == ("UBND xã Thanh Bình Minh", "TBM", "using", "commune")
    post = Post.objects.get()
    assert (post.person.name, post.unit, post.position.is_personnel) == ("Đỗ Thị Minh Thu", unit, True)
    assert (post.rank, post.kind, post.first, post.last) == ("staff", "main", SINCE, None)


def test_the_password_opens_the_door_once_and_must_be_changed_first() -> None:
    password = begin_agency(FIRST)
    client = Client(headers={"host": "localhost"})
    client.post("/dang-nhap/", {"username": "tbm-404", "password": password})
    assert client.get("/hop-thu/").headers["Location"] == "/mat-khau/"
    own = {"old_password": password, "new_password1": "song-que-mua-nuoc-noi", "new_password2": "song-que-mua-nuoc-noi"}
    client.post("/mat-khau/", own)
    assert client.get("/hop-thu/").status_code == 200
    assert not Account.objects.get().must_change_password


def test_no_two_passwords_are_alike_and_none_is_kept_as_it_is() -> None:
    password = begin_agency(FIRST)
    Unit.objects.update(code="OLD")
    assert password not in Person.objects.get().user.password
    assert len(password.replace("-", "")) == 16


def test_a_system_with_an_agency_is_not_begun_again_and_nothing_is_added() -> None:
    begin_agency(FIRST)
    with pytest.raises(ValidationError, match="Đã có cơ quan: UBND xã Thanh Bình Minh"):
        begin_agency(replace(FIRST, code="KHAC", adviser_code="KHAC-1"))
    assert (Unit.objects.count(), Person.objects.count(), Account.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("wrong", [{"tier": "village"}, {"code": ""}, {"adviser": ""}])
def test_a_beginning_that_is_wrong_somewhere_leaves_nothing(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        begin_agency(replace(FIRST, **wrong))
    assert not Unit.objects.exists()
    assert not Person.objects.exists()
