"""Start the child that looks through a file, and wait for it no longer than allowed. No Django."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from congminh.law.text import Text
from congminh.ledger.inspecting.kinds import Kind
from congminh.ledger.inspecting.looking import REFUSED
from congminh.ledger.inspecting.unsafe import Unsafe

# What a child needs to start; nothing of ours (keys, the database's address) is handed to it.
KEPT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMP", "LD_LIBRARY_PATH")
PROGRAM = (sys.executable, "-P", "-X", "utf8", "-m", "congminh.ledger.inspecting.looking")
# So many at once in one process of the server; whoever comes next waits.
AT_ONCE = BoundedSemaphore(3)


@dataclass(frozen=True)
class Limits:
    """How much a child may use: seconds by the clock and of processor time, bytes of memory."""

    seconds: float = 20
    processor: int = 5
    memory: int = 512 * 2**20


LIMITS = Limits()


def look(path: Path, name: str, limits: Limits = LIMITS) -> Kind:
    """The kind of a file that came as `name`, found in a process of its own; raises Unsafe when it may not come in."""
    command = [*PROGRAM, str(path.absolute()), json.dumps(name), str(limits.memory), str(limits.processor)]
    try:
        with AT_ONCE:
            done = _run(command, path.parent, limits.seconds)
    except subprocess.TimeoutExpired as late:
        raise _too_much() from late
    if done.returncode == REFUSED:
        raise Unsafe(Text(*json.loads(done.stdout)))
    if done.returncode:
        raise _too_much()
    return Kind(*json.loads(done.stdout))


def environment() -> dict[str, str]:
    """What the child is told of ours."""
    return {name: os.environ[name] for name in KEPT if name in os.environ}


def _run(command: list[str], folder: Path, seconds: float) -> subprocess.CompletedProcess[bytes]:
    nothing = subprocess.DEVNULL
    return subprocess.run(
        command, stdin=nothing, capture_output=True, timeout=seconds, env=environment(), cwd=folder, check=False
    )


def _too_much() -> Unsafe:
    told = (
        "không kiểm tra xong trong thời gian và bộ nhớ cho phép",
        "it could not be checked in the time and memory allowed",
    )
    return Unsafe(Text(*told))
