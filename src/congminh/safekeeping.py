"""The commands of whoever runs the machine: backup, restore, upgrade, move, status."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from congminh.commands import Refused, answers
from congminh.law.text import Text
from congminh.serving import ready

Options = argparse.Namespace
BAD_URL = Text(
    "cần địa chỉ postgresql://người-dùng:mật-khẩu@máy/cơ-sở-dữ-liệu",
    "an address postgresql://user:password@host/name is needed",
)
MOVED = Text(
    "Mọi dòng giống hệt, sổ vết đã kiểm. Đặt DATABASE_URL là địa chỉ này rồi chạy lại; giữ tệp SQLite đến khi yên tâm.",
    "Every row is alike and the log was verified. Set DATABASE_URL to this address and begin again; keep the SQLite"
    " file until you are sure.",
)
KEYS_APART = Text(
    "Khóa ký sổ vết và khóa bí mật không nằm trong tệp này: giữ riêng ở nơi khác.",
    "The log's key and the secret key are not in it: keep them apart, elsewhere.",
)


@contextmanager
def _refusals() -> Iterator[None]:
    """What cannot be done, as a refusal in words."""
    from congminh.operations.backups.apart import Failed
    from congminh.operations.backups.archive import BadArchive
    from congminh.operations.backups.engines import CannotDump
    from congminh.operations.backups.restoring import NotEmpty
    from congminh.operations.moving import CannotMove

    try:
        yield
    except (BadArchive, CannotDump, CannotMove, Failed, NotEmpty) as error:
        raise Refused(error.text) from error


@answers
def backup(options: Options) -> int:
    """One archive of everything but the keys, while the site goes on."""
    ready(options.lang)
    from congminh.operations.backups.backing_up import back_up

    with _refusals():
        made = back_up(Path(options.place) if options.place else None, options.keep)
    print(f"{made.place}  {made.size:,} B  {made.seconds:.1f} s")
    print(f"SHA-256 {made.digest}")
    print(KEYS_APART(options.lang))
    return 0


@answers
def restore(options: Options) -> int:
    """Make this installation what an archive holds; nothing is changed unless all of it stands."""
    ready(options.lang, even_half=True)
    from congminh.ledger.log.guard import watch
    from congminh.operations.backups.restoring import restore as run

    with _refusals():
        manifest, aside = run(Path(options.file), options.replace)
    number = sum(manifest.rows.values())
    vi = f"Đã khôi phục bản sao lúc {manifest.made_at}: {number} dòng, sổ vết đã kiểm, không có gì bị đổi."
    en = f"Restored the backup of {manifest.made_at}: {number} rows, the log verified, nothing was changed."
    print(Text(vi, en)(options.lang))
    if aside:
        print(Text(f"Dữ liệu trước đó: {aside}", f"What was here before: {aside}")(options.lang))
    if trouble := watch():
        vi = f"BÁO ĐỘNG, chỉ đọc: {trouble}\nNếu đây là bản mới nhất còn giữ được: congminh log epoch --reason …"
        en = f"ALARM, read-only: {trouble}\nIf no later backup exists: congminh log epoch --reason …"
        print(Text(vi, en)(options.lang), file=sys.stderr)
    return 0


@answers
def upgrade(options: Options) -> int:
    """Bring the database up to this version's shape, with a backup before; a failure puts the backup back."""
    ready(options.lang)
    from congminh.operations.upgrading import upgrade as run

    with _refusals():
        done = run(Path(options.backup) if options.backup else None)
    if done is None:
        print(Text("Cơ sở dữ liệu đã đúng với bản này.", "The database is up to date already.")(options.lang))
        return 0
    vi, en = (
        f"Đã sao lưu ra {done.place}, cập nhật {done.steps} bước.",
        f"Backed up to {done.place}, {done.steps} steps taken.",
    )
    print(Text(vi, en)(options.lang))
    return 0


@answers
def move(options: Options) -> int:
    """Move this SQLite installation's rows into an empty PostgreSQL database, compared value by value."""
    if not options.url.startswith(("postgresql://", "postgres://")):
        raise Refused(BAD_URL)
    ready(options.lang)
    from congminh.operations.moving import move as run
    from congminh.site.database import database

    with _refusals():
        rows = run(database(options.url, Path()))
    total = f"{sum(rows.values())}"
    print(Text(f"{total} dòng trong {len(rows)} bảng.", f"{total} rows in {len(rows)} tables.")(options.lang))
    print(MOVED(options.lang))
    return 0


@answers
def status(options: Options) -> int:
    """How the installation stands, a line each; 1 when somebody must look."""
    ready(options.lang)
    from congminh.operations.backups.proving import prove
    from congminh.operations.status import lines

    with _refusals():
        if options.prove:
            prove()
        told = lines()
    for line in told:
        mark = "  " if line.is_well else Text("! ", "! ")(options.lang)
        print(f"{mark}{line.text(options.lang)}")
    return 0 if all(line.is_well for line in told) else 1
