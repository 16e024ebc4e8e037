"""What the pages of a file say, made of its procedure's rows and its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from congminh.law.procedure import Role
from congminh.ledger.actions import Stale
from congminh.ledger.forms import NEEDS
from congminh.ledger.models import CaseFile, Entry
from congminh.ledger.words import said

if TYPE_CHECKING:
    from congminh.org.models import Person


def steps_of(file: CaseFile, person: Person) -> list[dict[str, Any]]:
    """The steps open to a person as components/steps.html draws them; one that needs nothing is taken at once."""
    waiting = {step.name for step in file.rules.open_to(file.roles_of(person), file.state)}
    open_now = {step.name for step in file.open_to(person)}
    rows = [step for step in file.rules.steps if step.name in waiting]
    return [
        {
            "name": step.name,
            "label": said(step.label),
            "article": step.cite,
            "url": reverse("step", args=[file.pk, step.name]),
            "asks": bool(step.needs),
            "primary": number == 0,
            "blocked": "" if step.name in open_now else ", ".join(step.when),
        }
        for number, step in enumerate(rows)
    ]


def history(file: CaseFile, reader: Person | None = None) -> list[dict[str, Any]]:
    """The entries of a file, the newest first, in words; without those the file hides from a reader."""
    entries = file.entries.select_related("who").prefetch_related("attachments").order_by("-number")
    return [told(entry, file) for entry in entries if reader is None or not file.hides(entry, reader)]


def told(entry: Entry, file: CaseFile) -> dict[str, Any]:
    """One entry in words: who did what in which role by which article, and what was handed in."""
    step = file.rules.step(entry.step)
    data = {name: value for name, value in entry.data.items() if name not in file.untold}
    return {
        "at": entry.at,
        "who": entry.who.name,
        "role": said(Role(entry.role).label),
        "what": said(step.label),
        "article": entry.cite,
        "data": [(NEEDS.get(name, name), value) for name, value in data.items() if _is_told(name, value)],
        "papers": list(entry.attachments.all()),
    }


def _is_told(name: str, value: Any) -> bool:
    """Whether a page says it: short texts and numbers; lists and tables have pages of their own."""
    return name != "evidence" and isinstance(value, str | int) and value != ""


def late_words(late: Stale, file: CaseFile) -> str:
    """Who was first and with what; what one typed is still in the form."""
    if late.entry is None:
        return str(late)
    # Of many files at once another one may have moved, by another procedure.
    first = told(late.entry, file if late.entry.file_id == file.pk else late.entry.file)
    return _("%(who)s took “%(step)s” at %(at)s. What you typed is still here.") % {
        "who": first["who"],
        "step": first["what"],
        "at": date_format(localtime(late.entry.at), "H:i d/m/Y"),
    }
