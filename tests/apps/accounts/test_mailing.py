"""One mail a day, over a real mail server: what is new and what waits; no scores, no colleagues, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from smtplib import SMTPException
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from congminh.accounts.mailing import Unfinished, mail_all, mail_daily, readers
from congminh.accounts.models import Account
from congminh.assessment.actions import Line, lodge
from congminh.jobs import daily
from congminh.jobs.models import DayRun
from congminh.ledger.models import Notice
from congminh.org.models import Person
from congminh.site.mail import Mail, hour, mail
from tests.apps.assessment.month import Month, begun
from tests.apps.mail_sink import Sink, sink
from tests.apps.worlds import world

TODAY = timezone.localdate()
ADDRESS = "thu-dien-tu@example.com"


month = world(begun)


@pytest.fixture
def server(settings: Any) -> Iterator[Sink]:
    with sink() as found:
        settings.MAIL = Mail("127.0.0.1", found.port, "", "", False, False, "congminh@example.com")
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", found.port, 3
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL, settings.SITE_URL = "congminh@example.com", "https://danhgia.example"
        yield found


def reader(person: Person, address: str = "") -> Any:
    """A person with an account and an address."""
    user = get_user_model().objects.create(username=person.code.lower(), email=address or f"{person.code}@example.com")
    Person.objects.filter(pk=person.pk).update(user=user)
    return user


def told(month: Month) -> Month:
    """Lan's sheet told, and a petition on it that waits for An."""
    month.done(quantity_m=1000)
    sheet = month.told(month.here.lan, month.here.minh)
    lodge(sheet, month.here.lan, Line("quantity", "a · Số lượng", "50 %"), "Đã nộp đủ")
    return month


def texts(server: Sink) -> dict[str, str]:
    return {str(each["To"]): each.get_content() for each in server.mails}


def test_each_has_one_mail_with_what_is_new_and_what_waits_by_when(month: Month, server: Sink) -> None:
    here = told(month).here
    for who in (here.lan, here.an):
        reader(who)
    assert mail_all(TODAY) == (2, 0, 0)
    said = texts(server)
    assert set(said) == {"LAN@example.com", "AN@example.com"}
    assert "Kính gửi Phạm Quốc An" in said["AN@example.com"]
    assert "Giải quyết kiến nghị: Gửi kiến nghị" in said["AN@example.com"]
    waits = r"Giải quyết kiến nghị, Đã nhận, chờ giải quyết: 1, hạn gần nhất ngày \d\d/\d\d/\d{4}"
    assert re.search(waits, said["AN@example.com"])
    assert "https://danhgia.example/hop-thu/" in said["LAN@example.com"]
    assert "Thông báo kết quả" in said["LAN@example.com"]
    (mine,) = [each for each in server.mails if each["To"] == "LAN@example.com"]
    assert mine["From"] == "congminh@example.com" and "Công Minh" in str(mine["Subject"])


def test_a_mail_names_no_score_and_no_colleague(month: Month, server: Sink) -> None:
    here = told(month).here
    people = Person.objects.exclude(code="")
    for who in people:
        reader(who)
    mail_all(TODAY)
    assert server.mails
    for each in server.mails:
        body, to = each.get_content(), str(each["To"]).partition("@")[0]
        assert not [who.name for who in people if who.name in body + str(each["Subject"]) and who.code != to]
        assert "64" not in body and "50 %" not in body and "điểm:" not in body
    assert here.lan.name in texts(server)["LAN@example.com"]


def test_nothing_is_mailed_twice(month: Month, server: Sink) -> None:
    here = told(month).here
    reader(here.an)
    assert mail_all(TODAY).sent == 1
    assert not Notice.objects.filter(to=here.an, mailed_at=None).exists()
    assert mail_all(TODAY).sent == 0
    assert mail_all(TODAY + timedelta(days=1)).sent == 0
    assert len(server.mails) == 1


def test_what_comes_later_that_day_is_in_the_next_days_mail(month: Month, server: Sink) -> None:
    here = told(month).here
    reader(here.an)
    mail_all(TODAY)
    lodge(month.sheet(here.lan), here.lan, Line("quality", "b · Chất lượng"), "Nhầm")
    assert mail_all(TODAY).sent == 0
    assert mail_all(TODAY + timedelta(days=1)).sent == 1
    assert len(server.mails) == 2


@pytest.mark.parametrize("reason", ["read", "off", "no address", "closed", "old", "left"])
def test_whoever_needs_no_mail_gets_none(month: Month, server: Sink, reason: str) -> None:
    an = told(month).here.an
    user, day = reader(an), TODAY
    if reason == "read":
        Notice.objects.filter(to=an).update(read_at=timezone.now())
    elif reason == "off":
        Account.objects.create(user=user, digest=False)
    elif reason == "no address":
        get_user_model().objects.filter(pk=user.pk).update(email="")
    elif reason == "closed":
        get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    elif reason == "old":
        day = TODAY + timedelta(days=30)
    else:
        Person.objects.filter(pk=an.pk).update(ended=TODAY - timedelta(days=1))
    assert mail_all(day).sent == 0 and server.mails == []


def test_an_address_refused_for_good_stops_nobody_else_and_is_not_tried_again_today(month: Month, server: Sink) -> None:
    here = told(month).here
    for who in (here.lan, here.an):
        reader(who)
    server.refuses["AN@example.com"] = "550 no such person"
    assert mail_all(TODAY) == (1, 1, 0)
    assert Notice.objects.filter(to=here.an, mailed_at=None).exists()
    assert mail_all(TODAY) == (0, 0, 0)
    server.refuses.clear()
    assert mail_all(TODAY + timedelta(days=1)).sent == 1


