"""Mẫu 02 and the meeting: drawn up, returned, called, remarked on, adopted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.ledger.forms import NEEDS, form_for
from congminh.ledger.models import Entry
from congminh.org.forms.fields import ticks
from congminh.org.models import Person
from congminh.year import actions
from congminh.year.actions import Filled
from congminh.year.actions.meeting import may_host
from congminh.year.actions.standing import seen
from congminh.year.facts.attending import taking_part
from congminh.year.forms.fields import LevelField, YearForm
from congminh.year.models import Attendance, YearSheet
from congminh.year.models.sheet import PROCEDURES

MONTHS = range(1, 13)
HOLDING = "%Y-%m-%dT%H:%M"


def of_each(step: str) -> Callable[[type[YearForm]], type[YearForm]]:
    """Mark a form as the one of a step in the three procedures of Điều 21, where each has it."""

    def mark(form: type[YearForm]) -> type[YearForm]:
        for name in PROCEDURES.values():
            form_for(name, step)(form)
        return form

    return mark


@of_each("file_form")
class FileForm(YearForm):
    """«Phiếu xếp loại chất lượng công chức», Mẫu 02: part II, the notes of part I, the report for the meeting."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.without("form_02")
        label = _("II. The civil servant's own evaluation and rating")
        self.fields["self_grade"] = LevelField(label=label, initial=self.file.self_grade)
        self.area("self_report", NEEDS["self_report"], required=False, initial=self.file.self_report)
        for month in MONTHS:
            words = gettext("I. Note on month %(month)s") % {"month": month}
            initial = self.file.month_notes.get(str(month), "")
            self.fields[f"note_{month}"] = forms.CharField(label=words, required=False, max_length=400, initial=initial)

    def call(self, version: int, **typed: Any) -> Entry:
        """Send the form."""
        notes = {month: typed[f"note_{month}"] for month in MONTHS}
        filled = Filled(typed["self_grade"], typed["self_report"], notes)
        return actions.file_form(self.file, self.person, version, filled)


class Plain(YearForm):
    """A step that needs a reason or a text: its action takes just that."""

    def call(self, version: int, **typed: Any) -> Entry:
        """Take the step."""
        return PLAIN[self.step.name](self.file, self.person, version, *typed.values())


PLAIN: dict[str, Callable[..., Entry]] = {
    "file_for_absent": actions.file_for_absent,
    "return_form": actions.return_form,
    "leave_unrated": actions.leave_unrated,
    "rate_after_all": actions.rate_after_all,
    "remark": actions.remark,
    "notify": actions.notify,
}
for _step in PLAIN:
    of_each(_step)(Plain)


@of_each("convene")
class Convene(YearForm):
    """«Triệu tập cuộc họp»: when and where, and on whom else the same people give their remarks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker = forms.DateTimeInput(format=HOLDING, attrs={"type": "datetime-local"})
        formats = [HOLDING, "%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y"]
        self.fields["meeting_time"] = forms.DateTimeField(
            label=NEEDS["meeting_time"], widget=picker, input_formats=formats
        )
        self.fields["room"] = forms.CharField(label=NEEDS["place"], required=False, max_length=200)
        self._add_officers()
        others = self._others()
        if others:
            rows = YearSheet.objects.filter(pk__in=others).select_related("person", "round").order_by("person__code")
            self.fields["sheets"] = ticks(rows, _("On these as well"))
            self.fields["sheets"].initial = others

    def _add_officers(self) -> None:
        """Who presides and who keeps the minutes: of those called, and who advises on personnel."""
        seats, company = self.file.seats(), taking_part(self.file)
        called = {part.person for part in company.parts}
        advising = seats.advising(self.file.person_id, self.file.place, self.file.agency_id)
        rows = Person.objects.filter(pk__in=called | advising | {self.person.pk}).exclude(pk=self.file.person_id)
        leading = [post.person for post in seats.whole.by_unit.get(company.body, ()) if post.rank == "head"]
        first = next((int(each) for each in leading if each in called and each != self.file.person_id), self.person.pk)
        officers = (("chair", _("Who presides"), first), ("secretary", _("Secretary of the meeting"), self.person.pk))
        for name, label, initial in officers:
            field = forms.ModelChoiceField(rows.order_by("code"), label=label, initial=initial, required=False)
            self.fields[name] = field

    def _others(self) -> list[int]:
        """Those whose meeting the law calls the same people to, and whose meeting was not called yet."""
        waiting = YearSheet.objects.filter(round=self.file.round_id, state="filed").exclude(pk=self.file.pk)
        mine, found = taking_part(self.file).called, []
        for sheet in waiting.select_related("round").order_by("pk"):
            sheet.use(self.file.seats())
            if may_host(sheet, self.person) and taking_part(sheet).called == mine:
                found.append(sheet.pk)
        return found

    def call(self, version: int, **typed: Any) -> Entry:
        """Call the meeting."""
        others = list(typed.get("sheets") or ())
        sheets = [seen(self.file, version), *others]
        officers = {"chair": typed["chair"], "secretary": typed["secretary"]}
        actions.convene(sheets, self.person, typed["meeting_time"], typed["room"], **officers)
        return self.file.entries.get(step="convene", number=self.file.version)


@of_each("adopt_minutes")
class AdoptMinutes(YearForm):
    """«Thông qua biên bản»: the minutes of the meeting for everyone it was on, who was away, the signed paper."""

    takes_evidence = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["self_report"].initial = self.file.self_report
        called = Attendance.objects.filter(meeting=self.file.meeting_id).values("person")
        self.fields["absent"] = ticks(Person.objects.filter(pk__in=called).order_by("code"), _("Who was absent"))
        self.fields["minutes"].widget.attrs["rows"] = 10

    def call(self, version: int, **typed: Any) -> Entry:
        """Adopt them."""
        if self.file.meeting is None:
            raise LookupError("a meeting that was called has its row")
        seen_at, reports = (self.file, version), {self.file.pk: typed["self_report"]}
        papers = self.papers()
        entries = actions.adopt_minutes(
            self.file.meeting, self.person, typed["minutes"], typed["absent"], reports, seen_at, papers
        )
        return next(entry for entry in entries if entry.file_id == self.file.pk)
