"""What an agency sets for itself: job positions, peer groups, the reading of an open question."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from congminh import law
from congminh.law.parameters import Reading
from congminh.ledger.words import said
from congminh.org import actions
from congminh.org.forms.acting import ActForm
from congminh.org.forms.fields import DayField, UnitField
from congminh.org.models import Choice, PeerGroup, Position

GROUPS = range(1, 6)
FLAGS = ["is_personnel", "is_inspector"]


class PutPosition(ActForm):
    """«Vị trí việc làm»: new where the subject is None."""

    label, done = _("Save the position"), _("The job position is saved.")
    adding = _("Add a job position")
    decision_needed = None

    def set_up(self) -> None:
        """Of a unit within reach; what holds for all, and who sees everything, is for the top of the tree."""
        own = fields_for_model(Position, ["title", "complexity", "peer_group", *FLAGS])
        groups = [(number, str(number)) for number in GROUPS]
        own["complexity"] = forms.TypedChoiceField(coerce=int, choices=groups, label=own["complexity"].label)
        top, common = self.reach.is_of_the_top, _("Common to all units")
        where = UnitField(self.reach.units(), required=not top, empty_label=common if top else None)
        self.fields.update({"title": own.pop("title"), "unit": where, **own})
        if not top:
            del self.fields["is_inspector"]
        self.fields["is_personnel"].help_text = _("Its holders look after people, posts and settings of their agency.")

    def given(self) -> dict[str, Any]:
        """What stands there."""
        names = ("title", "complexity", "peer_group", "unit", *FLAGS)
        return {name: getattr(self.subject, name) for name in names} if self.subject else {"complexity": 3}

    def act(self) -> Position:
        """The position, new or changed."""
        position = self.subject or Position()
        for name, value in self.cleaned_data.items():
            setattr(position, name, value)
        return actions.put_position(position, by=self.visit.person)


class PutPeerGroup(ActForm):
    """«Nhóm có nhiệm vụ tương đồng» (Điều 20.5.a): new where the subject is None."""

    label, done = _("Save the group"), _("The peer group is saved.")
    adding = _("Add a peer group")
    lead = _("People of similar duties are rated side by side (Article 20.5.a).")
    decision_needed = None

    def set_up(self) -> None:
        """As the model has them."""
        self.fields.update(fields_for_model(PeerGroup, ["code", "name"]))

    def given(self) -> dict[str, Any]:
        """What stands there."""
        return {name: getattr(self.subject, name) for name in ("code", "name")} if self.subject else {}

    def act(self) -> PeerGroup:
        """The group, new or changed."""
        group = self.subject or PeerGroup()
        group.code, group.name = self.cleaned_data["code"], self.cleaned_data["name"]
        return actions.put_peer_group(group, by=self.visit.person)


class ChooseReading(ActForm):
    """«Chọn cách hiểu»: the subject is a reading of the law's file."""

    label, done = _("Choose this reading"), _("The reading is chosen.")
    offer = _("Choose another option")
    decision_needed = True
    places: ClassVar = {"reading": "option"}
    first = DayField(label=_("From"), help_text=_("It holds until the next choice."))

    def set_up(self) -> None:
        """The options in the law's words."""
        options = [(key, said(words)) for key, words in self.subject.options.items()]
        asked = forms.ChoiceField(label=_("Option"), choices=options, widget=forms.RadioSelect)
        self.fields = {"option": asked, **self.fields}

    def given(self) -> dict[str, Any]:
        """What holds today."""
        return {"option": chosen(self.subject, self.visit.day), "first": self.visit.day}

    def act(self) -> Choice:
        """The option from a day on."""
        picked: Any = self.cleaned_data["option"], self.cleaned_data["first"], self.decision()
        return actions.choose_reading(self.subject.key, *picked, by=self.visit.person)


def chosen(reading: Reading, day: Any) -> str:
    """The option of a reading in force on `day`."""
    return dict(Choice.objects.in_force(day).values_list("reading", "option")).get(reading.key, reading.default)


def all_readings() -> dict[str, Reading]:
    """Every open question of the decree, by key."""
    return dict(law.named("nd335").readings)
