"""The form inside a row of «Việc của tôi»: one tap for all of it, or how much, when, with what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.ledger.forms import NEEDS, ManyFiles
from congminh.ledger.models import Entry
from congminh.org.forms.fields import DayField
from congminh.org.models import Person
from congminh.work.actions import record_progress, report
from congminh.work.forms import ThousandthsField
from congminh.work.models import Task


class RowForm(forms.Form):
    """What a person says of a task of their own, in its row; `keep`, `all` or `part` is the button pressed."""

    quantity = ThousandthsField(label=NEEDS["quantity"], required=False)
    finished_on = DayField(label=NEEDS["finished_on"], required=False, help_text=_("Empty for today."))
    evidence = ManyFiles(
        label=NEEDS["evidence"], required=False, help_text=_("PDF, DOCX, XLSX, PNG or JPG, up to 10 MB each.")
    )
    link = forms.CharField(label=_("Link to the result"), required=False, max_length=500)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    cause = forms.CharField(
        label=_("Objective cause of the delay"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only if it is late for a cause that was not yours; who scores you confirms it."),
    )

    def __init__(self, task: Task, person: Person, late: bool, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id=f"viec-{task.pk}-%s", label_suffix="")
        self.task, self.person = task, person
        for name in ("note", "link"):
            self.fields[name].initial = getattr(task, name)
        for field in self.fields.values():
            field.quiet = True  # type: ignore[attr-defined]
        if not (late or "cause" in self.data):
            del self.fields["cause"]

    @property
    def keeps(self) -> bool:
        """Whether only progress is kept, nothing handed in."""
        return "keep" in self.data

    @property
    def pressed(self) -> str:
        """The button pressed; «part» where a form was sent without one."""
        return next((name for name in ("keep", "all") if name in self.data), "part")

    def clean(self) -> dict[str, Any]:
        """How much, unless it is all; files go with what is handed in."""
        cleaned = super().clean() or self.cleaned_data
        if self.pressed != "all" and cleaned.get("quantity") is None and "quantity" not in self.errors:
            advice = {"next": gettext("Enter how much is done, such as 1 or 0,5.")}
            self.add_error("quantity", ValidationError(gettext("The quantity is missing."), params=advice))
        if self.keeps and cleaned.get("evidence"):
            advice = {"next": gettext("Report what is done; the files go with it.")}
            self.add_error("evidence", ValidationError(gettext("Progress alone keeps no files."), params=advice))
        return cleaned

    def act(self, version: int) -> Entry:
        """Keep the progress, or hand the result in; raises what the action raises."""
        said = self.cleaned_data
        if self.keeps:
            return record_progress(self.task, self.person, said["quantity"], said["note"], version)
        return report(
            self.task,
            self.person,
            None if self.pressed == "all" else said["quantity"],
            said["finished_on"],
            said["note"],
            said["link"],
            said["evidence"],
            said.get("cause", ""),
            version,
        )
