"""Weigh a ZIP before anything in it is unpacked for good: nothing declared is believed.

A part's sizes are declared twice and may be false twice, and a checksum over the declared bytes agrees with the
lie; so every part is inflated here, a piece at a time, and only counted and shown to whoever looks.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

from congminh.law.text import Text
from congminh.ledger.inspecting.unsafe import Unsafe, heavy

PIECE = 2**20
LOCAL_HEAD = struct.Struct("<4s22xHH")
ENCRYPTED = 0x1
CENTRAL_END, CENTRAL_END_BYTES = b"PK\x05\x06", 22

# Called with each part and each piece of what it holds, in the order they lie in the file.
Look = Callable[[zipfile.ZipInfo, bytes], None]


class Bounds(NamedTuple):
    """How many parts an archive may have, how many bytes they may unpack into."""

    parts: int
    size: int


def weigh(file: IO[bytes], bounds: Bounds, look: Look) -> list[str]:
    """Show `look` all that is in an archive; the names of its parts. Raises Unsafe for one that is too much or lies.

    Raises OSError and BadZipFile for what is no archive.
    """
    _refuse_many_parts(file, bounds)
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        _refuse_names([part.orig_filename for part in parts], bounds)
        if sum(part.file_size for part in parts) > bounds.size:
            raise heavy()
        _weigh_parts(parts, file, bounds, look)
    return [part.filename for part in parts]


def _refuse_many_parts(file: IO[bytes], bounds: Bounds) -> None:
    """By the count at the archive's end, before a list of them is made."""
    file.seek(0, 2)
    file.seek(max(0, file.tell() - CENTRAL_END_BYTES - 2**16))
    tail = file.read()
    at = tail.rfind(CENTRAL_END)
    if at >= 0 and int.from_bytes(tail[at + 10 : at + 12], "little") > bounds.parts:
        raise _too_many_parts()


def _refuse_names(names: list[str], bounds: Bounds) -> None:
    if len(names) > bounds.parts:
        raise _too_many_parts()
    for name in names:
        leads_out = name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name
        if leads_out or not name.isprintable():
            raise Unsafe(Text("tên thành phần trỏ ra ngoài tệp", "a part's name leads out of the file"))
    if len(set(names)) < len(names):
        raise Unsafe(Text("hai thành phần cùng tên", "two parts have one name"))


def _weigh_parts(parts: list[zipfile.ZipInfo], file: IO[bytes], bounds: Bounds, look: Look) -> None:
    """All parts together within the bounds, none over another, each as large as it says."""
    bytes_in_all = end = 0
    for part in sorted(parts, key=lambda each: each.header_offset):
        if part.header_offset < end:
            raise Unsafe(Text("các thành phần chồng lên nhau", "its parts lie over each other"))
        start = _start(part, file)
        end, size = start + part.compress_size, 0
        for piece in _pieces(part, start, file):
            size += len(piece)
            if size > part.file_size:
                raise _false_sizes()
            if bytes_in_all + size > bounds.size:
                raise heavy()
            look(part, piece)
        if size != part.file_size:
            raise _false_sizes()
        bytes_in_all += size


def _start(part: zipfile.ZipInfo, file: IO[bytes]) -> int:
    """Where the part's bytes begin; its own head must name it as the archive's list does."""
    file.seek(part.header_offset)
    head = file.read(LOCAL_HEAD.size)
    if len(head) < LOCAL_HEAD.size:
        raise zipfile.BadZipFile("truncated")
    signature, name_bytes, extra_bytes = LOCAL_HEAD.unpack(head)
    if signature != b"PK\x03\x04" or file.read(name_bytes) != part.orig_filename.encode(_coding(part)):
        raise Unsafe(Text("tên thành phần ghi hai nơi khác nhau", "a part has two names"))
    if part.flag_bits & ENCRYPTED:
        raise Unsafe(Text("có thành phần đặt mật khẩu", "a part has a password"))
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
        why = "cách nén không dùng trong văn bản văn phòng", "it is packed in a way office programs do not use"
        raise Unsafe(Text(*why))
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


def _too_many_parts() -> Unsafe:
    return Unsafe(Text("có quá nhiều thành phần", "it has too many parts"), "many")


def _false_sizes() -> Unsafe:
    return Unsafe(Text("khai sai dung lượng", "it lies about its size"))
