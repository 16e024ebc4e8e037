"""What is handed in with the steps of an organisation's sheet: each form calls its step's action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from congminh.assessment.forms import PointsField
from congminh.law.explain import WORDS
from congminh.law.facts import GRADES
from congminh.law.nd335.procedure import ORGANISATION
from congminh.ledger.actions import Stale
from congminh.ledger.forms import NEEDS, StepForm, form_for
from congminh.ledger.models import Entry
from congminh.unit_year import actions
from congminh.unit_year.actions.writing import HEAD, RECOGNISER, Overtaken, Side, Written, note_field
from congminh.unit_year.models import Criterion, UnitMark, UnitSheet

LABELS: Mapping[str, Any] = {
    "self_evaluation": _("Self-evaluation of the year"),
    "proposed_grade": _("Level the organisation proposes"),
    "remedied": _("All shortcomings of the last evaluation and of inspections remedied"),
    "remedied_note": _("Which shortcomings, and what was done"),
    "remark": _("Remark"),
    "quality_assured": _("Quality and effect of the work assured"),
    "remedied_given": _("All shortcomings of the last evaluation and of inspections remedied"),
    "misconduct": _("Concluded: misconduct in personnel work, disunity, factions, trading in posts"),
    "misconduct_note": _("Conclusion: number, day, by whom"),
    "force_majeure": _("Force majeure kept the organisation from its tasks"),
    "force_majeure_note": _("What the force majeure was, and its effect"),
    "grade": _("Level to decide"),
    "grade_reason": _("Reason, where the level differs from what points and conditions give"),
}
FLAGS = ("misconduct", "force_majeure")
ANSWERS = ("remedied", "remedied_given", "quality_assured")
LEVELS = ("grade", "proposed_grade")


def level_choices() -> list[tuple[str, str]]:
    """The levels, the best first, in the page's language."""
    language = get_language() or "vi"
    return [("", "–"), *((grade, WORDS[grade](language).capitalize()) for grade in reversed(GRADES))]


class MarksForm(StepForm):
    """The criteria with points and words for each, and what stands beside them; `draft` is the save typed on."""

    takes_evidence = False
    file: UnitSheet
    side: Side

    draft = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for need in self.step.needs:
            self.fields.pop(need, None)
        self.fields["draft"].initial = self.file.draft
        self.criteria: dict[str, Criterion] = {}
        for criterion, mark in actions.marks_of(self.file):
            self._add(criterion, mark)
        for name in self.side.columns:
            self.fields[name] = _field(name, getattr(self.file, name))
        for name, field in self.fields.items():
            field.quiet = True  # type: ignore[attr-defined]
            field.widget.attrs["aria-describedby"] = f"{name}-faults"

    def _add(self, criterion: Criterion, mark: UnitMark) -> None:
        self.criteria[criterion.code] = criterion
        points = getattr(mark, self.side.points)
        initial = mark.self_cp if points is None else points
        self.fields[criterion.code] = PointsField(label=criterion.label, initial=initial, required=False)
        area = forms.Textarea(attrs={"rows": 2})
        words = {"label": _("comment"), "initial": getattr(mark, self.side.note), "required": False, "widget": area}
        self.fields[note_field(criterion.code)] = forms.CharField(**words)

    @property
    def by_recogniser(self) -> bool:
        """Whether the form is that of who recognises."""
        return self.side is RECOGNISER

    def written(self) -> Written:
        """What of the form has no fault, as the actions take it; a criterion is kept with its words, or not at all."""
        typed, faulty = self.cleaned_data, self.errors
        sound = [code for code in self.criteria if code not in faulty and note_field(code) not in faulty]
        marks = {self.criteria[code].pk: (typed.get(code), typed.get(note_field(code), "")) for code in sound}
        columns = {name: typed[name] for name in self.side.columns if name in typed and name not in faulty}
        return Written(marks, columns)

    def act(self, version: int) -> Entry:
        """Call the action; a save that came first is said like a step that did."""
        step = actions.send if self.side is HEAD else actions.decide
        try:
            return step(self.file, self.person, version, self.cleaned_data["draft"] or 0, self.written())
        except Overtaken as first:
            raise Stale(None, [self.file.pk]) from first


@form_for(ORGANISATION.name, "self_evaluate")
class SelfEvaluate(MarksForm):
    """«Tự đánh giá, đề xuất mức xếp loại»."""

    side = HEAD


@form_for(ORGANISATION.name, "decide")
class Decide(MarksForm):
    """«Quyết định mức xếp loại»."""

    side = RECOGNISER


@form_for(ORGANISATION.name, "order_verification")
class OrderVerification(StepForm):
    """«Chỉ đạo kiểm tra, xác minh»: of what was recorded; the recogniser may add to it."""

    takes_evidence = False
    file: UnitSheet
    about = forms.CharField(
        label=NEEDS["complaint"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Complaints recorded on the sheet are verified without being written again."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("complaint", None)

    def act(self, version: int) -> Entry:
        """Call the action."""
        return actions.verify(self.file, self.person, version, self.cleaned_data["about"])


@form_for(ORGANISATION.name, "report_verification")
class ReportVerification(StepForm):
    """«Báo cáo kết quả xác minh»."""

    takes_evidence = False
    file: UnitSheet

    def act(self, version: int) -> Entry:
        """Call the action."""
        return actions.report_verification(self.file, self.person, version, self.cleaned_data["conclusion"])


@form_for(ORGANISATION.name, "annul")
class Annul(StepForm):
    """«Hủy kết quả để đánh giá lại»."""

    file: UnitSheet

    def act(self, version: int) -> Entry:
        """Call the action."""
        return actions.annul(self.file, self.person, version, self.cleaned_data["reason"])


def _field(name: str, value: Any) -> forms.Field:
    label = LABELS[name]
    if name in (*FLAGS, *ANSWERS):
        answers = [("1", _("Yes")), ("0", _("No"))]
        unsaid = _("As the organisation says") if name == "remedied_given" else "–"
        choices = answers[::-1] if name in FLAGS else [("", unsaid), *answers]
        return forms.TypedChoiceField(
            label=label,
            choices=choices,
            coerce=lambda typed: typed == "1",
            empty_value=False if name in FLAGS else None,  # type: ignore[arg-type]
            initial="" if value is None else str(int(value)),
            required=False,
        )
    if name in LEVELS:
        return forms.ChoiceField(label=label, choices=level_choices, initial=value, required=False)
    area = forms.Textarea(attrs={"rows": 4 if name in ("self_evaluation", "remark") else 2})
    return forms.CharField(label=label, initial=value, required=False, widget=area)
