"""«Minh chứng»: which files may be handed in, told by what is in them and never by their names."""

from __future__ import annotations

import hashlib
import zipfile
from typing import IO, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

MOST_BYTES = 10 * 1024 * 1024
HEAD_BYTES = 8
BEGINNINGS = {
    b"%PDF-": ("pdf", "application/pdf"),
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
}
# An office document is a ZIP; the name of its first part says which.
INSIDE = {
    "word/": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class Kind(NamedTuple):
    """What a file is: its usual ending, its media type."""

    ending: str
    media: str


def kind_of(file: File) -> Kind:
    """The kind of an uploaded file by its contents; raises ValidationError when it may not be handed in."""
    if (file.size or 0) > MOST_BYTES:
        _refuse(file, _("it is larger than 10 MB"))
    if not file.size:
        _refuse(file, _("it is empty"))
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    for beginning, kind in BEGINNINGS.items():
        if head.startswith(beginning):
            return Kind(*kind)
    if head.startswith(b"PK\x03\x04") and (found := _inside(file)):
        return found
    return _refuse(file, _("it is none of PDF, DOCX, XLSX, PNG, JPG"))


def digest(file: File) -> str:
    """The SHA-256 of a file, in hexadecimal; the file is rewound."""
    file.seek(0)
    found = hashlib.sha256()
    for piece in file.chunks():
        found.update(piece)
    file.seek(0)
    return found.hexdigest()


def _inside(file: IO[bytes] | File) -> Kind | None:
    """The kind of an office document; None for any other ZIP, and for one that carries macros."""
    try:
        with zipfile.ZipFile(file) as packed:  # type: ignore[arg-type]
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    finally:
        file.seek(0)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((Kind(*kind) for part, kind in INSIDE.items() if any(name.startswith(part) for name in names)), None)


def _refuse(file: File, why: str) -> Kind:
    said = _("“%(name)s” cannot be handed in: %(why)s.") % {"name": file.name, "why": why}
    raise ValidationError(said, params={"next": _("Choose a PDF, DOCX, XLSX, PNG or JPG file of up to 10 MB.")})
