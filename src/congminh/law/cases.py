"""Law cases («tình huống»): given → expect in YAML, each with a title a jurist can sign.

Numbers are read as they are written: 97.40 is compared to two decimals, half-up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from congminh import law as laws
from congminh.law.case_facts import BadCase, choices_in, rows_of
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
        cite = self.entry.get("cite", ())
        return (cite,) if isinstance(cite, str) else tuple(cite)

    @property
    def day(self) -> date:
        day = self.entry.get("date")
        if not isinstance(day, date):
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


@cache
def _loader() -> Any:
    """PyYAML's safe loader, but a decimal stays the decimal that was written."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Reads 97.40 as Decimal('97.40')."""

    Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(node.value.replace("_", "")))
    return Loader


def load(path: Path) -> list[Case]:
    """The cases of one YAML file; raises BadCase when it is not a list of cases."""
    import yaml

    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())  # noqa: S506 - safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadCase(f"{path}: cannot be read: {error}") from error
    if not isinstance(entries, list) or not all(isinstance(e, dict) and e.get("case") for e in entries):
        raise BadCase(f"{path}: must be a list of cases, each beginning with «- case: a title»")
    return [Case(str(entry["case"]), path, entry) for entry in entries]


def built_in() -> list[Path]:
    """The files of cases that come with the laws."""
    return [path for law in laws.laws() for path in sorted((law.folder / "cases").glob("*.yaml"))]


def compare(expected: Any, found: Fraction | str | None) -> str | None:
    """None when `found` is `expected` to the digits written; else what was found, to the same digits."""
    if isinstance(found, str) or found is None or isinstance(expected, str):
        text = "nothing" if found is None else str(found)
        return None if str(expected) == text else text
    decimals = max(0, -Decimal(str(expected)).as_tuple().exponent)  # type: ignore[operator]
    rounded = half_up(found, decimals) if found >= 0 else found
    return None if rounded == Fraction(str(expected)) else f"{float(found):.{max(decimals, 6)}f}"


def _check(case: Case) -> Iterator[Failure]:
    unknown = set(case.entry) - KNOWN
    if unknown or not case.entry.get("expect"):
        raise BadCase(f"unknown: {', '.join(sorted(unknown))}" if unknown else "expect: say what is expected")
    law = case.law()
    given = case.entry.get("given") or {}
    choices = {key: str(option) for key, option in (case.entry.get("readings") or {}).items()}
    values = law.values(case.day, choices | choices_in(given))
    grain, tables = rows_of(given, values)
    row = reckon_rows(law, grain, tables, values)[0]
    for name, expected in case.entry["expect"].items():
        try:
            item = law.find(grain, name)
        except KeyError as error:
            raise BadCase(f"expect: {error.args[0]}") from error
        found = compare(expected, value_of(item, row))
        if found is not None:
            cite = item.cite if isinstance(item, Figure) or item.cite else ", ".join(case.cites)
            yield Failure(case, name, str(expected), found, cite)


def run(case: Case) -> list[Failure]:
    """What the case finds wrong, nothing when it holds; a case that cannot be run fails with the reason."""
    try:
        return list(_check(case))
    except (BadCase, BadFacts, UnknownChoice) as error:
        return [Failure(case, "the case itself", "a case that can be run", str(error), ", ".join(case.cites))]
