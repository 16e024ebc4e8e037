"""What happens to an import: received, read and compared, applied in one transaction, undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Never

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congminh.catalogue.reading.container import MAX_BYTES
from congminh.catalogue.reading.records import UnreadableWorkbook
from congminh.exchange import journal, preview
from congminh.exchange.excel.headings import Unfit
from congminh.exchange.kinds import KINDS
from congminh.exchange.kinds.kind import Tell, quiet
from congminh.exchange.models import Import
from congminh.exchange.words import told
from congminh.ledger.evidence import digest, later, scanned
from congminh.ledger.inspecting.unsafe import Unsafe
from congminh.ledger.inspecting.virus import UNASKED
from congminh.org.actions.trace import Action, trace
from congminh.org.models import Person

State = Import.State
ORGANISATION = ("org_unit", "org_unitstate", "org_person", "org_peergroup", "org_position", "org_post", "org_decision")


def receive(file: File, kind: str, person: Person) -> Import:
    """Keep a file that is to be imported («tiếp nhận tệp»); `prepare` reads it.

    Raises PermissionDenied for whoever may not send such a file, ValidationError for a file that is too
    large, empty or no .xlsx by its name, and KeyError for an unknown kind.
    """
    scope = KINDS[kind].scope(person, timezone.localdate())
    name = "".join(letter for letter in re.split(r"[\\/]", file.name or "")[-1] if letter.isprintable())[-200:]
    _check_file(file, name)
    source = Import(kind=KINDS[kind].key, file_name=name, size=file.size, who=person, agency_id=scope.agency)
    source.sha256 = digest(file)
    _check_virus(file, name, source.sha256)
    source.file.save(name, file, save=False)
    source.save()
    return source


def prepare(source: Import, progress: Tell = quiet) -> Import:
    """Read the file and compare its rows with what is there («xem trước»): ready to look at, or refused.

    The dry run: nothing of the organisation changes. An import that is ready may be prepared again.
    """
    kind = KINDS[source.kind]
    scope = kind.scope(source.who, timezone.localdate())
    source.must_have_file()
    progress(0, 0, _("Reading the file"))
    try:
        rows, found = preview.rows_in_file(source, kind.form)
    except UnreadableWorkbook as refused:
        return _refuse(source, {"kind": "unreadable", "said": refused.text._asdict()})
    except Unfit as unfit:
        return _refuse(source, {"kind": unfit.kind, "said": unfit.said})
    progress(0, len(rows), _("Comparing with what is there"))
    preview.compared(rows, kind, scope, timezone.localdate())
    source.layout = {
        sheet: {key: list(place) for key, place in where.items()} for sheet, where in found.layouts.items()
    }
    source.passed_over = found.notes
    return _keep(source, rows, progress, {})


def apply(source: Import, person: Person, progress: Tell = quiet, only_good: bool = False) -> Import:
    """Do what the preview says, all in one transaction («nhập»); the import is applied then.

    When the organisation changed since the preview, nothing is done: the preview is made anew, and the import
    stays ready with a `problem` that says so. `only_good` leaves out the faulty rows («chỉ nhập dòng đúng»).
    Raises ValidationError for faulty rows, for nothing to do, and when someone was first.
    """
    _check_person(source, person)
    _check_ready(source, only_good)
    kind = KINDS[source.kind]
    scope = kind.scope(person, timezone.localdate())
    with transaction.atomic():
        _move(source, State.READY, State.APPLIED, refusal={}, applied_at=timezone.now(), applied_by=person)
        _hold_organisation()
        progress(0, source.total, _("Comparing once more"))
        rows = preview.rows_kept(source)
        plan = preview.compared(rows, kind, scope, timezone.localdate())
        if preview.digest(rows) == source.digest:
            plan.write(journal.Journal(source), _within(progress, _("Writing")))
            source.refresh_from_db()
            _trace(Action.IMPORT, source, person)
            return source
        transaction.set_rollback(True)
    return _keep(Import.objects.get(pk=source.pk), rows, progress, {"kind": kind.changed, "said": {}})


def undo(source: Import, person: Person, progress: Tell = quiet) -> Import:
    """Put everything back as it was before the import («hoàn tác»), all of it or nothing.

    Raises ValidationError saying what stands in the way when something was changed since or rests on it.
    """
    _check_person(source, person)
    kind = KINDS[source.kind]
    with transaction.atomic():
        _move(source, State.APPLIED, State.UNDONE, undone_at=timezone.now(), undone_by=person)
        _hold_organisation()
        progress(0, 0, _("Putting back what was there"))
        try:
            kind.take_back(source, person)
            kind.regret(source)
        except journal.Held as held:
            _stop(_("The import cannot be undone."), held.kind, held.said)
        _trace(Action.UNDO_IMPORT, source, person)
        # Also where this is part of a larger transaction: what does not hold is said here, not at its end.
        connection.check_constraints()
    source.refresh_from_db()
    return source


def _check_file(file: File, name: str) -> None:
    advice = _("Choose an Excel file (.xlsx) of up to %(limit)s MB.") % {"limit": MAX_BYTES // 2**20}
    why = ""
    if not name.lower().endswith(".xlsx"):
        why = _("It is not an .xlsx file.")
    elif not file.size:
        why = _("It is empty.")
    elif file.size > MAX_BYTES:
        why = _("It is too large: %(size)s MB.") % {"size": file.size // 2**20}
    if why:
        said = _("“%(name)s” cannot be imported.") % {"name": name}
        raise ValidationError({"file": ValidationError(said, params={"why": why, "next": advice})})


def _check_virus(file: File, name: str, sha256: str) -> None:
    """Before it is kept: what is refused here never leaves the quarantine."""
    try:
        scanned(file, sha256)
    except Unsafe as found:
        said = _("“%(name)s” cannot be imported.") % {"name": name}
        why = found.why(get_language() or "vi")
        mend = later() if found.kind == UNASKED else _("Do not open it, and tell whoever sent it.")
        raise ValidationError({"file": ValidationError(said, params={"why": why, "next": mend})}) from found


def _refuse(source: Import, refusal: dict[str, Any]) -> Import:
    with transaction.atomic():
        _move(source, (State.READING, State.READY), State.REFUSED, refusal=refusal, file="")
        source.rows.all().delete()
        source.drop_file()
    source.refresh_from_db()
    return source


def _keep(source: Import, rows: list[Any], progress: Tell, problem: dict[str, Any]) -> Import:
    """Keep a preview, unless somebody applied the import meanwhile."""
    with transaction.atomic():
        _move(source, (State.READING, State.READY), State.READY, refusal=problem)
        preview.keep(source, rows, _within(progress, _("Keeping the preview")))
        source.state, source.refusal = State.READY, problem
        source.save()
    return source


def _move(source: Import, before: Any, after: str, **changes: Any) -> None:
    """Compare and set: the import is as it was seen, or someone was first."""
    states = before if isinstance(before, tuple) else (before,)
    if not Import.objects.filter(pk=source.pk, state__in=states).update(state=after, **changes):
        there = Import.objects.get(pk=source.pk)
        said = _("Someone was first: the import is %(state)s by now.") % {"state": there.get_state_display()}
        raise ValidationError(said, code="stale", params={"next": _("Open it again to see how it stands.")})


def _hold_organisation() -> None:
    """Nobody else writes the organisation until the transaction ends; reading goes on. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(ORGANISATION)} IN SHARE ROW EXCLUSIVE MODE")


