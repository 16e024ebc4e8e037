"""A task split over time (Điều 18.1.c): so much of it by each day, together no more than it was."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.law.calendar import Period
from congminh.ledger.forms import NEEDS
from congminh.org.forms.fields import DayField
from congminh.org.models import Person
from congminh.work.actions import split
from congminh.work.actions.assigning import Part
from congminh.work.forms import ThousandthsField
from congminh.work.models import Task
from congminh.work.periods import kind_on

MOST = 6


class SplitForm(forms.Form):
    """Up to six parts, the first two at least; a part of a later month is due in it."""

    def __init__(self, task: Task, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.task = task
        for place in range(MOST):
            needed = place < 2
            self.fields[f"quantity_{place}"] = ThousandthsField(label=NEEDS["quantity"], required=needed)
            self.fields[f"due_{place}"] = DayField(label=_("Due"), required=needed)
            for name in ("quantity", "due"):
                self.fields[f"{name}_{place}"].quiet = True  # type: ignore[attr-defined]
        self.fields["due_0"].initial = task.due

    def lines(self) -> list[tuple[int, list[BoundField]]]:
        """The parts with their numbers."""
        return [(place + 1, [self[f"quantity_{place}"], self[f"due_{place}"]]) for place in range(MOST)]

    def clean(self) -> dict[str, Any]:
        """A part has both its quantity and its day, or neither."""
        cleaned = super().clean() or self.cleaned_data
        for place in range(2, MOST):
            half = {name: cleaned.get(f"{name}_{place}") for name in ("quantity", "due")}
            missing = [name for name, value in half.items() if value is None and f"{name}_{place}" not in self.errors]
            if len(missing) == 1:
                what, advice = gettext("The part is not complete."), gettext("Enter this too, or leave both empty.")
                self.add_error(f"{missing[0]}_{place}", ValidationError(what, params={"next": advice}))
        return cleaned

    def act(self, by: Person, version: int) -> list[Task]:
        """Split the task; raises what the action raises."""
        kind, said = kind_on(self.task.assigned_on), self.cleaned_data
        whole = [(said[f"quantity_{place}"], said[f"due_{place}"]) for place in range(MOST)]
        parts = [
            Part(quantity_m, due, Period.of_day(due, kind).code) for quantity_m, due in whole if quantity_m and due
        ]
        return split(self.task, parts, by, version)

    def refuse(self, fault: ValidationError) -> None:
        """What the action refused, at the part and field it is about."""
        found = fault.error_dict if hasattr(fault, "error_dict") else {"": fault.error_list}
        for name, errors in found.items():
            place, _dot, column = name.partition(".")
            field = f"{'due' if column in ('period', 'assigned_on') else column}_{place}"
            for error in errors:
                self.add_error(field if field in self.fields else None, error)
