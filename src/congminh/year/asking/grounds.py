"""A ground as it is entered from its document; taking one back; which ones a list is asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.org.doors import Visit
from congminh.org.forms.asking import Asked
from congminh.org.forms.fields import DayField, PersonField, UnitField
from congminh.org.models import Person, Unit
from congminh.unit_year.asking.acting import ActForm
from congminh.work.refusing import fault
from congminh.year import actions
from congminh.year.facts.counting import counted_already
from congminh.year.models import Ground

MINE = ("person", "kind", "act", "act_day", "document", "effective", "signer", "form", "duty_related", "degradation")


class GroundForm(ActForm):
    """A document by which an act may rate somebody not fulfilled (Điều 11.3, 20.4)."""

    kind = forms.ChoiceField(label=_("Kind of document"), choices=Ground.Kind.choices)
    act = forms.CharField(
        label=_("Act"),
        max_length=200,
        help_text=_("Name the act itself, the same way in every document on it: one act counts once (Điều 11.3.a)."),
    )
    act_day = DayField(label=_("Day of the act"))
    document = forms.CharField(label=_("Number of the document"), max_length=60)
    effective = DayField(label=_("In effect from"))
    signer = forms.CharField(label=_("Signed by"), max_length=120)
    form = forms.CharField(label=_("Form of discipline"), max_length=60, required=False)
    duty_related = forms.BooleanField(label=_("Related to public duty"), required=False)
    degradation = forms.BooleanField(
        label=_("For degradation of political ideology, morality or way of life"), required=False
    )
    used_in = forms.IntegerField(
        label=_("Year in which the act already rated the person not fulfilled"),
        help_text=_("Only for a year before this system (Điều 11.3.b)."),
        min_value=2000,
        max_value=2100,
        required=False,
    )
    besides = forms.BooleanField(
        label=_("Enter this further document on an act that counts already; it is not counted again"), required=False
    )

    def __init__(self, visit: Visit, data: Any = None) -> None:
        super().__init__(visit, data)
        units = Unit.objects.named(visit.day)
        people = Person.objects.visible_to(visit.person, visit.day)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(value, capfirst(label)) for value, label in Ground.Kind.choices]
        self.fields["person"] = PersonField(people, label=_("Civil servant"))
        self.fields["happened_at"] = UnitField(units, label=_("Where it happened"))
        self.fields["disciplined_at"] = UnitField(
            units, label=_("Disciplined at, where that is another unit"), required=False
        )
        self.order_fields(("person", "kind", "act", "act_day", "happened_at", "document", "effective", "signer", "form",
                           "duty_related", "degradation", "disciplined_at", "used_in", "besides"))  # fmt: skip
        for field in self.fields.values():
            field.quiet = True  # type: ignore[attr-defined]

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields as the page sets them."""
        across = (("person", "kind"), ("act",), ("act_day", "happened_at"), ("document", "effective"),
                  ("signer", "form"), ("duty_related",), ("degradation",), ("disciplined_at", "used_in"))  # fmt: skip
        last = (("besides",),) if self.is_bound and ("act" in self.errors or self["besides"].value()) else ()
        return [[self[name] for name in names] for names in (*across, *last)]

    def act_once(self) -> None:
        """Refuse a second counting of one act, saying where it counts; a further document enters knowingly."""
        typed = self.cleaned_data
        known = counted_already(typed["person"], typed["act"])
        if known is None or typed["besides"]:
            return
        said = {"year": known.year, "unit": Unit.objects.named(self.visit.day).get(pk=known.agency)}
        what = gettext("This act counts already: in %(year)s, for %(unit)s.") % said
        why = gettext("By %(document)s. One act counts in one year only (%(cite)s).") % {
            "document": known.ground,
            "cite": known.cite,
        }
        mend = gettext("Name another act, or tick below that this is a further document on it.")
        raise ValidationError({"act": fault(what.replace("%", "%%"), mend.replace("%", "%%"), why.replace("%", "%%"))})

    def act_on(self) -> Ground:
        """Enter it; raises what the action raises."""
        self.act_once()
        typed = self.cleaned_data
        ground = Ground(**{name: typed[name] for name in MINE}, happened_at=typed["happened_at"])
        ground.disciplined_at, ground.used_in = typed["disciplined_at"], typed["used_in"]
        return actions.enter_ground(ground, self.visit.person)


class ReasonForm(ActForm):
    """Why something entered is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def rows(self) -> list[list[forms.BoundField]]:
        """The one field."""
        return [[self["reason"]]]


class GroundsAsked(Asked):
    """Grounds by a person's name or code, those taken back too."""

    q = forms.CharField(required=False, max_length=100, label=_("Name or code"), widget=forms.SearchInput)
    ca_da_rut = forms.BooleanField(required=False, label=_("With those taken back"))

    def rows_of(self, found: Any) -> Any:
        """Of these the rows asked for; of anything entered about a person."""
        if not self.value("ca_da_rut"):
            found = found.filter(withdrawn_at=None)
        if self.text:
            found = found.filter(person__in=Person.objects.search(self.text).order_by().values("pk"))
        return found
