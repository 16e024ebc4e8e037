"""The log's key is changed by two accounts, on the site and on the server alike, within a day and never by one."""

from __future__ import annotations

import io
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from congminh.accounts.models import KeyChange
from congminh.accounts.signing_key.actions import agree, ask, refuse, waiting
from congminh.accounts.sitting import clock
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.models import Payload
from congminh.ledger.log.verifying import verify
from tests.apps.accounts.conftest import WORD, passed, with_a_password
from tests.apps.accounts.test_factors import code, set_up
from tests.apps.ledger.test_races import committed, together
from tests.apps.org.commune import Commune
from tests.apps.worlds import world

__all__ = ["committed"]


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Folder:
    settings.LOG_FOLDER, settings.LOG_WITNESSES, settings.LOG_WITNESSES_NEEDED = tmp_path / "log", [], 0
    Folder.here().make_key("so-vet.example")
    return Folder.here()


def account(here: Commune, who: str) -> Any:
    """The account of one of the cast."""
    found = getattr(here, who)
    if found.user is None:
        found.user = get_user_model().objects.create_user(who, password=WORD)
        found.save(update_fields=["user"])
    return found.user


def signed_in(user: Any) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def with_an_adviser() -> Commune:
    """The commune, the agency of this installation: Thu, who advises there, can sign in."""
    commune = with_a_password()
    account(commune, "thu")
    return commune


here = world(with_an_adviser)


@pytest.fixture
def admin(here: Commune) -> Any:
    return get_user_model().objects.create_superuser("quan-tri", password=WORD)


def test_one_asks_another_agrees_and_the_key_is_another(here: Commune, folder: Folder) -> None:
    before = str(folder.verifier())
    thu, chair = account(here, "thu"), signed_in(account(here, "an"))
    assert chair.post("/khoa-so-vet/", {"act": "ask", "why": "Thay định kỳ"}).status_code == 302
    asked = waiting()
    assert asked
    page = signed_in(thu).get("/khoa-so-vet/").content.decode()
    assert "Thay định kỳ" in page
    assert "Phạm Quốc An" in page
    done = signed_in(thu).post("/khoa-so-vet/", {"act": "agree", "change": asked.pk})
    assert done.headers["Location"] == "/khoa-so-vet/"
    asked.refresh_from_db()
    assert (asked.state, asked.settled_by_id) == ("done", thu.pk)
    assert asked.key == str(folder.verifier()) != before
    assert verify().faults == []
    kinds = [bytes(each).decode().partition('"kind":"')[2].partition('"')[0] for each in contents()]
    assert kinds == ["key_asked", "key"]


def contents() -> Any:
    return Payload.objects.order_by("pk").values_list("content", flat=True)


