"""Rows pasted from a spreadsheet: code of the person, code of the product, quantity, due day, name.

Matched by code alone, never by similar names; what a cell cannot mean is said at its row and column, and nothing is
assigned until somebody looked at the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.catalogue.models import Product
from congminh.law.calendar import Period
from congminh.org.models import Person, Unit
from congminh.work.periods import kind_on, period_of
from congminh.work.refusing import fault, refuse
from congminh.work.rows import Row, faults_of, ground_of

COLUMNS = ("person", "product", "quantity", "due", "name")
MOST_ROWS = 2000
QUANTITY = re.compile(r"(\d{1,7})(?:[.,](\d{1,3}))?", re.ASCII)
THOUSANDS = re.compile(r"\d{1,3}\.\d{3}", re.ASCII)
DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{4}))?", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00(?::00)?)?", re.ASCII)


@dataclass(frozen=True)
class Pasted:
    """One pasted line: its number in what was pasted, its cells, the row it makes, what is wrong by column."""

    number: int
    cells: tuple[str, ...]
    row: Row | None = None
    faults: dict[str, ValidationError] = field(default_factory=dict)


def paste(text: str, unit: Unit, period: int, by: Person) -> list[Pasted]:
    """What a pasted table means: every line with its row, or with what is wrong by column; nothing is written.

    Lines without anything and a first line of headings are left out. People are those `by` scores, products those
    in force in `unit`; assign the rows of lines without faults, or let them be mended first.
    """
    lines = _lines(text)
    if len(lines) > MOST_ROWS:
        what, mend = _("%(number)s rows are too many at once."), _("Paste up to %(most)s, then the others.")
        refuse("text", what, mend, number=len(lines), most=MOST_ROWS)
    then = period_of(period, kind_on(timezone.localdate()))
    day = max(timezone.localdate(), then.first)
    people = {each.code: each for each in Person.objects.visible_to(by).filter(code__in=_codes(lines, 0))}
    in_force = Product.objects.in_force(unit, day)
    products = {each.code.casefold(): each for each in in_force} if lines else {}
    return _checked([_read(number, cells, people, products, then) for number, cells in lines], by)


def quantity_of(said: str) -> int:
    """A quantity in thousandths from «5», «0,8» or «0.8»; ValidationError for what could mean two things or none."""
    written = said.strip()
    if THOUSANDS.fullmatch(written) and not written.startswith("0."):
        what, why = _("“%(said)s” could be thousands or a decimal."), _("A point may stand for either.")
        raise fault(what, _("Write 1000 for a thousand, 1,5 for one and a half."), why, said=written)
    found = QUANTITY.fullmatch(written)
    if not found:
        raise fault(_("“%(said)s” is no quantity."), _("Write a number such as 5 or 0,8."), said=written)
    return int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))


def day_of(said: str, period: Period) -> date:
    """A day from 25/10/2026, 25/10 (of the period's year) or 2026-10-25; ValidationError for anything else."""
    written = said.strip()
    parts, first = DAY.fullmatch(written), YEAR_FIRST.fullmatch(written)
    try:
        if first:
            return date(int(first[1]), int(first[2]), int(first[3]))
        if parts:
            return date(int(parts[3] or period.year), int(parts[2]), int(parts[1]))
    except ValueError:
        pass
    raise fault(_("“%(said)s” is no day."), _("Write it as 25/10/2026."), said=written)


def _lines(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """The lines that say something, each with its number and five cells."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = tuple(" ".join(cell.strip().strip('"').split()) for cell in line.split("\t"))
        if any(cells):
            found.append((number, (*cells, *[""] * len(COLUMNS))[: len(COLUMNS)]))
    return found[1:] if found and _is_heading(found[0][1]) else found


def _is_heading(cells: Sequence[str]) -> bool:
    """Whether neither quantity nor day holds a digit: then the line only names its columns."""
    return not any(letter.isdigit() for letter in cells[2] + cells[3]) and bool(cells[2] and cells[3])


def _codes(lines: Iterable[tuple[int, Sequence[str]]], place: int) -> set[str]:
    return {cells[place] for _number, cells in lines}


def _read(
    number: int, cells: tuple[str, ...], people: dict[str, Person], products: dict[str, Product], period: Period
) -> Pasted:
    """The row a line makes; its cells that mean nothing are faults."""
    faults: dict[str, ValidationError] = {}
    person, product = people.get(cells[0]), products.get(cells[1].casefold())
    if person is None:
        what, mend = _("No civil servant has the code “%(said)s”."), _("Check the code; names are not compared.")
        faults["person"] = fault(what, mend, said=cells[0])
    if product is None:
        what, mend = _("No product in force here has the code “%(said)s”."), _("Check the code in the catalogue.")
        faults["product"] = fault(what, mend, said=cells[1])
    quantity_m, due = None, None
    try:
        quantity_m = quantity_of(cells[2])
    except ValidationError as error:
        faults["quantity"] = error
    try:
        due = day_of(cells[3], period)
    except ValidationError as error:
        faults["due"] = error
    if person is None or product is None or quantity_m is None or due is None:
        return Pasted(number, cells, None, faults)
    return Pasted(number, cells, Row(person, product, quantity_m, due, period.code, cells[4]), faults)


def _checked(lines: Sequence[Pasted], by: Person) -> list[Pasted]:
    """The lines with what is wrong with their rows, checked all at once."""
    rows = [line.row for line in lines if line.row]
    found = faults_of(rows, ground_of(rows), by) if rows else {}
    numbers = iter(range(len(rows)))
    return list(_with_faults(lines, found, numbers))


def _with_faults(lines: Sequence[Pasted], found: dict, numbers: Iterator[int]) -> Iterator[Pasted]:
    for line in lines:
        faults = found.get(next(numbers), {}) if line.row else {}
        yield Pasted(line.number, line.cells, line.row, {**line.faults, **faults})
