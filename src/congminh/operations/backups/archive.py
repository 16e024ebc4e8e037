"""The archive of a backup: a ZIP of the database, the papers and the log's public parts, and what each must hash to."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO

from congminh.law.text import Text

FORMAT = 1
MANIFEST = "manifest.json"
PARTS = ("database", "files", "log")
CHUNK = 1 << 20
MANIFEST_BYTES = 64 << 20
SECRET = b"PRIVATE+KEY"


class BadArchive(ValueError):
    """A file that is no whole archive of ours; the text says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass
class Manifest:
    """What an archive holds: parts by name with (bytes, SHA-256), the rows of each table, where migrations stood."""

    version: str
    made_at: str
    engine: str
    migrations: list[str]
    rows: dict[str, int]
    log: str = ""
    parts: dict[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def read(cls, text: bytes) -> Manifest:
        """From its JSON; raises BadArchive."""
        try:
            found = cls(**json.loads(text))
            found.parts = {_safe(name): (int(size), str(digest)) for name, (size, digest) in found.parts.items()}
        except (ValueError, TypeError, AttributeError) as error:
            raise BadArchive(Text("bản kê trong tệp sao lưu không đọc được", "its manifest cannot be read")) from error
        if found.format != FORMAT:
            raise BadArchive(
                Text(f"tệp sao lưu theo dạng {found.format}, bản này đọc dạng {FORMAT}",
                     f"the archive is of format {found.format}, and this version reads {FORMAT}")
            )  # fmt: skip
        return found

    def __str__(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)


def _safe(name: str) -> str:
    """A name that stays inside the folder it is unpacked in; raises ValueError."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or path.parts[0] not in PARTS or str(path) != name or "\\" in name:
        raise ValueError(name)
    return name


@contextmanager
def written(place: Path, manifest: Manifest) -> Iterator[zipfile.ZipFile]:
    """An archive being made, readable by its owner alone; it stands at `place` only when whole."""
    beside = place.with_name(f".{place.name}.part")
    beside.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                yield archive
                archive.writestr(MANIFEST, str(manifest))
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, place)
    finally:
        beside.unlink(missing_ok=True)


def add(archive: zipfile.ZipFile, manifest: Manifest, name: str, source: Path) -> None:
    """Put a file in under `name`. Raises ValueError for a private key of the log, which no archive may hold."""
    info = zipfile.ZipInfo.from_file(source, name, strict_timestamps=False)
    info.compress_type = zipfile.ZIP_STORED if name.startswith("files/") else zipfile.ZIP_DEFLATED
    digest, size = sha256(), 0
    with source.open("rb") as read, archive.open(info, "w", force_zip64=True) as write:
        for chunk in chunks(read):
            if name.startswith("log/") and SECRET in chunk:
                raise ValueError(f"{source} holds a private key and stays out of the backup")
            write.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    manifest.parts[_safe(name)] = size, digest.hexdigest()


def chunks(read: IO[bytes]) -> Iterator[bytes]:
    """A file, a piece at a time."""
    while chunk := read.read(CHUNK):
        yield chunk


def opened(place: Path) -> Manifest:
    """What an archive says it holds; raises BadArchive, OSError."""
    with _zip(place) as archive:
        names = [each.filename for each in archive.infolist()]
        if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > MANIFEST_BYTES:
            raise BadArchive(Text("không phải tệp sao lưu của Công Minh", "this is no backup of Công Minh"))
        manifest = Manifest.read(archive.read(MANIFEST))
    if sorted(names) != sorted([*manifest.parts, MANIFEST]):
        raise BadArchive(Text("tệp sao lưu thiếu hoặc thừa phần so với bản kê", "it holds other parts than it lists"))
    return manifest


def unpack(place: Path, manifest: Manifest, folder: Path) -> None:
    """Every part into `folder`, checked against its size and SHA-256; raises BadArchive at the first that differs."""
    with _zip(place) as archive:
        for name, (size, expected) in manifest.parts.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if _copied(archive, name, target, size) != expected:
                raise BadArchive(
                    Text(
                        f"{name} không còn như lúc sao lưu (sai SHA-256)", f"{name} is not what was backed up (SHA-256)"
                    )
                )


def _copied(archive: zipfile.ZipFile, name: str, target: Path, size: int) -> str:
    """One part on the disk, never more than it should be; its SHA-256."""
    digest, left = sha256(), size
    try:
        with archive.open(name) as read, target.open("wb") as write:
            for chunk in chunks(read):
                if (left := left - len(chunk)) < 0:
                    return ""
                write.write(chunk)
                digest.update(chunk)
    except (zipfile.BadZipFile, EOFError) as error:
        raise BadArchive(Text(f"{name}: tệp sao lưu bị hỏng", f"{name}: the archive is damaged")) from error
    return digest.hexdigest()


@contextmanager
def _zip(place: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(place) as archive:
            yield archive
    except zipfile.BadZipFile as error:
        raise BadArchive(
            Text(
                "không phải tệp sao lưu của Công Minh, hoặc tệp bị cụt", "this is no backup of Công Minh, or cut short"
            )
        ) from error
