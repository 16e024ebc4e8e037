"""Signs that bytes are another kind of file than the one they stand in."""

from __future__ import annotations

import io
import re
import zipfile

from congminh.ledger.inspecting.unsafe import Unsafe, two_in_one, virus

# The test file every scanner of viruses knows, written in two so that none takes this file for it.
EICAR = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE"
PAGE = re.compile(rb"<(?:!doctype\s+html|html|script|iframe|body|svg|object|embed)[\s>/]|<\?php|<%@", re.IGNORECASE)
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08")


def check_virus(content: bytes) -> None:
    """Raise Unsafe for what every scanner knows."""
    if EICAR in content:
        raise virus()


def check_page(content: bytes) -> None:
    """Raise Unsafe where a browser would find a page to show."""
    if PAGE.search(content):
        raise two_in_one()


def check_no_archive(content: bytes) -> None:
    """Raise Unsafe for what a program that unpacks would take for an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as found:
            hidden: Unsafe | None = two_in_one() if found.namelist() else None
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return
    if hidden:
        raise hidden


def is_foreign(beginning: bytes) -> bool:
    """Whether a part begins as a program, an old office document or an archive does."""
    return beginning.startswith((*PROGRAMS, OLD_OFFICE, *ARCHIVES))
