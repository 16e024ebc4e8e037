"""What is handed in with the steps of a sheet: each form calls its step's action, which says what is wrong where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.assessment import actions
from congminh.assessment.actions import Written, note_field
from congminh.assessment.actions.marking import ASSESSOR_TEXTS, CHOICES, OWNER_TEXTS, Overtaken
from congminh.assessment.models import Mark, PeriodSheet, Petition
from congminh.assessment.models.petition import UPHELD
from congminh.assessment.models.sheet import HALF_OR_WHOLE, PROCEDURE
from congminh.law.nd335.general import criteria
from congminh.law.text import scaled
from congminh.ledger.actions import Stale
from congminh.ledger.forms import NEEDS, StepForm, form_for
from congminh.ledger.models import Entry
from congminh.ledger.words import said
from congminh.org.forms.fields import DayField
from congminh.work.pasting import quantity_of
from congminh.work.refusing import fault

# What else an entry of a sheet keeps, as the history of its page calls it.
NEEDS.update(
    {
        "asked_by": _("asked to reopen"),
        "cohesion": _("unity"),
        "cohesion_reason": _("reason for the score of unity"),
        "execution": _("organising of the work"),
        "execution_reason": _("reason for the score of organising"),
        "general_cp": _("score given, in hundredths"),
        "number": _("number"),
        "total_cp": _("total, in hundredths"),
        "until": _("To be told anew by"),
    }
)
TEXTS: Mapping[str, Any] = {
    "strengths": _("strengths"),
    "weaknesses": _("weaknesses and shortcomings"),
    "remark": _("remark"),
    "execution_reason": _("reason for the score of organising"),
    "cohesion_reason": _("reason for the score of unity"),
}


class PointsField(forms.CharField):
    """Points people write as «4,5», kept in hundredths."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"max_length": 6, "widget": forms.TextInput(attrs={"inputmode": "decimal"}), **more})

    def prepare_value(self, value: Any) -> Any:
        """As it is shown: hundredths as a decimal, what was typed as it was typed."""
        return scaled(value, 2) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        """Hundredths; None for an empty field."""
        typed = super().clean(value)
        if not typed:
            return None
        points, rest = divmod(quantity_of(typed), 10)
        if rest:
            raise fault(gettext("Points have two decimals at most."), gettext("Write a number such as 4,5."))
        return points


class SheetForm(StepForm):
    """A step of a sheet: what the page typed goes to the action of the step."""

    takes_evidence = False
    file: PeriodSheet

    def act(self, version: int) -> Entry:
        """Call the action; raises what it raises, and then nothing has happened."""
        return self.call(version, **self.cleaned_data)

    def call(self, version: int, **typed: Any) -> Entry:
        """The action of this step."""
        raise NotImplementedError


class MarksForm(SheetForm):
    """The criteria of Mẫu 01, points and words for each, and the texts beside them; `draft` is the save typed on."""

    points, note = "self_cp", "self_note"
    texts: tuple[str, ...] = OWNER_TEXTS
    columns: tuple[str, ...] = OWNER_TEXTS

    draft = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for need in ("form_01", "remark"):
            self.fields.pop(need, None)
        self.fields["draft"].initial = self.file.draft
        for code, mark in actions.marks_of(self.file).items():
            self._add(code, mark)
        for name in self.texts:
            initial = getattr(self.file, name)
            area = forms.Textarea(attrs={"rows": 3})
            self.fields[name] = forms.CharField(label=TEXTS[name], initial=initial, required=False, widget=area)

    def _add(self, code: str, mark: Mark) -> None:
        criterion = criteria()[code]
        initial = self.points_of(mark)
        self.fields[code] = PointsField(label=said(criterion.label), initial=initial, required=False)
        area = forms.Textarea(attrs={"rows": 1})
        words = {"label": _("comment"), "initial": getattr(mark, self.note), "required": False, "widget": area}
        self.fields[note_field(code)] = forms.CharField(**words)

    def points_of(self, mark: Mark) -> int | None:
        """The points shown first."""
        return getattr(mark, self.points)

    def written(self) -> Written:
        """What was typed, as the actions take it."""
        typed = self.cleaned_data
        marks = {code: (typed.get(code), typed.get(note_field(code), "")) for code in criteria()}
        return Written(marks, {name: typed[name] for name in self.columns if name in typed})

    def act(self, version: int) -> Entry:
        """Call the action; a save that came first is said like a step that did."""
        try:
            return super().act(version)
        except Overtaken as first:
            raise Stale(None, [self.file.pk]) from first


