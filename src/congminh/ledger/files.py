"""Files of every kind by what they share: found for a person, waiting for a person."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, Q
from django.http import Http404

from congminh.ledger.models import CaseFile
from congminh.ledger.procedures import named

if TYPE_CHECKING:
    from congminh.org.models import Person


# What the page of a file says of it, for whoever reads: given to the template named with it.
About = Callable[[Any, "Person"], dict[str, Any]]
ABOUT: dict[str | type[CaseFile], tuple[str, About]] = {}


def about(of: str | type[CaseFile], template: str) -> Callable[[About], About]:
    """Mark a function as saying what files of a procedure, or of one kind, are about, in `template`, on their page."""

    def mark(tell: About) -> About:
        ABOUT[of] = template, tell
        return tell

    return mark


def about_of(file: CaseFile, person: Person) -> dict[str, Any] | None:
    """What the file's app says of it, with `template`; None where it says nothing more than its title."""
    found = ABOUT.get(type(file)) or ABOUT.get(file.procedure)
    return {"template": found[0], **found[1](file, person)} if found else None


@cache
def kinds() -> dict[str, Any]:
    """The child of CaseFile by the name of each procedure its rows move by."""
    children: list[Any] = [model for model in apps.get_models() if CaseFile in model.__bases__]
    return {procedure: child for child in children for procedure in child.procedures}


def special(kind: Any) -> list[Any]:
    """The children of a kind: files of its procedure that are about something else («kiến nghị về năm»)."""
    return kind.__subclasses__()  # type: ignore[no-any-return]


def _own(kind: Any, pk: int) -> Any:
    """The kind of one row: the child that holds it, else the kind itself."""
    return next((child for child in special(kind) if child._base_manager.filter(pk=pk).exists()), kind)


def file_for(person: Person, pk: int) -> CaseFile:
    """The file as its own kind, if the person may see it; else Http404."""
    procedure = CaseFile.objects.filter(pk=pk).values_list("procedure", flat=True).first()
    kind = kinds().get(procedure or "")
    file: CaseFile | None = kind and _own(kind, pk).objects.visible_to(person).filter(pk=pk).first()
    if file is None:
        raise Http404
    return file


def waiting_for(person: Person) -> list[CaseFile]:
    """The files whose next step is this person's, the longest waiting first («việc chờ tôi»)."""
    found = [file for kind in under_way(person) for file in kind.objects.waiting_for(person)]
    return sorted(found, key=lambda file: file.opened_at)


def under_way(person: Person, besides: Collection[Any] = ()) -> list[Any]:
    """The kinds, `besides` some, of which not every file is at rest: only of these can one wait for `person`.

    One query, however many procedures there are.
    """
    every = [each for kind in dict.fromkeys(kinds().values()) for each in (kind, *special(kind))]
    asked = [kind for kind in every if kind not in besides]
    moving = [Exists(kind._base_manager.exclude(_at_rest(kind))) for kind in asked]
    found = type(person)._base_manager.filter(pk=person.pk).values_list(*moving).first() or ()
    return [kind for kind, is_moving in zip(asked, found, strict=False) if is_moving]


def _at_rest(kind: Any) -> Q:
    resting = (Q(procedure=name, state__in=named(name).finals) for name in kind.procedures)
    return reduce(or_, resting, Q(pk__in=()))
