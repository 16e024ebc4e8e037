"""The commands that keep the log: verify, log. Only they, and those that serve, load the framework."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from congminh.commands import Refused, answers
from congminh.law.text import Text
from congminh.serving import ready

if TYPE_CHECKING:
    from congminh.ledger.log.verifying import Found
    from congminh.ledger.receipts.verify_receipt import Receipt

Options = argparse.Namespace
SHOWN = 20
NO_KEY = Text(
    "chưa có khóa ký sổ vết ở {0}: chạy «congminh log init TÊN», hoặc đưa khóa công khai bằng --key",
    "the log has no key in {0}: run «congminh log init NAME», or give the public key by --key",
)
NO_DATABASE = Text("không có cơ sở dữ liệu nào để đối chiếu", "there is no database to compare it with")
NOTHING_NEW = Text("không có gì mới để chốt", "nothing new to sign")
NO_ALARM = Text(
    "không có báo động: cơ sở dữ liệu đúng là bản đã ký nên không cần kỷ nguyên mới",
    "there is no alarm: the database is the one that was signed, so no new epoch is needed",
)


@answers
def verify(options: Options) -> int:
    """Check receipts, or the whole log against a checkpoint where one is given; 1 when anything is wrong."""
    ready(options.lang)
    if options.checkpoint and options.checkpoint.isdigit():
        # As it stands on paper, typed without quotation marks: the groups came apart.
        options.checkpoint, options.receipts = " ".join([options.checkpoint, *options.receipts]), []
    if options.receipts:
        return max([_receipt(path, options) for path in options.receipts])
    from congminh.ledger.log.folder import Folder, NoKey
    from congminh.ledger.log.notes import BadNote, Verifier
    from congminh.ledger.log.paper import from_paper
    from congminh.ledger.log.verifying import verify as check

    began = time.perf_counter()
    try:
        text, place = _said_outside(options.checkpoint or "")
        paper = from_paper(text) if text and "\n\n" not in text.strip() else None
        note, key = "" if paper else text, Verifier.read(options.key) if options.key else None
        found = check(note, Folder(place) if place else None, key, options.since_last, paper=paper)
    except (BadNote, UnicodeDecodeError) as error:
        raise Refused(Text(f"{options.checkpoint}: {error}", f"{options.checkpoint}: {error}")) from error
    except NoKey as error:
        raise Refused(Text(NO_KEY.vi.format(error), NO_KEY.en.format(error))) from error
    _tell(found, time.perf_counter() - began, options.lang)
    _tell_clock(found.start, options.lang)
    return 1 if found.faults else 0


def _said_outside(checkpoint: str) -> tuple[str, Path | None]:
    """What a file says of a root, and the folder it lies in; else the words themselves, typed from paper or scanned.

    Raises FileNotFoundError for what is neither.
    """
    is_words = " " in checkpoint.strip() or checkpoint.startswith("congminh-root:")
    if not checkpoint or (is_words and not os.path.exists(checkpoint)):
        return checkpoint, None
    return Path(checkpoint).read_text(encoding="utf-8"), Path(checkpoint).parent


def _receipt(path: str, options: Options) -> int:
    """Check one receipt by itself, then against what the database says now."""
    from congminh.ledger.log.folder import Folder
    from congminh.ledger.log.keys import key_of_receipt
    from congminh.ledger.log.witnesses import keys
    from congminh.ledger.receipts.verify_receipt import Bad, check, told

    try:
        text = Path(path).read_text(encoding="utf-8")
        known = [*map(str, keys()), *options.witness]
        receipt = check(text, options.key or key_of_receipt(text, Folder.here()), known, options.needed)
    except UnicodeDecodeError as error:
        raise Refused(Text(f"{path}: không phải tệp văn bản", f"{path}: is no text file")) from error
    except Bad as bad:
        print(Text(f"{path}\nSAI: {bad.vi}.", f"{path}\nNOT GENUINE: {bad.en}.")(options.lang))
        return 1
    print("\n".join([path, *told(receipt)]))
    return _against_database(receipt, options.lang)


def _against_database(receipt: Receipt, language: str) -> int:
    """Say whether the database still says the same; where there is none, that nothing was compared."""
    from django.db import DatabaseError

    from congminh.ledger.receipts.comparing import compared

    try:
        same, what = compared(receipt)
    except DatabaseError:
        print(NO_DATABASE(language))
        return 0
    print(what(language) if same else Text(f"SAI: {what.vi}.", f"WRONG: {what.en}.")(language))
    return 0 if same else 1


def _tell(found: Found, seconds: float, language: str) -> None:
    """What was found, the first thing wrong by its index."""
    checked = found.size - found.start
    vi = f"Sổ vết: {found.size} lá, đã kiểm {checked} lá trong {seconds:.1f} giây"
    print(Text(vi, f"Log: {found.size} leaves, {checked} of them checked in {seconds:.1f} s")(language))
    if found.erased:
        number = len(found.erased)
        print(Text(f"{number} lá đã xóa nội dung theo quy định", f"{number} leaves were erased as ruled")(language))
    first = found.first
    if first is None:
        print(Text("Không có gì bị đổi.", "Nothing was changed.")(language))
        return
    where = "?" if first.index is None else first.index
    print(Text(f"SAI từ lá {where}: {first.what.vi}", f"WRONG from leaf {where} on: {first.what.en}")(language))
    for fault in [each for each in found.faults if each is not first][:SHOWN]:
        print(f"  {'?' if fault.index is None else fault.index}: {fault.what(language)}")


def _tell_clock(start: int, language: str) -> None:
    """Where the machine's clock was set back, and by how much: no fault of the log, and nobody's secret."""
    from congminh.ledger.log.times import set_back

    for back in set_back(start):
        minutes = (back.latest - back.at) // timedelta(minutes=1)
        late, before = f"{minutes // 60}:{minutes % 60:02}", f"{back.latest:%d/%m/%Y %H:%M} UTC"
        vi = f"Từ lá {back.leaf}, đồng hồ máy chủ bị lùi {late} (giờ:phút), trước đó đã là {before}"
        en = f"From leaf {back.leaf} on the machine's clock was set back by {late} (h:min), having been at {before}"
        print(Text(vi, en)(language))


@answers
def log(options: Options) -> int:
    """The log's key, its checkpoints and its epochs."""
    ready(options.lang)
    verbs: dict[str, Callable[[Options], int]] = {"init": _init, "seal": _seal, "status": _status, "epoch": _epoch}
    return verbs[options.verb](options)


