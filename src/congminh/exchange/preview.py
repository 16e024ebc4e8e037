"""The dry run: read the file, compare its rows with what is there, keep what each would do. Nothing else changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date

from congminh.exchange.excel.child import read
from congminh.exchange.excel.form import Form, Layout, Place, Row, name_places, parse
from congminh.exchange.excel.headings import Found, rows_of
from congminh.exchange.journal import batches
from congminh.exchange.kinds import Kind
from congminh.exchange.kinds.kind import Plan, Tell
from congminh.exchange.models import Import, ImportRow
from congminh.exchange.scope import Scope

VERDICTS = ("added", "changed", "left", "faulty")


def rows_in_file(source: Import, form: Form) -> tuple[list[Row], Found]:
    """The rows of the file, read in a child process; raises UnreadableWorkbook and Unfit."""
    found = Found()
    with read(source.file_path) as book:
        rows = list(rows_of(book, form, found))
    return rows, found


def rows_kept(source: Import) -> list[Row]:
    """The rows as they were kept at the preview."""
    where = layouts(source)
    kept = source.rows.order_by("pk").values_list("sheet", "number", "values").iterator(2000)
    return [Row(sheet, number, cells, where[sheet]) for sheet, number, cells in kept]


def layouts(source: Import) -> dict[str, Layout]:
    """By sheet where each column was found."""
    return {sheet: {key: Place(*place) for key, place in row.items()} for sheet, row in source.layout.items()}


def compared(rows: Sequence[Row], kind: Kind, scope: Scope, day: date) -> Plan:
    """What the rows without faults would do; each row has its verdict."""
    name_places(rows)
    for row in rows:
        parse(row, kind.form)
    return kind.compare(rows, scope, day)


def digest(rows: Sequence[Row]) -> str:
    """Of all that the preview says: another organisation beneath it, another digest."""
    found = hashlib.sha256()
    for row in rows:
        said = [row.sheet, row.number, row.verdict, row.before, row.faults, row.notes]
        found.update(json.dumps(said, sort_keys=True).encode())
    return found.hexdigest()


def keep(source: Import, rows: Sequence[Row], tell: Tell) -> None:
    """Put the rows of this preview in place of those of an earlier one, and their numbers on the import."""
    ImportRow.objects.filter(source=source)._raw_delete(using="default")  # nothing hangs on them
    done = 0
    for batch in batches(_rows(source, rows)):
        ImportRow.objects.bulk_create(batch)
        done += len(batch)
        tell(done, len(rows), "")
    for verdict in VERDICTS:
        setattr(source, verdict, sum(row.verdict == verdict for row in rows))
    source.digest = digest(rows)


def _rows(source: Import, rows: Sequence[Row]) -> Iterator[ImportRow]:
    for row in rows:
        yield ImportRow(
            source=source,
            sheet=row.sheet,
            number=row.number,
            verdict=row.verdict,
            values=row.cells,
            before=row.before,
            faults=row.faults,
            notes=row.notes,
        )
