"""How the installation stands, for whoever runs it: no names, no scores."""

from __future__ import annotations

from typing import NamedTuple

from congminh.jobs.models import Job
from congminh.law.text import Text
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.models import Leaf
from congminh.ledger.log.times import behind
from congminh.operations.backups import standing
from congminh.operations.backups.restoring import unfinished
from congminh.operations.upgrading import pending

DAY_SECONDS = 24 * 60 * 60
# A backup a day, with some hours to spare.
LATE_SECONDS = 30 * 60 * 60


class Line(NamedTuple):
    """One thing and whether it is well."""

    is_well: bool
    text: Text


def lines() -> list[Line]:
    """Every line, in order."""
    return [_database(), _log(), _clock(), _jobs(), _backup(), _proof()]


def _database() -> Line:
    steps = 0 if unfinished() else pending()
    if steps:
        return Line(False, Text(f"cơ sở dữ liệu: còn {steps} bước, chạy «congminh upgrade»",
                                f"database: {steps} steps behind, run «congminh upgrade»"))  # fmt: skip
    return Line(True, Text("cơ sở dữ liệu: đúng phiên bản", "database: up to date"))


def _log() -> Line:
    alarm = Folder.here().alarm().strip()
    if alarm:
        return Line(False, Text(f"sổ vết: BÁO ĐỘNG, chỉ đọc: {alarm}", f"log: ALARM, read-only: {alarm}"))
    waiting = Leaf.objects.filter(index=None).count()
    return Line(True, Text(f"sổ vết: {waiting} lá chờ chốt", f"log: {waiting} leaves to be sealed"))


def _clock() -> Line:
    """Whether steps taken now would bear times before those taken last."""
    late = behind()
    if late:
        said = f"{late.total_seconds() / 60:.0f}"
        vi = f"đồng hồ: chậm hơn bước xử lý gần nhất {said} phút; kiểm tra đồng bộ thời gian (NTP)"
        return Line(False, Text(vi, f"clock: {said} minutes behind the last step taken; look at its time server (NTP)"))
    return Line(True, Text("đồng hồ: không bị lùi", "clock: not set back"))


def _jobs() -> Line:
    waiting = Job.objects.filter(state=Job.State.WAITING).count()
    return Line(True, Text(f"việc nền: {waiting} việc chờ", f"jobs: {waiting} waiting"))


def _backup() -> Line:
    age, known = standing.age_seconds("backup"), standing.standing().get("backup", {})
    if age is None:
        return Line(False, Text("sao lưu: chưa có, chạy «congminh backup»", "backup: none yet, run «congminh backup»"))
    hours, place = int(age // 3600), known.get("file", "")
    text = Text(f"sao lưu: {place}, {hours} giờ trước", f"backup: {place}, {hours} hours ago")
    return Line(age < LATE_SECONDS, text)


def _proof() -> Line:
    """Of the last proof: whether the archive came back whole."""
    age, known = standing.age_seconds("proof"), standing.standing().get("proof", {})
    if age is None:
        return Line(False, Text("thử khôi phục: chưa lần nào, chạy «congminh status --prove»",
                                "restoration: never tried, run «congminh status --prove»"))  # fmt: skip
    said, ok = known.get("said", {}), known.get("ok")
    if ok is not True:
        return Line(
            False, Text(f"thử khôi phục: KHÔNG ĐẠT: {said.get('vi', '')}", f"restoration: FAILED: {said.get('en', '')}")
        )
    hours, rows, seconds = int(age // 3600), known.get("rows"), known.get("seconds")
    return Line(
        age < 2 * DAY_SECONDS,
        Text(f"thử khôi phục: đạt, {rows} dòng, {seconds} giây, {hours} giờ trước",
             f"restoration: proved, {rows} rows in {seconds} s, {hours} hours ago"),
    )  # fmt: skip
