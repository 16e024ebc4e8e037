"""Which kinds of files may be handed in, how they are called, what their bytes begin with."""

from __future__ import annotations

import io
from typing import NamedTuple

from congminh.law.text import Text
from congminh.ledger.inspecting.names import check_name, ending_of
from congminh.ledger.inspecting.office import check_office
from congminh.ledger.inspecting.pdf import check_pdf
from congminh.ledger.inspecting.pictures import PNG_HEAD, check_jpg, check_png
from congminh.ledger.inspecting.signs import OLD_OFFICE, check_virus
from congminh.ledger.inspecting.unsafe import Unsafe, damaged

MOST_BYTES = 10 * 2**20
OPEN_XML = "application/vnd.openxmlformats-officedocument."
# The one table of media types: what a file is served as comes from here and from nobody's browser.
MEDIA = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": f"{OPEN_XML}wordprocessingml.document",
    "xlsx": f"{OPEN_XML}spreadsheetml.sheet",
}
CALLED = {"jpeg": "jpg"}
NONE_OF_THEM = Text("không phải PDF, DOCX, XLSX, PNG, JPG", "it is none of PDF, DOCX, XLSX, PNG, JPG")


class Kind(NamedTuple):
    """What a file is: its usual ending, its media type."""

    ending: str
    media: str


def checked(content: bytes, name: str) -> Kind:
    """The kind of a file by what is in it; raises Unsafe when it may not come in or is called otherwise."""
    check_name(name)
    if not content:
        raise Unsafe(Text("tệp rỗng", "it is empty"))
    if len(content) > MOST_BYTES:
        raise Unsafe(Text("tệp lớn hơn 10 MB", "it is larger than 10 MB"))
    check_virus(content)
    found = _looked_at(content)
    called = ending_of(name)
    if CALLED.get(called, called) != found:
        told = (
            f"tên ghi «.{called}» nhưng nội dung là {found.upper()}",
            f"its name says .{called}, it is {found.upper()}",
        )
        raise Unsafe(Text(*told))
    return Kind(found, MEDIA[found])


def _looked_at(content: bytes) -> str:
    """The ending of the kind whose beginning it has, looked through."""
    if content.startswith(b"%PDF-"):
        check_pdf(content)
        return "pdf"
    if content.startswith(PNG_HEAD):
        check_png(content)
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        check_jpg(content)
        return "jpg"
    if content.startswith(b"PK\x03\x04"):
        return check_office(io.BytesIO(content))
    raise _unknown(content)


def _unknown(content: bytes) -> Unsafe:
    if content.startswith(OLD_OFFICE):
        why = (
            "là tệp Office có mật khẩu, hoặc kiểu cũ (.doc, .xls)",
            "it has a password, or is of an old kind (.doc, .xls)",
        )
        return Unsafe(Text(*why))
    return damaged() if content.startswith((b"PK\x05\x06", b"%PD", b"\x89PN")) else Unsafe(NONE_OF_THEM)
