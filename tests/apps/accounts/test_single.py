"""Single sign-on by OpenID Connect, with a provider that really answers: who gets in, and who reads why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from congminh.accounts.factors.setting import add_passkey
from congminh.accounts.models import Sitting
from congminh.site.single_sign_on import issuers
from tests.apps.accounts.provider import CLIENT, SECRET, Provider, provider
from tests.apps.org.commune import Commune


@pytest.fixture
def tinh(settings: Any, tmp_path: Path) -> Iterator[Provider]:
    """The province's provider, set as an installation sets it."""
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    with provider() as found:
        settings.OIDC = issuers(environment(found.address, tmp_path / "secret"))
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": settings.OIDC}}
        yield found


def environment(address: str, file: Path, **more: str) -> dict[str, str]:
    said = {"ISSUER": address, "CLIENT": CLIENT, "SECRET_FILE": str(file), "CLAIM": "personal_id", "TITLE": "Cổng tỉnh"}
    return {"CONGMINH_OIDC": "tinh", **{f"CONGMINH_OIDC_TINH_{name}": value for name, value in (said | more).items()}}


def there(client: Client, then: str = "") -> str:
    """To the provider, whose owner says yes; the address back."""
    to = client.get("/dang-nhap/mot-lan/tinh/", {"next": then} if then else {})
    assert to.status_code == 302
    return requests.get(to.headers["Location"], allow_redirects=False, timeout=5).headers["Location"]


def back(client: Client, then: str = "") -> Any:
    """There and back."""
    return client.get(path_of(there(client, then)))


def path_of(address: str) -> str:
    """The address on our side."""
    return "/" + address.split("/", 3)[3]


def is_in(client: Client) -> bool:
    return client.get("/hop-thu/").status_code == 200


def test_the_sign_in_page_offers_it_under_its_title(here: Commune, client: Client, tinh: Provider) -> None:
    page = client.get("/dang-nhap/?next=/hop-thu/").content.decode()
    assert 'href="/dang-nhap/mot-lan/tinh/?next=/hop-thu/"' in page
    assert "Cổng tỉnh" in page


def test_a_known_person_gets_in_and_goes_on(here: Commune, client: Client, tinh: Provider) -> None:
    assert back(client, "/hop-thu/").headers["Location"] == "/hop-thu/"
    assert is_in(client)
    assert Sitting.objects.get().user.username == "lan"
    assert not SocialAccount.objects.exists()


def test_nobody_is_led_to_another_site(here: Commune, client: Client, tinh: Provider) -> None:
    assert back(client, "https://example.org/").headers["Location"] == "/"


def test_an_unknown_person_reads_why_and_no_account_is_made(here: Commune, client: Client, tinh: Provider) -> None:
    tinh.claims["personal_id"] = "NGUOI-LA"
    before = get_user_model().objects.count()
    page = back(client)
    assert page.status_code == 403
    assert "không có tài khoản nào mang mã cá nhân «NGUOI-LA»" in page.content.decode()
    assert (get_user_model().objects.count(), is_in(client)) == (before, False)


def test_a_person_without_an_account_is_unknown_too(here: Commune, client: Client, tinh: Provider) -> None:
    tinh.claims["personal_id"] = here.minh.code
    assert back(client).status_code == 403


def test_a_provider_that_does_not_say_the_claim_lets_nobody_in(here: Commune, client: Client, tinh: Provider) -> None:
    del tinh.claims["personal_id"]
    assert "không cho biết mã cá nhân" in back(client).content.decode()


def test_a_closed_account_stays_closed(here: Commune, client: Client, tinh: Provider) -> None:
    get_user_model().objects.filter(username="lan").update(is_active=False)
    page = back(client)
    assert page.status_code == 403
    assert "đang khóa" in page.content.decode()
    assert not is_in(client)


def test_whoever_left_does_not_come_back_by_it(here: Commune, client: Client, tinh: Provider) -> None:
    here.lan.posts.update(last=timezone.localdate() - timedelta(days=1))
    assert "đã kết thúc" in back(client).content.decode()
    assert not is_in(client)


