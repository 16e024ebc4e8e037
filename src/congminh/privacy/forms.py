"""What is asked about one's own data, and what is answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from congminh.ledger.forms import NEEDS, ManyFiles, StepForm, form_for
from congminh.ledger.models import Entry
from congminh.ledger.words import said
from congminh.org.models import Person
from congminh.privacy.actions import ask, carry_out, kept_by
from congminh.privacy.models import DataRequest
from congminh.privacy.procedure import CORRECTING, ERASING, STOPPING
from congminh.privacy.register import articles, purposes

NEEDS |= {
    "answer": _("Answer"),
    "article": _("By which article"),
    "about": _("What is wrong or wished"),
    "purposes": _("About"),
    "done": _("Rows changed"),
}
ASKED = [(kind.value, kind.label) for kind in DataRequest.Kind if kind != DataRequest.Kind.SEE]
WORDS = forms.Textarea(attrs={"rows": 4})


class AskForm(forms.Form):
    """What is asked, about which purposes, and what is wrong."""

    kind = forms.ChoiceField(label=_("What do you ask?"), choices=ASKED)
    purposes = forms.MultipleChoiceField(label=_("About"), widget=forms.CheckboxSelectMultiple)
    about = forms.CharField(label=_("What is wrong, and what it should be; or what you wish"), max_length=4000,
                            widget=WORDS)  # fmt: skip
    evidence = ManyFiles(label=NEEDS["evidence"], required=False,
                         help_text=_("PDF, DOCX, XLSX, PNG or JPG, up to 10 MB each."))  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        choices: Any = self.fields["purposes"]
        choices.choices = [(each.key, said(each.title)) for each in purposes().values()]

    def act(self, person: Person) -> DataRequest:
        """Send it; raises ValidationError."""
        typed = self.cleaned_data
        return ask(person, typed["kind"], typed["purposes"], typed["about"], typed["evidence"])


class AnswerForm(StepForm):
    """An answer in words: what happens next, or what was done."""

    takes_evidence = False
    answer = forms.CharField(label=_("Answer"), max_length=4000, widget=WORDS)


class CarryOutForm(AnswerForm):
    """What was done; of an erasure or a stop the doing itself."""

    def act(self, version: int) -> Entry:
        """Do it and answer."""
        file: Any = self.file
        if not set(self.step.by) & file.roles_of(self.person):
            raise PermissionDenied
        return carry_out(file, self.person, version, self.cleaned_data["answer"])


class DeclineForm(AnswerForm):
    """Why not, by which article; the one by which the law keeps what is asked about stands first."""

    article = forms.ChoiceField(label=_("By which article"))

    def __init__(self, file: DataRequest, *rest: Any) -> None:
        super().__init__(file, *rest)
        kept = list(dict.fromkeys(kept_by(file).values()))
        cites = list(dict.fromkeys([*kept, self.step.cite, "Điều 22", "Điều 24", *articles()]))
        choices: Any = self.fields["article"]
        choices.choices = [(cite, cite) for cite in cites]
        self.order_fields(["article", "answer"])


class PlainForm(StepForm):
    """Nothing is asked."""

    takes_evidence = False


for _table in (CORRECTING, STOPPING, ERASING):
    form_for(_table.name, "take_up")(AnswerForm)
    form_for(_table.name, "carry_out")(CarryOutForm)
    form_for(_table.name, "decline")(DeclineForm)
    form_for(_table.name, "withdraw")(PlainForm)