def _init(options: Options) -> int:
    from congminh.ledger.log.folder import Folder
    from congminh.ledger.log.notes import BadNote

    folder = Folder.here()
    try:
        key = folder.make_key(options.name)
    except FileExistsError as error:
        kept = folder.path
        raise Refused(Text(f"đã có khóa ở {kept}", f"there is a key in {kept} already")) from error
    except BadNote as error:
        raise Refused(Text(str(error), str(error))) from error
    vi = f"Đã tạo khóa ở {folder.path}. Khóa công khai, hãy công bố và giữ ở nơi khác:"
    print(Text(vi, f"A key was made in {folder.path}. Publish its public half, and keep it elsewhere:")(options.lang))
    print(key)
    return 0


def _seal(options: Options) -> int:
    from congminh.ledger.log.guard import watch
    from congminh.ledger.log.sealing import seal

    if trouble := watch():
        print(trouble, file=sys.stderr)
        return 1
    sealed = seal()
    print(sealed.note if sealed else NOTHING_NEW(options.lang))
    return 0


def _status(options: Options) -> int:
    from congminh.ledger.log.folder import Folder
    from congminh.ledger.log.guard import watch
    from congminh.ledger.log.models import Checkpoint, Leaf
    from congminh.ledger.log.sequencing import size
    from congminh.ledger.log.witnesses import needed

    trouble, folder, last = watch(), Folder.here(), Checkpoint.objects.last()
    waiting = Leaf.objects.filter(index=None).count()
    vi, en = f"{size()} lá, {waiting} lá chờ vị trí", f"{size()} leaves, {waiting} waiting for a place"
    print(Text(vi, en)(options.lang))
    print(folder.read("key.pub").strip() or Text("chưa có khóa", "no key")(options.lang))
    if last:
        vi = f"chốt gần nhất: {last.size} lá, {last.at:%d/%m/%Y %H:%M} UTC, {last.witnesses}/{needed()} nhân chứng"
        en = f"last signed: {last.size} leaves, {last.at:%Y-%m-%d %H:%M} UTC, {last.witnesses}/{needed()} witnesses"
        print(Text(vi, en)(options.lang))
    if trouble:
        print(Text(f"BÁO ĐỘNG, chỉ đọc: {trouble}", f"ALARM, read-only: {trouble}")(options.lang))
    return 1 if trouble else 0


def _epoch(options: Options) -> int:
    from congminh.ledger.log.epochs import NoAlarm, begin_epoch
    from congminh.ledger.log.folder import NoKey
    from congminh.ledger.log.guard import watch

    watch()
    try:
        print(begin_epoch(options.reason).note)
    except NoAlarm as error:
        raise Refused(NO_ALARM) from error
    except NoKey as error:
        raise Refused(Text(NO_KEY.vi.format(error), NO_KEY.en.format(error))) from error
    return 0
