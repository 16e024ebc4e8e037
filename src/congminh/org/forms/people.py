"""Acts on people: into service, out of it, names put right, leave; and the request about one's head."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from congminh.org import actions
from congminh.org.forms.acting import ActForm
from congminh.org.forms.fields import DayField, PersonField
from congminh.org.models import Leave, LineRequest, Person

SERVICE = ["code", "name", "begun"]


class Hire(ActForm):
    """«Tiếp nhận công chức»."""

    label, done = _("Add a civil servant"), _("The civil servant is entered. Now enter the post.")
    decision_needed = None

    def set_up(self) -> None:
        """As the model has them."""
        self.fields.update(fields_for_model(Person, SERVICE, field_classes={"begun": DayField}))

    def given(self) -> dict[str, Any]:
        """From today, unless another day is entered."""
        return {"begun": self.visit.day}

    def act(self) -> Person:
        """A new person in service."""
        return actions.hire(Person(**self.cleaned_data), by=self.visit.person)

    def goes_to(self) -> str:
        """To the first post."""
        return reverse("person_act", args=[self.outcome.code, "bo-nhiem"])


class CorrectPerson(ActForm):
    """«Sửa họ tên, mã, ngày vào»."""

    label, done = _("Put right name, code or first day"), _("The civil servant's data are put right.")
    decision_needed = None

    def set_up(self) -> None:
        """As the model has them."""
        self.fields.update(fields_for_model(Person, SERVICE, field_classes={"begun": DayField}))

    def given(self) -> dict[str, Any]:
        """What stands there."""
        return {name: getattr(self.subject, name) for name in SERVICE}

    def act(self) -> Person:
        """Name, code, first day."""
        return actions.correct_person(self.subject, by=self.visit.person, **self.cleaned_data)

    def goes_to(self) -> str:
        """The page may have another address now."""
        return reverse("person", args=[self.outcome.code])


class LeaveService(ActForm):
    """«Thôi công tác»: retired, left, moved to another agency."""

    label, done = _("Leaves service"), _("The last day of service is entered.")
    lead = _("Retirement, resignation or a move outside. Posts held end with the last day; those to begin later go.")
    decision_needed = None
    last = DayField(label=_("Last day of service"))

    def act(self) -> Person:
        """The last day."""
        return actions.leave_service(self.subject, self.cleaned_data["last"], by=self.visit.person)


class RecordLeave(ActForm):
    """«Ghi ngày nghỉ» (Điều 11.2)."""

    label, done = _("Record leave"), _("The leave is recorded.")
    lead = _("Sick, maternity and unpaid leave bear on the year (Article 11.2).")
    decision_needed = None

    def set_up(self) -> None:
        """As the model has them."""
        days = {"first": DayField, "last": DayField}
        self.fields.update(fields_for_model(Leave, ["kind", "first", "last"], field_classes=days))

    def act(self) -> Leave:
        """Days away."""
        return actions.record_leave(Leave(person=self.subject, **self.cleaned_data), by=self.visit.person)


class RemoveLeave(ActForm):
    """«Xóa ngày nghỉ ghi nhầm»."""

    label, done = _("Remove this leave"), _("The leave is removed.")
    lead = _("For leave that was not taken, or was entered wrongly. The trace keeps it.")
    decision_needed = None

    def act(self) -> None:
        """Out of the list, kept in the trace."""
        actions.remove_leave(self.subject, by=self.visit.person)


class AskLine(ActForm):
    """«Đây không phải người đứng đầu của tôi»."""

    label, done = _("Send to the personnel adviser"), _("Your request is sent. You are told as soon as it is settled.")
    decision_needed = None
    reason = forms.CharField(
        label=_("What is wrong"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("As “I have worked in the Office since 1 October; the system still shows my old unit”."),
    )

    def set_up(self) -> None:
        """Anybody one sees may be named."""
        people = Person.objects.visible_to(self.visit.person, self.visit.day)
        self.fields["said_head"] = PersonField(people, required=False, label=_("Who it should be"))

    def act(self) -> LineRequest:
        """The file is opened and sent."""
        said = self.cleaned_data
        return actions.ask_line(self.subject, said["reason"], said["said_head"])

    def goes_to(self) -> str:
        """The file that was opened."""
        return str(self.outcome.get_absolute_url())
