"""The cast plays a whole year: organisations first, then people; a tie settled, a petition upheld, a decision replaced.

A small commune in December whose eleven months are told, the real command, the real browser; everything by pages.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_a_month import PASSWORD, Play, said
from tests.serving.running import Running, running

ROOT = Path(__file__).parents[2]
DAY = "2026-12-08"
PATHS = os.pathsep.join(map(str, (ROOT / "tests" / "browser" / "moved", ROOT, ROOT / "src")))
# The year's end of the small commune. Chi was on maternity leave from February to July; Vũ came from another commune
# on 1 September with his months; Hoa and Lan have the same mean; Nghĩa is to be reprimanded.
BEGIN = """
import django
django.setup()
from datetime import date
from django.contrib.auth import get_user_model
from django.core.management import call_command
call_command("migrate", verbosity=0)
from congminh.org.models import Person
from tests.apps.org.commune import person, post
from tests.apps.unit_year.year import in_force, with_tiers
from tests.apps.year.autumn import put_months
here = with_tiers()
in_force(here)
newcomers = (("CHI", "Bế Thị Hoài Chi"), ("VU", "Kiều Tuấn Vũ"), ("NGHIA", "Lý Văn Nghĩa"))
chi, vu, nghia = (person(*each) for each in newcomers)
post(chi, here.economy)
post(nghia, here.culture)
post(vu, here.other_commune, last=date(2026, 8, 31))
post(vu, here.economy, first=date(2026, 9, 1))
for name, total in (("an", 8500), ("minh", 9100), ("hoa", 9300), ("lan", 9300), ("thuong", 8500), ("thu", 8500)):
    put_months(getattr(here, name), dict.fromkeys(range(1, 12), total))
put_months(nghia, dict.fromkeys(range(1, 12), 8000))
put_months(chi, dict.fromkeys((1, 8, 9, 10, 11), 8600))
put_months(vu, dict.fromkeys(range(1, 9), 7200), where=here.other_commune)
put_months(vu, dict.fromkeys(range(9, 12), 8800), where=here.commune)
for each in Person.objects.all():
    user = get_user_model().objects.create_user(each.code.lower(), password={password!r})
    Person.objects.filter(pk=each.pk).update(user=user)
"""
SHEET = "SELECT s.casefile_ptr_id FROM year_yearsheet s JOIN org_person p ON p.id = s.person_id WHERE p.code = ?"
UNIT = "SELECT s.casefile_ptr_id FROM unit_year_unitsheet s JOIN org_unit u ON u.id = s.unit_id WHERE u.code = ?"
KEY = "SELECT id FROM org_person WHERE code = ?"
MEETING = "SELECT s.meeting_id FROM year_yearsheet s JOIN org_person p ON p.id = s.person_id WHERE p.code = ?"
PEOPLE = ("an", "minh", "hoa", "lan", "chi", "vu", "thuong", "thu", "nghia")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Running]:
    """The commune in December, served."""
    ours = {"CONGMINH_HOME": str(tmp_path), "CONGMINH_DEBUG": "1", "DJANGO_SETTINGS_MODULE": "congminh.site.settings"}
    then = {"PYTHONPATH": PATHS, "CONGMINH_TEST_DAY": DAY}
    made = subprocess.run(
        [sys.executable, "-c", BEGIN.format(password=PASSWORD)],
        cwd=ROOT,
        env={**os.environ, **ours, **then},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    with running(tmp_path, "serve", **then) as served:
        yield served


class Year(Play):
    """A play so long that each kind of page is looked at once."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.seen: set[str] = set()

    def is_looked_at(self, who: str, path: str) -> bool:
        """The first time a page of this address comes, whatever its number and reader."""
        kind = re.sub(r"\d+", "", path)
        is_new = kind not in self.seen
        self.seen.add(kind)
        return is_new


@pytest.fixture
def play(site: Running, tmp_path: Path, chromium: Any) -> Iterator[Play]:
    played = Year(site, tmp_path, chromium)
    yield played
    for page in played.windows.values():
        page.context.close()


