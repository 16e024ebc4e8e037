"""The one writer of state: open a file, take a step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congminh.law.procedure import Role, Step
from congminh.ledger.models import CaseFile, Entry, Notice

if TYPE_CHECKING:
    from congminh.org.models import Person

File = TypeVar("File", bound=CaseFile)


class Stale(Exception):
    """Someone was first: the file has moved since the page was shown. `entry` is what they did."""

    def __init__(self, entry: Entry | None) -> None:
        told = _("Someone was first: the file has changed since you opened it. Nothing you typed is lost.")
        super().__init__(told)
        self.entry = entry


def open_file(file: File) -> File:
    """Save a new file in the first state of its procedure."""
    file.state, file.version = file.rules.initial, 0
    file.save(force_insert=True)
    return file


def take(
    step: str, file: CaseFile, person: Person, version: int, data: Mapping[str, Any] | None = None, **changes: Any
) -> Entry:
    """Take one step of a file's procedure for `person`, who saw it at `version`; the entry it made.

    `data` is what is handed in with the step and kept in the entry, `changes` the file's own columns.
    Raises PermissionDenied without a role that may, ValidationError when something needed is missing or
    does not hold, Stale when someone was first. All of it happens, or nothing.
    """
    row = file.rules.step(step)
    role = _role(row, file, person)
    _check(row, file, data or {})
    with transaction.atomic():
        before = _move(row, file, version)
        if changes:
            type(file)._default_manager.filter(pk=file.pk).update(**changes)
        entry = Entry.objects.create(
            file=CaseFile(pk=file.pk),
            number=version + 1,
            who=person,
            role=role.value,
            step=row.name,
            cite=row.cite,
            before=before,
            after=row.target,
            data=dict(data or {}),
        )
        _tell(row, file, person, entry)
    file.refresh_from_db()
    return entry


def _role(row: Step, file: CaseFile, person: Person) -> Role:
    """The first of the step's roles that the person has in this file."""
    held = file.roles_of(person)
    for role in row.by:
        if role in held:
            return role
    raise PermissionDenied(_("This step of the file is not yours to take."))


def _check(row: Step, file: CaseFile, data: Mapping[str, Any]) -> None:
    missing = {name: [_("This is needed for the step.")] for name in row.needs if data.get(name) in (None, "", [], {})}
    if missing:
        raise ValidationError(missing)
    waiting = [fact for fact in row.when if not file.holds(fact)]
    if waiting:
        raise ValidationError(_("This step has to wait for: %(facts)s") % {"facts": ", ".join(waiting)})


def _move(row: Step, file: CaseFile, version: int) -> str:
    """Compare and set: the state before, if the file is still as it was seen; else Stale."""
    stored = CaseFile.objects.filter(pk=file.pk, version=version, state__in=row.sources)
    before = stored.values_list("state", flat=True).first()
    if before is None or not stored.filter(state=before).update(state=row.target, version=version + 1):
        raise Stale(Entry.objects.filter(file_id=file.pk).order_by("number").last())
    return before


def _tell(row: Step, file: CaseFile, person: Person, entry: Entry) -> None:
    """One notice for each person told, never to the one who acted, never twice."""
    told: dict[int, Notice] = {}
    for role in row.tell:
        for to in file.people_in(role):
            if to.pk != person.pk:
                told.setdefault(to.pk, Notice(entry=entry, to=to, role=role.value))
    Notice.objects.bulk_create(told.values())
