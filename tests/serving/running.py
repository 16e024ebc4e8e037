"""A command that serves, in a process of its own, with its children in sight."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.postgres import free_port

PATIENCE_SECONDS = 120
OURS = ("CONGMINH_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")


class Running:
    """A served site: its address, its process, what it has said so far."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def get(self, path: str) -> tuple[int, str]:
        """The status and the text of a page, redirections followed."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()

    def said(self) -> str:
        """Everything printed, of either kind."""
        return self.log.read_text(encoding="utf-8")

    def children(self) -> list[psutil.Process]:
        """Every process begun by it and theirs."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def worker(self) -> psutil.Process | None:
        """The worker beside the pages, once it is there."""
        return next((child for child in self.children() if _is_alive(child) and "worker" in child.cmdline()), None)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; how it ended."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE_SECONDS)


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a person's shell would have: nothing of the tests', a home of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**clean, "CONGMINH_HOME": str(home), "PYTHONUNBUFFERED": "1", **more}


def congminh(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    command = [sys.executable, "-m", "congminh.cli", *arguments]
    return subprocess.run(
        command, env=environment(home, **more), capture_output=True, text=True, encoding="utf-8", check=False
    )


@contextmanager
def running(home: Path, *arguments: str, **more: str) -> Iterator[Running]:
    """A command that serves, until the block ends; then whatever is left of it is killed."""
    port, log = free_port(), home / "log"
    home.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        command = [sys.executable, "-m", "congminh.cli", *arguments, "--port", str(port)]
        process = subprocess.Popen(command, env=environment(home, **more), stdout=out, stderr=out, cwd=home)
    site = Running(process, port, log)
    try:
        _wait_for(site)
        yield site
    finally:
        left = site.children() if process.poll() is None else []
        for each in [*left, process]:
            each.kill()
        process.wait()


def _wait_for(site: Running) -> None:
    last = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            site.get("/kieu-dang/")
            return
        except OSError:
            assert site.process.poll() is None, site.said()
            assert time.monotonic() < last, f"no answer in {PATIENCE_SECONDS} s:\n{site.said()}"
            time.sleep(0.1)


def all_gone(processes: list[psutil.Process]) -> bool:
    """Whether none of them is left after a short while; one that only waits to be counted out is gone."""
    last = time.monotonic() + 5
    while left := [each for each in processes if _is_alive(each)]:
        if time.monotonic() > last:
            return not left
        time.sleep(0.05)
    return True


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
