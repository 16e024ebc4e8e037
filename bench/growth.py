"""Twice the rows, twice the time: the slope of log time over log rows."""

import math
import tempfile
from pathlib import Path

from bench.country import PEOPLE, TASKS, files
from bench.measure import best, within
from bench.score_country import score


def slope(points: list[tuple[float, float]]) -> float:
    """Least squares through log-log points."""
    xs, ys = ([math.log(value) for value in axis] for axis in zip(*points, strict=True))
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def main() -> None:
    """One line: seconds at 1×, 2×, 4×, 8× and the slope."""
    points = []
    with tempfile.TemporaryDirectory() as folder:
        for times in (1, 2, 4, 8):
            tasks, sheets = files("by office", TASKS * times // 8, PEOPLE * times // 8)
            seconds, _ = best(score(tasks, sheets, Path(folder) / "r.parquet"))
            points.append((TASKS * times / 8, seconds))
    told = ", ".join(f"{tasks / 1e6:.0f} M {seconds:.2f} s" for tasks, seconds in points)
    print(f"growth by office: {told}")
    within("growth by office: slope of log time over log rows", slope(points), 1.1, "")
