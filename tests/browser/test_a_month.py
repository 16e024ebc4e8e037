"""The cast plays a whole month: work done and returned, a cause confirmed, scores given, the month closed and read.

A small commune with its catalogue, the real command with its worker, the real browser; nothing is done but by pages.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from congminh.law.calendar import Period
from tests.browser.conftest import SHEET
from tests.browser.looking import redrawn, wrong
from tests.serving.running import Running, running

ROOT = Path(__file__).parents[2]
PASSWORD = "song-que-mua-nuoc-noi"
# The month before this one: every day of it has passed. People, posts, a catalogue, work given; no period yet.
BEGIN = """
import django
django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
call_command("migrate", verbosity=0)
from congminh.org.models import Person
from congminh.work.actions import assign
from tests.apps.work.desk import day, opened
desk = opened()
here = desk.here
for person in Person.objects.all():
    user = get_user_model().objects.create_user(person.code.lower(), password={password!r})
    Person.objects.filter(pk=person.pk).update(user=user)
get_user_model().objects.create_user("khach", password={password!r})
tasks = (("DC.02", "Báo cáo nhanh", 20), ("KT.01", "Thẩm định hồ sơ", 10), ("DC.01", "Công văn trả lời", 25))
assign([desk.row(here.lan, code, name=name, due=day(due)) for code, name, due in tasks], here.minh)
pairs = (("hoa", "minh"), ("thu", "thuong"), ("minh", "an"), ("thuong", "an"), ("an", "chair"))
for who, by in pairs:
    assign([desk.row(getattr(here, who), "DC.02", name="Báo cáo của " + who)], getattr(here, by))
"""
MONTH = Period.of_day(date.today().replace(day=1) - timedelta(days=1))
FULL = ("I.1", "I.2", "II.1", "II.2", "II.3", "II.4", "III.1", "III.2", "III.3", "III.4")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Running]:
    """The commune, served with a worker."""
    ours = {"CONGMINH_HOME": str(tmp_path), "CONGMINH_DEBUG": "1", "DJANGO_SETTINGS_MODULE": "congminh.site.settings"}
    script = BEGIN.format(password=PASSWORD)
    made = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, **ours},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    with running(tmp_path, "serve") as served:
        yield served


class Play:
    """Windows of the cast, each signed in once."""

    def __init__(self, site: Running, home: Path, browser: Any) -> None:
        self.site, self.home, self.browser, self.windows = site, home, browser, {}

    def go(self, who: str, path: str) -> Any:
        """Somebody's window at a page; nothing is wrong with the page."""
        if who not in self.windows:
            page = self.browser.new_context(locale="vi-VN", viewport={"width": 1440, "height": 900}).new_page()
            page.goto(self._at("/dang-nhap/"))
            page.fill("[name=username]", who)
            page.fill("[name=password]", PASSWORD)
            page.click("main form button.primary")
            self.windows[who] = page
        page = self.windows[who]
        self.status = page.goto(self._at(path)).status
        if self.status == 200 and self.is_looked_at(who, path):
            assert wrong(page) == {}, (who, path)
        return page

    def is_looked_at(self, who: str, path: str) -> bool:
        """Whether the page is looked at here: every one is."""
        return True

    def _at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.site.port}{path}"

    def key(self, query: str, *values: str) -> Any:
        """What stands in the rows."""
        with closing(sqlite3.connect(self.home / "congminh.sqlite3")) as rows:
            return rows.execute(query, values).fetchone()[0]

    def change(self, statement: str, *values: Any) -> None:
        """What passing days would do."""
        with closing(sqlite3.connect(self.home / "congminh.sqlite3")) as rows, rows:
            rows.execute(statement, values)

    def sheet(self, who: str) -> str:
        """The page of somebody's sheet."""
        return f"/phieu/{self.key(SHEET, who.upper())}/"


@pytest.fixture
def play(site: Running, tmp_path: Path, chromium: Any) -> Iterator[Play]:
    played = Play(site, tmp_path, chromium)
    yield played
    for page in played.windows.values():
        page.context.close()


def said(page: Any) -> str:
    """What the page says."""
    return " ".join(page.inner_text("main").split())


def row(page: Any, name: str) -> Any:
    """The row of a task on one's own page."""
    return page.locator("tr", has_text=name).first


def report(play: Play, who: str, name: str, finished: int, cause: str = "") -> None:
    """All of a task, finished on a day of the month."""
    page = play.go(who, f"/?ky={MONTH.code}")
    mine = row(page, name)
    if mine.locator("details").count():
        mine.locator("summary").click()
    mine.locator("[name=finished_on]").fill(date(MONTH.year, MONTH.last_month, finished).isoformat())
    if cause:
        mine.locator("[name=cause]").fill(cause)
    mine.get_by_role("button", name="Xong").click()
    page.wait_for_function("(name) => document.querySelector('main').innerText.includes(name)", arg="Đã báo")


def settle(play: Play, who: str, name: str, step: str, reason: str = "") -> None:
    """One step of a head in the queue."""
    page = play.go(who, "/cho-xac-nhan/")
    with redrawn(page):
        page.locator(".queue-list a", has_text=name).first.click()
    page.wait_for_selector(f"h2.name:has-text('{name}')")
    button = page.locator(f"button[name=step][value={step}]")
    if not button.first.is_visible():
        page.locator("details", has=button).locator("summary").first.click()
    if reason:
        page.locator("form", has=button).locator("[name=reason]").first.fill(reason)
    with redrawn(page):
        button.first.click()
    page.wait_for_selector("main .notice")


