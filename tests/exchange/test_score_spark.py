"""`congminh score --engine spark`: a Spark Connect endpoint writes the same digits as DuckDB."""

from pathlib import Path

import duckdb
import pytest

from congminh.cli import main
from congminh.demo.build import facts
from congminh.law.facts import SHEET, TASK
from congminh.law.in_memory import columns_of


@pytest.fixture(scope="module")
def commune(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The demonstration commune's months as Parquet."""
    folder = tmp_path_factory.mktemp("commune")
    for grain, rows in zip((TASK, SHEET), facts(), strict=True):
        names = columns_of(grain)
        texts = {fact.name for fact in grain.facts if fact.is_text}
        typed = ", ".join(f"{name} {'VARCHAR' if name in texts else 'BIGINT'}" for name in names)
        places = ", ".join("?" * len(names))
        with duckdb.connect() as connection:
            connection.execute(f"CREATE TABLE t ({typed})")
            connection.executemany(f"INSERT INTO t VALUES ({places})", [[row.get(n) for n in names] for row in rows])
            connection.execute(f"COPY t TO '{folder / grain.name}.parquet' (FORMAT parquet)")
    return folder / "task.parquet", folder / "sheet.parquet"


def score(files: tuple[Path, Path], out: Path, *more: str) -> int:
    return main(["score", "--tasks", str(files[0]), "--sheets", str(files[1]), "--out", str(out), *more])


def read(path: Path) -> tuple[list, list]:
    with duckdb.connect() as connection:
        types = [row[:2] for row in connection.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()]
        return types, connection.execute(f"SELECT * FROM '{path}'").fetchall()


def test_sail_and_duckdb_write_the_same_file(commune: tuple, sail_url: str, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "duckdb.parquet", tmp_path / "spark.parquet"
    assert score(commune, ours) == 0
    assert score(commune, theirs, "--engine", "spark", "--remote", sail_url) == 0
    assert read(ours) == read(theirs)
    assert len(read(ours)[1]) == 183
    assert sorted(path.name for path in tmp_path.iterdir()) == ["duckdb.parquet", "spark.parquet"]


def test_bad_rows_are_refused_with_their_place_on_spark_too(
    commune: tuple, sail_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.parquet"
    with duckdb.connect() as connection:
        change = "SELECT * REPLACE (CASE WHEN person_id = 304 THEN -5 ELSE done_m END AS done_m)"
        connection.execute(f"COPY ({change} FROM '{commune[0]}') TO '{bad}' (FORMAT parquet)")
    assert score((bad, commune[1]), tmp_path / "r.parquet", "--engine", "spark", "--remote", sail_url) == 2
    told = capsys.readouterr().err
    assert "bad.parquet, dòng " in told
    assert "cột done_m: «-5» phải từ 0 đến 10000000" in told
    assert not (tmp_path / "r.parquet").exists()
