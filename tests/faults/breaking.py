"""An installation to break: its clock, its trap, its workers, somebody's hand at a page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.apps.operations.sites import ENGINE, Site, database
from tests.faults import IS_LONG, ROUNDS
from tests.postgres import Cluster

ROOT, INSIDE = Path(__file__).parents[2], Path(__file__).parent / "inside"
MORNING = "2026-11-16T09:00:00+07:00"
AGENCIES = ROUNDS + 12 if IS_LONG else 4
BUILT = "built"
PATIENCE_SECONDS = 120


@dataclass
class Broken(Site):
    """An installation on a morning in November, whose processes can be made to die; its PostgreSQL, if any."""

    cluster: Cluster | None = None
    more: dict[str, str] = field(default_factory=dict)

    def environment(self, **more: str) -> dict[str, str]:
        """What its programs find around them; no trap unless asked for."""
        there = {"PYTHONPATH": os.pathsep.join(map(str, (INSIDE, ROOT, ROOT / "src"))), "CONGMINH_PLAIN_HTTP": "1"}
        there["CONGMINH_FAULT_CLOCK"] = str(self.clock)
        return super().environment(**{**there, **self.more, **more})

    @property
    def clock(self) -> Path:
        return self.home.parent / "clock"

    @property
    def trap(self) -> Path:
        return self.home.parent / "trap"

    def lay(self, signal: str, *lines: str) -> None:
        """A trap: the process that does what these lines say, one after another, gets the signal."""
        new = self.trap.with_suffix(".new")
        new.write_text("\n".join((signal, *lines)))
        new.replace(self.trap)

    def at(self, moment: str) -> None:
        """Set every clock of it."""
        new = self.clock.with_suffix(".new")
        new.write_text(f"{datetime.fromisoformat(moment).timestamp() - time.time()}")
        new.replace(self.clock)

    def ahead(self, seconds: float) -> None:
        """Move every clock of it on, or back."""
        self.at(datetime.fromtimestamp(time.time() + float(self.clock.read_text()) + seconds).astimezone().isoformat())

    def calm(self, number: int) -> dict[str, Any]:
        """What an undisturbed closing made of this agency."""
        found: dict[str, Any] = self._calm()["effects"][str(number)]
        return found

    def calm_seconds(self) -> float:
        """How long an undisturbed closing took."""
        return float(self._calm()["seconds"])

    def _calm(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.home / "calm.json").read_text(encoding="utf-8"))
        return found

    def begun(self, log: str, *command: str, **more: str) -> subprocess.Popen[bytes]:
        """A process of it, that can be killed; what it says goes to a file of this name beside its home."""
        with (self.home.parent / log).open("ab") as out:
            return subprocess.Popen(
                [sys.executable, *command], env=self.environment(**more), cwd=ROOT, stdin=subprocess.PIPE, stdout=out,
                stderr=out,
            )  # fmt: skip

    @contextmanager
    def worker(self) -> Iterator[Worker]:
        """A real worker and, whenever that one is killed, a next one."""
        made = Worker(self)
        try:
            yield made
        finally:
            made.kill()

    @contextmanager
    def hand(self) -> Iterator[Hand]:
        """Somebody at a page."""
        made = Hand(self)
        try:
            yield made
        finally:
            made.process.kill()
            made.process.communicate()


class Worker:
    """`congminh worker`, one at a time."""

    def __init__(self, site: Broken) -> None:
        self.site = site
        self.process = self._begun()

    def begin(self) -> None:
        """A next one, where the last is not there any more."""
        self.kill()
        self.process = self._begun()

    def _begun(self) -> subprocess.Popen[bytes]:
        trap = str(self.site.trap)
        return self.site.begun("worker.log", "-m", "congminh.cli", "worker", CONGMINH_FAULT_TRAP=trap)

    def kill(self) -> None:
        """As by `kill -9`."""
        self.process.kill()
        self.process.communicate()

    def is_dead(self) -> bool:
        """Whether it has gone."""
        return self.process.poll() is not None

    def said(self) -> str:
        """What all of them said."""
        return (self.site.home.parent / "worker.log").read_text(encoding="utf-8")


class Hand:
    """Somebody at a page, in a process of their own (hand.py)."""

    def __init__(self, site: Broken) -> None:
        command = [sys.executable, "-m", "tests.faults.within.hand"]
        self.process = subprocess.Popen(
            command, env=site.environment(), cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._line() == "ready"

    def __call__(self, name: str, *given: Any) -> Any:
        """What a function of hand.py says; a fault is a RuntimeError."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps([name, *given]) + "\n")
        self.process.stdin.flush()
        answer = self._line()
        if "fault" in answer:
            raise RuntimeError(answer["fault"])
        return answer["is"]

    def _line(self) -> Any:
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())

    def closes(self, number: int) -> None:
        """The month of an agency closed, begun by hand and waited for."""
        self.ended(self("begin", number))

    def ended(self, job: int) -> None:
        """Wait until a job is done; what it says went wrong fails."""
        self.over(job)
        assert self("job", job) == ["done", ""]

    def over(self, job: int) -> None:
        """Wait until a job is done, or has failed."""
        until(lambda: self("job", job)[0] in ("done", "failed"), "the job is over")


def until(holds: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for what must come."""
    last = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last, f"in {seconds} s it did not come that {what}"
        time.sleep(0.02)


def built(folder: Path) -> None:
    """Into an empty folder: `home`, on PostgreSQL `cluster` beside it, both at rest; what comes of calm closings."""
    cluster = _cluster() if ENGINE == "postgresql" else None
    try:
        site = Broken(folder / "home", cluster=cluster)
        site.home.mkdir()
        site.at(MORNING)
        if cluster:
            cluster.make()
            cluster.start()
            site.url = database(cluster.url, BUILT)
        build = ("-m", "tests.faults.within.build")
        assert (told := site.run("manage", "migrate", "-v", "0")).returncode == 0, told.stderr
        assert (told := site.python(*build, "month", str(AGENCIES))).returncode == 0, told.stderr
        (folder / "beside").mkdir()
        beside = copied(folder, folder / "beside", cluster)
        out = folder / "home" / "calm.json"
        assert (told := beside.python(*build, "calm", str(out))).returncode == 0, told.stderr
        if cluster:
            cluster.stop("fast")
            subprocess.run(["cp", "-a", cluster.folder, folder / "cluster"], check=True)
    finally:
        if cluster:
            cluster.stop()
            shutil.rmtree(cluster.folder, ignore_errors=True)


def _cluster() -> Cluster:
    return Cluster(Path(tempfile.mkdtemp(prefix="congminh-pg-")))


@contextmanager
def started(agencies: Path, folder: Path | None = None) -> Iterator[Cluster]:
    """What was built, in a PostgreSQL of its own."""
    place = folder or Path(tempfile.mkdtemp(prefix="congminh-pg-"))
    subprocess.run(["cp", "-a", f"{agencies / 'cluster'}/.", place], check=True)
    cluster = Cluster(place)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(place, ignore_errors=True)


def copied(agencies: Path, place: Path, cluster: Cluster | None) -> Broken:
    """A copy of what was built, on a morning in November."""
    shutil.copytree(agencies / "home", place / "home")
    site = Broken(place / "home", cluster=cluster)
    if cluster:
        site.url = database(cluster.url, f"site_{os.getpid()}", BUILT)
    site.at(MORNING)
    return site