def _trace(action: Action, source: Import, person: Person) -> None:
    """One change of the organisation for the whole import; its rows say the rest. Tasks have entries of their own."""
    if KINDS[source.kind].of_month:
        return
    counts = {name: getattr(source, name) for name in preview.VERDICTS}
    trace(action, person, unit=source.agency, of=source.file_name, after={**counts, "sha256": source.sha256})


def _check_person(source: Import, person: Person) -> None:
    if not Import.objects.visible_to(person).filter(pk=source.pk).exists():
        raise PermissionDenied(_("This import belongs to another agency than yours."))


def _check_ready(source: Import, only_good: bool) -> None:
    if source.faulty and not only_good:
        said = _("%(number)s rows are faulty, so nothing was imported.") % {"number": source.faulty}
        advice = _("Mend them in the file and import it again, or choose to import the good rows alone.")
        raise ValidationError(said, code="faulty", params={"next": advice})
    if source.state == State.READY and not source.added and not source.changed:
        said = _("There is nothing to import: every row is in the system as it is.")
        raise ValidationError(said, code="nothing", params={"next": _("Change the file, or leave it at that.")})


def _stop(what: str, kind: str, said: dict[str, str]) -> Never:
    reason = told({"kind": kind, "said": said})
    raise ValidationError(what, code=kind, params={"why": reason.what, "next": reason.next})


def _within(progress: Tell, note: str) -> Callable[[int, int, str], None]:
    """Progress with a note of what is being done."""

    def tell(done: int, total: int, _note: str) -> None:
        progress(done, total, note)

    return tell