def test_a_second_step_that_was_set_up_here_is_asked_here(here: Commune, client: Client, tinh: Provider) -> None:
    add_passkey(here.lan.user, "Khóa", {})
    answer = back(client, "/hop-thu/")
    assert answer.headers["Location"] == "/dang-nhap/buoc-hai/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "lie",
    [
        {"aud": "another-client"},
        {"iss": "https://issuer.example.org"},
        {"exp": 1},
        {"sub": "8"},  # while the provider's page speaks of 7
    ],
)
def test_a_token_for_another_from_another_or_too_old_lets_nobody_in(
    here: Commune, client: Client, tinh: Provider, lie: dict[str, Any]
) -> None:
    tinh.token = lie
    assert back(client).status_code == 403
    assert not is_in(client)


def test_a_token_signed_by_another_key_lets_nobody_in(here: Commune, client: Client, tinh: Provider) -> None:
    tinh.shown_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert back(client).status_code == 403
    assert not is_in(client)


def test_an_answer_without_a_token_lets_nobody_in(here: Commune, client: Client, tinh: Provider) -> None:
    tinh.sends_token = False
    assert back(client).status_code == 403
    assert not is_in(client)


def test_a_provider_that_calls_itself_something_else_is_not_gone_to(
    here: Commune, client: Client, tinh: Provider
) -> None:
    tinh.issuer = "https://issuer.example.org"
    page = client.get("/dang-nhap/mot-lan/tinh/")
    assert page.status_code == 503
    assert "không trả lời" in page.content.decode()


def test_an_answer_nobody_here_asked_for_lets_nobody_in(here: Commune, client: Client, tinh: Provider) -> None:
    address = there(Client(headers={"host": "localhost"}))
    page = client.get(path_of(address))
    assert page.status_code == 403
    assert not is_in(client)


def test_an_answer_lets_in_once(here: Commune, client: Client, tinh: Provider) -> None:
    address = path_of(there(client))
    assert client.get(address).status_code == 302
    client.post("/dang-xuat/")
    assert client.get(address).status_code == 403


def test_saying_no_at_the_provider_leads_to_a_page_that_says_so(here: Commune, client: Client, tinh: Provider) -> None:
    address = path_of(there(client))
    state = address.partition("state=")[2]
    page = client.get(f"/dang-nhap/mot-lan/tinh/ve/?error=access_denied&state={state}")
    assert page.status_code == 403
    assert "Chưa đăng nhập một lần được" in page.content.decode()


def test_a_provider_that_is_down_says_so_and_the_password_still_works(
    here: Commune, client: Client, tinh: Provider, settings: Any
) -> None:
    settings.OIDC[0]["settings"]["server_url"] = "http://127.0.0.1:9"
    assert client.get("/dang-nhap/mot-lan/tinh/").status_code == 503


def test_a_provider_nobody_named_is_not_there(here: Commune, client: Client, tinh: Provider) -> None:
    assert client.get("/dang-nhap/mot-lan/khac/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"CONGMINH_OIDC": "Tỉnh"}, "small letters"),
        ({"CONGMINH_OIDC_TINH_CLIENT": ""}, "set CONGMINH_OIDC_TINH_CLIENT"),
        ({"CONGMINH_OIDC_TINH_CLAIM": ""}, "set CONGMINH_OIDC_TINH_CLAIM"),
        ({"CONGMINH_OIDC_TINH_ISSUER": "http://issuer.example.org"}, "not an https"),
        ({"CONGMINH_OIDC_TINH_SECRET_FILE": "/khong/co"}, "cannot be read"),
    ],
)
def test_a_wrong_setting_says_which_and_why(tmp_path: Path, wrong: dict[str, str], said: str) -> None:
    (tmp_path / "secret").write_text(SECRET)
    right = environment("https://issuer.example.org", tmp_path / "secret")
    assert issuers(right)[0]["secret"] == SECRET
    with pytest.raises(ImproperlyConfigured, match=said):
        issuers({**right, **wrong})


def test_there_may_be_several_each_with_a_claim_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET)
    first = environment("https://tinh.example.org/", tmp_path / "secret")
    second = {name.replace("TINH", "BO"): value for name, value in first.items()}
    found = issuers({**first, **second, "CONGMINH_OIDC": "tinh, bo", "CONGMINH_OIDC_BO_CLAIM": "so_hieu"})
    assert [(each["provider_id"], each["settings"]["claim"]) for each in found] == [
        ("tinh", "personal_id"),
        ("bo", "so_hieu"),
    ]
    assert found[0]["settings"]["server_url"] == "https://tinh.example.org"


def test_without_a_name_there_is_none() -> None:
    assert issuers({}) == []
