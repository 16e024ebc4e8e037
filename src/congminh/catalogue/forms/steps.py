"""What the steps of Điều 13.1–13.2 and a review hand in: read from the rows; typed are only a decision and reasons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.actions import decide, hand_on, record_decided, revise
from congminh.catalogue.forms.fields import SignedFields
from congminh.catalogue.models import Catalogue
from congminh.catalogue.models.catalogue import PROCEDURE
from congminh.law.procedure import Step
from congminh.ledger.actions import Stale
from congminh.ledger.forms import NEEDS, StepForm, form_for
from congminh.ledger.models import CaseFile, Entry
from congminh.org.forms.fields import DayField
from congminh.org.models import Person

# What entries of catalogues keep besides what their steps need, as pages call it.
NEEDS.update(
    signer=_("Signer"), signed_on=_("Signed on"), first=_("In force from"), like=_("Like product"), output=_("Output")
)
DECIDING = {"decide": decide, "record": record_decided}


class RowsStep(StepForm):
    """A step of a catalogue: what it needs is read from its rows, or asked for in fields of its own."""

    file: Catalogue

    def __init__(self, file: Any, step: Step, person: Person, data: Any = None, files: Any = None) -> None:
        super().__init__(file, step, person, data, files)
        for need in step.needs:
            if need not in self.base_fields:
                self.fields.pop(need, None)

    def act(self, version: int) -> Entry:
        """Take the step; Stale when someone was first, whatever else would stand in the way by now."""
        if not CaseFile.objects.filter(pk=self.file.pk, version=version).exists():
            raise Stale(self.file.entries.order_by("number").last())
        return self.done(version)

    def done(self, version: int) -> Entry:
        """The step taken by the action it belongs to."""
        raise NotImplementedError


@form_for(PROCEDURE, "list")
@form_for(PROCEDURE, "propose_standard")
@form_for(PROCEDURE, "propose_conversion")
@form_for(PROCEDURE, "send")
@form_for(PROCEDURE, "merge")
class HandOn(RowsStep):
    """The rows as they stand, handed on."""

    def done(self, version: int) -> Entry:
        """Take the step with what the rows hold."""
        return hand_on(self.step.name, self.file, self.person, version, self.papers())


class SignedStep(SignedFields, RowsStep):
    """A step that rests on a signed decision."""

    def __init__(self, file: Any, step: Step, person: Person, data: Any = None, files: Any = None) -> None:
        super().__init__(file, step, person, data, files)
        self.fields["about"].initial = self.subject()

    def subject(self) -> str:
        """What the decision is about, unless it says otherwise."""
        return gettext("Promulgating %(name)s") % {"name": self.file.name}


@form_for(PROCEDURE, "decide")
@form_for(PROCEDURE, "record")
class Decide(SignedStep):
    """The version decided, or one decided on paper entered."""

    first = DayField(label=_("In force from"))

    def __init__(self, file: Any, step: Step, person: Person, data: Any = None, files: Any = None) -> None:
        super().__init__(file, step, person, data, files)
        self.fields["first"].initial = timezone.localdate() + timedelta(days=1)
        self.order_fields(["number", "signed_on", "signer", "about", "first", "evidence"])

    def done(self, version: int) -> Entry:
        """Take the step; the decision is kept with it."""
        act, said = DECIDING[self.step.name], self.cleaned_data
        return act(self.file, self.person, version, self.decision(), said["first"], self.papers())


@form_for(PROCEDURE, "revise")
class Revise(RowsStep):
    """The next version, begun with the rows of this one."""

    takes_evidence = False

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    name = forms.CharField(label=_("Name of the next version"), max_length=200, required=False)

    def __init__(self, file: Any, step: Step, person: Person, data: Any = None, files: Any = None) -> None:
        super().__init__(file, step, person, data, files)
        self.fields["name"].initial = self.file.name

    def done(self, version: int) -> Entry:
        """Take the step; the next version is begun."""
        said = self.cleaned_data
        revise(self.file, self.person, version, said["reason"], said["name"])
        return self.file.entries.order_by("-number")[0]
