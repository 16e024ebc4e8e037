"""Files chosen in a form that asks again: they wait in quarantine for the answer, an hour at most («giữ tệp»).

Where each lies is written into the page, signed for the account that sent it; nobody else's page leads to it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.datastructures import MultiValueDict

from congminh.ledger.evidence import LEFT_SECONDS, quarantine

SALT = "congminh.accounts.sure.files"
# Of one form: no view of ours takes more at once.
MOST_FILES, MOST_BYTES = 20, 60 * 2**20
# Of everybody's at once: nobody fills the disk by sending and never answering.
MOST_WAITING = 500 * 2**20


def keep(files: MultiValueDict[str, UploadedFile], user: int) -> list[str] | None:
    """A signed word for each file, put into quarantine; None where there are too many, too much, or no room."""
    sent = [(name, file) for name, found in files.lists() for file in found if isinstance(file, UploadedFile)]
    size = sum(file.size or 0 for _name, file in sent)
    if not sent:
        return []
    if len(sent) > MOST_FILES or size > min(MOST_BYTES, MOST_WAITING - _waiting()):
        return None
    return [_kept(name, file, user) for name, file in sent]


def kept(words: Iterable[str], user: int) -> MultiValueDict[str, UploadedFile]:
    """The files these words lead to, taken out of quarantine; those gone or of another account are left out."""
    found: MultiValueDict[str, UploadedFile] = MultiValueDict()
    for told, place in _read(words, user):
        with suppress(FileNotFoundError):
            found.appendlist(told["name"], SimpleUploadedFile(told["file"], place.read_bytes(), told["kind"]))
            place.unlink()
    return found


def still_there(words: Iterable[str], user: int) -> Sequence[str]:
    """What the files are called that wait behind these words."""
    return [told["file"] for told, place in _read(words, user) if place.is_file()]


def _waiting() -> int:
    found = 0
    for each in quarantine().iterdir():
        with suppress(FileNotFoundError):
            found += each.stat().st_size
    return found


def _kept(name: str, file: UploadedFile, user: int) -> str:
    place = token_hex(16)
    with os.fdopen(os.open(quarantine() / place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
        for piece in file.chunks():
            copy.write(piece)
    told = {"name": name, "file": file.name or "", "kind": file.content_type or "", "at": place, "user": user}
    return signing.dumps(told, salt=SALT)


def _read(words: Iterable[str], user: int) -> list[tuple[dict[str, Any], Path]]:
    found = []
    for word in words:
        with suppress(signing.BadSignature):
            told = signing.loads(word, salt=SALT, max_age=LEFT_SECONDS)
            if told["user"] == user:
                found.append((told, Path(settings.QUARANTINE) / told["at"]))
    return found
