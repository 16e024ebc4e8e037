"""The log of a served site: a key for a trial, leaves signed within the minute, an older database only read."""

from __future__ import annotations

import shutil
import sqlite3
import time
from pathlib import Path

from tests.serving.running import congminh, running

BEGIN = ("manage", "begin", "--agency", "UBND xã Thanh Bình Minh", "--code", "TBM", "--adviser", "Đỗ Thị Minh Thu",
         "--adviser-code", "TBM-404")  # fmt: skip
LEAF = """
import django; django.setup()
from congminh.ledger.log.recording import record_own
record_own("try", said="thử")
"""


def seen(home: Path) -> list[str]:
    """The lines of the last root signed."""
    place = home / "merkle-log" / "checkpoint"
    return place.read_text(encoding="utf-8").splitlines() if place.exists() else ["", "0"]


def leaf(home: Path) -> None:
    """One more leaf in the database."""
    told = congminh(home, "manage", "shell", "-c", "\n".join(LEAF.strip().splitlines()[1:]))
    assert told.returncode == 0, told.stderr


def test_an_older_database_is_only_read_until_a_new_epoch_begins(tmp_path: Path) -> None:
    assert congminh(tmp_path, *BEGIN).returncode == 0
    with running(tmp_path, "serve") as site:
        assert "Đã tạo khóa ký sổ vết" in site.said()
        leaf(tmp_path)
        until = time.monotonic() + 60
        while seen(tmp_path)[1] != "1" and time.monotonic() < until:
            time.sleep(1)
    assert seen(tmp_path)[:2] == ["congminh", "1"], "the worker signed it within the minute"
    with sqlite3.connect(tmp_path / "congminh.sqlite3") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(tmp_path / "congminh.sqlite3", tmp_path / "backup")
    leaf(tmp_path)
    assert congminh(tmp_path, "log", "seal").returncode == 0
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.copy(tmp_path / "merkle-log" / "checkpoint", outside / "checkpoint")
    assert congminh(tmp_path, "verify", "--checkpoint", str(outside / "checkpoint")).returncode == 0

    for place in tmp_path.glob("congminh.sqlite3*"):
        place.unlink()
    shutil.copy(tmp_path / "backup", tmp_path / "congminh.sqlite3")
    with running(tmp_path, "serve") as site:
        status, page = site.get("/dang-nhap/")
        assert (status, "Chỉ xem được, không lưu được" in page) == (200, True)
        assert (tmp_path / "merkle-log" / "alarm").exists()
        assert "the database has 1 leaves, and 2 were signed" in site.said()
    found = congminh(tmp_path, "verify", "--checkpoint", str(outside / "checkpoint"))
    assert (found.returncode, "SAI từ lá 1" in found.stdout) == (1, True), found.stdout
    begun = congminh(tmp_path, "log", "epoch", "--reason", "khôi phục bản sao")
    assert begun.returncode == 0, begun.stderr
    assert seen(tmp_path)[:2] == ["congminh/epoch-2", "2"]
    assert not (tmp_path / "merkle-log" / "alarm").exists()
    assert congminh(tmp_path, "verify").returncode == 0


def test_a_key_is_made_by_a_command_and_its_public_half_shown_once(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("x" * 60, encoding="ascii")
    made = congminh(tmp_path, "log", "init", "so-vet.thanhbinhminh.gov.vn")
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines()[-1].startswith("so-vet.thanhbinhminh.gov.vn+")
    kept = tmp_path / "merkle-log" / "key"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.read_text(encoding="utf-8") not in made.stdout
    again = congminh(tmp_path, "log", "init", "khac")
    assert (again.returncode, "đã có khóa" in again.stderr) == (2, True)
    assert congminh(tmp_path, "verify", "--checkpoint", str(tmp_path / "none")).returncode == 2
