"""Start the child that reads a workbook, wait for it no longer than allowed, stream what it wrote. No Django."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from congminh.catalogue.reading.records import UnreadableWorkbook
from congminh.exchange.excel.reader import REFUSED

# What a child needs to start; nothing of ours (keys, the database's address) is handed to it.
KEPT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMP", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Limits:
    """How much a child may use: seconds by the clock and of processor time, bytes of memory."""

    seconds: float = 60
    processor: int = 45
    memory: int = 2**30


LIMITS = Limits()


@dataclass(frozen=True)
class SheetRows:
    """A worksheet's name, and where its rows lie among the lines the child wrote."""

    name: str
    hidden: bool
    rows: Iterator[tuple[int, list[str]]]


class Book:
    """A workbook that was read: its sheets may be gone through as often as one likes."""

    def __init__(self, lines: Path) -> None:
        self._lines = lines

    def sheets(self) -> Iterator[SheetRows]:
        """Each sheet in order; go through its rows before the next one."""
        with self._lines.open(encoding="utf-8") as lines:
            pending = next(lines, "")
            while pending:
                name, hidden = json.loads(pending)
                following: list[str] = []
                rows = _rows(lines, following)
                yield SheetRows(name, hidden, rows)
                for _ in rows:  # what the caller left
                    pass
                pending = following[0] if following else ""


def _rows(lines: Iterator[str], following: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Rows up to the line of the next sheet, which is put into `following`."""
    for line in lines:
        if line.startswith('["'):
            following.append(line)
            return
        number, texts = json.loads(line)
        yield number, texts


@contextmanager
def read(path: Path, limits: Limits = LIMITS) -> Iterator[Book]:
    """The workbook, read in a process of its own; raises UnreadableWorkbook saying what, why and what to do."""
    with tempfile.TemporaryDirectory(prefix="congminh-excel-") as folder:
        lines = Path(folder) / "rows"
        _run(path, lines, limits)
        yield Book(lines)


def _run(path: Path, lines: Path, limits: Limits) -> None:
    program = [sys.executable, "-P", "-X", "utf8", "-m", "congminh.exchange.excel.reader"]
    command = [*program, str(path.absolute()), str(lines), str(limits.memory), str(limits.processor)]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limits.seconds,
            env=environment(),
            cwd=lines.parent,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise _too_heavy() from late
    if done.returncode == REFUSED:
        raise UnreadableWorkbook(**json.loads(done.stdout))
    if done.returncode:
        raise _too_heavy()


def environment() -> dict[str, str]:
    """What the child is told of ours."""
    return {name: os.environ[name] for name in KEPT if name in os.environ}


def _too_heavy() -> UnreadableWorkbook:
    return UnreadableWorkbook(
        "Tệp không đọc được trong thời gian và bộ nhớ cho phép. "
        "Chép bảng cần nhập sang một tệp mới, hoặc chia thành nhiều tệp rồi nhập lại.",
        "The file could not be read within the time and memory allowed. Copy the table into a new file, or split it.",
    )
