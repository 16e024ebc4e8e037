"""A PDF as evidence: whole, without a password, nothing in it that runs, fetches or carries other files.

What a reader would act on is a name («/JavaScript»), in the open or packed in an object stream; a name may be
written with numbers for letters («/J#61vaScript»). Streams of objects are unpacked here, the others only counted.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from congminh.law.text import Text
from congminh.ledger.inspecting.signs import check_no_archive, check_page, check_virus
from congminh.ledger.inspecting.unsafe import Unsafe, damaged, enclosing, heavy, locked, reaching_out, scripted

END, END_WITHIN = b"%%EOF", 2048
PIECE = 2**20
MOST_A_STREAM, MOST_IN_ALL, MOST_OF_OBJECTS = 100 * 2**20, 400 * 2**20, 50 * 2**20
MOST_STREAMS = 100_000
NUMBERED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"\bstream\r?\n")
FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/[A-Za-z0-9]+)")
AFTER = rb"(?=[\s/<>\[\]()%]|$)"
# Long enough that chance does not write them into what is packed.
FAR = (
    (re.compile(rb"/(?:JavaScript|Launch|RichMedia|Rendition)" + AFTER), scripted),
    (re.compile(rb"/(?:EmbeddedFiles?|FileAttachment)" + AFTER), enclosing),
    (re.compile(rb"/(?:SubmitForm|ImportData|GoToE)" + AFTER), reaching_out),
)
NEAR = (
    (re.compile(rb"/(?:JS|XFA)" + AFTER), scripted),
    (re.compile(rb"/Encrypt" + AFTER), locked),
)
OBJECTS = re.compile(rb"/ObjStm" + AFTER)
BEGINS_AS_OBJECTS = re.compile(rb"\s*\d+\s+\d+")


class Stream(NamedTuple):
    """The words that stand before a stream, and what is between its two marks."""

    about: bytes
    packed: bytes


def check_pdf(content: bytes) -> None:
    """Raise Unsafe for a PDF that may not come in."""
    if END not in content[-END_WITHIN:]:
        raise damaged()
    plain = _plain(content)
    _refuse(plain, FAR)
    check_no_archive(content)
    outside, streams = _apart(content)
    open_text = _plain(outside)
    _refuse(open_text, NEAR)
    check_page(outside)
    seen = sum(_looked_through(streams))
    if len(OBJECTS.findall(plain)) > seen:
        raise _unseen()


def _plain(content: bytes) -> bytes:
    """Names with their letters in place of numbers."""
    return NUMBERED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _refuse(content: bytes, names: Sequence[tuple[re.Pattern[bytes], Callable[[], Unsafe]]]) -> None:
    for sought, why in names:
        if sought.search(content):
            raise why()


def _apart(content: bytes) -> tuple[bytes, list[Stream]]:
    """What stands outside of streams, and the streams; each byte is gone over once."""
    outside, streams, at = [], [], 0
    while found := STREAM.search(content, at):
        end = content.find(b"endstream", found.end())
        if end < 0:
            raise damaged()
        before = content[at : found.start()]
        outside.append(before)
        streams.append(Stream(_plain(before[before.rfind(b"obj") + 3 :]), content[found.end() : end]))
        if len(streams) > MOST_STREAMS:
            raise heavy()
        at = end + len(b"endstream")
    return b"\n".join([*outside, content[at:]]), streams


def _looked_through(streams: list[Stream]) -> Iterator[int]:
    """1 for each stream of objects, gone through; the others are weighed."""
    in_all = 0
    for stream in streams:
        filters = re.findall(rb"/([A-Za-z0-9]+)", b"".join(FILTER.findall(stream.about)))
        if filters.count(b"FlateDecode") > 1:
            raise heavy()
        is_of_objects = bool(OBJECTS.search(stream.about))
        if is_of_objects:
            _check_objects(stream, filters)
            yield 1
        elif filters[:1] == [b"FlateDecode"]:
            in_all += _weighed(stream.packed)
            if in_all > MOST_IN_ALL:
                raise heavy()
        else:
            check_virus(stream.packed)


def _check_objects(stream: Stream, filters: list[bytes]) -> None:
    """What would be read as objects holds none of the names."""
    if filters not in ([], [b"FlateDecode"]) or b"/Predictor" in stream.about:
        raise _unseen()
    found = stream.packed if not filters else b"".join(_pieces(stream.packed, MOST_OF_OBJECTS))
    if not BEGINS_AS_OBJECTS.match(found):
        raise _unseen()
    plain = _plain(found)
    _refuse(plain, FAR)
    _refuse(plain, NEAR)
    check_page(found)


def _weighed(packed: bytes) -> int:
    """How many bytes a stream unpacks into; nothing of it is kept."""
    size = 0
    try:
        for piece in _pieces(packed, MOST_A_STREAM):
            check_virus(piece)
            size += len(piece)
    except zlib.error:
        return size
    return size


def _pieces(packed: bytes, most: int) -> Iterator[bytes]:
    unpack, size = zlib.decompressobj(), 0
    while packed and not unpack.eof:
        piece = unpack.decompress(packed, PIECE)
        packed, size = unpack.unconsumed_tail, size + len(piece)
        if size > most:
            raise heavy()
        yield piece


def _unseen() -> Unsafe:
    return Unsafe(Text("có phần không kiểm tra được", "a part of it cannot be looked through"))
