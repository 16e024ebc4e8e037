"""«Giao việc»: the people and products chosen, how much of each by when; and which unit and period it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.models import Product
from congminh.law.calendar import ONE_DAY, Period, is_working_day
from congminh.ledger.forms import NEEDS
from congminh.org.doors import Visit
from congminh.org.forms.fields import DayField
from congminh.org.models import Person, Unit
from congminh.work.actions import assign, assign_shared
from congminh.work.forms import ThousandthsField
from congminh.work.models import Goal, Task, Whole
from congminh.work.periods import kind_on, period_of
from congminh.work.rows import Row

EACH, SHARED = "moi-nguoi", "chung"
SHARING = (
    (EACH, _("The whole quantity for each of them")),
    (SHARED, _("One quantity, shared equally among them (Điều 18.1.c)")),
)


@dataclass(frozen=True)
class Place:
    """The unit a head plans for, and the period."""

    unit: Unit
    units: Sequence[Unit]
    period: Period
    day: date

    @property
    def last_day(self) -> date:
        """The last working day of the period: by when a task is due unless said otherwise."""
        day = self.period.last
        while not is_working_day(day) and day > self.period.first:
            day -= ONE_DAY
        return day


def place_of(visit: Visit) -> Place:
    """What the address asks for: a unit one heads (`don_vi`, by code), a period (`ky`); Http404 for any other."""
    asked = {**visit.GET.dict(), **{name: visit.POST[name] for name in ("ky", "don_vi") if name in visit.POST}}
    headed = list({post.unit_id: post.unit for post in visit.posts if post.rank == "head"}.values())
    chosen = [unit for unit in headed if unit.code == asked.get("don_vi", headed[0].code)]
    if not chosen:
        raise Http404
    return Place(chosen[0], headed, _period(visit.day, asked.get("ky", "")), visit.day)


def _period(day: date, asked: str) -> Period:
    kind = kind_on(day)
    if not asked:
        return Period.of_day(day, kind)
    try:
        return period_of(int(asked), kind)
    except ValueError as wrong:
        raise Http404 from wrong
    except ValidationError as wrong:
        raise Http404 from wrong


class AssignForm(forms.Form):
    """People × products: each product with its quantity and day, each person ticked."""

    nguoi = forms.TypedMultipleChoiceField(
        label=_("Whom to give it to"),
        coerce=int,
        error_messages={"required": _("Nobody is chosen: tick at least one.")},
    )
    cach = forms.ChoiceField(label=_("For several people"), choices=SHARING, widget=forms.RadioSelect)
    goal = forms.ModelChoiceField(
        Goal.objects.none(), label=_("Goal served"), required=False, empty_label=_("None named")
    )
    urgent = forms.BooleanField(label=_("Urgent"), required=False)

    def __init__(
        self,
        visit: Visit,
        place: Place,
        people: Sequence[Person],
        products: Sequence[Product],
        goals: Any,
        data: Any = None,
    ) -> None:
        super().__init__(_begun(data, products, place), label_suffix="", initial={"cach": EACH})
        self.visit, self.place, self.people, self.products = visit, place, people, products
        self.fields["nguoi"].choices = [(person.pk, person.name) for person in people]  # type: ignore[attr-defined]
        self.fields["goal"].queryset = goals  # type: ignore[attr-defined]
        for product in products:
            self.fields.update(_fields_of(product))
        for field in self.fields.values():
            field.quiet = True  # type: ignore[attr-defined]

    def lines(self) -> list[tuple[Product, list[BoundField]]]:
        """Each product with its fields."""
        return [(product, [self[f"{name}_{product.pk}"] for name in COLUMNS]) for product in self.products]

    def settings(self) -> list[BoundField]:
        """What holds for all products."""
        return [self[name] for name in ("cach", "goal", "urgent")]

    def chosen(self) -> set[int]:
        """The people ticked, whether or not the rest holds."""
        return {int(value) for value in self["nguoi"].value() or () if str(value).isdecimal()}

    def quantity_m(self, product: Product, people: int) -> int:
        """How much of a product each of so many people gets, as typed; nothing where it is no number."""
        typed = getattr(self, "cleaned_data", {}).get(f"quantity_{product.pk}") or 0
        return typed // max(people, 1) if self.is_shared else typed

    @property
    def is_shared(self) -> bool:
        """Whether one quantity is shared."""
        return self["cach"].value() == SHARED

    def clean(self) -> dict[str, Any]:
        """At least one product."""
        cleaned = super().clean() or self.cleaned_data
        if not self.products:
            advice = {"next": gettext("Find one above and add it.")}
            self.add_error(None, ValidationError(gettext("No product is chosen."), params=advice))
        return cleaned

    def look(self) -> None:
        """Read what is typed without complaint: nothing was asked to be assigned yet."""
        self.full_clean()
        self._errors = ErrorDict()

    @transaction.atomic
    def act(self) -> list[Task]:
        """Assign all of it or nothing; raises what the action raises, at «row.column»."""
        if not self.is_shared:
            return assign([row for product in self.products for row in self._rows(product)], self.visit.person)
        return [task for product in self.products for task in self._share(product)]

    def _share(self, product: Product) -> list[Task]:
        total_m, rows = self.cleaned_data[f"quantity_{product.pk}"], self._rows(product)
        share_m, rest_m = divmod(total_m, len(rows))
        parts = [replace(row, quantity_m=share_m + (rest_m if not place else 0)) for place, row in enumerate(rows)]
        whole = Whole(unit=self.place.unit, name=rows[0].name, total_m=total_m, product=product)
        return assign_shared(whole, parts, self.visit.person)

    def _rows(self, product: Product) -> list[Row]:
        said = self.cleaned_data
        quantity_m, due, name = (said[f"{column}_{product.pk}"] for column in COLUMNS)
        same = {"urgent": said["urgent"], "goal": said["goal"]}
        chosen = [person for person in self.people if person.pk in said["nguoi"]]
        return [Row(person, product, quantity_m, due, self.place.period.code, name, **same) for person in chosen]

    def refuse(self, fault: ValidationError) -> None:
        """What the action refused, at the product's field or at the people, each said once."""
        chosen = [person for person in self.people if person.pk in self.cleaned_data["nguoi"]]
        for name, errors in fault.error_dict.items() if hasattr(fault, "error_dict") else ((None, fault.error_list),):
            place, _dot, column = (name or "").partition(".")
            product = (
                self.products[int(place) // max(len(chosen), 1)] if place.isdecimal() and not self.is_shared else None
            )
            self._put(self._field(product, column or place), errors)

    def _field(self, product: Product | None, column: str) -> str | None:
        product = product or (self.products[0] if len(self.products) == 1 else None)
        named = f"{PLACES.get(column, column)}_{product.pk}" if product else ""
        if named in self.fields:
            return named
        return "nguoi" if column == "person" else None

    def _put(self, field: str | None, errors: Iterable[ValidationError]) -> None:
        there = {message for error in self.errors.as_data().get(field or "__all__", ()) for message in error.messages}
        for error in errors:
            if there.isdisjoint(error.messages):
                self.add_error(field, error)


def _begun(data: Any, products: Iterable[Product], place: Place) -> Any:
    """What was sent, and for a product only just added one of it by the last working day of the period."""
    added = [product for product in products if data is not None and f"quantity_{product.pk}" not in data]
    if not added:
        return data
    begun = data.copy()
    for product in added:
        begun.update({f"quantity_{product.pk}": "1", f"due_{product.pk}": place.last_day.isoformat()})
    return begun


COLUMNS = ("quantity", "due", "name")
# Where a column of a row stands in the form, if it is called otherwise.
PLACES = {"total_m": "quantity", "product": "quantity", "period": "due", "assigned_on": "due"}


def _fields_of(product: Product) -> dict[str, forms.Field]:
    return {
        f"quantity_{product.pk}": ThousandthsField(label=NEEDS["quantity"]),
        f"due_{product.pk}": DayField(label=_("Due")),
        f"name_{product.pk}": forms.CharField(
            label=_("Called"),
            required=False,
            max_length=400,
            widget=forms.TextInput(attrs={"placeholder": product.output}),
        ),
    }
