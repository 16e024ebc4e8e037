"""DOCX and XLSX as evidence: weighed, of their own kind, without macros, foreign parts or links that are followed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import IO
from xml.etree import ElementTree

from congminh.law.text import Text
from congminh.ledger.inspecting.archive import Bounds, weigh
from congminh.ledger.inspecting.signs import check_virus, is_foreign
from congminh.ledger.inspecting.unsafe import (
    Unsafe,
    damaged,
    enclosing,
    heavy,
    reaching_out,
    scripted,
    two_in_one,
)

BOUNDS = Bounds(parts=2000, size=200 * 2**20)
MOST_A_DIRECTORY = 2 * 2**20
MOST_SHEETS = 1000
# A part that is mostly one letter again and again; sheets of numbers come to a tenth of this.
RATIO, RATIO_FROM = 300, 8 * 2**20
# Between two parts lie their sizes once more, at most.
MOST_BETWEEN = 64
OVERLAP = 200
TYPES, MAIN = "[Content_Types].xml", "application/vnd.openxmlformats-officedocument.{}.main+xml"
KINDS = {MAIN.format("wordprocessingml.document"): "docx", MAIN.format("spreadsheetml.sheet"): "xlsx"}
MACROS = re.compile(r"vbaProject|vbaData|macrosheets/|activeX|ctrlProps/.*\.bin|dialogsheets/", re.IGNORECASE)
OUTSIDE = re.compile(r"externalLinks/", re.IGNORECASE)
EMBEDDED = re.compile(r"(?:^|/)(?:embeddings|oleObject[^/]*|afchunk[^/]*)", re.IGNORECASE)
BOOK_WITHIN = re.compile(r"/embeddings/[^/]+\.xlsx$", re.IGNORECASE)
MARKUP = (".xml", ".rels", ".vml")
ENTITY = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
DYNAMIC = re.compile(rb"<w:instrText[^>]{0,80}>\s*(?:DDEAUTO|DDE)\b", re.IGNORECASE)
CORNER = re.compile(rb"<(?:\w+:)?(?:c r=\"XFD\d+|mergeCell ref=\"[A-Z]+\d+:XFD1048576)\"")
SHEET = re.compile(rb"<(?:\w+:)?sheet\s")
FOLLOWED = ("/hyperlink",)
ADDRESS = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)


def check_office(file: IO[bytes], within: bool = False) -> str:
    """The kind of an office document, «docx» or «xlsx»; raises Unsafe for one that may not come in."""
    looker = _Looker(within)
    try:
        names = weigh(file, BOUNDS, looker.look)
        _check_apart(file)
        looker.finish()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, LookupError) as fault:
        raise damaged() from fault
    for name in names:
        _check_name(name, within)
    return _kind(looker.kept.get(TYPES, b""))


class _Looker:
    """Goes through the parts as they are unpacked; keeps those that say how the others hang together."""

    def __init__(self, within: bool) -> None:
        self.kept: dict[str, bytes] = {}
        self._within, self._part, self._size, self._carried = within, "", 0, b""

    def look(self, part: zipfile.ZipInfo, piece: bytes) -> None:
        if part.filename != self._part:
            self._part, self._size, self._carried = part.filename, 0, b""
            _check_beginning(part.filename, piece)
        self._size += len(piece)
        if self._size > RATIO_FROM and self._size > RATIO * part.compress_size:
            raise heavy()
        seen, self._carried = self._carried + piece, piece[-OVERLAP:]
        check_virus(seen)
        if part.filename.lower().endswith(MARKUP):
            _check_markup(seen)
        if _is_kept(part.filename):
            self._keep(part.filename, piece)

    def _keep(self, name: str, piece: bytes) -> None:
        most = BOUNDS.size if BOOK_WITHIN.search(name) else MOST_A_DIRECTORY
        if len(self.kept.get(name, b"")) + len(piece) > most:
            raise heavy()
        self.kept[name] = self.kept.get(name, b"") + piece

    def finish(self) -> None:
        """What the kept parts say, all of them read by now."""
        for name, content in self.kept.items():
            if name.endswith(".rels"):
                _check_links(content)
            elif BOOK_WITHIN.search(name):
                _check_book(content, self._within)
        if len(SHEET.findall(self.kept.get("xl/workbook.xml", b""))) > MOST_SHEETS:
            raise Unsafe(Text("có quá nhiều trang tính", "it has too many sheets"), "many")


def _is_kept(name: str) -> bool:
    return name in (TYPES, "xl/workbook.xml") or name.endswith(".rels") or bool(BOOK_WITHIN.search(name))


def _check_beginning(name: str, piece: bytes) -> None:
    if piece.startswith((b"\xff\xfe", b"\xfe\xff")) or (name.endswith(MARKUP) and b"\x00" in piece[:4]):
        raise Unsafe(Text("có phần viết bằng bảng mã lạ", "a part is written in an unusual code"))
    if is_foreign(piece) and not BOOK_WITHIN.search(name):
        raise enclosing()


def _check_markup(content: bytes) -> None:
    if ENTITY.search(content):
        raise Unsafe(Text("có khai báo DOCTYPE, ENTITY trong XML", "its XML declares a DOCTYPE or an ENTITY"))
    if DYNAMIC.search(content):
        raise scripted()
    if CORNER.search(content):
        raise Unsafe(Text("có ô ở tận cùng trang tính", "a cell lies in the last corner of a sheet"), "heavy")


def _check_name(name: str, within: bool) -> None:
    if MACROS.search(name):
        raise Unsafe(Text("có macro", "it holds macros"))
    if OUTSIDE.search(name):
        raise reaching_out()
    if EMBEDDED.search(name) and (within or not BOOK_WITHIN.search(name)) and not name.endswith("/"):
        raise enclosing()


def _check_links(content: bytes) -> None:
    """Links a person clicks on may lead to the web; nothing else leads anywhere."""
    try:
        links = ElementTree.fromstring(content)  # noqa: S314 - no DOCTYPE here  # nosec B314
    except ElementTree.ParseError as fault:
        raise damaged() from fault
    for link in links:
        target, kind = link.get("Target", ""), link.get("Type", "")
        if link.get("TargetMode") == "External" and not (kind.endswith(FOLLOWED) and ADDRESS.match(target)):
            raise reaching_out()


def _check_book(content: bytes, within: bool) -> None:
    """The workbook behind a chart is looked through as the document is, and holds no further one."""
    if within or check_office(io.BytesIO(content), within=True) != "xlsx":
        raise enclosing()


def _check_apart(file: IO[bytes]) -> None:
    """Nothing lies before, between or behind the parts, where another program would find something else."""
    with zipfile.ZipFile(file) as archive:
        parts, directory, comment = archive.infolist(), archive.start_dir, archive.comment
    end = 0
    for part in sorted(parts, key=lambda each: each.header_offset):
        if part.header_offset - end > MOST_BETWEEN:
            raise two_in_one()
        file.seek(part.header_offset + 26)
        lengths = file.read(4)
        end = part.header_offset + 30 + sum(int.from_bytes(lengths[n : n + 2], "little") for n in (0, 2))
        end += part.compress_size
    if directory - end > MOST_BETWEEN or comment:
        raise two_in_one()


def _kind(types: bytes) -> str:
    """By what the document says its main part is."""
    if b"macroEnabled" in types:
        raise Unsafe(Text("có macro", "it holds macros"))
    for said, kind in KINDS.items():
        if said.encode() in types:
            return kind
    raise Unsafe(Text("không phải PDF, DOCX, XLSX, PNG, JPG", "it is none of PDF, DOCX, XLSX, PNG, JPG"))
