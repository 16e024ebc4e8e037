"""Law cases («tình huống»): given → expect in YAML, each with a title a jurist can sign.

Numbers are read as they are written: 97.40 is compared to two decimals, half-up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from congminh import law as laws
from congminh.law.case_facts import BadCase, choices_in, fields, rows_of
from congminh.law.decree import Law
from congminh.law.faults import BadFacts
from congminh.law.figures import Figure, value_of
from congminh.law.in_memory import reckon_rows
from congminh.law.parameters import UnknownChoice
from congminh.law.text import half_up

KNOWN = {"case", "law", "cite", "date", "readings", "given", "expect"}


@dataclass(frozen=True)
class Case:
    """One case as written, and the file it stands in."""

    title: str
    file: Path
    entry: Mapping[str, Any]

    @property
    def cites(self) -> tuple[str, ...]:
        cite = self.entry.get("cite") or ()
        return tuple(map(str, cite)) if isinstance(cite, list) else (str(cite),) if cite else ()

    @property
    def day(self) -> date:
        day = self.entry.get("date")
        if not isinstance(day, date) or isinstance(day, datetime):
            raise BadCase("date: write the day the case is judged on, such as 2026-03-31")
        return day

    def law(self) -> Law:
        """The law the case names, else the one in force on its date."""
        try:
            return laws.named(self.entry["law"]) if "law" in self.entry else laws.at(self.day)
        except laws.UnknownLaw as error:
            raise BadCase(f"law: {error.args[0]}") from error


@dataclass(frozen=True)
class Failure:
    """A figure that is not what the case expects, with the article that figure rests on."""

    case: Case
    figure: str
    expected: str
    found: str
    cite: str

    def __str__(self) -> str:
        return (
            f"{self.case.file.name}: «{self.case.title}» — {self.figure}: "
            f"expected {self.expected}, found {self.found} ({self.cite})"
        )


def load(path: Path) -> list[Case]:
    """The cases of one YAML file; raises BadCase when it is not a list of cases."""
    from congminh.law.case_yaml import read

    entries = read(path)
    if not isinstance(entries, list) or not all(isinstance(e, dict) and e.get("case") for e in entries):
        raise BadCase(f"{path}: must be a list of cases, each beginning with «- case: a title»")
    return [Case(str(entry["case"]), path, entry) for entry in entries]


def built_in() -> list[Path]:
    """The files of cases that come with the laws."""
    return [path for law in laws.laws() for path in sorted((law.folder / "cases").glob("*.yaml"))]


def compare(expected: Any, found: Fraction | str | None) -> str | None:
    """None when `found` is `expected` to the digits written; else what was found, to the same digits.

    `expected` is a number, a level, or None where there is nothing to reckon; raises BadCase for anything else.
    """
    if isinstance(expected, bool | list | dict):
        raise BadCase(f"«{expected}» is neither a number nor a level")
    if isinstance(found, str) or found is None:
        text = "nothing" if found is None else found
        return None if text == ("nothing" if expected is None else str(expected)) else text
    if expected is None:
        return f"{float(found):.6f}"
    if isinstance(expected, str):
        raise BadCase(f"«{expected}» is text; write a number, without quotation marks")
    decimals = max(0, -Decimal(str(expected)).as_tuple().exponent)  # type: ignore[operator]
    rounded = half_up(found, decimals) if found >= 0 else found
    return None if rounded == Fraction(str(expected)) else f"{float(found):.{max(decimals, 6)}f}"


def _check(case: Case) -> Iterator[Failure]:
    unknown = sorted(str(name) for name in case.entry if name not in KNOWN)
    if unknown or not case.entry.get("expect"):
        raise BadCase(f"unknown: {', '.join(unknown)}" if unknown else "expect: say what is expected")
    law = case.law()
    given, expect, readings = (fields(case.entry.get(name), name) for name in ("given", "expect", "readings"))
    choices = {key: str(option) for key, option in readings.items()}
    values = law.values(case.day, choices | choices_in(given))
    grain, tables = rows_of(given, values)
    row = reckon_rows(law, grain, tables, values)[0]
    for name, expected in expect.items():
        try:
            item = law.find(grain, name, values)
            found = compare(expected, value_of(item, row))
        except KeyError as error:
            raise BadCase(f"expect: {error.args[0]}") from error
        except BadCase as error:
            raise BadCase(f"expect.{name}: {error}") from error
        if found is not None:
            cite = item.cite if isinstance(item, Figure) or item.cite else ", ".join(case.cites)
            yield Failure(case, name, "nothing" if expected is None else str(expected), found, cite)


def run(case: Case) -> list[Failure]:
    """What the case finds wrong, nothing when it holds; a case that cannot be run fails with the reason."""
    try:
        return list(_check(case))
    except (BadCase, BadFacts, UnknownChoice) as error:
        reason = "; ".join(str(error).splitlines())
        return [Failure(case, "the case itself", "a case that can be run", reason, ", ".join(case.cites))]
