"""What rows of new tasks are compared with: people, units, products by their codes, read once for all rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from congminh.catalogue.models import Product
from congminh.exchange.excel.form import Row
from congminh.exchange.journal import batches
from congminh.law.calendar import Period
from congminh.org.models import Person, Unit
from congminh.work.periods import kind_on
from congminh.work.seats import Seats, seats_on

AT_ONCE = 500


@dataclass(frozen=True)
class Board:
    """People the sender sees by code, units of the day by code, and the products in force by unit and day."""

    day: date
    kind: str
    people: Mapping[str, Person]
    units: Mapping[str, Unit]
    seats: Seats
    products: dict[tuple[int, date], dict[str, Product]] = field(default_factory=dict)

    def person(self, row: Row) -> Person | None:
        """Whom a row names by code; an unknown one is a fault."""
        code = row.values.get("person")
        if code and code not in self.people:
            row.fault("person", "unknown_person_code", code=code)
        return self.people.get(code or "")

    def unit(self, row: Row) -> Unit | None:
        """The unit a row names; None for where the person is evaluated."""
        code = row.values.get("unit")
        if code and code not in self.units:
            row.fault("unit", "unknown_unit", code=code)
        return self.units.get(code or "")

    def period(self, day: date) -> Period:
        """The period of scoring in which a day falls."""
        return Period.of_day(day, self.kind)

    def product(self, row: Row, person: Person, unit: Unit | None) -> Product | None:
        """The product a row names, of the catalogue in force where and when the work is given."""
        code, due = row.values.get("product"), row.values.get("due")
        place = unit.pk if unit else self.seats.unit_of(person.pk)
        if not code or due is None:
            return None
        if place is None:
            row.fault("person", "in_no_unit", person=person.name)
            return None
        found = self._in_force(place, max(row.values.get("given", self.day), self.period(due).first))
        if code.casefold() not in found:
            row.fault("product", "unknown_product", code=code)
        return found.get(code.casefold())

    def _in_force(self, unit: int, day: date) -> dict[str, Product]:
        if (unit, day) not in self.products:
            where = next(each for each in self.units.values() if each.pk == unit)
            rows: Any = Product.objects.in_force(where, day)
            self.products[unit, day] = {each.code.casefold(): each for each in rows}
        return self.products[unit, day]


def board_of(rows: Sequence[Row], by: Person, day: date) -> Board:
    """All that rows of new tasks are compared with, in a number of queries that grows with units and days alone."""
    codes = sorted({row.values["person"] for row in rows if "person" in row.values})
    people: dict[str, Person] = {}
    for some in batches(codes, AT_ONCE):
        people |= {one.code: one for one in Person.objects.visible_to(by).filter(code__in=some)}
    units = {unit.code: unit for unit in Unit.objects.on(day)}
    named = [(row.values.get("person"), row.values.get("unit")) for row in rows]
    places = {(people[who].pk, units[where].pk if where in units else 0) for who, where in named if who in people}
    return Board(day, kind_on(day), people, units, seats_on(day, places))
