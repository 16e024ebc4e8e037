"""One form for each act on the organisation: what it asks, the decision it rests on, and the doing of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.org import actions
from congminh.org.doors import Visit
from congminh.org.forms.fields import DayField
from congminh.org.models import Decision
from congminh.org.reach import Reach

LATEST = 30
WRITTEN = ("number", "signed_on", "signer", "about")


class Part(NamedTuple):
    """Fields that belong together, under one heading; `name` is for the page's own use."""

    name: str
    label: str | Promise
    help: str | Promise
    fields: Sequence[BoundField]


class ActForm(forms.Form):
    """An act on `subject` (a unit, a person, a post, or nothing yet), asked by `visit` within its `reach`.

    `label` is the button and the title (`short` in a row of a table), `done` what is said afterwards; `places`
    leads a fault the action names to the field it belongs to. Fields not sent are filled from the page's address.
    """

    label: ClassVar[str | Promise] = ""
    short: ClassVar[str | Promise] = ""
    lead: ClassVar[str | Promise] = ""
    done: ClassVar[str | Promise] = _("Done.")
    places: ClassVar[Mapping[str, str]] = {}
    decision_needed: ClassVar[bool | None] = False
    # What `act` gave back, once it is done.
    outcome: Any = None

    def __init__(self, subject: Any, visit: Visit, reach: Reach, data: Any = None) -> None:
        self.subject, self.visit, self.reach = subject, visit, reach
        asked = {name: value for name, value in visit.GET.items() if value}
        super().__init__(data, initial={**self.given(), **asked}, label_suffix="")
        self.set_up()
        if self.decision_needed is not None:
            self.fields.update(_decision_fields(visit))
            for name in ("decision", *WRITTEN):
                self.fields[name].quiet = True  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What the fields start with."""
        return {}

    def set_up(self) -> None:
        """Fields whose choices hang on the subject."""

    def act(self) -> Any:
        """Do it; a ValidationError names fields."""
        raise NotImplementedError

    def told(self) -> str:
        """What is said when it is done."""
        return str(self.done)

    def asides(self) -> list[dict[str, Any]]:
        """Ways to acts of the same kind (label, url), beneath the form."""
        return []

    def goes_to(self) -> str:
        """The page to go on to afterwards; empty for the one it was asked from."""
        return ""

    def parts(self) -> list[Part]:
        """The fields in the order of the page: the act's own, then the decision."""
        own = [field for field in self.visible_fields() if field.name not in ("decision", *WRITTEN)]
        found = [Part("own", "", "", own)] if own else []
        if "decision" in self.fields:
            said = _("Choose one that is entered already, or enter it here; an act without one may leave all empty.")
            needed = _("Choose one that is entered already, or enter it here.")
            fields = [self[name] for name in ("decision", *WRITTEN)]
            found.append(Part("decision", _("Decision"), needed if self.decision_needed else said, fields))
        return found

    def clean(self) -> dict[str, Any]:
        """A decision chosen or wholly entered, never both; one where the act needs it."""
        cleaned = super().clean() or self.cleaned_data
        if "decision" in self.fields:
            _one_decision(self)
        return cleaned

    def decision(self) -> Decision | None:
        """The decision chosen, or entered here; a number and day entered before are the same decision."""
        if chosen := self.cleaned_data.get("decision"):
            return chosen
        if not self.cleaned_data.get("number"):
            return None
        written = {name: self.cleaned_data[name] for name in WRITTEN}
        same = Decision.objects.filter(number=written["number"], signed_on=written["signed_on"]).first()
        return same or actions.decide(Decision(**written), by=self.visit.person)

    def refuse(self, fault: ValidationError) -> None:
        """Put what the action refused beside the fields it is about."""
        for name, errors in _by_field(fault).items():
            place = self.places.get(name, name)
            for error in errors:
                self.add_error(place if place in self.fields else None, error)


def _decision_fields(visit: Visit) -> dict[str, forms.Field]:
    """The one fieldset of a decision («quyết định»): an existing one, or number, day, signer, about."""
    known = Decision.objects.visible_to(visit.person, visit.day)
    latest = known.filter(pk__in=list(known.values_list("pk", flat=True)[:LATEST]))
    letters: Any = Decision._meta.get_field
    return {
        "decision": forms.ModelChoiceField(
            latest, required=False, label=_("Entered already"), empty_label=_("Not entered yet")
        ),
        "number": forms.CharField(required=False, label=_("Number"), max_length=letters("number").max_length),
        "signed_on": DayField(required=False, label=_("Signed on")),
        "signer": forms.CharField(required=False, label=_("Signer"), max_length=letters("signer").max_length),
        "about": forms.CharField(required=False, label=_("About"), max_length=letters("about").max_length),
    }


def _one_decision(form: ActForm) -> None:
    chosen = form.cleaned_data.get("decision")
    typed = [name for name in WRITTEN if form.data.get(form.add_prefix(name), "").strip()]
    if chosen and typed:
        form.add_error("decision", gettext("Both a decision entered already and a new one: leave one of them empty."))
    elif typed:
        for name in WRITTEN:
            if name not in typed:
                form.add_error(name, gettext("The decision is not complete: enter this too."))
    elif form.decision_needed and not chosen:
        form.add_error("decision", gettext("This needs a decision: choose one, or enter it below."))


def _by_field(fault: ValidationError) -> Mapping[str, Iterable[ValidationError]]:
    if hasattr(fault, "error_dict"):
        return fault.error_dict
    return {NON_FIELD_ERRORS: fault.error_list}
