"""«Xếp loại lại» (Điều 4.4, 21.3): verified, kept, replaced by a new decision, made public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction

from congminh.law.nd335.procedure import RE_RATING
from congminh.ledger.forms import NEEDS, StepForm, form_for
from congminh.ledger.models import Entry
from congminh.year import actions
from congminh.year.forms.fields import LevelField, ask_for_decision, decision_typed
from congminh.year.forms.judging import PUBLIC
from congminh.year.models import ReRating

ACTIONS: dict[str, Callable[..., Entry]] = {
    "examine": actions.examine,
    "keep": actions.keep,
    "replace": actions.replace_result,
    "publish": actions.publish_anew,
}
# The action's name for what the step's row calls otherwise.
ARGUMENTS = {"proposed_grade": "grade", "form_of_publication": "form"}


class AnewForm(StepForm):
    """A step of rating anew: levels as boxes, the decision from those entered."""

    takes_evidence = False
    file: ReRating

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("grade", "proposed_grade"):
            if name in self.fields:
                self.fields[name] = LevelField(label=NEEDS[name])
        if "decision" in self.fields:
            ask_for_decision(self)
        if "form_of_publication" in self.fields:
            label = NEEDS["form_of_publication"]
            self.fields["form_of_publication"] = forms.ChoiceField(
                label=label, choices=PUBLIC, widget=forms.RadioSelect(), initial="electronic"
            )

    @transaction.atomic
    def act(self, version: int) -> Entry:
        """Call the action; raises what it raises, and then nothing has happened."""
        typed = {ARGUMENTS.get(name, name): value for name, value in self.cleaned_data.items()}
        if "number" in typed:
            typed["decision"] = decision_typed(typed, self.file.title(), self.person)
        return ACTIONS[self.step.name](self.file, self.person, version, **typed)


for _step in ACTIONS:
    form_for(RE_RATING.name, _step)(AnewForm)
