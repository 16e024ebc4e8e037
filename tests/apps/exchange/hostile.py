"""Files made to hurt whoever opens them, and the real workbook they are made from."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from tests.apps.exchange.books import book

SHEET, STRINGS, WORKBOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
GOOD = book({"Sheet1": [["Mã đơn vị", "Tên đơn vị"], ["A", "Phòng A"]]})
MEGABYTE = 2**20


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return file.getvalue()


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    found = parts()
    found[name] = change(found[name])
    return packed(found)


def lying(name: str, content: bytes, said: int) -> bytes:
    """A part that declares `said` bytes, with the checksum of just those, and unpacks into all of `content`."""
    file = BytesIO(packed({**parts(), name: content}))
    with zipfile.ZipFile(file) as archive:
        at = archive.getinfo(name).header_offset
    data = bytearray(file.getvalue())
    sum_and_size = struct.pack("<I", zlib.crc32(content[:said])), struct.pack("<I", said)
    central = data.index(b"PK\x01\x02")
    while struct.unpack_from("<I", data, central + 42)[0] != at:
        central = data.index(b"PK\x01\x02", central + 4)
    for start, head in ((at, 14), (central, 16)):
        data[start + head : start + head + 4] = sum_and_size[0]
        data[start + head + 8 : start + head + 12] = sum_and_size[1]
    return bytes(data)


def of_cells(number: int) -> bytes:
    """A sheet whose one cell is written so many times."""
    head, tail = b'<worksheet xmlns="x"><sheetData><row r="1">', b"</row></sheetData></worksheet>"
    return head + b'<c r="A1"><v>1</v></c>' * number + tail


def many_entries(number: int) -> bytes:
    """An archive whose list names so many parts, all the same few bytes."""
    local = b"PK\3\4" + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    row = struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0)
    central = b"".join(b"PK\1\2" + row + b"%08d" % n for n in range(number))
    end64 = struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, number, number, len(central), len(local))
    locator = struct.pack("<IQI", 0, len(local) + len(central), 1)
    end = struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return local + central + b"PK\6\6" + end64 + b"PK\6\7" + locator + b"PK\5\6" + end


def renamed(name: str) -> bytes:
    return packed({**parts(), name: b"#!/bin/sh"})


def overlapping() -> bytes:
    """Two parts of the archive's list that are the same bytes."""
    data = bytearray(GOOD)
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


ENDS = b"</sheetData>"
CORNER = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + ENDS
MERGED = ENDS + b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
TWICE = b'<sheet name="Sheet1" sheetId="2" r:id="rId1"/>'
LAUGHS = b'<!DOCTYPE sst [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 10) for n in range(1, 10)
)
OUTSIDE = b'<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
MILLION = b'<sheet name="S" sheetId="1" r:id="rId1"/>' * 10**6


def _doctype(doctype: bytes, entity: bytes) -> Callable[[bytes], bytes]:
    return lambda xml: xml.replace(b"<sst", doctype + b"<sst", 1).replace(b"<t>", b"<t>" + entity, 1)


def _with(name: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    return lambda: changed(name, lambda xml: xml.replace(old, new, 1))


SHEETS = b"</sheets>"
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a zip bomb that says how large it is": (lambda: packed({**parts(), "a.png": bytes(300 * MEGABYTE)}), "limit"),
    "a zip bomb that says it is small": (lambda: lying(SHEET, bytes(300 * MEGABYTE), 1000), "lies"),
    "a zip bomb that is a sheet of 1,000 bytes": (lambda: lying(SHEET, of_cells(9 * MEGABYTE), 1000), "lies"),
    "a sheet that is all marks": (lambda: packed({**parts(), SHEET: of_cells(5 * MEGABYTE)}), "limit"),
    "billion laughs": (lambda: changed(STRINGS, _doctype(LAUGHS + b"]>", b"&j;")), "DOCTYPE"),
    "an outside entity": (lambda: changed(STRINGS, _doctype(OUTSIDE, b"&x;")), "DOCTYPE"),
    "a name that leads out": (lambda: renamed("../../../../tmp/evil.sh"), "leads out"),
    "a name that leads out on Windows": (lambda: renamed("..\\..\\evil.bat"), "leads out"),
    "a name from the root": (lambda: renamed("/etc/cron.d/evil"), "leads out"),
    "a million sheets": (_with(WORKBOOK, SHEETS, MILLION + SHEETS), "limit"),
    "an archive of 200,000 parts": (lambda: many_entries(200_000), "too many"),
    "parts over each other": (overlapping, "not safe"),
    "a cell in the last corner": (_with(SHEET, ENDS, CORNER), "too big"),
    "a merged range over the whole sheet": (_with(SHEET, ENDS, MERGED), "merged"),
    "a file cut short": (lambda: GOOD[:-300], "damaged"),
    "two sheets of one name": (_with(WORKBOOK, SHEETS, TWICE + SHEETS), "damaged"),
}


def file_of(name: str) -> tuple[bytes, str]:
    """The file and a word of why it is refused."""
    made, why = FILES[name]
    return made(), why
