"""What a process that reads a foreign file may not do: take memory or time, write, start others, reach the network."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

NEW_USER_SPACE, NEW_NETWORK = 0x10000000, 0x40000000
FORBIDDEN = ("socket.connect", "socket.bind", "socket.sendto", "subprocess.Popen", "os.system", "os.exec", "os.fork")


def enclose(memory: int, seconds: int, writes: int) -> None:
    """No more memory, processor time and bytes in one file than this, where the system keeps such limits.

    Without a network where the system lets a plain process do without; whoever called keeps a clock.
    """
    _leave_network()
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (writes, writes))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    sys.addaudithook(_refuse)


def _refuse(event: str, _about: tuple[Any, ...]) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)


def _leave_network() -> None:
    """Into a network space of its own, in which there is not even this machine (Linux, where it is allowed)."""
    if sys.platform != "linux":
        return
    with suppress(ImportError, OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).unshare(NEW_USER_SPACE | NEW_NETWORK)