def send(play: Play, who: str, **points: str) -> None:
    """One's own form, filled in and sent."""
    page = play.go(who, play.sheet(who))
    for code in FULL:
        most = page.locator(f"[aria-labelledby='criterion-{code}'] .points .sub").inner_text().lstrip("/ ")
        page.fill(f"[name='{code}']", points.get(code.replace(".", "_"), most))
    for code in points:
        page.fill(f"[name='{code.replace('_', '.')}_note']", "Còn một việc chậm")
    page.fill("[name=strengths]", "Chủ động trong công việc")
    page.click("button[value=self_assess]")
    assert "Chờ chấm điểm" in said(page)


def score(play: Play, head: str, who: str, leads: bool = False, **points: str) -> None:
    """Somebody's form, scored and told."""
    page = play.go(head, play.sheet(who))
    for code, given in points.items():
        page.fill(f"[name='{code.replace('_', '.')}']", given)
        page.fill(f"[name='{code.replace('_', '.')}_note']", "Phải nhắc hai lần")
    if leads:
        page.select_option("[name=execution]", "100")
        page.fill("[name=execution_reason]", "Đúng kế hoạch")
        page.select_option("[name=cohesion]", "100")
        page.fill("[name=cohesion_reason]", "Đoàn kết")
    page.fill("[name=remark]", "Hoàn thành nhiệm vụ được giao")
    page.click("button[name=step].primary")
    assert "Đã chấm, chờ thông báo" in said(page)
    page.click("button[value=notify]")
    assert "Đã thông báo kết quả" in said(page)


def test_the_cast_plays_a_whole_month(play: Play) -> None:
    thu = play.go("thu", "/don-vi-phieu/mo-ky/")
    thu.select_option("[name=period]", str(MONTH))
    thu.click("main form button.primary")
    assert "6 phiếu" in said(thu)

    report(play, "lan", "Báo cáo nhanh", 18)
    report(play, "lan", "Thẩm định hồ sơ", 12, cause="Chờ ý kiến của Sở")
    report(play, "lan", "Công văn trả lời", 20)
    settle(play, "minh", "Báo cáo nhanh", "confirm")
    settle(play, "minh", "Thẩm định hồ sơ", "accept_cause", "Công văn của Sở đến ngày 11")
    settle(play, "minh", "Thẩm định hồ sơ", "confirm")
    settle(play, "minh", "Công văn trả lời", "return", "Thiếu số liệu hai thôn")
    lan = play.go("lan", f"/?ky={MONTH.code}")
    assert "Bị trả lại, cần làm lại" in row(lan, "Công văn trả lời").inner_text()
    report(play, "lan", "Công văn trả lời", 24)
    hoa_stands_in(play, lambda: settle(play, "hoa", "Công văn trả lời", "confirm"))

    others = (("hoa", "minh"), ("thu", "thuong"), ("minh", "an"), ("thuong", "an"), ("an", "chair"))
    for who, head in others:
        report(play, who, "Báo cáo của", 18)
        settle(play, head, "Báo cáo của", "confirm")

    send(play, "lan", I_1="4,5")
    score(play, "minh", "lan", I_1="4,5", II_2="2")
    for who, head in others:
        send(play, who)
        score(play, head, who, leads=who != "thu")

    thu = play.go("thu", f"/don-vi-phieu/khoa-ky/?ky={MONTH}")
    thu.click("main form button.primary")
    thu.wait_for_selector("text=Công việc đã xong", timeout=30_000)

    lan = play.go("lan", play.sheet("lan"))
    # a 100, b 1 − 25 % × 2/30, c 100: 70 × 298,33 ÷ 300 + 29 = 98,61
    assert "Đã khóa kỳ" in said(lan) and "98,61" in said(lan)
    lan.click("text=Vì sao điểm này?")
    tree = said(lan)
    assert "Vì sao" in tree and "Lê Thị Quỳnh Hoa" in tree and wrong(lan) == {}
    printed = lan.request.get(lan.url.replace("vi-sao/", "mau-01.pdf"))
    pages = " ".join(page.extract_text() for page in PdfReader(BytesIO(printed.body())).pages)
    assert "PHIẾU THEO DÕI" in pages and "Trần Khải Minh" in pages

    for path in (
        "/phieu/",
        play.sheet("lan"),
        f"{play.sheet('lan')}vi-sao/",
        f"{play.sheet('lan')}mau-01.pdf",
        "/don-vi-phieu/",
    ):
        play.go("khach", path)
        assert play.status == 404, path


def hoa_stands_in(play: Play, acts: Callable[[], None]) -> None:
    """By delegation for a day; then the day has passed."""
    today = date.today()
    thu = play.go("thu", "/don-vi/KT/uy-quyen/")
    thu.fill("[name=to]", "HOA")
    thu.fill("[name=first]", today.isoformat())
    thu.fill("[name=last]", today.isoformat())
    thu.click("main form button.primary")
    acts()
    yesterday = (today - timedelta(days=1)).isoformat()
    play.change("UPDATE org_post SET first = ?, last = ? WHERE kind = 'delegation'", yesterday, yesterday)