def act(page: Any, press: str = "main form button.primary", **typed: str) -> str:
    """A form filled in and sent; what the page then says."""
    for name, value in typed.items():
        field = page.locator(f"main [name='{name}']")
        kind = field.first.get_attribute("type")
        if field.first.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        elif kind in ("radio", "checkbox"):
            page.locator(f"main [name='{name}'][value='{value}']").check()
        else:
            field.fill(value)
    page.locator(press).last.click()
    page.wait_for_load_state("networkidle")
    return said(page)


def step(play: Play, who: str, sheet: str, name: str, **typed: str) -> str:
    """One step of a file on its own page."""
    return act(play.go(who, f"/ho-so/{sheet}/{name}/"), **typed)


def state(play: Play, file: str) -> str:
    """How a file stands in the rows."""
    return str(play.key("SELECT state FROM ledger_casefile WHERE id = ?", file))


def of(play: Play, who: str) -> str:
    """The key of somebody's year sheet."""
    return str(play.key(SHEET, who.upper()))


# The organisations.


def evaluate(play: Play, head: str, unit: str, counts: tuple[int, int, int, int], grade: str) -> None:
    """An organisation's figures and self-evaluation, by its head."""
    sheet = str(play.key(UNIT, unit))
    names = ("tasks_given", "tasks_done", "tasks_on_time", "tasks_exceeded")
    numbers = dict(zip(names, map(str, counts), strict=True))
    page = play.go(head, f"/to-chuc/{sheet}/so-lieu/")
    act(page, "button[name=counts]", **numbers, tasks_source="Báo cáo tổng kết số 87/BC")
    page = play.go(head, f"/to-chuc/{sheet}/")
    for field in page.locator("main form[data-keeps] input[type=text], main form[data-keeps] input[inputmode]").all():
        name = field.get_attribute("name") or ""
        if re.fullmatch(r"c\d+", name):
            most = page.locator(f"[aria-labelledby='criterion-{name}'] .points .sub").inner_text().lstrip("/ ")
            field.fill(most)
    page.fill("[name=self_evaluation]", "Hoàn thành chương trình công tác năm.")
    page.select_option("[name=remedied]", "1")
    page.select_option("[name=proposed_grade]", grade)
    page.click("button[value=self_evaluate]")
    page.wait_for_load_state("networkidle")
    assert state(play, sheet) == "submitted", said(page)


def recognise(play: Play, who: str, unit: str, grade: str) -> str:
    """The level of an organisation decided; what the page then says."""
    page = play.go(who, f"/to-chuc/{play.key(UNIT, unit)}/")
    page.select_option("[name=grade]", grade)
    page.click("button[value=decide]")
    page.wait_for_load_state("networkidle")
    return said(page)


def rate_organisations(play: Play) -> None:
    """Lower before upper: the chair of the province has to wait for the chair of the commune (Điều 9.1)."""
    assert "2026" in act(play.go("thu", "/to-chuc/mo-nam/"), year="2026")
    evaluate(play, "minh", "KT", (20, 20, 18, 4), "fulfilled")
    evaluate(play, "thuong", "VX", (20, 20, 20, 4), "good")
    evaluate(play, "an", "X", (40, 40, 40, 8), "good")
    assert "Phòng Kinh tế" in recognise(play, "chair", "X", "good")
    assert state(play, str(play.key(UNIT, "X"))) == "submitted"
    # Two tasks in twenty were late: good is out of reach (Điều 8.2).
    assert "chưa đạt mức này" in recognise(play, "an", "KT", "good")
    for who, unit, grade in (("an", "KT", "fulfilled"), ("an", "VX", "good"), ("chair", "X", "good")):
        recognise(play, who, unit, grade)
        assert state(play, str(play.key(UNIT, unit))) == "decided", unit


# The people.


