"""Files of every kind by what they share: found for a person, waiting for a person."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.http import Http404

from congminh.ledger.models import CaseFile

if TYPE_CHECKING:
    from congminh.org.models import Person


# What the page of a file says of it, for whoever reads: given to the template named with it.
About = Callable[[Any, "Person"], dict[str, Any]]
ABOUT: dict[str, tuple[str, About]] = {}


def about(procedure: str, template: str) -> Callable[[About], About]:
    """Mark a function as saying what files of a procedure are about, in `template`, on their page."""

    def mark(tell: About) -> About:
        ABOUT[procedure] = template, tell
        return tell

    return mark


def about_of(file: CaseFile, person: Person) -> dict[str, Any] | None:
    """What the file's app says of it, with `template`; None where it says nothing more than its title."""
    template, tell = ABOUT.get(file.procedure, ("", None))
    return {"template": template, **tell(file, person)} if tell else None


@cache
def kinds() -> dict[str, Any]:
    """The child of CaseFile by the name of each procedure its rows move by."""
    children = (model for model in apps.get_models() if issubclass(model, CaseFile))
    return {procedure: child for child in children for procedure in child.procedures}


def file_for(person: Person, pk: int) -> CaseFile:
    """The file as its own kind, if the person may see it; else Http404."""
    procedure = CaseFile.objects.filter(pk=pk).values_list("procedure", flat=True).first()
    kind = kinds().get(procedure or "")
    file: CaseFile | None = kind and kind.objects.visible_to(person).filter(pk=pk).first()
    if file is None:
        raise Http404
    return file


def waiting_for(person: Person) -> list[CaseFile]:
    """The files whose next step is this person's, the longest waiting first («việc chờ tôi»)."""
    found = [file for kind in dict.fromkeys(kinds().values()) for file in kind.objects.waiting_for(person)]
    return sorted(found, key=lambda file: file.opened_at)
