"""`congminh score` over the country's month against DuckDB's bare GROUP BY, a bare scan and plain Python."""

import hashlib
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import duckdb

from bench.country import ORDERS, PEOPLE, TASKS, files
from bench.measure import best, line, within

COLUMNS = ["coefficient_m", "assigned_m", "done_m", "quality_failures", "delays"]
BARE = """import duckdb
c = duckdb.connect(); c.execute("SET preserve_insertion_order = false"); c.execute("SET memory_limit = '1200MB'")
c.execute("CREATE TEMP TABLE t AS SELECT {keys} {sums} FROM '{path}' {group}")"""


def bare(path: Path, group: bool) -> list[str]:
    """A process that only scans the same columns, or groups them by person."""
    sums = ", ".join(f"sum({name})" for name in COLUMNS) + ", count(origin), count(period)"
    keys, by = ("person_id,", "GROUP BY person_id") if group else ("sum(person_id),", "")
    return [sys.executable, "-c", BARE.format(keys=keys, sums=sums, path=path, group=by)]


def score(tasks: Path, sheets: Path, out: Path, *more: str) -> list[str]:
    """The command a person types."""
    program = Path(sys.executable).with_name("congminh")
    return [str(program), "score", "--tasks", str(tasks), "--sheets", str(sheets), "--out", str(out), *more]


def digest(path: Path) -> str:
    """A digest of every result, in the order of persons, for comparing engines."""
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT * FROM '{path}' ORDER BY person_id, period")
        found = hashlib.sha256()
        while part := rows.fetchmany(50_000):
            found.update(repr(part).encode())
    return found.hexdigest()[:16]


def plain_python(tasks: Path, people: int = 20_000) -> float:
    """Seconds plain Python takes for a sample of people, scaled to all tasks; reading not counted."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT person_id, origin, {', '.join(COLUMNS)} FROM '{tasks}' WHERE person_id <= {people}"
        ).fetchall()
    start = time.perf_counter()
    sums: dict[int, list[int]] = {}
    for person, origin, k, g, h, n, t in rows:
        total = sums.setdefault(person, [0, 0, 0, 0])
        if origin in ("planned", "handed_over"):
            total[0] += k * g
        if origin != "handed_over":
            total[1] += k * h
            total[2] += k * h * max(0, 100 - 25 * n)
            total[3] += k * h * max(0, 100 - 25 * t)
    for load, done, well, on_time in sums.values():
        if load:
            share = min(Fraction(done, load), 1) + min(Fraction(well, 100 * load), 1)
            (share + min(Fraction(on_time, 100 * load), 1)) / 3 * 7000 + 2500
    return (time.perf_counter() - start) * TASKS / len(rows)


def main() -> None:
    """The lines of this claim."""
    with tempfile.TemporaryDirectory() as folder:
        for order in ORDERS:
            tasks, sheets = files(order)
            out = Path(folder) / "results.parquet"
            ours, memory = best(score(tasks, sheets, out))
            grouped, _ = best(bare(tasks, group=True))
            scanned, _ = best(bare(tasks, group=False))
            name = f"country, {PEOPLE / 1e6:.1f} M people, {TASKS / 1e6:.0f} M tasks, rows {order}"
            line(name, ours, grouped, "bare GROUP BY", 1.8)
            line(name, ours, scanned, "bare scan")
            within(f"{name}: peak memory", memory, 1.5, "GB")
            line(name, ours, plain_python(tasks), "plain Python (sample, scaled)")
            print(f"{name}: digest of the results {digest(out)}", flush=True)
