"""Asking about one's own data, taking a copy, and the answers («thực hiện yêu cầu», Nghị định 356/2025, Điều 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from congminh.ledger.actions import open_file, take
from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.privacy.erasing import forget, stop
from congminh.privacy.models import DataRequest
from congminh.privacy.procedure import OF_KIND
from congminh.privacy.register import purposes

Kind = DataRequest.Kind


@transaction.atomic
def ask(person: Person, kind: str, chosen: Sequence[str], about: str, papers: Sequence[File] = ()) -> DataRequest:
    """Send a request about one's own data; the agency's personnel advisers are told. One open at a time of a kind.

    For a second, the ValidationError has `file`, the first one's key, in its params.
    """
    # Of two clicks at once the second waits here on PostgreSQL; on SQLite every transaction waits for the other.
    Person.objects.select_for_update().get(pk=person.pk)
    already = DataRequest.objects.open().filter(person=person, kind=kind).first()
    if already:
        said = {"why": _("One of the same kind is still open."), "next": _("Open it to see how it stands.")}
        raise ValidationError(_("You have asked this already."), code="open", params={**said, "file": already.pk})
    file = open_file(_request(person, kind, chosen, about))
    told = {"purposes": [purposes()[key].title.vi for key in chosen], "about": about.strip()}
    take("send", file, person, file.version, told, papers)
    return file


@transaction.atomic
def take_copy(person: Person) -> DataRequest:
    """Keep that somebody took a copy of their own data; nobody has to grant it."""
    file = open_file(_request(person, Kind.SEE, list(purposes()), ""))
    take("take_copy", file, person, file.version)
    return file


@transaction.atomic
def carry_out(file: DataRequest, by: Person, version: int, answer: str) -> Entry:
    """Do what is asked and answer: erase, or stop, what the register lets; of a correction, that it was made."""
    done: Mapping[str, int] = {}
    if file.holds("may_be_carried_out"):
        if file.kind == Kind.ERASE:
            done = forget(file.person, file.chosen, by, f"{file.procedure} {file.pk}")
        elif file.kind in (Kind.RESTRICT, Kind.OBJECT):
            done = stop(file.person, file.chosen)
    # What is asked now may be among what was just forgotten of settled requests: it is open, so it is not.
    return take("carry_out", file, by, version, {"answer": answer, "done": dict(done)})


def _request(person: Person, kind: str, chosen: Sequence[str], about: str) -> DataRequest:
    unknown = [key for key in chosen if key not in purposes()]
    if unknown or not chosen:
        raise ValidationError({"purposes": _("Choose what it is about.")})
    about = about.strip()
    if kind != Kind.SEE and not about:
        raise ValidationError({"about": _("Say in a sentence what is wrong or what you wish.")})
    return DataRequest(procedure=OF_KIND[kind].name, person=person, kind=kind, purposes=list(chosen), about=about)


def kept_by(file: DataRequest) -> dict[str, Any]:
    """By the title of each purpose asked about, the article by which the law keeps it; empty where none does."""
    wanted = "stop" if file.kind in (Kind.RESTRICT, Kind.OBJECT) else "erase"
    if file.kind in (Kind.SEE, Kind.CORRECT):
        return {}
    return {each.key: each.keep or each.basis[-1] for each in file.chosen if not getattr(each, wanted)}
