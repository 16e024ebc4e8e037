"""What the steps of Điều 13.3 hand in: a product the decided catalogue lacks, reported, allowed, added or declined."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.actions import add_new, approve_new, decline_new, propose_new
from congminh.catalogue.checking import plain
from congminh.catalogue.forms.fields import ThousandthsField
from congminh.catalogue.forms.steps import RowsStep, SignedStep
from congminh.catalogue.models import Group, Product
from congminh.catalogue.models.catalogue import PROCEDURE
from congminh.law.procedure import Step
from congminh.ledger.forms import form_for
from congminh.ledger.models import Entry
from congminh.org import facts
from congminh.org.forms.fields import UnitField
from congminh.org.models import Person, Unit

LINES = {"rows": 2}
REASON: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 3}), "max_length": 2000}
WRITTEN = ("unit", "task", "work", "output", "group", "points_m", "coefficient_m", "note")


class NewProductField(forms.ModelChoiceField):
    """One of the new products, with its coefficient."""

    def label_from_instance(self, product: Product) -> str:  # type: ignore[override]
        """As a person tells it from the others."""
        return _called(product)


class NewProductsField(forms.ModelMultipleChoiceField):
    """Some of the new products."""

    def label_from_instance(self, product: Product) -> str:  # type: ignore[override]
        """As a person tells it from the others."""
        return _called(product)


def _called(product: Product) -> str:
    said = {"product": product, "coefficient": plain(product.coefficient_m or 0)}
    return gettext("%(product)s, coefficient %(coefficient)s") % said


@form_for(PROCEDURE, "report_new")
class ReportNew(RowsStep):
    """A product the decided version lacks, with its provisional coefficient or the product it is like."""

    output = forms.CharField(label=_("Output"), max_length=1000, widget=forms.Textarea(attrs=LINES))
    task = forms.CharField(label=_("Task"), max_length=1000, required=False, widget=forms.Textarea(attrs=LINES))
    work = forms.CharField(
        label=_("Work in detail"), max_length=2000, required=False, widget=forms.Textarea(attrs=LINES)
    )
    group = forms.ModelChoiceField(Group.objects.none(), label=_("Group"), required=False, empty_label=_("None yet"))
    points_m = ThousandthsField(label=_("Points"), required=False)
    like = forms.CharField(label=_("Like product (code)"), max_length=40, required=False)
    coefficient_m = ThousandthsField(label=_("Provisional coefficient"), required=False)
    note = forms.CharField(label=_("Note"), max_length=1000, required=False)

    def __init__(self, file: Any, step: Step, person: Person, data: Any = None, files: Any = None) -> None:
        super().__init__(file, step, person, data, files)
        today = timezone.localdate()
        seats, agency = self.file.seats(), self.file.agency_id
        is_agencys = seats.head(agency) == person.pk
        lists = seats.units(agency) if is_agencys else seats.lists_of(person.pk, agency)
        units = Unit.objects.named(today).filter(pk__in=lists - {agency})
        common = _("Common to the agency") if is_agencys else None
        self.fields["unit"] = UnitField(units, required=not is_agencys, empty_label=common)
        self.fields["group"].queryset = self.file.groups.all()  # type: ignore[attr-defined]
        by_likeness = facts.values(today)["new_item"] == "like_similar"
        self.fields["like"].required = by_likeness
        given = _("It gives the coefficient.") if by_likeness else _("Instead of a coefficient of your own.")
        self.fields["like"].help_text = given
        self.order_fields(["unit"])

    def clean_like(self) -> Product | None:
        """The product of this version by its code."""
        code = self.cleaned_data["like"].strip()
        found = self.file.products.filter(code__iexact=code).first()
        if code and found is None:
            said = gettext("This version has no product “%(code)s”.") % {"code": code}
            raise ValidationError(said, params={"next": gettext("Look its code up in the list of products.")})
        return found

    def done(self, version: int) -> Entry:
        """Report it."""
        product = Product(catalogue=self.file, **{name: self.cleaned_data[name] for name in WRITTEN})
        propose_new(product, self.person, version, self.cleaned_data["like"], self.papers())
        return self.file.entries.order_by("-number")[0]


@form_for(PROCEDURE, "approve_new")
class ApproveNew(RowsStep):
    """Which of the reported products may be used before the decision."""

    takes_evidence = False

    product = NewProductField(Product.objects.none(), label=_("New product"), empty_label=None)

    def __init__(self, file: Any, step: Step, person: Person, data: Any = None, files: Any = None) -> None:
        super().__init__(file, step, person, data, files)
        reported = self.file.products.filter(standing=Product.Standing.PROPOSED).order_by("code")
        self.fields["product"].queryset = reported  # type: ignore[attr-defined]

    def done(self, version: int) -> Entry:
        """Allow it."""
        product = self.cleaned_data["product"]
        product.catalogue = self.file
        approve_new(product, self.person, version)
        return self.file.entries.order_by("-number")[0]


@form_for(PROCEDURE, "add")
class AddNew(SignedStep):
    """Which of the new products the decision adds, and why the others are left out."""

    products = NewProductsField(
        Product.objects.none(), label=_("Products added"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Why the others are not added"), required=False, **REASON)

    def __init__(self, file: Any, step: Step, person: Person, data: Any = None, files: Any = None) -> None:
        super().__init__(file, step, person, data, files)
        waiting = self.file.products.waiting().order_by("code")  # type: ignore[attr-defined]
        self.fields["products"].queryset = waiting  # type: ignore[attr-defined]
        self.fields["products"].initial = [product.pk for product in waiting]
        self.order_fields(["products", "reason"])

    def subject(self) -> str:
        """What the decision is about, unless it says otherwise."""
        return gettext("Adding to %(name)s") % {"name": self.file.name}

    def done(self, version: int) -> Entry:
        """Add them; the others are declined."""
        chosen, reason = list(self.cleaned_data["products"]), self.cleaned_data["reason"]
        return add_new(self.file, self.person, version, self.decision(), chosen, reason, self.papers())


@form_for(PROCEDURE, "decline")
class DeclineNew(RowsStep):
    """Why none of the new products is added."""

    takes_evidence = False

    reason = forms.CharField(label=_("Reason"), **REASON)

    def done(self, version: int) -> Entry:
        """Decline them all."""
        return decline_new(self.file, self.person, version, self.cleaned_data["reason"])
