"""Weigh an .xlsx before anything in it is unpacked for good: nothing declared is believed. No Django.

A part's sizes are declared twice and may be false twice, and a checksum over the declared bytes agrees with the
lie; so every part is inflated here, a piece at a time, and only counted.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from congminh.catalogue.reading.records import Text, UnreadableWorkbook

MOST_PARTS = 1000
MOST_BYTES = 200 * 2**20
# Of «<» in all parts: forty thousand rows of eighteen cells hold under five million.
MOST_MARKS = 12_000_000
# What says which sheets there are and where they lie, as against what is in them.
MOST_DIRECTORY_BYTES = 2 * 2**20
DIRECTORIES = ("xl/workbook.xml", "[Content_Types].xml")
PIECE = 2**20
LOCAL_HEAD = struct.Struct("<4s22xHH")
ENCRYPTED = 0x1
CENTRAL_END, CENTRAL_END_BYTES = b"PK\x05\x06", 22


def weigh(path: Path) -> None:
    """Refuse a file that would unpack into too much, or that lies about what is in it.

    Raises UnreadableWorkbook saying what, why and what to do; OSError and BadZipFile for what is no archive.
    """
    _refuse_many_parts(path)
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        parts = archive.infolist()
        _refuse_names([part.filename for part in parts])
        if sum(part.file_size for part in parts) > MOST_BYTES:
            raise _too_big()
        _weigh_parts(parts, file)


def _refuse_many_parts(path: Path) -> None:
    """By the count at the archive's end, before a list of them is made."""
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - CENTRAL_END_BYTES - 2**16))
        tail = file.read()
    at = tail.rfind(CENTRAL_END)
    if at >= 0 and int.from_bytes(tail[at + 10 : at + 12], "little") > MOST_PARTS:
        raise _too_many_parts()


def _refuse_names(names: list[str]) -> None:
    if len(names) > MOST_PARTS:
        raise _too_many_parts()
    for name in names:
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name:
            raise _hostile(Text("tên thành phần trỏ ra ngoài tệp", "a part's name leads out of the file"))
    if len(set(names)) < len(names):
        raise _hostile(Text("hai thành phần cùng tên", "two parts have one name"))


def _weigh_parts(parts: list[zipfile.ZipInfo], file: IO[bytes]) -> None:
    """All parts together within the limits, none over another, each as large as it says."""
    bytes_in_all = marks = end = 0
    for part in sorted(parts, key=lambda each: each.header_offset):
        if part.header_offset < end:
            raise _hostile(Text("các thành phần chồng lên nhau", "its parts lie over each other"))
        start = _start(part, file)
        end, size = start + part.compress_size, 0
        for piece in _pieces(part, start, file):
            size += len(piece)
            marks += piece.count(b"<")
            _refuse_heavy(part, size, bytes_in_all + size, marks)
        if size != part.file_size:
            raise _false_sizes()
        bytes_in_all += size


def _refuse_heavy(part: zipfile.ZipInfo, size: int, bytes_in_all: int, marks: int) -> None:
    if size > part.file_size:
        raise _false_sizes()
    is_directory = part.filename in DIRECTORIES or part.filename.endswith(".rels")
    if bytes_in_all > MOST_BYTES or marks > MOST_MARKS or (is_directory and size > MOST_DIRECTORY_BYTES):
        raise _too_big()


def _start(part: zipfile.ZipInfo, file: IO[bytes]) -> int:
    """Where the part's bytes begin; its own head must name it as the archive's list does."""
    file.seek(part.header_offset)
    head = file.read(LOCAL_HEAD.size)
    if len(head) < LOCAL_HEAD.size:
        raise zipfile.BadZipFile("truncated")
    signature, name_bytes, extra_bytes = LOCAL_HEAD.unpack(head)
    if signature != b"PK\x03\x04" or file.read(name_bytes) != part.orig_filename.encode(_coding(part)):
        raise _hostile(Text("tên thành phần ghi hai nơi khác nhau", "a part has two names"))
    if part.flag_bits & ENCRYPTED:
        raise _hostile(Text("có thành phần đặt mật khẩu", "a part has a password"))
    return part.header_offset + LOCAL_HEAD.size + name_bytes + extra_bytes


def _coding(part: zipfile.ZipInfo) -> str:
    return "utf-8" if part.flag_bits & 0x800 else "cp437"


def _pieces(part: zipfile.ZipInfo, start: int, file: IO[bytes]) -> Iterator[bytes]:
    """What the part really holds, a piece at a time."""
    file.seek(start)
    if part.compress_type == zipfile.ZIP_STORED:
        yield from _stored(part.compress_size, file)
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise _hostile(Text("cách nén không dùng trong Excel", "it is packed in a way Excel does not use"))
    unpack, left = zlib.decompressobj(-zlib.MAX_WBITS), part.compress_size
    while not unpack.eof and (left or unpack.unconsumed_tail):
        packed = unpack.unconsumed_tail or file.read(min(left, 2**16))
        left -= 0 if unpack.unconsumed_tail else len(packed)
        if not packed:
            raise zipfile.BadZipFile("truncated")
        yield unpack.decompress(packed, PIECE)


def _stored(size: int, file: IO[bytes]) -> Iterator[bytes]:
    while size > 0 and (piece := file.read(min(size, PIECE))):
        size -= len(piece)
        yield piece


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


def _false_sizes() -> UnreadableWorkbook:
    return _hostile(Text("khai sai dung lượng", "it lies about its size"))


def _hostile(why: Text) -> UnreadableWorkbook:
    return UnreadableWorkbook(
        f"Tệp không được mở vì không an toàn: {why.vi}. Mở tệp gốc bằng Excel, lưu lại thành .xlsx rồi nhập lại.",
        f"The file was not opened because it is not safe: {why.en}. Open the original in Excel and save it as .xlsx.",
    )
