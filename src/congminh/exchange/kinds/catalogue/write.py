"""Writing a catalogue's rows, so that they can be taken back while nobody has gone on from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from congminh.catalogue.actions.drafting import CHANGEABLE
from congminh.catalogue.comparing import Change
from congminh.catalogue.loading import Loading, apply, prepare
from congminh.catalogue.models import Catalogue, Group, Product
from congminh.exchange.excel.form import Row
from congminh.exchange.journal import Held, Journal, batches
from congminh.exchange.kinds.catalogue.reading import reading_of
from congminh.exchange.kinds.catalogue.target import Target
from congminh.exchange.kinds.kind import Tell
from congminh.exchange.models import Import, ImportChange
from congminh.org.models import Person, Unit

PRODUCT, GROUP = "catalogue.product", "catalogue.group"
FRAME = ("floor_m", "ceiling_m")
LINKS = ("unit", "group")


@dataclass
class CataloguePlan:
    """All rows of the file, and the version they go into."""

    rows: Sequence[Row]
    target: Target
    units: Mapping[str, Unit | None]
    day: date

    def load(self, person: Person | None) -> tuple[Loading, list[str]]:
        """What the rows make of the draft there is, or of one begun now, which then holds what the file holds alone.

        Not applied yet; with the codes that are left out of what the new version was begun with.
        """
        catalogue, reading = self.target.opened(person), reading_of(self.rows)
        loading = prepare(reading, catalogue, self.units, self.day)
        if self.target.draft is not None:
            return loading, []
        left_out = _leave_out_the_rest(loading)
        return (prepare(reading, catalogue, self.units, self.day) if left_out else loading), left_out

    def write(self, journal: Journal, tell: Tell) -> None:
        """Apply it, and keep what is needed to take it back."""
        source = Import.objects.select_related("applied_by").get(pk=journal.source.pk)
        person = source.applied_by or source.who
        loading, _left_out = self.load(person)
        catalogue = loading.catalogue
        standard = catalogue.products.filter(is_standard=True).first()
        frames = {group.pk: _values(group, FRAME) for group in catalogue.groups.all()}
        apply(loading, by=person)
        tell(len(self.rows), len(self.rows), "")
        is_begun = self.target.draft is None
        changes = _begun(source, catalogue) if is_begun else _merged(source, loading, frames, standard)
        ImportChange.objects.bulk_create(changes, batch_size=1000)


def _leave_out_the_rest(loading: Loading) -> list[str]:
    """Take out of a version just begun what it was begun with and the file does not hold; the codes."""
    kept = {product.pk for product in (*(change.new for change in loading.changed), *loading.alike)}
    rows = loading.catalogue.products.order_by("code").values_list("pk", "code")
    left = [(pk, code) for pk, code in rows if pk not in kept]
    for some in batches(left, 500):
        Product.objects.filter(pk__in=[pk for pk, _code in some]).delete()
    return [code for _pk, code in left]


def _begun(source: Import, catalogue: Catalogue) -> Iterable[ImportChange]:
    """All rows of a version that the import began."""
    for group in catalogue.groups.all():
        yield _change(source, GROUP, group, None, ("catalogue_id",))
    for product in catalogue.products.all():
        yield _change(source, PRODUCT, product, None, ("catalogue_id", "version"))


def _merged(
    source: Import, loading: Loading, frames: Mapping[int, Any], standard: Product | None
) -> Iterable[ImportChange]:
    """What was written into a version there was.

    It is taken back from the end: what became the standard product before what had been it, for there is one alone;
    the groups between keep the two apart.
    """
    lost = [change for change in loading.changed if change.old.is_standard and not change.new.is_standard]
    others = [change for change in loading.changed if change not in lost]
    written = {change.new.pk for change in loading.changed}
    if standard and standard.pk not in written and _is_no_more(standard):
        before, after = {"is_standard": True}, {"is_standard": False}
        yield ImportChange(source=source, table=PRODUCT, key=standard.pk, before=before, after=after)
    yield from (_changed(source, change) for change in lost)
    for group in loading.groups:
        names = FRAME if group.pk in frames else ("catalogue_id",)
        yield _change(source, GROUP, group, frames.get(group.pk), names)
    yield from (_changed(source, change) for change in others)
    for product in loading.added:
        yield _change(source, PRODUCT, product, None, ("catalogue_id", "version"))


def _is_no_more(standard: Product) -> bool:
    return not Product.objects.filter(pk=standard.pk, is_standard=True).exists()


def _changed(source: Import, change: Change) -> ImportChange:
    names = [*(f"{each.field}_id" if each.field in LINKS else each.field for each in change.fields), "version"]
    return _change(source, PRODUCT, change.new, _values(change.old, names), names)


def _change(source: Import, table: str, row: models.Model, before: Any, names: Iterable[str]) -> ImportChange:
    return ImportChange(source=source, table=table, key=row.pk, before=before, after=_values(row, names))


def _values(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def regret(source: Import) -> None:
    """Take away the version the import began; raises Held for one handed on or decided meanwhile."""
    for catalogue in _touched(source):
        is_begun = source.applied_at is not None and catalogue.opened_at >= source.applied_at
        if catalogue.state not in CHANGEABLE or (is_begun and catalogue.entries.exists()):
            raise Held("hangs", what=catalogue.title())
        if is_begun:
            if rest := catalogue.products.first():
                raise Held("hangs", what=str(rest))
            catalogue.delete()


def _touched(source: Import) -> list[Catalogue]:
    """The versions the import wrote into; what it added is gone by now."""
    changes = source.changes.filter(table__in=(PRODUCT, GROUP))
    keys: dict[str, list[int]] = {PRODUCT: [], GROUP: []}
    found = set()
    for table, key, before, after in changes.values_list("table", "key", "before", "after"):
        if before is None:
            found.add(after["catalogue_id"])
        else:
            keys[table].append(key)
    found |= set(Product.objects.filter(pk__in=keys[PRODUCT]).values_list("catalogue_id", flat=True))
    found |= set(Group.objects.filter(pk__in=keys[GROUP]).values_list("catalogue_id", flat=True))
    return list(Catalogue.objects.filter(pk__in=found))
