"""Real papers of each kind, made here: what a person would hand in."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from docx import Document
from xlsxwriter import Workbook

PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def pdf(*more: bytes, head: bytes = b"%PDF-1.7\n", catalog: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one empty page with `more` objects, every object where its table says."""
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    made, places = bytearray(head), []
    for number, one in enumerate([b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>", *pages, *more], start=1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    start, count = len(made), len(places) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n" % count + b"".join(b"%010d 00000 n \n" % at for at in places)
    made += b"trailer\n<</Size %d/Root 1 0 R" % count + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(made)


def stream(content: bytes, about: bytes = b"", packed: bool = True) -> bytes:
    held = zlib.compress(content) if packed else content
    filters = b"/Filter/FlateDecode" if packed and b"/Filter" not in about else b""
    return b"<<" + about + filters + b"/Length %d>>\nstream\n" % len(held) + held + b"\nendstream"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 60, height: int = 40, rows: bytes | None = None, more: bytes = b"") -> bytes:
    """A grey picture."""
    held = zlib.compress((b"\x00" + b"\x80" * width) * height if rows is None else rows, 9)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return PNG_HEAD + head + more + chunk(b"IDAT", held) + chunk(b"IEND", b"")


def segment(mark: int, data: bytes) -> bytes:
    return bytes([0xFF, mark]) + struct.pack(">H", len(data) + 2) + data


def jpg(width: int = 60, height: int = 40, note: bytes = b"", behind: bytes = b"") -> bytes:
    """The segments of a grey picture as cameras write them; its dots are a few bytes of no meaning."""
    shape = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    parts = [segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")]
    parts += [segment(0xFE, note)] if note else []
    parts += [segment(0xDB, bytes(65)), segment(0xC0, shape), segment(0xC4, bytes(20))]
    parts += [segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"), b"\x12\x34\xff\x00\x56\xff\xd0\x78"]
    return b"\xff\xd8" + b"".join(parts) + b"\xff\xd9" + behind


def docx() -> bytes:
    made, paper = BytesIO(), Document()
    paper.add_heading("Biên bản giao nhận", 1)
    paper.add_paragraph("Sản phẩm: 02 kế hoạch & báo cáo <đã ký>")
    paper.save(made)
    return made.getvalue()


def xlsx() -> bytes:
    made = BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Số liệu")
        sheet.write_string(0, 0, "Đơn vị")
        sheet.write_url(1, 0, "https://thanhbinhminh.example/so-lieu")
        sheet.write_formula(2, 0, "=SUM(A5:A9)")
    return made.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: dict[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", way) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_part(base: bytes, name: str, content: bytes) -> bytes:
    return packed({**parts(base), name: content})


def changed(base: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    found = parts(base)
    found[name] = change(found[name])
    return packed(found)


GOOD: dict[str, Callable[[], bytes]] = {
    "to-trinh.pdf": pdf,
    "TO-TRINH.PDF": pdf,
    "anh.png": png,
    "anh.jpg": jpg,
    "anh.jpeg": jpg,
    "bien-ban.docx": docx,
    "so-lieu.xlsx": xlsx,
}
