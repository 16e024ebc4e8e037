"""What the page of a meeting asks for: an opinion, written down for whoever gave it; the minutes with who was away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.ledger.forms import NEEDS, ManyFiles
from congminh.org.forms.fields import ticks
from congminh.org.models import Person
from congminh.year.actions import adopt_minutes, remark
from congminh.year.models import Attendance, Meeting, YearSheet


class OpinionForm(forms.Form):
    """One opinion on one person; the secretary also says whose it is."""

    sheet = forms.ModelChoiceField(YearSheet.objects.none(), label=_("On whom"), empty_label=None)
    opinion = forms.CharField(label=NEEDS["opinion"], max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, meeting: Meeting, person: Person, on: Sequence[YearSheet], data: Any = None) -> None:
        """`on` are those spoken of, as the page has read them."""
        super().__init__(data, label_suffix="")
        self.meeting, self.person = meeting, person
        rows = YearSheet.objects.filter(meeting=meeting, state="convened").exclude(person=person)
        field: Any = self.fields["sheet"]
        field.queryset = rows.select_related("person")
        field.choices = [(sheet.pk, sheet.person.name) for sheet in on]
        if meeting.secretary_id == person.pk:
            called = Attendance.objects.filter(meeting=meeting).values("person")
            people = Person.objects.filter(pk__in=called).order_by("code")
            said = forms.ModelChoiceField(people, label=_("Who said it"), initial=person.pk, empty_label=None)
            self.fields["said_by"] = said
            self.order_fields(["sheet", "said_by", "opinion"])

    def act(self, versions: dict[int, int]) -> None:
        """Give it on the sheet as the page showed it; raises what the action raises."""
        typed = self.cleaned_data
        sheet = typed["sheet"]
        seen = versions.get(sheet.pk, sheet.version)
        remark(sheet, self.person, seen, typed["opinion"], typed.get("said_by"))


class MinutesForm(forms.Form):
    """«Thông qua biên bản»: who was away, the report of each, what was concluded, the signed paper."""

    def __init__(self, meeting: Meeting, sheets: Sequence[YearSheet], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")
        self.meeting, self.sheets = meeting, sheets
        for sheet in sheets:
            area = forms.Textarea(attrs={"rows": 3})
            label = gettext("Self-rating report of %(name)s") % {"name": sheet.person.name}
            help = gettext("As the person wrote it with Form 02; of an absentee, that they were away.")
            self.fields[f"report_{sheet.pk}"] = forms.CharField(
                label=label, initial=sheet.self_report, widget=area, help_text="" if sheet.self_report else help
            )
        called = Attendance.objects.filter(meeting=meeting).values("person")
        self.fields["absent"] = ticks(Person.objects.filter(pk__in=called).order_by("code"), _("Who was absent"))
        self.fields["minutes"] = forms.CharField(
            label=_("What was concluded"), max_length=20000, widget=forms.Textarea(attrs={"rows": 8})
        )
        text = _("PDF, DOCX, XLSX, PNG or JPG, up to 10 MB each.")
        self.fields["evidence"] = ManyFiles(label=_("The signed minutes"), required=False, help_text=text)

    def act(self, person: Person, first: YearSheet, version: int) -> None:
        """Adopt them for every sheet of the meeting; raises what the action raises."""
        typed = self.cleaned_data
        reports = {sheet.pk: typed[f"report_{sheet.pk}"] for sheet in self.sheets}
        adopt_minutes(
            self.meeting, person, typed["minutes"], typed["absent"], reports, (first, version), typed["evidence"]
        )