@form_for(PROCEDURE, "self_assess")
class SelfAssess(MarksForm):
    """«Tự đánh giá và gửi Mẫu 01»."""

    def call(self, version: int, **typed: Any) -> Entry:
        """Send the form."""
        return actions.send(self.file, self.person, version, self.written(), typed["draft"])


class Scoring(MarksForm):
    """«Nhận xét, xác nhận, chấm điểm»; đ and e for a leader."""

    points, note = "given_cp", "given_note"
    texts = ("remark",)
    columns = (*ASSESSOR_TEXTS, *CHOICES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.file.leads:
            self._add_choices()

    def _add_choices(self) -> None:
        choices = [("", "–"), *((str(each), f"{each} %") for each in HALF_OR_WHOLE)]
        labels = {"execution": NEEDS["execution"], "cohesion": NEEDS["cohesion"]}
        for name, label in labels.items():
            initial = getattr(self.file, name)
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=choices, coerce=int, empty_value=None, required=False, initial=initial
            )
            reason, words = f"{name}_reason", TEXTS[f"{name}_reason"]
            area, begun = forms.Textarea(attrs={"rows": 2}), getattr(self.file, reason)
            self.fields[reason] = forms.CharField(label=words, initial=begun, required=False, widget=area)

    def points_of(self, mark: Mark) -> int | None:
        """The points given, else the person's own."""
        return mark.self_cp if mark.given_cp is None else mark.given_cp


@form_for(PROCEDURE, "score")
class Score(Scoring):
    """«Chấm điểm» of a sheet that was sent."""

    def call(self, version: int, **typed: Any) -> Entry:
        """Score the sheet."""
        return actions.score(self.file, self.person, version, self.written(), typed["draft"])


@form_for(PROCEDURE, "score_unsent")
class ScoreUnsent(Scoring):
    """«Chấm điểm khi công chức không gửi phiếu»."""

    def call(self, version: int, **typed: Any) -> Entry:
        """Score the sheet, with the reason."""
        return actions.score_unsent(self.file, self.person, version, typed["reason"], self.written(), typed["draft"])


class Plain(SheetForm):
    """A step that needs a reason, a day, or nothing: its action takes just that."""

    def call(self, version: int, **typed: Any) -> Entry:
        """Take the step."""
        return PLAIN[self.step.name](self.file, self.person, version, **typed)


PLAIN: dict[str, Callable[..., Entry]] = {
    "notify": actions.notify,
    "notify_late": actions.notify_late,
    "reopen": actions.reopen,
    "refuse_reopen": actions.refuse_reopen,
    "restore": actions.restore,
}
for _step in PLAIN:
    form_for(PROCEDURE, _step)(Plain)


@form_for(PROCEDURE, "ask_reopen")
class AskReopen(SheetForm):
    """«Đề nghị mở lại»: why, and by when the sheet is to be told anew."""

    until = DayField(label=NEEDS["until"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        upheld = Petition.objects.filter(sheet=self.file, state=UPHELD).order_by("pk").first()
        if upheld:
            said = {"line": upheld.label, "day": f"{localdate(upheld.opened_at):%d/%m/%Y}"}
            self.fields["reason"].initial = gettext("The petition of %(day)s on “%(line)s” was upheld.") % said

    def call(self, version: int, **typed: Any) -> Entry:
        """Ask for it."""
        return actions.ask_reopen(self.file, self.person, version, **typed)
