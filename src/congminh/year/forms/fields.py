"""Fields the forms of a year share: a level in the law's words, a decision by number and day, people to tick."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from congminh.law.explain import WORDS
from congminh.law.facts import GRADES
from congminh.ledger.forms import NEEDS, StepForm
from congminh.ledger.models import Entry
from congminh.org.actions import decide
from congminh.org.forms.fields import DayField
from congminh.org.models import Decision, Person
from congminh.year.models import YearSheet

# What an entry of a year's sheet keeps, as the history of its page calls it.
NEEDS.update(
    {
        "form_02": _("Form 02"),
        "handling": _("IV. Proposed handling"),
        "instead_of": _("instead of decision number"),
        "law_grade": _("level by the law"),
        "chair": _("In the chair"),
        "place": _("Place of the meeting"),
        "said_by": _("said by"),
        "result": _("decision number"),
        "self_grade": _("II. Level by one's own rating"),
        "summary": _("Opinions and score summed up"),
        "why": _("how it was decided"),
        "year_mean_cp": _("the year's mean"),
    }
)


class LevelField(forms.ChoiceField):
    """One of the four levels (Điều 20), the best first, as boxes on the form."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"choices": level_choices, "widget": forms.RadioSelect(), **more})


class DecisionField(forms.ModelChoiceField):
    """A decision that was entered, by its number and day."""

    def __init__(self, **more: Any) -> None:
        super().__init__(Decision.objects.all(), **{"label": NEEDS["decision"], **more})


def ask_for_decision(form: StepForm) -> None:
    """A new decision by number and day in place of the field made of the step's needs: it is not entered yet."""
    form.fields.pop("decision", None)
    form.fields["number"] = forms.CharField(label=_("Number of the decision"), max_length=60)
    form.fields["signed_on"] = DayField(label=_("Signed on"), initial=timezone.localdate())
    form.fields["signer"] = forms.CharField(label=_("Signer"), max_length=120, initial=form.person.name)


def decision_typed(typed: dict[str, Any], about: str, by: Person) -> Decision:
    """The decision known by the number and day typed, else a new one; takes its fields out of `typed`."""
    number, signed_on, signer = (typed.pop(name) for name in ("number", "signed_on", "signer"))
    known = Decision.objects.filter(number=number, signed_on=signed_on).first()
    return known or decide(Decision(number=number, signed_on=signed_on, signer=signer, about=about), by=by)


class YearForm(StepForm):
    """A step of a year's sheet: what was typed goes to the action of the step."""

    takes_evidence = False
    file: YearSheet

    def area(self, name: str, label: Any, required: bool = True, rows: int = 4, initial: str = "") -> None:
        """A text of several lines."""
        widget = forms.Textarea(attrs={"rows": rows})
        self.fields[name] = forms.CharField(label=label, required=required, widget=widget, initial=initial)

    def without(self, *names: str) -> None:
        """Leave out fields made of the step's needs that are said in others."""
        for name in names:
            self.fields.pop(name, None)

    def act(self, version: int) -> Entry:
        """Call the action; raises what it raises, and then nothing has happened."""
        return self.call(version, **self.cleaned_data)

    def call(self, version: int, **typed: Any) -> Entry:
        """The action of this step."""
        raise NotImplementedError


def level_choices() -> list[tuple[str, str]]:
    """The four levels with their names in the law, in the page's language."""
    language = get_language() or "vi"
    return [(grade, WORDS[grade](language).capitalize()) for grade in reversed(GRADES)]
