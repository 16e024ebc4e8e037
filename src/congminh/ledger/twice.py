"""Two who typed on one form: the second is told who was first, sees both texts, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from congminh.ledger.actions import Stale
from congminh.ledger.forms import StepForm
from congminh.ledger.telling import late_words

if TYPE_CHECKING:
    from congminh.org.models import Person

Words = dict[str, Any]
# What a field is called, what the first left in it, what is typed here.
Both = Iterable[tuple[Any, str, str]]


class SavedFirst(Exception):
    """Somebody saved between steps what one typed on too: save number `draft`, `by` whom and when."""

    draft: int
    by: Person | None
    at: datetime | None

    def __init__(self) -> None:
        super().__init__(_("Somebody saved this sheet meanwhile. Nothing you typed is lost: compare and save again."))


@dataclass
class Trouble:
    """Why a form is shown again: who was first, or both texts; the status of the answer."""

    status: int
    late: str = ""
    conflict: Words | None = None


def conflict(form: StepForm, first: SavedFirst, both: Both) -> Words:
    """Both texts where they differ, as assessment/form/conflict.html draws them."""
    rows = [{"label": label, "theirs": theirs, "mine": mine} for label, theirs, mine in both if theirs != mine]
    is_mine = first.by is not None and first.by.pk == form.person.pk
    at = date_format(localtime(first.at), "H:i d/m/Y") if first.at else ""
    who = _("You saved this form elsewhere at %(at)s.") if is_mine else _("%(who)s saved this form at %(at)s.")
    return {"title": who % {"who": first.by, "at": at}, "rows": rows, "draft": first.draft}


def trouble(form: StepForm, late: Stale, told: Callable[[Any, Any], Words]) -> Trouble:
    """Of a step that came second: both texts where somebody saved first (`told`), else who took which step."""
    first = late.__cause__
    if isinstance(first, SavedFirst):
        return Trouble(409, conflict=told(form, first))
    return Trouble(409, late=late_words(late, form.file))
