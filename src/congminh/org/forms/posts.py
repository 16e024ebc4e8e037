"""Acts on posts: appointed, seconded, ended, a field given in charge, put right, removed."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import fields_for_model
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from congminh.org import actions
from congminh.org.doors import Visit
from congminh.org.forms.acting import ActForm
from congminh.org.forms.fields import DayField, PersonField, ticks
from congminh.org.models import Person, Position, Post, Unit
from congminh.org.reach import Reach

DAY = timedelta(days=1)
DAYS = {"first": DayField, "last": DayField}


class Placing(ActForm):
    """A post in a unit: of a person where the subject is one, else of the unit, and the person is asked."""

    def set_up(self) -> None:
        """The unit is known by now: positions are its own and the common ones."""
        positions = Position.objects.open_in(self.unit).order_by("title")
        own = fields_for_model(Post, ["rank", "kind", "first", "last"], field_classes=DAYS)
        place = forms.ModelChoiceField(
            positions,
            label=_("Job position"),
            empty_label=_("Choose a position"),
            help_text=_("Of this unit, or common to all."),
        )
        who = {} if isinstance(self.subject, Person) else {"person": PersonField(self.reach.people())}
        self.fields = {**who, "position": place, **own, **self.fields}
        self.fields["unit"] = forms.ModelChoiceField(
            self.reach.units(), widget=forms.HiddenInput, initial=self.unit, required=False
        )

    @cached_property
    def unit(self) -> Unit:
        """The unit of the post: the subject, or the one chosen on the page before."""
        chosen = self.subject if isinstance(self.subject, Unit) else unit_asked(self.visit, self.reach)
        if chosen is None:
            raise Http404
        return chosen

    def given(self) -> dict[str, Any]:
        """From today, unless another day is entered."""
        return {"first": self.visit.day}

    def post(self) -> Post:
        """The post as asked, not yet saved."""
        names = ("position", "rank", "kind", "first", "last")
        said = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        who = self.subject if isinstance(self.subject, Person) else self.cleaned_data["person"]
        return Post(person=who, unit=self.unit, decision=self.decision(), **said)


def unit_asked(visit: Visit, reach: Reach) -> Unit | None:
    """The unit named by the form or the page's address, if it is within reach."""
    asked = visit.POST.get("unit") or visit.GET.get("unit", "")
    return reach.units().filter(pk=asked).first() if asked.isdecimal() else None


class Appoint(Placing):
    """«Bổ nhiệm, điều động, giao phụ trách, kiêm nhiệm»."""

    label, done = _("Appoint"), _("The post is entered.")
    places: ClassVar = {"unit": "position"}
    moves = forms.BooleanField(
        required=False,
        label=_("The main post held until then ends the day before (transfer)"),
    )

    def set_up(self) -> None:
        """Main, concurrent or acting; secondment and delegation are acts of their own."""
        super().set_up()
        kinds = [(kind.value, kind.label) for kind in (Post.Kind.MAIN, Post.Kind.CONCURRENT, Post.Kind.ACTING)]
        self.fields["kind"] = forms.ChoiceField(label=_("How the post is held"), choices=kinds)
        self.fields["moves"] = self.fields.pop("moves")

    def act(self) -> Post:
        """A new post, and the end of the one before where it is a transfer."""
        post = self.post()
        if self.cleaned_data["moves"] and post.kind == Post.Kind.MAIN:
            for held in post.person.posts.held_on(post.first).filter(kind="main").select_related("unit", "position"):
                self._end(held, post)
        return actions.appoint(post, by=self.visit.person)

    def _end(self, held: Post, post: Post) -> None:
        try:
            actions.end_post(held, post.first - DAY, by=self.visit.person)
        except ValidationError as fault:
            raise ValidationError({"moves": fault.messages}) from fault


