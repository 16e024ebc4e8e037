"""«Bản dữ liệu của tôi»: all that is held of one person in one file, to be read by people and by machines.

An HTML page that needs nothing else; the same rows stand in it once more as JSON, in the element `du-lieu`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Field, Model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congminh.ledger.files import kinds
from congminh.ledger.models import CaseFile, Entry
from congminh.org.models import Person
from congminh.privacy.register import ALL, Held, Purpose, purposes

Words = dict[str, Any]
NONE = "–"
# More columns than these do not stand across a page.
ACROSS = 9


def own_data(person: Person) -> str:
    """The file; a constant number of queries for each model, however many rows."""
    parts = [_of(each, person) for each in purposes().values()]
    told = {"person": person.code, "name": person.name, "at": timezone.localtime().isoformat(timespec="seconds")}
    steps = list(_steps(person))
    every = {**told, "purposes": {part["key"]: part["data"] for part in parts}, "steps": [row["data"] for row in steps]}
    shown = {
        "person": person,
        "at": timezone.localtime(),
        "language": get_language() or "vi",
        "parts": [part for part in parts if part["tables"]],
        "steps": steps,
        "data": every,
    }
    return render_to_string("privacy/own.html", shown)


def _of(purpose: Purpose, person: Person) -> Words:
    """One purpose: its tables for people, its rows for machines."""
    language, tables, data = get_language() or "vi", [], {}
    for held in purpose.held:
        rows = list(_rows(held, person))
        if not rows:
            continue
        fields = [_field(rows[0], name) for name in held.fields]
        data[held.model] = [{f.name: _plain(row, f, held) for f in fields} for row in rows]
        tables.append(_table(rows, fields, held))
    return {"key": purpose.key, "title": purpose.title(language), "why": purpose.why(language),
            "basis": purpose.basis, "kept": purpose.kept(language), "tables": tables, "data": data}  # fmt: skip


def _table(rows: Sequence[Model], fields: Sequence[Any], held: Held) -> Words:
    """The rows as people read them: across, or where that is too wide one under the other without what is empty."""
    columns = [capfirst(str(field.verbose_name)) for field in fields]
    cells = [[_said(_plain(row, field, held), row, field) for field in fields] for row in rows]
    cards = [[pair for pair in zip(columns, row, strict=True) if pair[1] != NONE] for row in cells]
    wide = len(columns) > ACROSS
    label = capfirst(str(rows[0]._meta.verbose_name_plural))
    return {"label": label, "columns": columns, "rows": [] if wide else cells, "cards": cards if wide else []}


def _rows(held: Held, person: Person) -> Iterable[Model]:
    """The rows about the person with what they point to; none where the way is not told."""
    points = [f.name for f in _fields(held) if f.is_relation and f.many_to_one]
    rows = held.rows(person.pk)
    for way, names in held.until.items():
        if "." in way:
            rows = rows.select_related(*way.split(".")[:-1])
        if ALL in names:
            rows = [row for row in rows.select_related(*points) if _reach(row, way)]
    return rows if isinstance(rows, list) else rows.select_related(*points)


def _fields(held: Held) -> list[Any]:
    from django.apps import apps

    model = apps.get_model(held.model)
    return [model._meta.get_field(name) for name in held.fields]


def _field(row: Model, name: str) -> Any:
    return row._meta.get_field(name)


def _plain(row: Model, field: Field, held: Held) -> Any:
    """A value as JSON has it; what a row points to by its name, with what waits left out."""
    if any(field.name in names and not _reach(row, way) for way, names in held.until.items()):
        return None
    if field.is_relation:
        found = getattr(row, field.name)
        return None if found is None else str(found)
    value = getattr(row, field.attname)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (int, str, bool, list, dict)) or value is None else str(value)


def _reach(row: Any, way: str) -> Any:
    for name in way.split("."):
        row = getattr(row, name)
    return row


def _said(value: Any, row: Any, field: Field) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return NONE
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    kept = getattr(row, field.attname)
    if isinstance(kept, datetime):
        return f"{timezone.localtime(kept):%H:%M %d/%m/%Y}"
    if isinstance(kept, date):
        return f"{kept:%d/%m/%Y}"
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)


def _steps(person: Person) -> Iterator[Words]:
    """What was done in the person's own files, by whom and by which article; without what a file hides yet."""
    files = _own_files(person)
    entries = Entry.objects.filter(file__in=list(files)).select_related("who").order_by("at", "pk")
    for entry in entries:
        file = files[entry.file_id]
        if file.hides(entry, person):
            continue
        step = file.rules.step(entry.step).label(get_language() or "vi")
        at, what = timezone.localtime(entry.at), f"{file.procedure_label}: {step}"
        said = {"at": at.isoformat(timespec="seconds"), "who": entry.who.name, "what": what, "article": entry.cite}
        yield {"at": at, "who": entry.who.name, "what": what, "article": entry.cite, "data": said}


def _own_files(person: Person) -> dict[int, CaseFile]:
    """The files that are about the person, of every kind that has one."""
    found: dict[int, CaseFile] = {}
    for name, kind in kinds().items():
        if any(field.name == "person" for field in kind._meta.get_fields()):
            found |= {file.pk: file for file in kind._base_manager.filter(procedure=name, person=person)}
    return found
