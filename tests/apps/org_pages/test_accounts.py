"""Accounts handed out by personnel: passwords shown once, changed at once; nobody's beyond one's reach."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from congminh.accounts.models import Account
from congminh.org.models import Change, Person
from tests.apps.org.commune import Commune, person, post
from tests.apps.org_pages.conftest import Entering, rows, words


def passwords(answer: Any) -> list[str]:
    return re.findall(r'class="password">([a-z0-9-]+)<', answer.content.decode())


def of(code: str) -> Any:
    return Person.objects.get(code=code).user


def test_the_list_says_who_can_sign_in(here: Commune, thu: Client) -> None:
    told = list(rows(thu.get("/tai-khoan/")))
    assert "Đỗ Thị Minh Thu THU · Phòng Văn hóa thu đang dùng" in told[0]
    assert len(told) == 7
    assert len(list(rows(thu.get("/tai-khoan/?chua_co=on")))) == 6
    assert len(list(rows(thu.get(f"/tai-khoan/?don_vi={here.economy.pk}")))) == 3


def test_accounts_are_given_to_those_ticked_with_a_slip_each(here: Commune, thu: Client) -> None:
    answer = thu.post("/tai-khoan/cap/", {"person": [here.lan.pk, here.minh.pk]})
    told = words(answer)
    assert len(passwords(answer)) == 2
    assert "Nguyễn Thị Ngọc Lan LAN · Phòng Kinh tế" in told
    assert "Các mật khẩu này chỉ hiện một lần" in told
    assert answer.headers["Cache-Control"] == "no-store"
    assert {each.user_id for each in Account.objects.filter(must_change_password=True)} == {of("LAN").pk, of("MINH").pk}
    assert of("HOA") is None


def test_a_password_handed_out_opens_and_must_be_changed_first(here: Commune, thu: Client) -> None:
    (password,) = passwords(thu.post("/tai-khoan/cap/", {"person": [here.lan.pk]}))
    lan = Client(headers={"host": "localhost"})
    assert lan.post("/dang-nhap/", {"username": "lan", "password": password}).status_code == 302
    assert lan.get("/cong-chuc/").headers["Location"] == "/mat-khau/"


def test_all_without_get_one_and_a_second_click_gives_nothing_more(here: Commune, thu: Client) -> None:
    assert len(passwords(thu.post("/tai-khoan/cap/", {"all": "1"}))) == 6
    again = thu.post("/tai-khoan/cap/", {"all": "1"})
    assert again.headers["Location"] == "/tai-khoan/"
    assert "Chưa chọn ai" in words(thu.get("/tai-khoan/"))
    assert get_user_model().objects.count() == 7


def test_all_means_those_of_the_list_as_it_is_filtered_and_so_many_at_once(
    here: Commune, thu: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congminh.accounts.keeping.MOST", 2)
    page = thu.get(f"/tai-khoan/?don_vi={here.economy.pk}")
    assert "Cấp cho 2 người đầu trong 3 người chưa có" in words(page)
    given = thu.post(f"/tai-khoan/cap/?don_vi={here.economy.pk}", {"all": "1"})
    assert len(passwords(given)) == 2
    assert Person.objects.filter(user=None, posts__unit=here.economy).count() == 1


def test_a_new_password_signs_out_whoever_used_the_old(here: Commune, thu: Client, enter: Entering) -> None:
    lan = enter(here.lan)
    assert lan.get("/cong-chuc/").status_code == 200
    (password,) = passwords(thu.post("/tai-khoan/LAN/mat-khau/"))
    assert lan.get("/cong-chuc/").status_code == 302
    assert of("LAN").check_password(password)
    assert Change.objects.get(action="renew_password").who == here.thu


def test_an_account_is_closed_and_opened_again(here: Commune, thu: Client, enter: Entering) -> None:
    lan = enter(here.lan)
    thu.post("/tai-khoan/LAN/khoa/")
    assert lan.get("/cong-chuc/").status_code == 302
    assert "đã khóa" in words(thu.get("/tai-khoan/?q=lan"))
    thu.post("/tai-khoan/LAN/khoa/", {"open": "1"})
    assert of("LAN").is_active
    assert {change.action for change in Change.objects.filter(person=here.lan)} >= {"close_account", "open_account"}


@pytest.mark.parametrize("address", ["/tai-khoan/ADMIN/mat-khau/", "/tai-khoan/ADMIN/khoa/", "/tai-khoan/THU/khoa/"])
def test_an_administrators_account_and_ones_own_are_left_alone(here: Commune, thu: Client, address: str) -> None:
    admin = person("ADMIN", "Quản Trị")
    post(admin, here.economy)
    admin.user = get_user_model().objects.create_superuser("admin")
    admin.save()
    old = admin.user.password
    assert thu.post(address).headers["Location"] == "/tai-khoan/"
    assert "notice seal" in thu.get("/tai-khoan/").content.decode()
    admin.user.refresh_from_db()
    assert (admin.user.password, admin.user.is_active, of("THU").is_active) == (old, True, True)


def test_nobody_beyond_ones_reach_is_touched(here: Commune, thu: Client, enter: Entering) -> None:
    enter(here.far)
    assert thu.post("/tai-khoan/FAR/khoa/").status_code == 404
    assert thu.post("/tai-khoan/FAR/mat-khau/").status_code == 404
    thu.post("/tai-khoan/cap/", {"person": [here.chair.pk, "x"]})
    assert of("CHAIR") is None
    assert enter(here.minh).post("/tai-khoan/cap/", {"all": "1"}).status_code == 403
    assert thu.get("/tai-khoan/cap/").status_code == 405
