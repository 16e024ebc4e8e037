"""The dry run of a catalogue's file: read by the catalogue's own reader, then compared and kept like any other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.catalogue.reading.records import Text, UnreadableWorkbook
from congminh.exchange import preview
from congminh.exchange.excel.form import Row
from congminh.exchange.kinds import CATALOGUE
from congminh.exchange.kinds.catalogue.form import MATCHED, SENTENCE
from congminh.exchange.kinds.catalogue.reading import read
from congminh.exchange.kinds.catalogue.target import target_of
from congminh.exchange.kinds.kind import Tell, quiet
from congminh.exchange.models import Import
from congminh.exchange.scope import scope_of

State = Import.State
CLOSED = Text(
    "Bản danh mục đang soạn đã trình, không nhận thêm dữ liệu. Chờ quyết định, hoặc để bản đó được trả lại rồi nhập.",
    "The version being drawn up has been submitted and takes no more rows. Wait for the decision, or for its return.",
)


def prepare(source: Import, tell: Tell = quiet) -> Import:
    """Read the file and compare its rows with the version they go into: ready to look at, or refused."""
    day = timezone.localdate()
    source.must_have_file()
    tell(0, 0, _("Reading the file"))
    try:
        found = read(source.file_path)
    except UnreadableWorkbook as refused:
        return _refuse(source, refused.text)
    if target_of(scope_of(source.who, day).agency, day).is_closed:
        return _refuse(source, CLOSED)
    source.layout = {sheet: {key: list(place) for key, place in row.items()} for sheet, row in found.layouts.items()}
    source.passed_over = found.notes
    return _compare(source, found.rows, tell)


def match(source: Import, chosen: Mapping[str, str], tell: Tell = quiet) -> Import:
    """Settle which unit each name of the file means (a unit's code, empty for the agency), and compare anew."""
    rows = preview.rows_kept(source)
    for row in rows:
        if row.cells.get("unit") in chosen:
            row.cells[MATCHED] = chosen[row.cells["unit"]]
    return _compare(source, rows, tell)


def _compare(source: Import, rows: list[Row], tell: Tell) -> Import:
    """Compare the rows and keep the preview, unless somebody applied the import meanwhile."""
    day = timezone.localdate()
    tell(0, len(rows), _("Comparing with what is there"))
    preview.compared(rows, CATALOGUE, scope_of(source.who, day), day)
    with transaction.atomic():
        _move(source, State.READY, refusal={})
        preview.keep(source, rows, tell)
        source.state, source.refusal = State.READY, {}
        source.save()
    return source


def _refuse(source: Import, said: Any) -> Import:
    with transaction.atomic():
        _move(source, State.REFUSED, refusal={"kind": SENTENCE, "said": {"vi": said.vi, "en": said.en}}, file="")
        source.rows.all().delete()
        source.drop_file()
    source.refresh_from_db()
    return source


def _move(source: Import, after: str, **changes: Any) -> None:
    """Compare and set: nobody has applied the import."""
    waiting = Import.objects.filter(pk=source.pk, state__in=(State.READING, State.READY))
    if not waiting.update(state=after, **changes):
        there = Import.objects.get(pk=source.pk)
        said = _("Someone was first: the import is %(state)s by now.") % {"state": there.get_state_display()}
        raise ValidationError(said, code="stale", params={"next": _("Open it again to see how it stands.")})
