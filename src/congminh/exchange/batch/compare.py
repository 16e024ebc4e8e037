"""`congminh compare`: the same facts under several laws, figure by figure, and who changes level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from congminh import law as laws
from congminh.exchange.batch.progress import Progress
from congminh.exchange.batch.score import Engine, Inputs, run, write_whole

COMPARED = ("quantity_bp", "quality_bp", "timeliness_bp", "results_bp", "total_cp", "grade")


@dataclass(frozen=True)
class Difference:
    """One figure under two laws: on how many sheets it differs, and the mean it has under each."""

    figure: str
    differs: int
    means: tuple[int | None, ...]


@dataclass(frozen=True)
class Comparison:
    """What a comparison found: figure by figure, level by level, and who moves."""

    laws: tuple[str, ...]
    sheets: int
    figures: tuple[Difference, ...]
    moves: tuple[tuple[Any, ...], ...]
    movers: tuple[tuple[Any, ...], ...]


def joined(tables: Mapping[str, str]) -> str:
    """One row a sheet with every compared figure under every law, named figure_law."""
    (_, base), *others = tables.items()
    keys = f"{base}.person_id AS person_id, {base}.period AS period, {base}.unit_id AS unit_id"
    columns = ", ".join(f"{table}.{name} AS {name}_{key}" for name in COMPARED for key, table in tables.items())
    moved = " OR ".join(f"{base}.grade <> {table}.grade" for _, table in others)
    joins = " ".join(f"JOIN {t} ON {t}.person_id = {base}.person_id AND {t}.period = {base}.period" for _, t in others)
    return f"SELECT {keys}, {columns}, ({moved}) AS level_changes FROM {base} {joins}"


def _difference(engine: Engine, table: str, name: str, keys: Sequence[str]) -> Difference:
    first, *others = (f"{name}_{key}" for key in keys)
    changed = " OR ".join(f"coalesce({first} <> {other}, FALSE)" for other in others)
    if name == "grade":
        return Difference(name, engine.rows(f"SELECT count(*) FROM {table} WHERE {changed}")[0][0], ())
    sums = ", ".join(f"sum({name}_{key}), count({name}_{key})" for key in keys)
    differs, *rest = engine.rows(f"SELECT sum(CASE WHEN {changed} THEN 1 ELSE 0 END), {sums} FROM {table}")[0]
    pairs = zip(rest[::2], rest[1::2], strict=True)
    return Difference(name, differs or 0, tuple(_mean(total, count) for total, count in pairs))


def _mean(total: int | None, count: int) -> int | None:
    """The mean of hundredths, half-up; None where there is nothing to take it of."""
    return None if not count or total is None else (2 * int(total) + count) // (2 * count)


def compare(
    engine: Engine, inputs: Inputs, keys: Sequence[str], out: str | None, choices: Mapping[str, str], progress: Progress
) -> Comparison:
    """Reckon the same files under each law of `keys`; write every row's figures to `out` when given.

    Raises UnknownLaw for a law that is not known, BadFacts as `score.run` does.
    """
    known = [laws.named(key) for key in keys]
    tables, sheets = {}, 0
    for law in known:
        scored = run(engine, inputs, law, choices, progress)
        tables[law.key], sheets = scored.table, scored.sheets
    table = engine.keep("compared", joined(tables))
    if out:
        write_whole(out, lambda part: engine.write(f"SELECT * FROM {table} ORDER BY person_id, period", part))
    grades = ", ".join(f"grade_{key}" for key in keys)
    moved = f"FROM {table} WHERE level_changes"
    totals = ", ".join(f"total_cp_{key}" for key in keys)
    return Comparison(
        tuple(keys),
        sheets,
        tuple(_difference(engine, table, name, keys) for name in COMPARED),
        tuple(engine.rows(f"SELECT {grades}, count(*) AS n {moved} GROUP BY {grades} ORDER BY n DESC, {grades}")),
        tuple(engine.rows(f"SELECT person_id, period, {grades}, {totals} {moved} ORDER BY person_id, period LIMIT 50")),
    )
