"""The one writer of state: open a file, take a step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import connection, transaction
from django.utils.translation import gettext as _

from congminh.law.procedure import Role, Step
from congminh.ledger.evidence import check
from congminh.ledger.log.recording import record
from congminh.ledger.models import Attachment, CaseFile, Entry, Notice

if TYPE_CHECKING:
    from congminh.org.models import Person

Opened = TypeVar("Opened", bound=CaseFile)
NAME_LETTERS = 200
# Few enough for the parameters of one statement on SQLite.
AT_ONCE = 500


class Stale(Exception):
    """Someone was first: the file has moved since the page was shown. `entry` is what they did.

    Of a step on many, `files` are the keys of all that had moved, and `entry` is of the first of them.
    """

    def __init__(self, entry: Entry | None, files: Sequence[int] = ()) -> None:
        told = _("Someone was first: the file has changed since you opened it. Nothing you typed is lost.")
        super().__init__(told)
        self.entry, self.files = entry, tuple(files)


def open_file(file: Opened) -> Opened:
    """Save a new file in the first state of its procedure."""
    file.state, file.version = file.rules.initial, 0
    file.save(force_insert=True)
    return file


def take(
    step: str,
    file: CaseFile,
    person: Person,
    version: int,
    data: Mapping[str, Any] | None = None,
    evidence: Sequence[File] = (),
    **changes: Any,
) -> Entry:
    """Take one step of a file's procedure for `person`, who saw it at `version`; the entry it made.

    `data` and the files of `evidence` are what is handed in with the step, kept in the entry and beside it;
    `changes` are the file's own columns. Raises PermissionDenied without a role that may, ValidationError when
    something needed is missing or does not hold, Stale when someone was first. All of it happens, or nothing.
    """
    row = file.rules.step(step)
    role = _role(row, file, person)
    papers = [_paper(each) for each in evidence]
    handed_in = {**(data or {}), **({"evidence": [_listed(paper) for paper in papers]} if papers else {})}
    _check(row, file, handed_in)
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
            after=row.leads(before),
            data=handed_in,
        )
        record([entry], file.procedure)
        _keep(papers, entry)
        _tell(row, [(file, entry)], person)
    file.refresh_from_db()
    return entry


@dataclass
class Taking(Generic[Opened]):
    """One file of a step taken on many: the file as loaded, what is handed in with it, its columns that change."""

    file: Opened
    data: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def open_files(files: Sequence[Opened]) -> list[Opened]:
    """As `open_file`, for many of one model, in a few statements however many."""
    parents = [CaseFile(procedure=file.procedure, state=file.rules.initial) for file in files]
    CaseFile.objects.bulk_create(parents, batch_size=AT_ONCE)
    for file, parent in zip(files, parents, strict=True):
        file.pk = parent.pk
        file.casefile_ptr_id = file.id = parent.pk  # type: ignore[attr-defined]
        file.state, file.version, file.opened_at = parent.state, parent.version, parent.opened_at
    _insert_children(files)
    return list(files)


@transaction.atomic
def take_all(step: str, takings: Sequence[Taking[Any]], person: Person) -> list[Entry]:
    """Take one step of many files of one procedure for `person`, each as it was loaded; their entries in order.

    All of it happens, or nothing. Raises as `take` does: Stale names every file that had moved. Entries of more
    than one file bear the mark and size of their batch; each person is told once of the whole.
    """
    row = takings[0].file.rules.step(step) if takings else None
    if row is None:
        return []
    roles = [_role(row, each.file, person) for each in takings]
    for each in takings:
        _check(row, each.file, each.data)
    _move_all(row, [each.file for each in takings])
    _change_all(takings)
    batch = {"batch": {"mark": token_hex(8), "files": len(takings)}} if len(takings) > 1 else {}
    made = [_entry(row, each, role, person, batch) for each, role in zip(takings, roles, strict=True)]
    Entry.objects.bulk_create(made, batch_size=AT_ONCE)
    record(made, takings[0].file.procedure)
    _tell(row, [(each.file, entry) for each, entry in zip(takings, made, strict=True)], person)
    for each, entry in zip(takings, made, strict=True):
        _keep_up(each, entry)
    return made


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


def _paper(file: File) -> Attachment:
    """A file as it will be kept; ValidationError when it may not be handed in."""
    (kind, sha256), name = check(file), PurePath(file.name or "").name[-NAME_LETTERS:]
    content = File(file.file, name=f"{token_hex(16)}.{kind.ending}")
    return Attachment(name=name, media=kind.media, size=file.size, sha256=sha256, content=content)


def _listed(paper: Attachment) -> dict[str, Any]:
    return {"name": paper.name, "bytes": paper.size, "sha256": paper.sha256}


def _keep(papers: Sequence[Attachment], entry: Entry) -> None:
    for paper in papers:
        paper.file_id, paper.entry = entry.file_id, entry
        paper.save(force_insert=True)


def _move(row: Step, file: CaseFile, version: int) -> str:
    """Compare and set: the state before, if the file is still as it was seen; else Stale."""
    stored = CaseFile.objects.filter(pk=file.pk, version=version, state__in=row.sources)
    before = stored.values_list("state", flat=True).first()
    if before is None or not stored.filter(state=before).update(state=row.leads(before), version=version + 1):
        raise Stale(_last_entry(file.pk), [file.pk])
    return before


def _last_entry(file: int) -> Entry | None:
    return Entry.objects.filter(file_id=file).order_by("number").last()


def _tell(row: Step, moved: Iterable[tuple[CaseFile, Entry]], person: Person) -> None:
    """One notice for each person told, never to the one who acted, never twice: of many files, at the first."""
    told: dict[int, Notice] = {}
    for file, entry in moved:
        for role in row.tell:
            for to in file.people_in(role):
                if to.pk != person.pk:
                    told.setdefault(to.pk, Notice(entry=entry, to=to, role=role.value))
    Notice.objects.bulk_create(told.values(), batch_size=AT_ONCE)


def _insert_children(files: Sequence[CaseFile]) -> None:
    """The rows of the child model: `bulk_create` refuses models that have a parent's table."""
    if not files:
        return
    model, columns = type(files[0]), list(type(files[0])._meta.local_concrete_fields)
    size = max(connection.ops.bulk_batch_size(columns, files), 1)
    for start in range(0, len(files), size):
        model._base_manager._insert(files[start : start + size], fields=columns, using=connection.alias)  # type: ignore[attr-defined]
    for file in files:
        file._state.adding, file._state.db = False, connection.alias


