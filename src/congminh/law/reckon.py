"""One query from a table of figures, for the engine where the rows are.

    facts of the finest grain → its figures, layer by layer → sums → facts of the next grain → …

Each layer is a common table expression that adds the figures whose parts are all there, so every
intermediate column stays a column and the explanation of a result is the row itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from congminh.law.figures import Fact, Figure, Grain
from congminh.law.formula import DIALECTS, fill, names_in, sums, write_calls

if TYPE_CHECKING:
    from congminh.law.decree import Law

Values = Mapping[str, int | str]


@dataclass(frozen=True)
class Query:
    """A reckoning ready to run: its text, its columns, and the digest kept with each closing."""

    sql: str
    columns: tuple[str, ...]
    dialect: str

    @property
    def digest(self) -> str:
        """SHA-256 of the rendered query: formulas, parameters and readings all stand in it."""
        return sha256(self.sql.encode()).hexdigest()


def layers(figures: Iterable[Figure], given: Iterable[str]) -> list[list[Figure]]:
    """Figures in the order they can be reckoned: each layer needs only `given` and earlier layers.

    Raises ValueError when two figures wait for each other.
    """
    waiting, known, found = list(figures), set(given), []
    mine = {figure.name for figure in waiting}
    while waiting:
        ready = [f for f in waiting if not (set(names_in(f.formula)) & mine) - known - {f.name}]
        if not ready:
            raise ValueError(f"figures wait for each other: {', '.join(f.name for f in waiting)}")
        known |= {figure.name for figure in ready}
        waiting = [figure for figure in waiting if figure not in ready]
        found.append(ready)
    return found


def _typed(fact: Fact) -> str:
    """A fact as its engine must hold it: 64 bits before anything is multiplied."""
    return fact.name if fact.is_text else f"CAST({fact.name} AS BIGINT) AS {fact.name}"


class _Writer:
    """Collects the common table expressions of one query."""

    def __init__(
        self, law: "Law", tables: Mapping[str, str], dialect: str, values: Values, carry: tuple[str, ...]
    ) -> None:
        self.law, self.tables, self.values, self.carry = law, tables, values, carry
        self.calls = DIALECTS[dialect]
        self.steps: list[str] = []
        self.top = ""

    def write(self, formula: str, columns: Iterable[str]) -> str:
        return write_calls(fill(formula, columns, self.values), self.calls)

    def step(self, name: str, body: str) -> str:
        self.steps.append(f"{name} AS (\n  {body}\n)")
        return name

    def facts(self, grain: Grain, figures: Iterable[Figure]) -> tuple[str, list[str]]:
        """The grain's own rows, joined to the sums of the finer grain; and the columns they have."""
        own = [*grain.key, *(fact.name for fact in grain.facts if fact.name not in grain.key)]
        typed = [f"CAST({name} AS BIGINT) AS {name}" for name in grain.key if not self._is_text(grain, name)]
        typed += [_typed(f) for f in grain.facts if f.name not in grain.key or f.is_text]
        if grain.name == self.top:
            own, typed = [*own, *self.carry], [*typed, *self.carry]
        name = self.step(f"{grain.name}_facts", f"SELECT {', '.join(typed)} FROM {self.tables[grain.name]} AS given")
        gathered = [figure for figure in figures if sums(figure.formula)]
        if not gathered or grain.gathers is None:
            return name, own
        self.sums(grain, grain.gathers, gathered)
        kept = ", ".join(f"f.{column}" for column in own)
        summed = ", ".join(f"coalesce(s.{f.name}, 0) AS {f.name}" for f in gathered)
        match = " AND ".join(f"s.{column} = f.{column}" for column in grain.by)
        body = f"SELECT {kept}, {summed}\n  FROM {name} f LEFT JOIN {grain.name}_sums s ON {match}"
        return self.step(f"{grain.name}_gathered", body), own + [figure.name for figure in gathered]

    def sums(self, grain: Grain, finer: Grain, gathered: Iterable[Figure]) -> str:
        """The finer rows summed by the grain's key; or the sums as they are given, where they were added up before."""
        by, name = ", ".join(grain.by), f"{grain.name}_sums"
        if name in self.tables:
            given = ", ".join(f"CAST({f.name} AS BIGINT) AS {f.name}" for f in gathered)
            return self.step(name, f"SELECT {by}, {given} FROM {self.tables[name]} AS given")
        child, columns = self.grain(finer)
        totals = ", ".join(f"{self.write(f.formula, columns)} AS {f.name}" for f in gathered)
        return self.step(name, f"SELECT {by}, {totals} FROM {child} GROUP BY {by}")

    @staticmethod
    def _is_text(grain: Grain, name: str) -> bool:
        return any(fact.name == name and fact.is_text for fact in grain.facts)

    def grain(self, grain: Grain) -> tuple[str, list[str]]:
        """All figures of a grain, layer upon layer; the last step's name and its columns."""
        figures = self.law.figures_of(grain, self.values)
        name, columns = self.facts(grain, figures)
        rest = [figure for figure in figures if figure.name not in columns]
        for depth, layer in enumerate(layers(rest, columns), start=1):
            added = ", ".join(f"{self.write(f.formula, columns)} AS {f.name}" for f in layer)
            name = self.step(f"{grain.name}_{depth}", f"SELECT *, {added}\n  FROM {name}")
            columns = columns + [figure.name for figure in layer]
        return name, columns


def reckon(
    law: "Law",
    grain: Grain,
    tables: Mapping[str, str],
    dialect: str,
    values: Values,
    only: tuple[str, ...] = (),
    carry: tuple[str, ...] = (),
) -> Query:
    """The query that reckons every figure of `grain` (or `only` those columns) under `law`.

    `tables` names, for the grain and those it gathers, a table or a bracketed SELECT holding its
    facts (`facts.py`); `sheet_sums` may name one of sums already added up, in place of `task`, since a sum of
    sums is the sum (a leader's work with that of those in charge, Điều 15.1). `values` are the parameters in force
    and the readings chosen: `law.values(day, choices)`. `dialect` is sqlite, postgresql, duckdb or spark. `carry`
    names further columns of the grain's table that pass through untouched (a row number, a code). Raises
    UnknownName for a formula that uses a name nobody defines.
    """
    key = (tuple(sorted(tables.items())), dialect, tuple(sorted(values.items())), only, carry)
    return _reckon(law, grain, *key)


@lru_cache(maxsize=256)
def _reckon(
    law: "Law", grain: Grain, tables: tuple, dialect: str, values: tuple, only: tuple[str, ...], carry: tuple[str, ...]
) -> Query:
    writer = _Writer(law, dict(tables), dialect, dict(values), carry)
    writer.top = grain.name
    last, columns = writer.grain(grain)
    chosen = only or tuple(columns)
    steps = ",\n".join(writer.steps)
    return Query(f"WITH {steps}\nSELECT {', '.join(chosen)}\nFROM {last}", chosen, dialect)
