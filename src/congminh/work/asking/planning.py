"""Recurring tasks of a unit, and the goals of its programme."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.models import Product
from congminh.catalogue.models.product import ProductQuerySet
from congminh.ledger.forms import NEEDS
from congminh.org.doors import Visit
from congminh.org.forms.fields import PersonField, UnitField
from congminh.org.models import Person, Position, Unit
from congminh.work.actions import put_goal, put_template
from congminh.work.asking.assigning import Place
from congminh.work.asking.fields import products_in
from congminh.work.forms import ThousandthsField
from congminh.work.models import Goal, Template

SEVERAL = 6
MONTH = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4})")


class ProductField(forms.CharField):
    """One product of those in force, typed as its code or a few of its words."""

    def __init__(self, products: ProductQuerySet, **more: Any) -> None:
        self.products = products
        told = _("Type the code, or a few words with or without diacritics.")
        super().__init__(**{"label": _("Product"), "help_text": told, "max_length": 200, **more})

    def clean(self, value: Any) -> Product:  # type: ignore[override]
        """The one product meant; ValidationError for none, or several to choose from."""
        typed = super().clean(value)
        exact = self.products.filter(code__iexact=typed.split(" ")[0]).first()
        found = [exact] if exact else list(self.products.search(typed)[:SEVERAL])
        if len(found) == 1:
            return found[0]
        if not found:
            advice = {"next": gettext("Check the code in the catalogue.")}
            raise ValidationError(gettext("No product is found for “%(typed)s”.") % {"typed": typed}, params=advice)
        listed = "; ".join(str(each) for each in found[: SEVERAL - 1]) + ("; …" if len(found) == SEVERAL else "")
        advice = {"why": listed, "next": gettext("Type the code of the one you mean.")}
        raise ValidationError(gettext("“%(typed)s” fits several products.") % {"typed": typed}, params=advice)


class MonthField(forms.CharField):
    """A month from the browser's own picker or typed as 11/2026; as a value 202611."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"max_length": 10, "widget": forms.TextInput(attrs={"type": "month"}), **more})

    def prepare_value(self, value: Any) -> Any:
        """202611 as the picker takes it; what was typed as it was typed."""
        return f"{value // 100:04d}-{value % 100:02d}" if isinstance(value, int) else value

    def clean(self, value: Any) -> int:  # type: ignore[override]
        """The month as yyyymm."""
        typed = super().clean(value)
        found = MONTH.fullmatch(typed)
        year, month = (found[1] or found[4], found[2] or found[3]) if found else ("0", "0")
        if not 1 <= int(month) <= 12:
            advice = {"next": gettext("Write it as 11/2026.")}
            raise ValidationError(gettext("“%(typed)s” is no month.") % {"typed": typed}, params=advice)
        return int(year) * 100 + int(month)


class TemplateForm(forms.Form):
    """A recurring task: for one person, or for everyone who holds a position."""

    person = PersonField(Person.objects.none(), required=False)
    position = forms.ModelChoiceField(
        Position.objects.none(),
        label=_("or everyone who holds"),
        required=False,
        empty_label=_("No position"),
    )
    product = ProductField(Product.objects.none())
    name = forms.CharField(
        label=_("Called"), required=False, max_length=400, help_text=_("Empty to call it as the catalogue does.")
    )
    quantity = ThousandthsField(label=NEEDS["quantity"])
    due_day = forms.IntegerField(
        label=_("Due on day"), min_value=1, max_value=31, help_text=_("Of the month; 31 means its last day.")
    )
    goal = forms.ModelChoiceField(
        Goal.objects.none(), label=_("Goal served"), required=False, empty_label=_("None named")
    )
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, visit: Visit, place: Place, template: Template, data: Any = None) -> None:
        super().__init__(data, initial=_given(template), label_suffix="")
        self.visit, self.template = visit, template
        self._set("person", people=Person.objects.visible_to(visit.person).within(place.unit, visit.day))
        of_unit = Position.objects.filter(unit=place.unit)
        common = Position.objects.filter(unit=None, posts__unit=place.unit)
        self._set("position", queryset=(of_unit | common).distinct())
        self._set("product", products=products_in(place.unit, visit.day))
        goals = Goal.objects.serving(place.unit.pk, Unit.objects.tree(visit.day)).in_period(place.period.code)
        self._set("goal", queryset=goals)
        for field in self.fields.values():
            field.quiet = True  # type: ignore[attr-defined]

    def _set(self, name: str, **values: Any) -> None:
        for key, value in values.items():
            setattr(self.fields[name], key, value)

    def act(self) -> Template:
        """Save it; raises what the action raises."""
        said, template = self.cleaned_data, self.template
        template.person, template.position, template.code = said["person"], said["position"], said["product"].code
        template.quantity_m = said["quantity"]
        for name in ("name", "due_day", "goal", "is_active"):
            setattr(template, name, said[name])
        return put_template(template, self.visit.person)


def _given(template: Template) -> dict[str, Any]:
    same = {name: getattr(template, name) for name in ("position", "name", "due_day", "goal", "is_active")}
    return {
        **same,
        "product": template.code,
        "quantity": template.quantity_m,
        "person": template.person.code if template.person else "",
    }


class GoalForm(forms.Form):
    """A goal of a unit's programme."""

    programme = forms.CharField(label=_("Programme or plan"), required=False, max_length=200)
    name = forms.CharField(label=_("Goal"), max_length=400)
    indicator = forms.CharField(
        label=_("How it is measured"),
        required=False,
        max_length=400,
        help_text=_("The indicator and what it is to reach."),
    )
    first = MonthField(label=_("From month"))
    last = MonthField(label=_("To month"))

    def __init__(self, visit: Visit, goal: Goal, units: Any, data: Any = None) -> None:
        named = ("programme", "name", "indicator", "first", "last", "unit")
        given = {name: getattr(goal, name, None) for name in named if name != "unit"} | {"unit": goal.unit_id}
        super().__init__(data, initial=given, label_suffix="")
        self.visit, self.goal = visit, goal
        self.fields["unit"] = UnitField(units)
        self.order_fields(["unit", "programme", "name", "indicator", "first", "last"])

    def act(self) -> Goal:
        """Save it; raises what the action raises."""
        for name, value in self.cleaned_data.items():
            setattr(self.goal, name, value)
        return put_goal(self.goal, self.visit.person)