def test_an_address_refused_for_now_is_tried_again_today(month: Month, server: Sink) -> None:
    reader(told(month).here.an)
    server.refuses["AN@example.com"] = "451 later"
    with pytest.raises(Unfinished):
        mail_daily(TODAY)
    server.refuses.clear()
    assert mail_all(TODAY).sent == 1


def test_a_server_that_is_not_there_loses_nothing(month: Month, server: Sink, settings: Any) -> None:
    here = told(month).here
    reader(here.an)
    settings.EMAIL_PORT = 1
    with pytest.raises(ConnectionRefusedError):
        mail_all(TODAY)
    settings.EMAIL_PORT = server.port
    assert mail_all(TODAY).sent == 1


def test_a_server_that_hangs_up_gives_all_back(month: Month, server: Sink) -> None:
    here = told(month).here
    reader(here.an)
    server.hangs_up = True
    with pytest.raises((OSError, SMTPException)):
        mail_all(TODAY)
    assert Account.objects.get().mailed_on is None
    assert Notice.objects.filter(to=here.an, mailed_at=None).exists()
    server.hangs_up = False
    assert mail_all(TODAY).sent == 1 and len(server.mails) == 1


def test_where_no_server_is_named_nobody_is_asked_for(month: Month, settings: Any) -> None:
    settings.MAIL = None
    reader(told(month).here.an)
    assert mail_all(TODAY) == (0, 0, 0)
    assert Notice.objects.filter(mailed_at=None).exists()


def test_who_is_asked_for_is_one_query(month: Month, server: Sink, django_assert_num_queries: Any) -> None:
    here = told(month).here
    for who in (here.lan, here.an, here.thu):
        reader(who)
    with django_assert_num_queries(1):
        assert len(readers(TODAY)) == 3


def at(number: int, minute: int = 0) -> datetime:
    return datetime.combine(TODAY, time(number, minute), timezone.get_current_timezone())


def test_a_days_work_is_done_once_from_its_hour_and_tried_again_after_a_failure(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[date] = []

    def work(day: date) -> None:
        done.append(day)
        if len(done) == 1:
            raise OSError("the server is away")

    monkeypatch.setattr(daily, "DAILY", {"thu": daily.Daily(lambda: time(7), work)})
    assert daily.run_due(at(6, 59)) == [] and done == []
    assert daily.run_due(at(7)) == [] and len(done) == 1
    assert daily.run_due(at(7, 10)) == [] and len(done) == 1
    assert daily.run_due(at(7, 20)) == ["thu"] and len(done) == 2
    assert daily.run_due(at(9)) == [] and len(done) == 2
    assert DayRun.objects.get().done_at is not None


def test_the_worker_knows_both_works_of_the_day() -> None:
    assert set(daily.DAILY) >= {"remind", "mail"}


def test_by_hand_it_says_what_it_did(month: Month, server: Sink, settings: Any, capsys: Any) -> None:
    reader(told(month).here.an)
    call_command("remind", "--mail")
    assert "Thư đã gửi: 1" in capsys.readouterr().out
    settings.EMAIL_PORT = 1
    reader(month.here.lan)
    with pytest.raises(CommandError, match="không nhận"):
        call_command("remind", "--mail")
    settings.MAIL = None
    with pytest.raises(CommandError, match="CONGMINH_SMTP_URL"):
        call_command("remind", "--mail")


def test_one_gives_ones_address_and_may_stop_the_mail(month: Month) -> None:
    user, client = reader(month.here.an), Client(headers={"host": "localhost"})
    client.force_login(user)
    page = client.get("/thu-dien-tu/").content.decode()
    assert "AN@example.com" in page and "checked" in page
    assert client.post("/thu-dien-tu/", {"email": ADDRESS}).status_code == 302
    user.refresh_from_db()
    assert (user.email, Account.objects.get(user=user).digest) == (ADDRESS, False)
    client.post("/thu-dien-tu/", {"email": ADDRESS, "digest": "on"})
    assert Account.objects.get(user=user).digest


@pytest.mark.parametrize("typed", ["khong-phai", "a@b@c.vn", "an@example.com\nBcc: la@example.com"])
def test_what_is_no_address_is_refused_and_stays_in_the_field(month: Month, typed: str) -> None:
    user, client = reader(month.here.an), Client(headers={"host": "localhost"})
    client.force_login(user)
    answer = client.post("/thu-dien-tu/", {"email": typed, "digest": "on"})
    assert answer.status_code == 422 and 'id="id_email_error"' in answer.content.decode()
    user.refresh_from_db()
    assert user.email == "AN@example.com"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("", None),
        ("smtp://u%40x:p%2Fw@may.vn", ("may.vn", 587, "u@x", "p/w", False, True, "a@b.vn")),
        ("smtps://may.vn:4650", ("may.vn", 4650, "", "", True, False, "a@b.vn")),
        ("smtp://localhost:25?tls=no", ("localhost", 25, "", "", False, False, "a@b.vn")),
    ],
)
def test_the_server_is_read_from_the_environment(url: str, found: Any) -> None:
    assert mail({"CONGMINH_SMTP_URL": url, "CONGMINH_MAIL_FROM": "a@b.vn"}) == found


@pytest.mark.parametrize("url", ["http://may.vn", "smtp://", "may.vn:25", "smtp://may.vn:nhieu"])
def test_an_address_that_is_no_server_is_said_without_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CONGMINH_SMTP_URL"):
        mail({"CONGMINH_SMTP_URL": url, "CONGMINH_MAIL_FROM": "a@b.vn"})
    with pytest.raises(ImproperlyConfigured, match="CONGMINH_MAIL_FROM"):
        mail({"CONGMINH_SMTP_URL": "smtp://may.vn"})
    with pytest.raises(ImproperlyConfigured, match="CONGMINH_MAIL_AT"):
        hour("bảy giờ")
