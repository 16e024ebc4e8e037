"""«Minh chứng»: which files may be handed in, told by what is in them; until that is known they lie in quarantine.

The quarantine is a folder of the server's own beside the files that are kept («cách ly»): a file is copied there
under a name nobody knows, looked through by a child process with limits (`inspecting/`), and removed; only what
passed is ever kept with an entry, so that nobody can be handed what was not checked.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple, Never

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congminh.ledger.inspecting.child import look
from congminh.ledger.inspecting.kinds import MEDIA, MOST_BYTES, Kind
from congminh.ledger.inspecting.names import check_name, ending_of
from congminh.ledger.inspecting.unsafe import Unsafe
from congminh.ledger.inspecting.virus import UNASKED, scan

__all__ = ["MEDIA", "MOST_BYTES", "Checked", "Kind", "check", "digest", "kind_of", "later", "quarantine", "scanned"]
# What a killed process left behind is removed by the next that comes.
LEFT_SECONDS = 3600
# Files that passed, by digest and ending: one handed in with many tasks is looked through once.
PASSED: OrderedDict[tuple[str, str], Kind] = OrderedDict()
MOST_PASSED = 500


class Checked(NamedTuple):
    """A file that may be kept: its kind, and the SHA-256 of the very bytes that were looked through."""

    kind: Kind
    sha256: str


def kind_of(file: File) -> Kind:
    """The kind of an uploaded file by its contents; raises ValidationError when it may not be handed in."""
    return check(file).kind


def check(file: File) -> Checked:
    """A file looked through in quarantine; raises ValidationError saying what, why and what to do. It is rewound."""
    try:
        check_name(file.name or "")
    except Unsafe as found:
        _refuse(file, found.why(get_language() or "vi"))
    if (file.size or 0) > MOST_BYTES:
        _refuse(file, _("it is larger than 10 MB"))
    if not file.size:
        _refuse(file, _("it is empty"))
    sha256 = digest(file)
    try:
        return Checked(_known(file, sha256), sha256)
    except Unsafe as found:
        _refuse(file, found.why(get_language() or "vi"), later() if found.kind == UNASKED else "")


def later() -> str:
    """What to do while the scanner of viruses does not answer."""
    return _("Try again in a few minutes; if it stays so, tell the administrator of the site.")


def scanned(file: File, sha256: str) -> None:
    """Look for viruses in a file of a kind of its own (a workbook), in quarantine; raises Unsafe."""
    if settings.ANTIVIRUS:
        with quarantined(file, sha256) as path:
            scan(path, settings.ANTIVIRUS)


def _known(file: File, sha256: str) -> Kind:
    key = sha256, ending_of(file.name or "")
    if key not in PASSED:
        with quarantined(file, sha256) as path:
            scan(path, settings.ANTIVIRUS)
            PASSED[key] = look(path, file.name or "")
        while len(PASSED) > MOST_PASSED:
            PASSED.popitem(last=False)
    return PASSED[key]


@contextmanager
def quarantined(file: File, sha256: str) -> Iterator[Path]:
    """A copy in quarantine that only the server reads, removed at the end; its bytes have this digest."""
    path = quarantine() / token_hex(16)
    try:
        found = hashlib.sha256()
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
            file.seek(0)
            for piece in file.chunks():
                found.update(piece)
                kept.write(piece)
        file.seek(0)
        if found.hexdigest() != sha256:
            _refuse(file, _("it changed while it was read"))
        yield path
    finally:
        path.unlink(missing_ok=True)


def quarantine() -> Path:
    """The folder, which nobody but the server may list; what was left in it long ago is removed."""
    folder = Path(settings.QUARANTINE)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.iterdir():
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - LEFT_SECONDS:
                left.unlink()
    return folder


def digest(file: File) -> str:
    """The SHA-256 of a file, in hexadecimal; the file is rewound."""
    file.seek(0)
    found = hashlib.sha256()
    for piece in file.chunks():
        found.update(piece)
    file.seek(0)
    return found.hexdigest()


def _refuse(file: File, why: str, mend: str = "") -> Never:
    shown = "".join(letter if letter.isprintable() else "�" for letter in file.name or "")[:100]
    said = _("“%(name)s” cannot be handed in: %(why)s.") % {"name": shown, "why": why}
    advice = mend or _("Choose a PDF, DOCX, XLSX, PNG or JPG file of up to 10 MB.")
    raise ValidationError(said, params={"next": advice})
