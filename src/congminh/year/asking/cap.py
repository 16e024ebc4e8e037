"""Levels supposed on the page of the cap, a choice among the tied, a higher share by decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congminh.law.facts import GRADES
from congminh.law.nd335.cap import Standing
from congminh.org.doors import Visit
from congminh.unit_year.asking.acting import ActForm, DecisionFields
from congminh.year import actions
from congminh.year.facts.cap import Cap
from congminh.year.models import Choice, ExceptionDecision, YearRound

SUPPOSED = "s-"


def supposed(data: Mapping[str, Any], cap: Cap) -> dict[int, str]:
    """The levels supposed on the page, by sheet; only of sheets of this year that are not decided yet."""
    found = {}
    for name, grade in data.items():
        key = name.removeprefix(SUPPOSED)
        if name.startswith(SUPPOSED) and key.isdecimal() and grade in GRADES:
            each = cap.every.get(int(key))
            if each is not None and not each.place.decided:
                found[int(key)] = str(grade)
    return found


class TieForm(ActForm):
    """Which of those tied in one group are excellent, and why."""

    tied = forms.CharField(widget=forms.HiddenInput)
    chosen = forms.TypedMultipleChoiceField(
        label=_("Excellent among the tied"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, visit: Visit, standing: Standing, names: Mapping[int, str], data: Any = None) -> None:
        super().__init__(visit, data, prefix=f"tie{standing.group[1]}")
        tied = standing.of("tied")
        self.standing = standing
        self.group = standing.group[1]
        field: Any = self.fields["chosen"]
        field.choices = [(pk, names[pk]) for pk in tied]
        self.fields["tied"].initial = ",".join(map(str, tied))
        self.room = standing.excellent_max - len(standing.of("within"))

    @property
    def sent(self) -> str:
        """The name of its button."""
        return self.add_prefix("send")

    def act(self, round: YearRound) -> Choice:
        """Record the choice among those the page showed."""
        typed = self.cleaned_data
        tied = [int(key) for key in typed["tied"].split(",") if key.isdecimal()]
        return actions.choose(round, self.group, tied, typed["chosen"], typed["reason"], self.visit.person)


class MoreForm(DecisionFields):
    """A higher share (Điều 20.5.b)."""

    percent = forms.IntegerField(label=_("Share, in percent"), min_value=1, max_value=100)
    achievement = forms.CharField(
        label=_("Outstanding achievement"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def act(self, round: YearRound) -> ExceptionDecision:
        """Record it with its decision."""
        typed = self.cleaned_data
        decision = self.decision(str(_("A higher share of excellent")))
        if decision.pk is None:
            decision.save()
        return actions.decide_exception(round, typed["percent"], typed["achievement"], decision, self.visit.person)