def test_whoever_asked_agrees_to_nothing_whatever_they_send(here: Commune, folder: Folder) -> None:
    before, user = str(folder.verifier()), account(here, "an")
    client = signed_in(user)
    client.post("/khoa-so-vet/", {"act": "ask", "why": "x"})
    assert "Đồng ý: đổi khóa ngay" not in client.get("/khoa-so-vet/").content.decode()
    found = waiting()
    assert found
    assert client.post("/khoa-so-vet/", {"act": "agree", "change": found.pk}).status_code == 403
    with pytest.raises(PermissionDenied):
        agree(found, user)
    assert str(folder.verifier()) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyChange.objects.filter(pk=found.pk).update(state="done", settled_by=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyChange.objects.filter(pk=found.pk).update(state="done")


def test_an_administrator_asks_and_even_a_second_one_does_not_agree(here: Commune, folder: Folder, admin: Any) -> None:
    found = ask(admin, "Nghi lộ khóa")
    second = get_user_model().objects.create_superuser("quan-tri-2", password=WORD)
    with pytest.raises(PermissionDenied):
        agree(found, second)
    assert agree(found, account(here, "an")).key == str(folder.verifier())


@pytest.mark.parametrize("who", ["lan", "hoa", "minh", "thuong", "far", "dung", "son", "chair"])
def test_nobody_else_asks_or_agrees(here: Commune, folder: Folder, admin: Any, who: str) -> None:
    user = account(here, who)
    found = ask(admin, "x")
    with pytest.raises(PermissionDenied):
        agree(found, user)
    refuse(found, admin)
    with pytest.raises(PermissionDenied):
        ask(user, "x")
    assert signed_in(user).get("/khoa-so-vet/").status_code in (403, 404)


def test_once_the_province_has_an_adviser_here_it_is_the_provinces_key(
    here: Commune, folder: Folder, admin: Any
) -> None:
    here.thuong.posts.update(unit=here.province, position=here.thu.posts.get().position, rank="staff")
    above, chair, found = account(here, "thuong"), account(here, "chair"), ask(admin, "x")
    with pytest.raises(PermissionDenied):
        agree(found, account(here, "an"))
    assert refuse(found, chair).settled_by == chair
    assert agree(ask(chair, "y"), above).settled_by == above


def test_a_day_later_nobody_agrees_any_more_and_another_may_be_asked_for(
    here: Commune, folder: Folder, admin: Any
) -> None:
    found = ask(admin, "x")
    KeyChange.objects.update(asked_at=timezone.now() - timedelta(hours=24, minutes=1))
    with pytest.raises(ValidationError, match="quá một ngày"):
        agree(found, account(here, "an"))
    assert waiting() is None
    assert agree(ask(admin, "y"), account(here, "an")).why == "y"
    found.refresh_from_db()
    assert found.state == "lapsed"


def test_only_one_waits_at_a_time(here: Commune, folder: Folder, admin: Any) -> None:
    ask(admin, "x")
    with pytest.raises(ValidationError, match="đang chờ"):
        ask(account(here, "an"), "y")


def test_who_asked_takes_it_back_and_another_refuses(here: Commune, folder: Folder, admin: Any) -> None:
    before, chair = str(folder.verifier()), account(here, "an")
    assert refuse(ask(admin, "x"), admin).state == "refused"
    assert refuse(ask(admin, "y"), chair).settled_by == chair
    assert str(folder.verifier()) == before
    assert sum(b'"key_refused"' in bytes(each) for each in contents()) == 2


def test_a_folder_that_cannot_be_written_leaves_the_request_open(
    here: Commune, folder: Folder, admin: Any, settings: Any, tmp_path: Path
) -> None:
    found = ask(admin, "x")
    settings.LOG_FOLDER = tmp_path / "none"
    with pytest.raises(ValidationError, match="Không đổi được khóa"):
        agree(found, account(here, "an"))
    assert waiting() == found


def test_it_is_asked_once_more_who_one_is(here: Commune, folder: Folder) -> None:
    client = signed_in(account(here, "an"))
    passed(client, clock.PROVED, 601)
    assert client.post("/khoa-so-vet/", {"act": "ask", "why": "x"}).status_code == 403
    assert waiting() is None
    sent = {"act": "ask", "why": "x", "asked-again": "1", "again-password": WORD}
    assert client.post("/khoa-so-vet/", sent).status_code == 302
    assert waiting()


@pytest.mark.parametrize(("sent", "status"), [({"act": "ask", "why": " "}, 422), ({"act": "x"}, 404), ({}, 404)])
def test_what_is_sent_wrongly_does_nothing(here: Commune, folder: Folder, sent: dict[str, str], status: int) -> None:
    assert signed_in(account(here, "an")).post("/khoa-so-vet/", sent).status_code == status
    assert waiting() is None


def command(monkeypatch: pytest.MonkeyPatch, *arguments: str, typed: str = "") -> str:
    """The command on the server; what is typed comes by standard input."""
    told = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    call_command("log_key", *arguments, stdout=told)
    return told.getvalue()


def test_on_the_server_the_same_two_are_asked_by_their_own_passwords(
    here: Commune, folder: Folder, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = str(folder.verifier())
    account(here, "an")
    asked = command(monkeypatch, "ask", "--account", "quan-tri", "--reason", "Thay máy", typed=f"{WORD}\n")
    assert "Thay máy" in asked
    with pytest.raises(CommandError, match="người khác"):
        command(monkeypatch, "agree", "--account", "quan-tri", typed=f"{WORD}\n")
    with pytest.raises(CommandError, match="Không đúng"):
        command(monkeypatch, "agree", "--account", "an", typed="sai\n")
    assert str(folder.verifier()) == before
    done = command(monkeypatch, "agree", "--account", "an", typed=f"{WORD}\n")
    assert str(folder.verifier()) in done
    assert str(folder.verifier()) != before
    assert "Không có đề nghị" in command(monkeypatch, "show")


def test_on_the_server_the_second_step_is_asked_too(
    here: Commune, folder: Folder, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, _codes = set_up(signed_in(admin))
    wanted = ("ask", "--account", "quan-tri", "--reason", "x")
    with pytest.raises(CommandError, match="Không đúng"):
        command(monkeypatch, *wanted, typed=f"{WORD}\n000000\n")
    command(monkeypatch, *wanted, typed=f"{WORD}\n{code(secret)}\n")
    assert waiting()


def test_on_the_server_five_wrong_passwords_lock_the_account_there(
    here: Commune, folder: Folder, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for said in ["Không đúng"] * 5 + ["quá nhiều lần"] * 2:
        with pytest.raises(CommandError, match=said):
            command(monkeypatch, "refuse", "--account", "quan-tri", typed="sai\n")


@pytest.mark.parametrize("arguments", [("agree",), ("ask", "--account", "quan-tri")])
def test_on_the_server_an_account_and_a_reason_are_named(
    here: Commune, folder: Folder, admin: Any, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    with pytest.raises(CommandError, match="--account"):
        command(monkeypatch, *arguments)


def test_of_two_who_agree_at_the_same_moment_one_changes_the_key(committed: None, folder: Folder) -> None:
    users = get_user_model().objects
    tried = [users.create_user(f"{name}-{timezone.now().timestamp()}") for name in ("hoi", "mot", "hai")]
    asked = KeyChange.objects.create(asked_by=tried[0], why="x")
    from congminh.accounts.signing_key import actions

    def settled(user: Any) -> str:
        actions._settle(KeyChange.objects.get(pk=asked.pk), user, "done")
        return "done"

    found = together(*[lambda: settled(tried[1]), lambda: settled(tried[2])] * 5)
    try:
        assert sorted(map(str, found)).count("done") == 1
    finally:
        KeyChange.objects.filter(pk=asked.pk).delete()
