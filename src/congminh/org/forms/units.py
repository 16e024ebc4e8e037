"""Acts on a unit: established beneath it, renamed, moved, merged, divided, dissolved, put right."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import fields_for_model
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.org import actions
from congminh.org.forms.acting import ActForm, Part
from congminh.org.forms.fields import DayField, PersonField, UnitField, as_tree, ticks
from congminh.org.models import Person, Post, Unit, UnitState
from congminh.org.models.unit import UnitQuerySet

FROM = _("From")
NAME_LETTERS = UnitState._meta.get_field("name").max_length


class BeginUnit(ActForm):
    """«Thành lập đơn vị trực thuộc»."""

    label, done = _("Establish a unit beneath it"), _("The unit is established.")
    name = forms.CharField(label=_("Name"), max_length=NAME_LETTERS)

    def set_up(self) -> None:
        """Code, kind, tier and first day as the model has them."""
        own = fields_for_model(Unit, ["code", "kind", "tier", "begun"], field_classes={"begun": DayField})
        self.fields = {"code": own.pop("code"), **self.fields, **own}

    def given(self) -> dict[str, Any]:
        """Most units beneath an agency use its people directly."""
        return {"kind": Unit.Kind.DIRECT, "begun": self.visit.day}

    def act(self) -> Unit:
        """A new unit beneath the subject."""
        said = {name: self.cleaned_data[name] for name in ("code", "kind", "tier", "begun")}
        unit = Unit(**said, decision=self.decision())
        return actions.begin_unit(unit, self.cleaned_data["name"], self.subject, by=self.visit.person)

    def goes_to(self) -> str:
        """The new unit."""
        return reverse("unit", args=[self.outcome.code])


class RenameUnit(ActForm):
    """«Đổi tên»."""

    label, done = _("Rename"), _("The unit has its new name.")
    lead = _("The old name stays for the days before.")
    name = forms.CharField(label=_("New name"), max_length=NAME_LETTERS)
    on = DayField(label=FROM)

    def given(self) -> dict[str, Any]:
        """The name to change."""
        return {"name": str(self.subject), "on": self.visit.day}

    def clean_name(self) -> str:
        """Another name than it has."""
        name: str = self.cleaned_data["name"]
        if name == str(self.subject):
            raise ValidationError(gettext("This is the name it has: enter the new one."))
        return name

    def act(self) -> UnitState:
        """A new name."""
        said = self.cleaned_data
        return actions.rename_unit(self.subject, said["name"], said["on"], self.decision(), by=self.visit.person)


class MoveUnit(ActForm):
    """«Chuyển đơn vị»."""

    label, done = _("Move beneath another unit"), _("The unit has been moved.")
    lead = _("The unit goes with its people and all beneath it; who is competent for them follows.")
    on = DayField(label=FROM)

    def set_up(self) -> None:
        """Any unit within reach but those beneath it."""
        beneath = self.reach.tree.beneath([self.subject.pk])
        self.fields = {
            "parent": UnitField(self.reach.units().exclude(pk__in=beneath), label=_("New unit above")),
            **self.fields,
        }

    def given(self) -> dict[str, Any]:
        """Today, unless another day is entered."""
        return {"on": self.visit.day}

    def act(self) -> UnitState:
        """Another unit above."""
        said = self.cleaned_data
        return actions.move_unit(self.subject, said["parent"], said["on"], self.decision(), by=self.visit.person)


class MergeUnits(ActForm):
    """«Sáp nhập, hợp nhất»."""

    label, done = _("Merge into another unit"), _("The units are merged.")
    lead = _("The unit ends the day before; its people, units and fields in charge go on in the other.")
    places: ClassVar = {"units": "others", "parent": "into"}
    on = DayField(label=FROM, help_text=_("The first day of the merged unit."))

    def set_up(self) -> None:
        """Into any unit within reach; others beside it may go with it."""
        others = self.reach.units().exclude(pk=self.subject.pk)
        told = _("A unit established for it is entered first.")
        beside = ticks(others.filter(Q(parent_id=self.subject.parent_id)), _("Together with"))
        self.fields = {"into": UnitField(others, label=_("Into"), help_text=told), "others": beside, **self.fields}

    def act(self) -> None:
        """The units go on in one."""
        said = self.cleaned_data
        units = [self.subject, *said["others"]]
        actions.merge_units(units, said["into"], said["on"], self.decision(), by=self.visit.person)


class SplitUnit(ActForm):
    """«Chia, tách»: everyone of the unit is placed, one select a person."""

    label, done = _("Divide"), _("The unit is divided.")
    lead = _("Establish the new units first; then say where each person goes.")
    places: ClassVar = {"parts": "ends", "unit": "ends"}
    ends = forms.ChoiceField(
        label=_("What becomes of this unit"),
        widget=forms.RadioSelect,
        initial="no",
        choices=[("no", _("It goes on with those who stay")), ("yes", _("It ends: nobody stays"))],
    )
    on = DayField(label=FROM)

    def set_up(self) -> None:
        """A select for each person who holds a post in the unit from today on."""
        self.units = {unit.pk: unit for unit in self._near()}
        held = Post.objects.held_within(self.visit.day, None).filter(unit=self.subject)
        self.people = {f"place_{who.pk}": who for who in Person.objects.filter(posts__in=held).distinct()}
        lines = as_tree(self.units.values())
        for name, who in self.people.items():
            self.fields[name] = forms.TypedChoiceField(
                coerce=int, choices=lines, initial=self.subject.pk, label=f"{who.name} ({who.code})"
            )

    def _near(self) -> UnitQuerySet:
        """Where they may go: this unit, those beside it and those right beneath."""
        here = self.subject
        return self.reach.units().filter(Q(parent_id=here.parent_id) | Q(parent_id=here.pk) | Q(pk=here.pk))

    def parts(self) -> list[Part]:
        """With the people under a heading of their own."""
        own, *rest = super().parts()
        kept = [field for field in own.fields if field.name not in self.people]
        who = Part("people", _("Where each person goes"), "", [self[name] for name in self.people])
        return [own._replace(fields=kept), who, *rest]

    def act(self) -> None:
        """Everyone where they are placed."""
        said = self.cleaned_data
        placed: dict[int, list[Person]] = defaultdict(list)
        for name, who in self.people.items():
            placed[said[name]].append(who)
        if said["ends"] == "no":
            placed.setdefault(self.subject.pk, [])
        elif staying := ", ".join(who.name for who in placed.get(self.subject.pk, ())):
            raise ValidationError({"ends": gettext("These still stay in it: %(names)s.") % {"names": staying}})
        parts = {self.units[pk]: people for pk, people in placed.items()}
        actions.split_unit(self.subject, parts, said["on"], self.decision(), by=self.visit.person)


class DissolveUnit(ActForm):
    """«Giải thể»."""

    label, done = _("Dissolve"), _("The unit is dissolved.")
    lead = _("Its people and the units beneath it go elsewhere first.")
    places: ClassVar = {"unit": "last"}
    last = DayField(label=_("Last day"))

    def act(self) -> Unit:
        """The unit ends."""
        said = self.cleaned_data["last"]
        return actions.dissolve_unit(self.subject, said, self.decision(), by=self.visit.person)


class CorrectUnit(ActForm):
    """«Sửa thông tin»: what was typed wrongly, for all days."""

    label, done = _("Put right what was entered"), _("The unit is put right.")
    lead = _("For what was typed wrongly, for all its days. A change that begins on a day is another act.")
    decision_needed = None

    def set_up(self) -> None:
        """As the model has them."""
        self.fields.update(fields_for_model(Unit, ["code", "kind", "tier"]))

    def given(self) -> dict[str, Any]:
        """What stands there."""
        return {name: getattr(self.subject, name) for name in ("code", "kind", "tier")}

    def act(self) -> Unit:
        """Code, kind and tier."""
        return actions.correct_unit(self.subject, by=self.visit.person, **self.cleaned_data)

    def goes_to(self) -> str:
        """The page may have another address now."""
        return reverse("unit", args=[self.outcome.code])


class Delegate(ActForm):
    """«Ủy quyền»: the head's signature for a time."""

    label, done = _("Delegate the head's signature"), _("The delegation is entered.")
    lead = _("For somebody who holds a post; it ends by itself after its last day.")
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))

    def set_up(self) -> None:
        """To anybody one sees."""
        people = Person.objects.visible_to(self.visit.person, self.visit.day)
        self.fields = {"to": PersonField(people, label=_("Delegated to")), **self.fields}

    def act(self) -> Post:
        """A delegation."""
        said = self.cleaned_data
        days = said["first"], said["last"]
        return actions.delegate(self.subject, said["to"], *days, self.decision(), by=self.visit.person)
