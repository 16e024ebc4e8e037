"""«Kiến nghị» on a year: the new decision, and making it public; sending, upholding and refusing are as for months."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction

from congminh.law.nd335.procedure import PETITION
from congminh.ledger.forms import NEEDS, StepForm, form_for
from congminh.ledger.models import Entry
from congminh.year.forms.fields import LevelField, ask_for_decision, decision_typed
from congminh.year.forms.judging import PUBLIC
from congminh.year.models import YearPetition
from congminh.year.petitioning import publish_for_petition, replace_for_petition


@form_for(PETITION.name, "replace")
class Replace(StepForm):
    """«Ban hành quyết định xếp loại mới» (Điều 21.3)."""

    takes_evidence = False
    file: YearPetition

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_decision(self)
        self.fields["grade"] = LevelField(label=NEEDS["grade"])
        self.fields["reason"] = forms.CharField(label=NEEDS["reason"], widget=forms.Textarea(attrs={"rows": 3}))

    @transaction.atomic
    def act(self, version: int) -> Entry:
        """Call the action; the decision is entered with it."""
        typed = dict(self.cleaned_data)
        decision = decision_typed(typed, self.file.title(), self.person)
        return replace_for_petition(self.file, self.person, version, decision=decision, **typed)


@form_for(PETITION.name, "publish")
class Publish(StepForm):
    """«Công khai kết quả mới»."""

    takes_evidence = False
    file: YearPetition

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, radio = NEEDS["form_of_publication"], forms.RadioSelect()
        self.fields["form_of_publication"] = forms.ChoiceField(
            label=label, choices=PUBLIC, widget=radio, initial="electronic"
        )

    def act(self, version: int) -> Entry:
        """Call the action."""
        return publish_for_petition(self.file, self.person, version, self.cleaned_data["form_of_publication"])