def _move_all(row: Step, files: Sequence[CaseFile]) -> None:
    """Compare and set, for many; rows are locked in the order of their keys, so that two batches never embrace."""
    seen = {file.pk: (file.version, file.state) for file in files}
    for start in range(0, len(seen), AT_ONCE):
        keys = sorted(seen)[start : start + AT_ONCE]
        stored = CaseFile.objects.filter(pk__in=keys).select_for_update().order_by("pk")
        now = {pk: (version, state) for pk, version, state in stored.values_list("pk", "version", "state")}
        late = [pk for pk in keys if now.get(pk) != seen[pk] or seen[pk][1] not in row.sources]
        alike = defaultdict(list)
        for pk in keys:
            alike[seen[pk]].append(pk)
        for (version, state), same in () if late else alike.items():
            held = CaseFile.objects.filter(pk__in=same, version=version, state=state)
            if held.update(state=row.leads(state), version=version + 1) != len(same):
                late += same
        if late:
            raise Stale(_last_entry(late[0]), late)


def _change_all(takings: Iterable[Taking[Any]]) -> None:
    """The files' own columns: one statement for all that change alike."""
    alike = defaultdict(list)
    for each in takings:
        if each.changes:
            alike[tuple(each.changes.items())].append(each.file)
    for changes, files in alike.items():
        for start in range(0, len(files), AT_ONCE):
            keys = [file.pk for file in files[start : start + AT_ONCE]]
            type(files[0])._default_manager.filter(pk__in=keys).update(**dict(changes))


def _keep_up(taking: Taking[Any], entry: Entry) -> None:
    """The file in memory as it is stored now; a column changed by an expression is read when it is asked for."""
    file = taking.file
    file.state, file.version = entry.after, entry.number
    for name, value in taking.changes.items():
        if hasattr(value, "resolve_expression"):
            file.__dict__.pop(name, None)
        else:
            setattr(file, name, value)


def _entry(row: Step, taking: Taking[Any], role: Role, person: Person, batch: Mapping[str, Any]) -> Entry:
    file = taking.file
    return Entry(
        file_id=file.pk,
        number=file.version + 1,
        who=person,
        role=role.value,
        step=row.name,
        cite=row.cite,
        before=file.state,
        after=row.leads(file.state),
        data={**taking.data, **batch},
    )
