"""By real commands: a receipt is downloaded from the demonstration, holds with no network, and tells of one digit
changed in the database afterwards."""

from __future__ import annotations

import http.cookiejar
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from contextlib import closing
from pathlib import Path

from tests.serving.running import Running, congminh, running

DEMO = {"CONGMINH_DEMO": "1", "CONGMINH_DEMO_ANYWAY": "1", "CONGMINH_PLAIN_HTTP": "1"}
TOLD = """
SELECT s.casefile_ptr_id, s.result_id FROM assessment_periodsheet s JOIN org_person p ON p.id = s.person_id
WHERE p.code = 'TBM-304' AND s.result_id IS NOT NULL ORDER BY s.period DESC LIMIT 1"""
SEALED_SECONDS = 90


class Browser:
    """Somebody of the cast with cookies, and nothing else of a browser."""

    def __init__(self, site: Running, who: str) -> None:
        self.address = f"http://127.0.0.1:{site.port}"
        kept = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(kept)
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get("/dang-nhap/"))
        assert found
        sent = urllib.parse.urlencode({"csrfmiddlewaretoken": found[1]}).encode()
        self.opener.open(f"{self.address}/vao-vai/{who}/", sent).close()

    def get(self, path: str) -> str:
        """The text of a page or a file."""
        with self.opener.open(f"{self.address}{path}") as answer:
            return str(answer.read().decode())


def downloaded(site: Running, sheet: int, place: Path) -> None:
    """Lan's receipt as soon as it is sealed, and the program that checks it."""
    lan, until = Browser(site, "lan"), time.monotonic() + SEALED_SECONDS
    while "?lan=1" not in (page := lan.get(f"/phieu/{sheet}/bien-nhan/")):
        assert "trong vòng một phút" in page
        assert time.monotonic() < until, "it was not sealed within the minute"
        time.sleep(1)
    (place / "bien-nhan.txt").write_text(lan.get(f"/phieu/{sheet}/bien-nhan/?lan=1"), encoding="utf-8")
    (place / "verify_receipt.py").write_text(lan.get("/bien-nhan/cong-cu/verify_receipt.py"), encoding="utf-8")


def offline(place: Path) -> subprocess.CompletedProcess[str]:
    """The downloaded program on the downloaded receipt, with no network where the machine can take it away."""
    apart = ["unshare", "--user", "--net"] if _can_be_apart() else []
    command = [*apart, sys.executable, "-I", "-S", "verify_receipt.py", "bien-nhan.txt"]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, encoding="utf-8", check=False)


def _can_be_apart() -> bool:
    found = shutil.which("unshare")
    return bool(found) and subprocess.run([str(found), "--user", "--net", "true"], capture_output=True).returncode == 0


def changed(database: Path, statement: str, *values: object) -> None:
    """As whoever rules the database: its triggers off, a statement, its triggers on again."""
    with closing(sqlite3.connect(database)) as rows, rows:
        kept = rows.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in kept:
            rows.execute(f"DROP TRIGGER {name}")
        rows.execute(statement, values)
        for _, sql in kept:
            rows.execute(sql)


def test_a_receipt_is_downloaded_holds_offline_and_fails_after_one_digit_is_changed(tmp_path: Path) -> None:
    home, place = tmp_path, tmp_path / "lan"
    place.mkdir()
    with running(home, "demo") as site:
        with closing(sqlite3.connect(home / "congminh-demo.sqlite3")) as rows:
            sheet, result = rows.execute(TOLD).fetchone()
            (points,) = rows.execute("SELECT total_cp FROM assessment_result WHERE id = ?", [result]).fetchone()
        downloaded(site, sheet, place)
    receipt = place / "bien-nhan.txt"
    assert 1000 <= receipt.stat().st_size <= 2048

    good = offline(place)
    assert good.returncode == 0, good.stdout + good.stderr
    assert f"{points // 100},{points % 100:02} / 100" in good.stdout
    told = congminh(home, "verify", str(receipt), **DEMO)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "cơ sở dữ liệu vẫn nói đúng như biên nhận" in told.stdout
    whole = congminh(home, "verify", **DEMO)
    assert (whole.returncode, "Không có gì bị đổi." in whole.stdout) == (0, True), whole.stdout
    elsewhere = congminh(place, "verify", str(receipt), CONGMINH_SECRET_KEY="for this test " * 5)
    assert elsewhere.returncode == 0, elsewhere.stderr
    assert "không có cơ sở dữ liệu nào để đối chiếu" in elsewhere.stdout

    other = points + (1 if points % 10 < 9 else -1)
    changed(home / "congminh-demo.sqlite3", "UPDATE assessment_result SET total_cp = ? WHERE id = ?", other, result)
    told = congminh(home, "verify", str(receipt), **DEMO)
    assert told.returncode == 1, told.stdout
    assert "ĐÚNG: biên nhận nguyên vẹn." in told.stdout, "what was signed is still proved"
    assert f"total_cp {points} → {other}" in told.stdout, "and what the database makes of it now is told apart"
    whole = congminh(home, "verify", **DEMO)
    assert (whole.returncode, f"total_cp {points} → {other}" in whole.stdout) == (1, True), whole.stdout
    assert offline(place).returncode == 0

    changed(home / "congminh-demo.sqlite3", "UPDATE assessment_result SET total_cp = ? WHERE id = ?", points, result)
    assert congminh(home, "verify", str(receipt), **DEMO).returncode == 0
    text = receipt.read_text(encoding="utf-8")
    receipt.write_text(text.replace(f'"total_cp":{points}', f'"total_cp":{other}'), encoding="utf-8")
    for bad in (offline(place), congminh(home, "verify", str(receipt), **DEMO)):
        assert (bad.returncode, "SAI:" in bad.stdout) == (1, True), bad.stdout
