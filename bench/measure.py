"""Timing side by side, and the line each claim prints."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

LIMITS: list[tuple[str, bool]] = []


def median(work: Callable[[], object], times: int = 5) -> float:
    """Seconds the work takes, the median of `times` after one run to warm up."""
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def process(command: Sequence[str]) -> tuple[float, float]:
    """Seconds and peak GB of a command run as its own process; raises when it fails."""
    program = "import resource, subprocess, sys, time; t = time.perf_counter();"
    program += " subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL);"
    program += " print(time.perf_counter() - t, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    run = subprocess.run([sys.executable, "-c", program, *command], check=True, capture_output=True, text=True)
    seconds, kilobytes = run.stdout.split()
    return float(seconds), float(kilobytes) / 1e6


def best(command: Sequence[str], times: int = 3) -> tuple[float, float]:
    """The fastest run of a command and the largest memory of any."""
    runs = [process(command) for _ in range(times)]
    return min(seconds for seconds, _ in runs), max(gigabytes for _, gigabytes in runs)


def _amount(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


def line(name: str, ours: float, theirs: float, than: str, limit: float | None = None) -> None:
    """name: ours, theirs, ratio; and whether the ratio keeps its limit."""
    ratio = ours / theirs
    kept = "" if limit is None else f"  (≤ {limit:g}: {'kept' if ratio <= limit else 'NOT KEPT'})"
    print(f"{name}: ours {_amount(ours)}, {than} {_amount(theirs)}, ratio {ratio:.2f}{kept}", flush=True)
    if limit is not None:
        LIMITS.append((name, ratio <= limit))


def within(name: str, found: float, limit: float, unit: str) -> None:
    """A figure with a limit of its own."""
    print(f"{name}: {found:.2f} {unit}  (≤ {limit:g}: {'kept' if found <= limit else 'NOT KEPT'})", flush=True)
    LIMITS.append((name, found <= limit))


def apart(module: str, *arguments: object) -> int:
    """`python -m module work …` with a PostgreSQL and settings of its own; 1 where a limit is not kept."""
    from tests.postgres import server

    with server() as url, tempfile.TemporaryDirectory() as folder:
        told = {"DATABASE_URL": url, "CONGMINH_HOME": folder, "CONGMINH_DEBUG": "0", "CONGMINH_PLAIN_HTTP": "1"}
        told |= {"DJANGO_SETTINGS_MODULE": "congminh.site.settings", "CONGMINH_SECRET_KEY": "for measuring " * 5}
        command = [sys.executable, "-m", module, "work", *map(str, arguments)]
        return subprocess.run(command, check=False, env={**os.environ, **told}).returncode


def peak_gigabytes() -> float:
    """This process's own peak memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
