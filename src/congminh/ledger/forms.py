"""What is handed in with a step: a form made from the step's row, or the app's own form where it says more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from congminh.law.procedure import Step
from congminh.ledger.actions import take
from congminh.ledger.models import CaseFile, Entry

if TYPE_CHECKING:
    from congminh.org.models import Person

Form = TypeVar("Form", bound="type[StepForm]")
OWN: dict[tuple[str, str], type[StepForm]] = {}

# What a step may need, as its field is called on the page; an app's own form may say it in more fields.
NEEDS: dict[str, Any] = {
    "coefficient": _("Provisional coefficient"),
    "coefficients": _("Conversion coefficients"),
    "complaint": _("Complaint to be verified"),
    "conclusion": _("Conclusion of the verification"),
    "decision": _("Decision"),
    "evidence": _("Evidence"),
    "findings": _("Findings"),
    "finished_on": _("Finished on"),
    "form_01": _("Form 01"),
    "form_02": _("Form 02"),
    "form_of_publication": _("How it is made public"),
    "grade": _("Level"),
    "grounds": _("Grounds of the petition"),
    "meeting_time": _("Time of the meeting"),
    "minutes": _("Minutes of the meeting"),
    "opinion": _("Opinion"),
    "outcome": _("What was put right"),
    "party_opinion": _("Opinion of the Party committee"),
    "product": _("New product"),
    "products": _("List of products"),
    "proposed_grade": _("Proposed level"),
    "quantity": _("Quantity"),
    "reason": _("Reason"),
    "remark": _("Remark"),
    "results": _("Results"),
    "score": _("Score"),
    "second_person": _("Second person"),
    "self_evaluation": _("Self-evaluation"),
    "self_report": _("Self-rating report"),
    "standard_product": _("Standard product"),
    "taker": _("Who takes it over"),
    "task": _("Task"),
    "tasks": _("Tasks"),
    "written_notice": _("Written notice"),
}


class ManyFiles(forms.FileField):
    """Files of one field, any number of them."""

    class Input(forms.ClearableFileInput):
        """A file input that takes several."""

        allow_multiple_selected = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=self.Input(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # type: ignore[override]
        """Each file by itself; an empty list for none."""
        single = super().clean
        return [single(each, initial) for each in data or []] or ([] if not self.required else [single(None, initial)])


class StepForm(forms.Form):
    """What `step` of `file` needs from `person`: a text for each need, and files of evidence.

    An app's own form overrides fields, `handed_in` (kept in the entry) and `changes` (the file's columns), or
    `act` where more than the file moves.
    """

    takes_evidence = True

    def __init__(self, file: CaseFile, step: Step, person: Person, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")
        self.file, self.step, self.person = file, step, person
        for need in step.needs:
            if need not in self.fields and need != "evidence":
                self.fields[need] = forms.CharField(label=NEEDS[need], widget=forms.Textarea(attrs={"rows": 3}))
        if self.takes_evidence:
            text = _("PDF, DOCX, XLSX, PNG or JPG, up to 10 MB each.")
            needed = "evidence" in step.needs
            self.fields["evidence"] = ManyFiles(label=NEEDS["evidence"], required=needed, help_text=text)

    def handed_in(self) -> dict[str, Any]:
        """What the entry keeps: every field but the files."""
        return {name: value for name, value in self.cleaned_data.items() if name != "evidence"}

    def changes(self) -> dict[str, Any]:
        """The file's own columns that the step changes."""
        return {}

    def papers(self) -> Sequence[File]:
        """The files handed in."""
        return self.cleaned_data.get("evidence") or []

    def act(self, version: int) -> Entry:
        """Take the step; raises what `take` raises, and then nothing has happened."""
        return take(self.step.name, self.file, self.person, version, self.handed_in(), self.papers(), **self.changes())


def form_for(procedure: str, step: str) -> Callable[[Form], Form]:
    """Mark a form as the one of a step."""

    def mark(form: Form) -> Form:
        OWN[procedure, step] = form
        return form

    return mark


def step_form(file: CaseFile, step: str, person: Person, data: Any = None, files: Any = None) -> StepForm:
    """The form of a step of a file; KeyError for a step the procedure does not have."""
    row = file.rules.step(step)
    return OWN.get((file.procedure, step), StepForm)(file, row, person, data, files)
