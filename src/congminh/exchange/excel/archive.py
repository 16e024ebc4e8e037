"""Weigh an .xlsx before anything in it is unpacked for good, as the ledger weighs what is handed in. No Django."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from congminh.catalogue.reading.records import UnreadableWorkbook
from congminh.law.text import Text
from congminh.ledger.inspecting import archive
from congminh.ledger.inspecting.unsafe import Unsafe

MOST_PARTS = 1000
MOST_BYTES = 200 * 2**20
# Of «<» in all parts: forty thousand rows of eighteen cells hold under five million.
MOST_MARKS = 12_000_000
# What says which sheets there are and where they lie, as against what is in them.
MOST_DIRECTORY_BYTES = 2 * 2**20
DIRECTORIES = ("xl/workbook.xml", "[Content_Types].xml")


def weigh(path: Path) -> None:
    """Refuse a file that would unpack into too much, or that lies about what is in it.

    Raises UnreadableWorkbook saying what, why and what to do; OSError and BadZipFile for what is no archive.
    """
    try:
        with path.open("rb") as file:
            archive.weigh(file, archive.Bounds(MOST_PARTS, MOST_BYTES), _Scales().look)
    except Unsafe as found:
        told = {"heavy": _too_big, "many": _too_many_parts}.get(found.kind)
        raise told() if told else _hostile(found.why) from found


@dataclass
class _Scales:
    """How much markup there is in all, how much of a directory so far."""

    marks: int = 0
    part: str = ""
    size: int = 0

    def look(self, part: zipfile.ZipInfo, piece: bytes) -> None:
        self.size = len(piece) + (self.size if part.filename == self.part else 0)
        self.part = part.filename
        self.marks += piece.count(b"<")
        is_directory = part.filename in DIRECTORIES or part.filename.endswith(".rels")
        if self.marks > MOST_MARKS or (is_directory and self.size > MOST_DIRECTORY_BYTES):
            raise _too_big()


def _too_big() -> UnreadableWorkbook:
    return UnreadableWorkbook(
        f"Tệp giải nén ra quá lớn (giới hạn {MOST_BYTES // 2**20} MB). "
        "Xóa trang tính, hình ảnh và ô thừa, hoặc chia thành nhiều tệp rồi nhập lại.",
        f"The file unpacks into too much (the limit is {MOST_BYTES // 2**20} MB). "
        "Delete spare sheets, pictures and cells, or split it, and try again.",
    )


def _too_many_parts() -> UnreadableWorkbook:
    return UnreadableWorkbook(
        f"Tệp có quá nhiều trang tính, thành phần (giới hạn {MOST_PARTS}). "
        "Chép bảng cần nhập sang một tệp mới rồi nhập lại.",
        f"The file has too many sheets or parts (the limit is {MOST_PARTS}). Copy the table into a new file.",
    )


def _hostile(why: Text) -> UnreadableWorkbook:
    return UnreadableWorkbook(
        f"Tệp không được mở vì không an toàn: {why.vi}. Mở tệp gốc bằng Excel, lưu lại thành .xlsx rồi nhập lại.",
        f"The file was not opened because it is not safe: {why.en}. Open the original in Excel and save it as .xlsx.",
    )
