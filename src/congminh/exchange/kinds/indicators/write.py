"""Entering the values of a file, and taking them back while they are still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.exchange.journal import Held, Journal, batches, undo
from congminh.exchange.kinds.kind import Tell
from congminh.exchange.kinds.month import AT_ONCE, day_said
from congminh.exchange.models import Import
from congminh.org.models import Person
from congminh.unit_year.actions.figures import enter_of_many
from congminh.unit_year.models import Indicator, IndicatorValue, UnitSheet
from congminh.unit_year.models.queries import DECIDED

KEPT = ("indicator_id", "unit_id", "year", "value_m", "by_id")


@dataclass(frozen=True)
class Said:
    """The value of one indicator on one sheet, in thousandths."""

    sheet: UnitSheet
    indicator: Indicator
    value_m: int


@dataclass
class IndicatorsPlan:
    """What the rows without faults enter, by whoever sent them."""

    by: Person
    rows: Sequence[Said]

    def write(self, journal: Journal, tell: Tell) -> None:
        """Enter all; of several values of an indicator the last one counts, so nothing is written over."""
        sheets: dict[int, UnitSheet] = {}
        values: dict[int, dict[int, int]] = defaultdict(dict)
        for each in self.rows:
            sheets[each.sheet.pk] = each.sheet
            values[each.sheet.pk][each.indicator.pk] = each.value_m
        try:
            made = enter_of_many([(sheets[key], found) for key, found in values.items()], self.by)
        except PermissionDenied as refused:
            what, mend = _("The figures of one of the sheets are no longer yours to enter."), _("Read the file again.")
            raise ValidationError(what, params={"next": mend}) from refused
        tell(len(made), len(made), "")
        journal.remember(IndicatorValue, [(row.pk, None, {name: getattr(row, name) for name in KEPT}) for row in made])


def take_back(source: Import, person: Person) -> None:
    """Take the values away, those before count again; raises Held once a level rests on them or one has closed."""
    today = timezone.localdate()
    sheets = _sheets(source)
    for row in _values(source):
        sheet = sheets.get((row.unit_id, row.year))
        if sheet is None or sheet.state in DECIDED:
            raise Held("figures_used", unit=sheet.unit.code if sheet else str(row.unit_id))
        closes = row.indicator.closes(row.year)
        if closes < today:
            raise Held("closed_since", name=row.indicator.name, day=day_said(closes))
    undo(source)


def _values(source: Import) -> list[IndicatorValue]:
    found: list[IndicatorValue] = []
    for keys in batches(source.changes.values_list("key", flat=True), AT_ONCE):
        found += IndicatorValue.objects.filter(pk__in=keys).select_related("indicator")
    return found


def _sheets(source: Import) -> Mapping[tuple[int, int], UnitSheet]:
    values = _values(source)
    rows = UnitSheet.objects.select_related("unit").filter(year__in={row.year for row in values})
    found: dict[tuple[int, int], UnitSheet] = {}
    for units in batches(sorted({row.unit_id for row in values}), AT_ONCE):
        found |= {(sheet.unit_id, sheet.year): sheet for sheet in rows.filter(unit__in=units)}
    return found
