"""What is handed in with the steps of a task: each form calls its step's action, which says what is wrong where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.law.nd335.task_procedure import TASK
from congminh.law.text import scaled
from congminh.ledger.actions import Stale
from congminh.ledger.forms import NEEDS, StepForm, form_for
from congminh.ledger.models import Entry
from congminh.org.forms.fields import DayField, PersonField
from congminh.org.models import Person
from congminh.work import actions
from congminh.work.models import Task
from congminh.work.models.kept import COEFFICIENT, QUANTITY
from congminh.work.pasting import quantity_of

# What else an entry of a task keeps, as the history of its page calls it.
NEEDS.update(
    {
        "about": _("Cause of"),
        "deadline": _("Last day of confirming"),
        "delays": _("Delays"),
        "delay_unit": _("What one delay is"),
        "done": _("Quantity done"),
        "due": _("Due"),
        "failures": _("Failed reviews"),
        "link": _("Link to the result"),
        "name": _("Task"),
        "note": _("Note"),
        "reported": _("Quantity reported"),
        "urgent": _("Urgent"),
        "goal": _("Goal"),
        "waived": _("How many no longer count"),
    }
)


class ThousandthsField(forms.CharField):
    """A number people write as «5» or «0,8», kept in thousandths."""

    def __init__(self, most_m: int = QUANTITY.high, **more: Any) -> None:
        self.most_m = most_m
        super().__init__(**{"max_length": 12, "widget": forms.TextInput(attrs={"inputmode": "decimal"}), **more})

    def prepare_value(self, value: Any) -> Any:
        """As it is shown: thousandths as a decimal, what was typed as it was typed."""
        return scaled(value, 3) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        """Thousandths; None for an empty field that may be empty."""
        typed = super().clean(value)
        return quantity_of(typed) if typed else None


class TaskForm(StepForm):
    """A step of a task: what the page typed goes to the action of the step."""

    takes_evidence = False
    file: Task

    def act(self, version: int) -> Entry:
        """Call the action; raises what it raises, and then nothing has happened."""
        return self.call(version=version, **self.cleaned_data)

    def call(self, **typed: Any) -> Entry:
        """The action of this step."""
        raise NotImplementedError


def of_step(step: str) -> Any:
    """Mark a form as the one of a step of tasks."""
    return form_for(TASK.name, step)


@of_step("report")
class Report(TaskForm):
    """«Báo cáo kết quả»: filled in with all of it, done today."""

    takes_evidence = True
    quantity = ThousandthsField(label=NEEDS["quantity"], help_text=_("A part counts too, such as 0,8."))
    finished_on = DayField(label=NEEDS["finished_on"])
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    link = forms.CharField(label=_("Link to the result"), required=False, max_length=500)
    cause = forms.CharField(
        label=_("Objective cause of the delay"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quantity"].initial = self.file.reported_m or self.file.assigned_m
        self.fields["finished_on"].initial = self.file.finished_on or timezone.localdate()
        for name in ("note", "link"):
            self.fields[name].initial = getattr(self.file, name)

    def call(self, **typed: Any) -> Entry:
        """Report the result."""
        return actions.report(self.file, self.person, typed.pop("quantity"), **typed)


@of_step("update")
class Progress(TaskForm):
    """«Cập nhật tiến độ»."""

    quantity = ThousandthsField(label=NEEDS["quantity"])
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def call(self, **typed: Any) -> Entry:
        """Record the progress."""
        return actions.record_progress(self.file, self.person, typed.pop("quantity"), **typed)


@of_step("confirm")
class Confirm(TaskForm):
    """«Xác nhận kết quả»: as reported, or another quantity and why."""

    quantity = ThousandthsField(label=NEEDS["quantity"], required=False)
    reason = forms.CharField(
        label=_("Reason, if the quantity differs"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quantity"].initial = self.file.reported_m

    def call(self, **typed: Any) -> Entry:
        """Confirm the result."""
        return actions.confirm(self.file, self.person, typed.pop("quantity"), **typed)


class Reasoned(TaskForm):
    """A step that needs a reason, or nothing: its action takes just that."""

    def call(self, **typed: Any) -> Entry:
        """Take the step."""
        return REASONED[self.step.name](self.file, self.person, **typed)


REASONED: dict[str, Callable[..., Entry]] = {
    "decline": actions.decline,
    "withdraw": actions.withdraw,
    "return": actions.return_work,
    "send_back": actions.send_back,
    "undo": actions.undo,
    "refuse_cause": actions.refuse_cause,
    "hand_over": actions.hand_over,
    "take_back": actions.take_back,
    "cancel": actions.cancel,
}
for _step in REASONED:
    of_step(_step)(Reasoned)


@of_step("ask_cause")
class AskCause(TaskForm):
    """«Đề nghị xác nhận nguyên nhân khách quan»: of what, and why."""

    about = forms.ChoiceField(label=_("Cause of"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(about, Task.About(about).label) for about in self.file.waivable()]
        self.fields["about"].choices = choices or list(Task.About.choices)  # type: ignore[attr-defined]

    def call(self, **typed: Any) -> Entry:
        """Ask for the cause."""
        return actions.ask_cause(self.file, self.person, **typed)


@of_step("accept_cause")
class AcceptCause(TaskForm):
    """«Xác nhận nguyên nhân khách quan»: all of it, or so many."""

    number = forms.IntegerField(
        label=_("How many no longer count"), required=False, min_value=1, help_text=_("Empty for all.")
    )

    def call(self, **typed: Any) -> Entry:
        """Confirm the cause."""
        return actions.accept_cause(self.file, self.person, **typed)


class Approve(TaskForm):
    """«Duyệt»: a new item needs a coefficient."""

    coefficient_m = ThousandthsField(COEFFICIENT.high, label=NEEDS["coefficient"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coefficient_m"].initial = self.file.coefficient_m
        if self.file.product_id is not None:
            del self.fields["coefficient_m"]

    def call(self, **typed: Any) -> Entry:
        """Approve the proposal."""
        return actions.approve(self.file, self.person, **typed)


for _step in ("approve", "approve_done"):
    of_step(_step)(Approve)


@of_step("give_to")
class GiveTo(TaskForm):
    """«Giao công chức khác»: to whom, due when."""

    taker = PersonField(Person.objects.none(), label=NEEDS["taker"])
    due = DayField(label=_("Due"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taker: Any = self.fields["taker"]
        taker.people = Person.objects.visible_to(self.person).exclude(pk=self.file.person_id)
        self.fields["due"].initial = max(self.file.due, timezone.localdate())

    def act(self, version: int) -> Entry:
        """Give the task; the entry is the one of the task given."""
        typed = self.cleaned_data
        actions.give_to(self.file, typed["taker"], self.person, typed["due"], version)
        return self.file.entries.latest("number")


@of_step("adjust")
class Adjust(TaskForm):
    """«Điều chỉnh nhiệm vụ»: what was assigned, and why it changes."""

    name = forms.CharField(label=_("Task"), max_length=400)
    quantity = ThousandthsField(label=NEEDS["quantity"])
    due = DayField(label=_("Due"))
    urgent = forms.BooleanField(label=_("Urgent"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, column in (("name", "name"), ("quantity", "assigned_m"), ("due", "due"), ("urgent", "urgent")):
            self.fields[name].initial = getattr(self.file, column)

    def call(self, **typed: Any) -> Entry:
        """Put the task right."""
        quantity_m = typed.pop("quantity")
        return actions.adjust(self.file, self.person, assigned_m=quantity_m, **typed)


@of_step("force_forward")
class ForceForward(TaskForm):
    """«Chuyển tiếp khi quá hạn xác nhận»: past which day, and why."""

    deadline = DayField(label=_("Last day of confirming"))

    def act(self, version: int) -> Entry:
        """Move the task on."""
        if version != self.file.version:
            raise Stale(self.file.entries.order_by("number").last(), [self.file.pk])
        return actions.force_forward([self.file], self.person, **self.cleaned_data)[0]