class Second(Placing):
    """«Biệt phái»."""

    label, done = _("Second elsewhere"), _("The secondment is entered.")
    lead = _("The main post stays; the person is evaluated where seconded.")
    places: ClassVar = {"unit": "position", "person": "position"}

    def set_up(self) -> None:
        """A secondment has its own kind."""
        super().set_up()
        del self.fields["kind"]

    def act(self) -> Post:
        """A post elsewhere for a time."""
        return actions.second(self.post(), by=self.visit.person)


class EndPost(ActForm):
    """«Kết thúc vị trí»."""

    short = _("End")
    label, done = _("End the post"), _("The post has its last day.")
    lead = _("The post stays in the history up to its last day.")
    decision_needed = None
    last = DayField(label=_("Last day"))

    def act(self) -> Post:
        """The post has a last day."""
        return actions.end_post(self.subject, self.cleaned_data["last"], by=self.visit.person)


class GiveField(ActForm):
    """«Giao lĩnh vực phụ trách» (Điều 15.4)."""

    short = _("Field in charge")
    label, done = _("Give a field in charge"), _("The field in charge is entered.")
    lead = _("The units or civil servants a deputy is in charge of (Article 15.4), whole: what is not ticked is not.")
    on = DayField(label=_("From"))

    def set_up(self) -> None:
        """The units right beneath the deputy's, and the people in it."""
        post, day = self.subject, self.visit.day
        units = Unit.objects.children([post.unit], day) | Unit.objects.on(day).filter(pk__in=self._has("units"))
        held = Post.objects.held_on(day).filter(unit=post.unit, rank="staff").exclude(kind="delegation")
        people = Person.objects.filter(posts__in=held) | Person.objects.filter(pk__in=self._has("persons"))
        people = people.exclude(pk=post.person_id).distinct().order_by("folded")
        self.fields["units"] = ticks(units, _("Units"))
        self.fields["persons"] = ticks(people, _("Civil servants"))
        for name in ("units", "persons"):
            if not self.fields[name].choices:  # type: ignore[attr-defined]
                self.fields[name].widget = forms.MultipleHiddenInput()

    def _has(self, name: str) -> list[int]:
        return [row.pk for row in getattr(self.subject, f"{name}_in_charge").all()]

    def given(self) -> dict[str, Any]:
        """What the post has in charge now."""
        return {"on": self.visit.day, "units": self._has("units"), "persons": self._has("persons")}

    def act(self) -> Post:
        """The field from a day on."""
        said = self.cleaned_data
        field = said["units"], said["persons"]
        return actions.give_field(self.subject, said["on"], *field, self.decision(), by=self.visit.person)


class CorrectPost(ActForm):
    """«Sửa vị trí»: what was typed wrongly, in place."""

    short = _("Put right")
    label, done = _("Put right what was entered"), _("The post is put right.")
    lead = _("For what was typed wrongly. For a change that took place on a day, end the post and enter another.")
    places: ClassVar = {"unit": "position"}
    decision_needed = None

    def set_up(self) -> None:
        """As the model has them, with the positions of the post's unit."""
        names = ["position", "rank", "kind", "first", "last"]
        self.fields.update(fields_for_model(Post, names, field_classes=DAYS))
        self.fields["position"].queryset = Position.objects.open_in(self.subject.unit)  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What stands there."""
        return {name: getattr(self.subject, name) for name in ("position", "rank", "kind", "first", "last")}

    def act(self) -> Post:
        """The post as it should have been entered."""
        return actions.correct_post(self.subject, by=self.visit.person, **self.cleaned_data)

    def asides(self) -> list[dict[str, Any]]:
        """It may never have been held at all."""
        return [{"label": RemovePost.label, "url": reverse("post_act", args=[self.subject.pk, "xoa"])}]


class RemovePost(ActForm):
    """«Xóa vị trí ghi nhầm»."""

    label, done = _("Remove a post entered by mistake"), _("The post is removed.")
    lead = _("Only for a post that was never held: one that was held is ended. The trace keeps all it said.")
    decision_needed = None

    def act(self) -> None:
        """Out of the history, kept in the trace."""
        actions.remove_post(self.subject, by=self.visit.person)
