"""Progress of long work, said on stderr: the stage, how far, how long."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from congminh.law.text import Text


class Progress:
    """Tells a person at a terminal, or a log, which stage is running and for how long."""

    def __init__(self, language: str = "vi", out: TextIO | None = None) -> None:
        self.language, self.out = language, out or sys.stderr
        self.began = time.monotonic()
        self.label = ""

    @contextmanager
    def stage(self, label: Text) -> Iterator[None]:
        """Name the stage while it runs; say how long it took when it is done."""
        self.label, start = label(self.language), time.monotonic()
        self._show(f"{self.label} …")
        try:
            yield
        except BaseException:
            self._show("")  # what went wrong is said on a clean line
            raise
        self._say(f"{self.label}: {time.monotonic() - start:.1f} s")

    def percent(self, share: float) -> None:
        """How much of the running stage is done, 0–100; shown on a terminal only."""
        if 0 < share <= 100:
            self._show(f"{self.label} … {share:.0f} %")

    def _show(self, line: str) -> None:
        if self.out.isatty():
            self.out.write(f"\r\033[K{line}")
            self.out.flush()

    def _say(self, line: str) -> None:
        clear = "\r\033[K" if self.out.isatty() else ""
        self.out.write(f"{clear}{line}\n")


def watched(progress: Progress, share: Callable[[], float], work: Callable[[], Any]) -> Any:
    """Do `work` in this thread while another shows `share()` of it every half second."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            progress.percent(share())

    if not progress.out.isatty():
        return work()
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        return work()
    finally:
        done.set()
        watcher.join()