def open_the_year(play: Play) -> None:
    """Leave and a reprimand entered from their documents, then the year opened: everyone has a sheet."""
    leave = {"kind": "maternity", "first": "2026-02-02", "last": "2026-07-31"}
    assert "31/07/2026" in act(play.go("thu", "/cong-chuc/CHI/nghi/"), **leave)
    paper = {"document": "Quyết định số 188/QĐ-UBND", "signer": "Chủ tịch UBND xã", "form": "Khiển trách"}
    days = {"act_day": "2026-08-14", "effective": "2026-10-05"}
    where = str(play.key("SELECT id FROM org_unit WHERE code = 'VX'"))
    page = play.go("thu", "/xep-loai/can-cu/moi/")
    page.check("[name=duty_related]")
    typed = {"person": "NGHIA", "kind": "administrative", "act": "Để quá hạn hồ sơ", "happened_at": where}
    words = act(page, **typed, **days, **paper)
    assert play.key("SELECT count(*) FROM year_ground") == 1, words
    party = {"party_0": "HOA", "party_1": "MINH"}
    act(play.go("thu", "/xep-loai/mo-nam/"), year="2026", **party)
    assert {state(play, of(play, who)) for who in PEOPLE} == {"drafting"}


def send_forms(play: Play) -> None:
    """Everybody's Form 02: the mother's months, the months from the other commune."""
    for who in PEOPLE:
        page = play.go(who, f"/phieu-nam/{of(play, who)}/")
        words = said(page)
        if who == "vu":
            # Eight months of 72 there and three of 88 here: 840 ÷ 11.
            assert "76,36" in words and "trên 11 tháng" in words
        if who == "chi":
            assert "86,00" in words and "trên 5 tháng" in words
        act(page, self_grade="good", self_report="Hoàn thành nhiệm vụ được giao.")
        assert state(play, of(play, who)) == "filed", who


def meet(play: Play, host: str, first: str, speaker: str) -> None:
    """A meeting called on everybody with the same company, an opinion given, the minutes adopted."""
    step(play, host, of(play, first), "convene", meeting_time="2026-12-08T10:00", room="Phòng họp số 1")
    meeting = play.key(MEETING, first.upper())
    page = play.go(speaker, f"/cuoc-hop/{meeting}/")
    act(page, opinion="Chủ động, phối hợp tốt; báo cáo đúng hạn.")
    words = act(play.go(host, f"/cuoc-hop/{meeting}/thong-qua/"), minutes="Cuộc họp thống nhất nhận xét.")
    assert state(play, of(play, first)) == "discussed", words


def weigh(play: Play) -> None:
    """Meetings, the Party committee, proposals (Điều 21.1, 21.2)."""
    meet(play, "thu", "minh", "lan")
    meet(play, "thu", "thuong", "nghia")
    meet(play, "thuong", "thu", "nghia")
    meet(play, "thu", "an", "minh")
    for who, by in (("an", "hoa"), ("minh", "hoa"), ("hoa", "minh"), ("thuong", "hoa")):
        step(play, by, of(play, who), "hear_party", party_opinion="Nhất trí với kết quả các tháng.")
    for who, grade in (("an", "good"), ("minh", "fulfilled"), ("thuong", "good")):
        step(play, "thu", of(play, who), "propose", proposed_grade=grade)
        assert state(play, of(play, who)) == "proposed", who


def decide(play: Play) -> None:
    """A head held to the organisation, the reprimanded to the ground, a tie settled, one level lowered for a reason."""
    # Ninety-one points, and yet not above the organisation (Điều 20.6).
    words = step(play, "an", of(play, "minh"), "decide", grade="excellent")
    assert "Điều 20.6" in words and state(play, of(play, "minh")) == "proposed"
    words = step(play, "an", of(play, "nghia"), "decide", grade="good")
    assert "188/QĐ-UBND" in words and state(play, of(play, "nghia")) == "discussed"
    # Hoa and Lan have the same mean, and one place: the page says so and picks nobody.
    words = step(play, "an", of(play, "lan"), "decide", grade="excellent")
    assert state(play, of(play, "lan")) == "discussed", words
    round = play.key("SELECT id FROM year_yearround")
    page = play.go("an", f"/xep-loai/{round}/ty-le/")
    tied = page.locator("form", has=page.get_by_role("button", name="Ghi nhận lựa chọn")).first
    for name in ("Lê Thị Quỳnh Hoa", "Nguyễn Thị Ngọc Lan"):
        assert name in tied.inner_text()
    tied.locator(f"[name$=chosen][value='{of(play, 'lan')}']").check()
    tied.locator("[name$=reason]").fill("Nhận thêm việc đột xuất ba tháng liền mà không chậm.")
    tied.locator("button.primary").click()
    page.wait_for_load_state("networkidle")
    assert not tied.count()
    assert "Nhận thêm việc đột xuất" in said(page)
    step(play, "an", of(play, "vu"), "decide", grade="fulfilled", reason="Mới về đơn vị, khối lượng công việc còn ít.")
    page = play.go("an", f"/xep-loai/{round}/quyet-dinh/")
    for box in page.locator("main input[name=sheet]").all():
        box.check()
    act(page)
    act(play.go("chair", f"/ho-so/{of(play, 'an')}/decide/"), grade="good")
    levels = {who: level(play, who) for who in PEOPLE}
    others = dict.fromkeys(("an", "hoa", "chi", "thuong", "thu"), "good")
    assert levels == {**others, "lan": "excellent", "minh": "fulfilled", "vu": "fulfilled", "nghia": "not_fulfilled"}


