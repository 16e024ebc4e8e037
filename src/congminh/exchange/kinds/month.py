"""What both kinds of a month have in common: words of the pages' own checks, who may write about whom, taking back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from congminh.catalogue.models import Product
from congminh.exchange.excel import cells
from congminh.exchange.excel.form import Codes, Row, Wrong
from congminh.exchange.journal import Held, batches
from congminh.exchange.models import Import, ImportChange
from congminh.exchange.words import LANGUAGES
from congminh.law.text import scaled
from congminh.ledger.actions import Stale
from congminh.org.models import Person, Post, Unit
from congminh.work.models import Task
from congminh.work.models.task import seat
from congminh.work.pasting import quantity_of
from congminh.work.seats import seats_on

# As a kind of `words.SAID`: what a check of the pages says, in each language.
ON_THE_PAGE = "on_the_page"
AT_ONCE = 500


def nothing(source: Import) -> None:
    """Nothing is left to regret: what was taken back was taken back by the steps of each task."""


def quantity(said: str) -> int:
    """A quantity in thousandths, read as a paste reads it."""
    text = cells.plain(said)
    try:
        return quantity_of(text)
    except ValidationError as fault:
        raise Wrong(ON_THE_PAGE, **in_each(lambda: {0: _unread(text)})[0]["quantity"]) from fault


def _unread(text: str) -> dict[str, ValidationError]:
    """Why a text is no quantity, in the language in force."""
    try:
        quantity_of(text)
    except ValidationError as fault:
        return {"quantity": fault}
    return {}


def written(quantity_m: int) -> str:
    """A quantity as a cell holds it: «0,8»; a text, since 1.125 could be a thousand."""
    return scaled(quantity_m, 3)


def day_said(day: date | None) -> str:
    """A day as a cell says it."""
    return f"{day:%d/%m/%Y}" if day else ""


def in_each(check: Callable[[], Mapping[Any, Mapping[str, ValidationError]]]) -> dict[Any, dict[str, Any]]:
    """The faults a check finds, by row and column, each in every language; the check only reads."""
    found: dict[Any, dict[str, Any]] = {}
    for language in LANGUAGES:
        with override(language):
            for number, faults in check().items():
                for column, fault in faults.items():
                    said = found.setdefault(number, {}).setdefault(column, {"what": {}, "next": {}})
                    said["what"][language], said["next"][language] = _what(fault), _next(fault)
    return found


def _what(fault: ValidationError) -> str:
    return " ".join(fault.messages)


def _next(fault: ValidationError) -> str:
    """What to do, of the first of its refusals that says so."""
    one = fault.error_list[0] if hasattr(fault, "error_list") else fault
    return str((getattr(one, "params", None) or {}).get("next", ""))


def tasks_of(numbers: Collection[int], by: Person) -> dict[int, Task]:
    """The tasks with these numbers that a person sees, with who is in them, who is who, and their units."""
    seen: dict[int, Task] = {}
    for some in batches(sorted(numbers), AT_ONCE):
        rows = Task.objects.visible_to(by).filter(pk__in=some).select_related("person", "unit", "goal", "whole")
        seen |= {task.pk: task for task in rows.exclude(state="drafting")}
    seat(seen.values())
    return seen


def twice(rows: Collection[Row], number_of: Callable[[Row], int | None]) -> None:
    """A task in two rows is a fault of both."""
    alike: dict[int, list[Row]] = {}
    for row in rows:
        if number := number_of(row):
            alike.setdefault(number, []).append(row)
    for number, same in alike.items():
        places = ", ".join(row.place for row in same[:6])
        for row in same if len(same) > 1 else ():
            row.fault("task", "task_twice", number=str(number), rows=places)


def codes_of(person: Person, day: date) -> Codes:
    """The people whose work is this person's to write about, and the products in force where they work."""
    people = people_of(person, day)
    posts = list(Post.objects.held_on(day).filter(person__in=people).order_by("pk"))
    places = {post.person_id: post.unit_id for post in reversed(posts)}
    units = {unit.pk: unit for unit in Unit.objects.named(day).filter(pk__in=set(places.values()))}
    about = [(one.code, one.name, str(units[places[one.pk]])) for one in people if one.pk in places]
    products: dict[str, tuple[str, str, str]] = {}
    for unit in units.values():
        for each in Product.objects.in_force(unit, day).exclude(coefficient_m=None):
            products[each.code] = (each.code, each.output or each.work, scaled(each.coefficient_m or 0, 3))
    heads = (_("Civil servant code"), _("Full name"), _("Unit"))
    things = (_("Product code"), _("Output"), _("Coefficient"))
    return Codes(_("Codes"), ((heads, about), (things, [products[code] for code in sorted(products)])))


def people_of(person: Person, day: date) -> list[Person]:
    """Whom a person scores; whoever advises on personnel, all they see; never themselves."""
    if advises(person, day):
        found = Person.objects.visible_to(person, day).on(day)
    else:
        headed = Post.objects.held_on(day).filter(person=person, rank="head").values("unit")
        near = Post.objects.held_on(day).filter(unit__in=headed).values_list("person_id", flat=True)
        found = Person.objects.filter(pk__in=seats_on(day, {(who, 0) for who in near}).scored_by(person.pk))
    return list(found.exclude(pk=person.pk).order_by("code"))


def advises(person: Person, day: date) -> bool:
    """Whether the person advises on personnel («tham mưu tổ chức, cán bộ»)."""
    return bool(person.posts.held_on(day).filter(position__is_personnel=True).exists())


def changes_of(source: Import) -> list[tuple[Task, ImportChange]]:
    """The tasks an import wrote, the last first, each as it left it; raises Held where something happened since."""
    changes = list(source.changes.filter(table=Task._meta.label_lower).order_by("-pk"))
    tasks: dict[int, Task] = {}
    for some in batches([change.key for change in changes], AT_ONCE):
        tasks |= Task.objects.select_related("person", "unit", "goal", "whole").in_bulk(some)
    seat(tasks.values())
    for change in changes:
        if tasks[change.key].version != change.after["version"]:
            raise Held("moved_since", task=str(tasks[change.key]), number=str(change.key))
    return [(tasks[change.key], change) for change in changes]


@contextmanager
def steps() -> Iterator[None]:
    """Steps of tasks taken for an import: whoever was first, or a role that is gone, is said as imports say it."""
    try:
        yield
    except Stale as late:
        what = _("Somebody changed one of the tasks at this very moment, so nothing was written.")
        raise ValidationError(what, code="stale", params={"next": _("Read the file again.")}) from late
    except PermissionDenied as refused:
        what, mend = _("One of the tasks is no longer yours to decide on."), _("Ask who scores the person now.")
        raise ValidationError(what, params={"next": mend}) from refused
