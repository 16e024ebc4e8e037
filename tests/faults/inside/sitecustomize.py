"""What every process of a broken installation begins with, by PYTHONPATH: a clock one can set, a point to die at.

CONGMINH_FAULT_CLOCK names a file: the seconds by which all clocks of the process are ahead, read each time.
CONGMINH_FAULT_TRAP names a file of lines, a signal first: who does what they say, one after another, gets it.
"""

import os
import signal
import threading
import time
from datetime import timedelta
from pathlib import Path

SAID = threading.Lock()


def set_clock(file: Path) -> None:
    """`time.time` and Django's `now`, of which all of ours is made."""
    from django.utils import timezone

    real_time, real_now = time.time, timezone.now

    def ahead() -> float:
        return float(file.read_text() or 0)

    time.time = lambda: real_time() + ahead()
    timezone.now = lambda: real_now() + timedelta(seconds=ahead())


class Trap:
    """The lines left of the one that is set; a new file sets a new one."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.set: list[str] = []
        self.left: list[str] = []

    def saw(self, what: str) -> None:
        """Something was done."""
        try:
            lines = self.file.read_text().splitlines()
        except FileNotFoundError:
            return
        with SAID:
            if lines != self.set:
                self.set, self.left = lines, lines[1:]
            if self.left and self.left[0] in what:
                self.left.pop(0)
                if not self.left:
                    self.file.unlink()
                    os.kill(os.getpid(), signal.Signals[lines[0]])


def lay(trap: Trap) -> None:
    """After each statement, each COMMIT, each file put in its place, and before the last."""
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper

    commit, replace = BaseDatabaseWrapper._commit, os.replace

    def after(run):
        def execute(self, sql, *given, **more):
            done = run(self, sql, *given, **more)
            trap.saw(str(sql))
            return done

        return execute

    def committed(self):
        commit(self)
        trap.saw("COMMIT")

    def replaced(source, place, **more):
        trap.saw(f"before {Path(place).name}")
        replace(source, place, **more)
        trap.saw(f"after {Path(place).name}")

    CursorWrapper._execute, CursorWrapper._executemany = (
        after(each) for each in (CursorWrapper._execute, CursorWrapper._executemany)
    )
    BaseDatabaseWrapper._commit, os.replace = committed, replaced


if "CONGMINH_FAULT_CLOCK" in os.environ:
    set_clock(Path(os.environ["CONGMINH_FAULT_CLOCK"]))
if "CONGMINH_FAULT_TRAP" in os.environ:
    lay(Trap(Path(os.environ["CONGMINH_FAULT_TRAP"])))
