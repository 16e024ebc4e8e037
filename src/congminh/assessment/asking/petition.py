"""What a petition asks for: its grounds and papers when it is lodged, the reason when it ends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congminh.assessment.actions import Line, correct, lodge
from congminh.assessment.models import PeriodSheet, Petition
from congminh.law.nd335.procedure import PETITION
from congminh.ledger.forms import NEEDS, ManyFiles, StepForm, form_for
from congminh.ledger.models import Entry

NEEDS["line"] = _("Line complained of")


class LodgeForm(forms.Form):
    """Why one does not agree with a line of one's result, and what one rests that on."""

    grounds = forms.CharField(
        label=NEEDS["grounds"],
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What is wrong in this line, what it should be, and what that rests on."),
    )
    evidence = ManyFiles(
        label=NEEDS["evidence"], required=False, help_text=_("PDF, DOCX, XLSX, PNG or JPG, up to 10 MB each.")
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")

    def act(self, sheet: PeriodSheet, line: Line, person: Any) -> Petition:
        """Lodge it; raises what the action raises, and then nothing has happened."""
        typed = self.cleaned_data
        return lodge(sheet, person, line, typed["grounds"], typed["evidence"])


@form_for(PETITION.name, "correct")
class Correct(StepForm):
    """«Đánh giá lại»: the sheet has a new result; why it is as it is now."""

    file: Petition

    def act(self, version: int) -> Entry:
        """Call the action."""
        return correct(self.file, self.person, version, self.cleaned_data["reason"])
