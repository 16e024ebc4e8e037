"""What the pages have done at once or, where a file is large, by a worker: reading, writing, taking back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.urls import reverse

from congminh.catalogue.actions import record_decided
from congminh.catalogue.models import Catalogue
from congminh.exchange import actions
from congminh.exchange.kinds import CATALOGUE
from congminh.exchange.kinds.catalogue import preparing
from congminh.exchange.kinds.kind import Tell, quiet
from congminh.exchange.models import Import
from congminh.jobs.models import Job
from congminh.jobs.work import job
from congminh.org.models import Decision, Person

# A file of about five hundred rows, which is read in a second or two.
LARGE_BYTES = 80_000
LARGE_ROWS = 500


def prepare(source: Import, tell: Tell = quiet) -> Import:
    """Read and compare, by the kind's own reader."""
    return preparing.prepare(source, tell) if source.kind == CATALOGUE.key else actions.prepare(source, tell)


@transaction.atomic
def write(source: Import, person: Person, tell: Tell, only_good: bool, signed: Mapping[str, str]) -> Import:
    """Write the rows; a catalogue with its decision is entered as decided, or nothing is written."""
    written = actions.apply(source, person, tell, only_good)
    if signed and written.state == Import.State.APPLIED:
        decision = Decision(**{name: signed[name] for name in ("number", "signer", "about")})
        decision.signed_on = date.fromisoformat(signed["signed_on"])
        draft = Catalogue.objects.drafts().get(agency=written.agency_id)
        record_decided(draft, person, draft.version, decision, date.fromisoformat(signed["first"]))
    return written


def _owner(task: Job) -> Person:
    if task.owner is None:
        raise ValueError(f"job {task.pk} writes an import and belongs to nobody")
    return task.owner


def _read(task: Job, source: int) -> None:
    """Outside the job's transaction: nobody else could write while a large file is read."""
    prepare(Import.objects.get(pk=source), task.progress)


@job(before=_read)
def read_in_background(task: Job, read: None, source: int) -> str:
    """Reading and comparing as a job."""
    return reverse("import", args=[source])


@job
def write_in_background(task: Job, source: int, only_good: bool, signed: dict[str, str]) -> str:
    """Writing as a job of whoever began it."""
    write(Import.objects.get(pk=source), _owner(task), task.progress, only_good, signed)
    return reverse("import", args=[source])


@job
def undo_in_background(task: Job, source: int) -> str:
    """Taking back as a job of whoever began it."""
    actions.undo(Import.objects.get(pk=source), _owner(task), task.progress)
    return reverse("import", args=[source])
