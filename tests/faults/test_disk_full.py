"""A disk with no room left: a clear refusal, nothing half saved, and everything goes on when there is room."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.apps.operations.sites import ENGINE
from tests.faults.breaking import Broken, copied, started, until
from tests.faults.served import served
from tests.faults.test_cut import ONCE, heading
from tests.faults.test_killed import POINTS, PRISTINE, all_is_well

pytestmark = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root may mount a small disk to fill"
)
# Too little for what a closing writes, enough to say that it failed.
A_LITTLE = 96 << 10


class Disk:
    """A small disk in memory, by `mount`."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def leave(self, room: int) -> None:
        """So many bytes more can be written to it."""
        until(lambda: self._is_sized(self._used() + room), "it is as small, though others write")

    def make_room(self) -> None:
        """As much as one likes."""
        assert self._is_sized(1 << 30)

    def _used(self) -> int:
        there = os.statvfs(self.place)
        return (there.f_blocks - there.f_bfree) * there.f_frsize

    def _is_sized(self, size: int) -> bool:
        """Refused for less than what lies on it."""
        command = ["mount", "-o", f"remount,size={size}", self.place]
        return subprocess.run(command, check=False, capture_output=True).returncode == 0


@contextmanager
def small_disk(place: Path) -> Iterator[Disk]:
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1g,mode=755", "tmpfs", place], check=True)
    try:
        yield Disk(place)
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


@pytest.fixture
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    """A disk with plenty of room so far, where everybody may go: PostgreSQL runs as nobody."""
    with small_disk(Path(f"/tmp/congminh-disk-{os.getpid()}")) as made:
        yield made
    made.place.rmdir()


@pytest.fixture
def on_disk(disk: Disk, agencies: Path, tmp_path: Path) -> Iterator[Broken]:
    """The installation whose database lies on it, on SQLite the whole home."""
    with ExitStack() as stack:
        if ENGINE == "sqlite":
            yield copied(agencies, disk.place, None)
            return
        folder = disk.place / "cluster"
        folder.mkdir()
        yield copied(agencies, tmp_path, stack.enter_context(started(agencies, folder)))


def test_without_room_it_says_so_and_saves_nothing_and_goes_on_with_room(on_disk: Broken, disk: Disk) -> None:
    site = on_disk
    with site.hand() as hand, site.worker() as worker, served(site, "--no-worker") as pages:
        sheet, who = hand("to_tell", 1)[0]
        way = f"/ho-so/{sheet}/notify/"
        cookie, sent = pages.form(way, hand("enter", who))
        disk.leave(0)
        status, page = pages.ask(way, cookie, sent)
        assert (status, heading(page)) == (507, "Máy chủ đã hết chỗ lưu trữ")
        assert pages.ask(f"/ho-so/{sheet}/", cookie)[0] == 200, "what is there can be read"
        assert hand("told", [sheet]) == {str(sheet): 0}

        disk.make_room()
        site.lay("SIGSTOP", *POINTS["the job taken up"])
        job = hand("begin", 0)
        until(lambda: not site.trap.exists(), "it has taken the job up, and stands still")
        if ENGINE == "sqlite":
            site.asks("PRAGMA wal_checkpoint(TRUNCATE)")  # what it has of room already is room
        disk.leave(A_LITTLE)
        worker.process.send_signal(signal.SIGCONT)
        hand.over(job)
        assert hand("stands", 0) == PRISTINE
        assert hand("job", job)[0] == "failed"
        assert "hết chỗ" in hand("job", job)[1]

        disk.make_room()
        until(lambda: pages.ask(way, cookie, sent)[0] == 302, "it goes on")
        assert hand("told", [sheet]) == {str(sheet): ONCE}
        hand.closes(0)
        assert hand("effects", 0) == site.calm(0)
        assert not worker.is_dead(), worker.said()
        all_is_well(site, hand)
