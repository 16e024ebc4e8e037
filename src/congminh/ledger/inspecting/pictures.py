"""A picture as evidence: read by its own heads, as wide and high as a person would send, nothing hidden behind it."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from congminh.law.text import Text
from congminh.ledger.inspecting.signs import PROGRAMS, check_no_archive, check_page
from congminh.ledger.inspecting.unsafe import Unsafe, damaged, heavy, two_in_one

# A sheet of A0 at 300 dots an inch is 9,933 by 14,043; a telephone's largest picture has 200 million dots.
MOST_A_SIDE, MOST_DOTS = 20_000, 210_000_000
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PIECE = 2**20
MOST_OF_TEXT = 2**20
# Beside the picture's own rows: interlaced ones are cut into seven pictures.
ROOM = 2**20
SIZES = (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0))
SCAN, END, ALONE = 0xDA, 0xD9, (0x01, *range(0xD0, 0xD8))
MARK = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)


def check_png(content: bytes) -> None:
    """Raise Unsafe for a PNG that may not come in."""
    rows, end, kind = None, len(PNG_HEAD), b""
    for kind, data, end in _chunks(content):  # noqa: B007 - where the last one ends is asked below
        rows = rows or _Rows(kind, data)
        if kind == b"IDAT":
            rows.take(data)
        elif kind == b"IEND":
            break
        else:
            check_page(data)
            _check_text(kind, data)
    if rows is None or kind != b"IEND" or not rows.are_whole:
        raise damaged()
    if content[end:].strip(b"\x00\r\n\t "):
        raise two_in_one()


class _Rows:
    """The picture's rows as its head announces them, unpacked and only counted."""

    def __init__(self, kind: bytes, head: bytes) -> None:
        if kind != b"IHDR" or len(head) != 13:
            raise damaged()
        width, height, depth, colour = struct.unpack_from(">IIBB", head)
        _check_size(width, height)
        if depth not in (1, 2, 4, 8, 16) or colour not in CHANNELS:
            raise damaged()
        self._left = height * ((width * depth * CHANNELS[colour] + 7) // 8 + 1) + ROOM
        self._unpack = zlib.decompressobj()

    @property
    def are_whole(self) -> bool:
        """Whether the last of them was there."""
        return self._unpack.eof

    def take(self, data: bytes) -> None:
        """One chunk of them; more than the picture has is refused."""
        try:
            while data and not self._unpack.eof:
                self._left -= len(self._unpack.decompress(data, PIECE))
                if self._left < 0:
                    raise heavy()
                data = self._unpack.unconsumed_tail
        except zlib.error as fault:
            raise damaged() from fault


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """The kind of each chunk, what is in it, where it ends; its checksum holds."""
    at = len(PNG_HEAD)
    while at + 12 <= len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + size
        if end > len(content):
            raise damaged()
        data = content[at + 8 : end - 4]
        if zlib.crc32(kind + data) != int.from_bytes(content[end - 4 : end], "big"):
            raise damaged()
        yield kind, data, end
        at = end


def _check_text(kind: bytes, data: bytes) -> None:
    """Packed text and profiles unpack into no more than a text."""
    if kind not in (b"zTXt", b"iTXt", b"iCCP"):
        return
    packed = data.find(b"\x78")
    while 0 <= packed < min(len(data), 400):
        try:
            unpack = zlib.decompressobj()
            found = unpack.decompress(data[packed:], 4 * MOST_OF_TEXT)
        except zlib.error:
            packed = data.find(b"\x78", packed + 1)
            continue
        if unpack.unconsumed_tail:
            raise heavy()
        check_page(found)
        return


def check_jpg(content: bytes) -> None:
    """Raise Unsafe for a JPG that may not come in. What telephones write behind the picture may stay there."""
    seen, end = set(), len(content)
    for kind, data, end in _segments(content):  # noqa: B007 - where the last one ends is asked below
        seen.add("size" if kind in SIZES else kind)
        if kind in SIZES:
            _check_size(*struct.unpack_from(">HH", data.ljust(5, b"\x00"), 1))
        elif kind != SCAN:
            check_page(data)
    if not {"size", SCAN, END} <= seen:
        raise damaged()
    check_page(content[end:])
    if content[end:].startswith(PROGRAMS):
        raise two_in_one()
    check_no_archive(content)


def _segments(content: bytes) -> Iterator[tuple[int, bytes, int]]:
    """The mark of each segment, what is in it, where it ends, up to the picture's end."""
    at = 2
    while found := MARK.search(content, at):
        kind, at = found[1][0], found.end()
        size = 0 if kind in ALONE or kind == END else int.from_bytes(content[at : at + 2], "big")
        if at + size > len(content) or (size < 2 and kind not in ALONE and kind != END):
            raise damaged()
        yield kind, content[at + 2 : at + size], at + size
        at += size
        if kind == END:
            return


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise damaged()
    if max(width, height) > MOST_A_SIDE or width * height > MOST_DOTS:
        said = f"{width} × {height}"
        raise Unsafe(Text(f"ảnh quá lớn: {said} điểm ảnh", f"the picture is too large: {said} dots"), "heavy")