def level(play: Play, who: str) -> str:
    """The level decided on somebody's year."""
    row = (
        "SELECT r.grade FROM year_yearresult r JOIN year_yearsheet s ON s.result_id = r.id WHERE s.casefile_ptr_id = ?"
    )
    return str(play.key(row, of(play, who)))


# What follows the decision.


def tell(play: Play) -> None:
    """Everyone told in writing, results made public; outsiders see nothing, colleagues see levels and no more."""
    round = play.key("SELECT id FROM year_yearround")
    act(play.go("an", f"/xep-loai/{round}/thong-bao/"), text="Thông báo số 15/TB-UBND ngày 08/12/2026")
    step(play, "chair", of(play, "an"), "notify", written_notice="Thông báo số 9/TB-UBND")
    act(play.go("an", f"/xep-loai/{round}/cong-khai/"), text="electronic")
    step(play, "chair", of(play, "an"), "publish", form_of_publication="electronic")
    assert {state(play, of(play, who)) for who in PEOPLE} == {"published"}
    words = said(play.go("thu", f"/xep-loai/{round}/ket-qua/"))
    assert "Nguyễn Thị Ngọc Lan" in words and "Hoàn thành xuất sắc nhiệm vụ" in words
    play.go("nghia", f"/phieu-nam/{of(play, 'lan')}/")
    assert play.status == 404
    for path in (f"/xep-loai/{round}/", f"/xep-loai/{round}/ket-qua/", f"/phieu-nam/{of(play, 'lan')}/"):
        play.go("son", path)
        assert play.status == 404, path


def petition(play: Play) -> None:
    """Vũ's petition upheld by another than who decided, in time; a new decision beside the old one (Điều 21.3, 22)."""
    page = play.go("vu", f"/phieu-nam/{of(play, 'vu')}/kien-nghi/")
    act(page, grounds="Mười một tháng bình quân 76,36 điểm, đủ mức hoàn thành tốt nhiệm vụ.")
    file = str(play.key("SELECT petition_ptr_id FROM year_yearpetition"))
    play.go("an", f"/ho-so/{file}/uphold/")
    assert play.status in (403, 404)
    words = said(play.go("chair", f"/ho-so/{file}/"))
    assert "17/12/2026" in words, words
    step(play, "chair", file, "uphold", reason="Kết quả các tháng ở cơ quan cũ chưa được xét đủ.")
    assert state(play, file) == "upheld"
    decision = {"number": "502/QĐ-UBND", "signed_on": "2026-12-08"}
    step(play, "chair", file, "replace", grade="good", reason="Theo điểm trung bình của mười một tháng.", **decision)
    assert state(play, file) == "replaced" and level(play, "vu") == "good"
    step(play, "chair", file, "publish", form_of_publication="electronic")
    assert state(play, file) == "published"
    words = said(play.go("vu", f"/phieu-nam/{of(play, 'vu')}/"))
    assert "502/QĐ-UBND" in words and "Hoàn thành nhiệm vụ" in words and "Hoàn thành tốt nhiệm vụ" in words
    assert play.key("SELECT count(*) FROM year_yearresult WHERE sheet_id = ?", of(play, "vu")) == 2


def test_the_cast_plays_a_whole_year(play: Play) -> None:
    rate_organisations(play)
    open_the_year(play)
    send_forms(play)
    weigh(play)
    decide(play)
    tell(play)
    petition(play)
