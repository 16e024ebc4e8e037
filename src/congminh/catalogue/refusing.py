"""Refusals as pages show them (what happened, why, what to do), and the lock that goes before a change."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Never

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from congminh.ledger.models import CaseFile


def refuse(field: str, what: str, mend: str = "", why: str = "", **said: Any) -> Never:
    """Raise ValidationError for a field, in three parts; `said` fills the holes of each."""
    filled = {"next": mend % said, "why": why % said}
    raise ValidationError({field: ValidationError(what, params={**said, **filled})})


def hold(pk: int, states: Collection[str]) -> None:
    """Lock a file for the rest of the transaction while it is in one of these states; else ValidationError.

    Whoever takes a step of the file meanwhile waits, so that rows never change behind a step. An UPDATE locks on
    both engines, where `select_for_update` is nothing on SQLite.
    """
    if not CaseFile.objects.filter(pk=pk, state__in=states).update(opened_at=F("opened_at")):
        what = _("The catalogue has moved on and can no longer be changed.")
        refuse("__all__", what, _("Open it again; to change what was decided, begin a review."))
