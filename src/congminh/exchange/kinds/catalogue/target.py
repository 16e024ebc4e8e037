"""The version a file goes into: the one being drawn up, else a new one after the last decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from congminh.catalogue.actions import begin_catalogue
from congminh.catalogue.actions.drafting import CHANGEABLE
from congminh.catalogue.models import Catalogue
from congminh.catalogue.models.catalogue import DECIDED
from congminh.exchange.excel.form import Row
from congminh.exchange.kinds.catalogue.form import MATCHED
from congminh.org.models import Person, Unit


@dataclass(frozen=True)
class Target:
    """An agency's version being drawn up (`draft`), and the last one it decided (`decided`); either may be missing."""

    agency: Unit
    draft: Catalogue | None
    decided: Catalogue | None

    @property
    def is_closed(self) -> bool:
        """Whether the draft has moved on to where nothing may be changed."""
        return self.draft is not None and self.draft.state not in CHANGEABLE

    def opened(self, person: Person | None) -> Catalogue:
        """The draft, begun if there is none, with the rows of the last decided version."""
        named = f"Danh mục sản phẩm/công việc quy đổi {self.agency}"
        name = self.decided.name if self.decided else named[:200]
        return self.draft or begin_catalogue(self.agency, name, self.decided, by=person)


def target_of(agency: int, day: date) -> Target:
    """Where a file of this agency goes on `day`, in three queries."""
    unit = Unit.objects.named(day).get(pk=agency)
    versions = Catalogue.objects.filter(agency=agency)
    decided = versions.filter(state__in=DECIDED).order_by("first").last()
    return Target(unit, versions.drafts().first(), decided)


def matched(rows: Sequence[Row], agency: int, day: date) -> Mapping[str, Unit | None]:
    """The units people chose for names nobody knows; None for the common list."""
    chosen = {row.cells["unit"]: row.cells[MATCHED] for row in rows if MATCHED in row.cells and "unit" in row.cells}
    units = {unit.code: unit for unit in units_of(agency, day)} if any(chosen.values()) else {}
    return {name: units.get(code) for name, code in chosen.items() if not code or code in units}


def units_of(agency: int, day: date) -> list[Unit]:
    """The units within an agency by their names of `day`, itself left out."""
    within = Unit.objects.tree(day).beneath([agency], within_agency=True) - {agency}
    return list(Unit.objects.on(day).filter(pk__in=within).order_by("code"))
