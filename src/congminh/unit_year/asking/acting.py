"""Opening the year, recording a complaint, choosing among the tied, a higher share: one form each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congminh.org.doors import Visit
from congminh.org.forms.fields import DayField
from congminh.org.models import Decision
from congminh.unit_year import actions
from congminh.unit_year.actions import Opened
from congminh.unit_year.facts.caps import Range
from congminh.unit_year.models import CapException, Complaint, TieChoice, UnitSheet

FIRST_YEAR = 2026


def quieted(form: forms.Form) -> None:
    """No field says that it is optional: the actions say what is missing."""
    for field in form.fields.values():
        field.quiet = True  # type: ignore[attr-defined]


class ActForm(forms.Form):
    """A form of one act for whoever asks."""

    def __init__(self, visit: Visit, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.visit = visit
        quieted(self)


class OpenForm(ActForm):
    """A year, and whether the bodies it is opened for close their work later (Điều 9.1)."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=2100)
    special = forms.BooleanField(
        label=_("Bodies that do not close their work at the end of the year: decided before 15 January"), required=False
    )

    def __init__(self, visit: Visit, data: Any = None) -> None:
        super().__init__(visit, data)
        self.fields["year"].initial = max(visit.day.year, FIRST_YEAR)

    def act(self) -> Opened:
        """Open it."""
        return actions.open_year(self.cleaned_data["year"], self.visit.person, self.cleaned_data["special"])


class CountForm(ActForm):
    """The year whose tasks are counted."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=2100)

    def __init__(self, visit: Visit, data: Any = None) -> None:
        super().__init__(visit, data)
        self.fields["year"].initial = max(visit.day.year, FIRST_YEAR)


class NotifyForm(ActForm):
    """The number and date of what was sent on paper, if anything was."""

    notice = forms.CharField(
        label=_("Written notice"),
        help_text=_("Number and date of the notice sent on paper, where one was; the inbox is told by itself."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ComplaintForm(ActForm):
    """A complaint, as it was received."""

    received_on = DayField(label=_("Received on"))
    document = forms.CharField(label=_("Document"), max_length=120, required=False)
    about = forms.CharField(label=_("About"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))

    def act(self, sheet: UnitSheet) -> Complaint:
        """Record it."""
        typed = self.cleaned_data
        return actions.record_complaint(
            sheet, self.visit.person, typed["received_on"], typed["document"], typed["about"]
        )


class DecisionFields(ActForm):
    """The decision something rests on: number, day, signer."""

    number = forms.CharField(label=_("Number of the decision"), max_length=60)
    signed_on = DayField(label=_("Signed on"))
    signer = forms.CharField(label=_("Signer"), max_length=120)

    def decision(self, about: str) -> Decision:
        """The decision that is known by this number and day, else a new one."""
        typed = self.cleaned_data
        known = Decision.objects.filter(number=typed["number"], signed_on=typed["signed_on"]).first()
        return known or Decision(
            number=typed["number"], signed_on=typed["signed_on"], signer=typed["signer"], about=about
        )


class MoreForm(DecisionFields):
    """A higher share (Điều 8.5.b)."""

    percent = forms.IntegerField(label=_("Share, in percent"), min_value=1, max_value=100)
    reason = forms.CharField(label=_("Reason"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))

    def act(self, seen: Range) -> CapException:
        """Record it."""
        typed = self.cleaned_data
        about = str(_("A higher share of excellent organisations"))
        return actions.allow_more(
            seen.authority, seen.year, self.visit.person, typed["percent"], self.decision(about), typed["reason"]
        )


class TieForm(ActForm):
    """Which of the tied are excellent, and why."""

    chosen = forms.TypedMultipleChoiceField(
        label=_("Excellent among the tied"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, visit: Visit, seen: Range, data: Any = None) -> None:
        super().__init__(visit, data)
        field: Any = self.fields["chosen"]
        field.choices = [(pk, str(seen.sheets[pk].unit)) for pk in seen.tied]

    def act(self, seen: Range) -> TieChoice:
        """Record it."""
        typed = self.cleaned_data
        return actions.choose_tied(seen.authority, seen.year, self.visit.person, typed["chosen"], typed["reason"])


class DecideSetForm(DecisionFields):
    """The decision that puts a set of criteria in force, and from when."""

    first = DayField(label=_("In force from"))

    def __init__(self, visit: Visit, data: Any = None) -> None:
        super().__init__(visit, data)
        self.fields["first"].initial = date(visit.day.year, 1, 1)
