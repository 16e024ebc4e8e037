"""What personnel fill in to open a period, to move on what is late, to close it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from congminh.assessment.actions import Opened, open_round
from congminh.assessment.actions.telling import seat, tell
from congminh.assessment.closing import begin_closing
from congminh.assessment.models import PeriodSheet, Round, Timetable
from congminh.assessment.models.timetable import Days
from congminh.jobs.models import Job
from congminh.law.calendar import Period
from congminh.ledger.actions import Taking, take_all
from congminh.org.doors import Visit
from congminh.org.forms.fields import DayField
from congminh.org.models import Post, Unit
from congminh.org.models.unit import units_on
from congminh.work.periods import kind_on

REASON: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 3}), "required": False}


def advised(visit: Visit) -> list[Unit]:
    """The agencies whose periods this person opens and closes, by code; three queries."""
    advisers = Post.objects.advisers(visit.day)
    tree = advisers.tree
    mine = [
        unit
        for unit, kind in tree.kinds.items()
        if kind != "direct" and visit.person.pk in advisers.of([unit], besides=0)
    ]
    return sorted((units_on(visit.day)[unit] for unit in mine), key=lambda unit: unit.code)


def need_each_other(form: forms.Form, names: Sequence[str]) -> None:
    """Say at each day left empty that it is missing where another of these three is given."""
    typed = form.cleaned_data
    if not any(typed.get(name) for name in names):
        return
    for name in names:
        if not typed.get(name) and name not in form.errors:
            advice = {"next": gettext("Enter all three days, or leave all empty.")}
            form.add_error(name, ValidationError(gettext("This day is missing."), params=advice))


class OpenForm(forms.Form):
    """A period of one agency, with its days; days left empty are those the agency decided, else those suggested."""

    agency = forms.ModelChoiceField(Unit.objects.none(), label=_("Agency"), empty_label=None)
    period = forms.ChoiceField(label=_("Period"))
    self_by = DayField(label=_("Self-evaluation by"), required=False)
    confirm_by = DayField(label=_("Scoring by"), required=False)
    publish_by = DayField(label=_("Result told by"), required=False)
    reason = forms.CharField(
        label=_("Reason to open all the same"),
        help_text=_("Only where the check found something that is not mended."),
        **REASON,
    )

    def __init__(self, visit: Visit, agencies: Sequence[Unit], data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.visit, self.agencies = visit, agencies
        field: Any = self.fields["agency"]
        field.queryset = Unit.objects.named(visit.day).filter(pk__in=[unit.pk for unit in agencies]).order_by("code")
        self.periods = {str(period): period for period in _near(visit.day)}
        language = get_language() or "vi"
        self.fields["period"].choices = [(key, each.label(language)) for key, each in self.periods.items()]  # type: ignore[attr-defined]
        self.fields["period"].initial = str(Period.of_day(visit.day, kind_on(visit.day)))
        for field in self.fields.values():
            field.quiet = True

    def rows(self) -> list[list[BoundField]]:
        """The fields as the page sets them: the days beside each other."""
        return [[self["agency"]], [self["period"]], [self[name] for name in Days._fields], [self["reason"]]]

    def suggested(self) -> Days | None:
        """The days of the period chosen, as the first agency decided them."""
        if not self.agencies:
            return None
        period = self.periods[str(self.fields["period"].initial)]
        tree = Unit.objects.tree(self.visit.day)
        return Timetable.objects.in_force(self.agencies[0].pk, period.last, tree).days_of(period)

    def clean(self) -> dict[str, Any]:
        """All three days, or none."""
        cleaned = super().clean() or self.cleaned_data
        need_each_other(self, Days._fields)
        return cleaned

    def act(self) -> Opened:
        """Open it; raises what the action raises."""
        typed = self.cleaned_data
        days = Days(*(typed[name] for name in Days._fields)) if typed["self_by"] else None
        return open_round(typed["agency"], self.periods[typed["period"]], self.visit.person, typed["reason"], days)


def _near(day: date) -> list[Period]:
    """The periods one may want to open: the one before, this one, the next."""
    this = Period.of_day(day, kind_on(day))
    before = Period.of_day(this.first - timedelta(days=1), this.kind)
    after = Period.of_day(this.last + timedelta(days=1), this.kind)
    return [before, this, after]


class RoundsForm(forms.Form):
    """Something done with the rounds of a period, of one agency or of all one advises."""

    rounds = forms.ModelMultipleChoiceField(
        Round.objects.none(), label=_("Agencies"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, visit: Visit, rounds: Sequence[Round], data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.visit, self.found = visit, list(rounds)
        field: Any = self.fields["rounds"]
        field.queryset = Round.objects.filter(pk__in=[round.pk for round in self.found])
        field.choices = [(round.pk, str(round.agency)) for round in self.found]
        field.initial = [round.pk for round in self.found]
        for each in self.fields.values():
            each.quiet = True  # type: ignore[attr-defined]

    def rows(self) -> list[list[BoundField]]:
        """The fields, one beneath the other."""
        return [[field] for field in self.visible_fields()]

    def chosen(self) -> list[Round]:
        """The rounds ticked."""
        return list(self.cleaned_data["rounds"])


class CloseForm(RoundsForm):
    """«Khóa kỳ»: what is scored and was not told in time is told first, with the reason."""

    reason = forms.CharField(
        label=_("Reason to tell late results now"),
        help_text=_("Only where results were scored and not told by their day."),
        **REASON,
    )

    def act(self) -> Job:
        """Begin the closing; a worker does it."""
        return begin_closing(self.chosen(), self.visit.person, self.cleaned_data["reason"])


class MoveOnForm(RoundsForm):
    """«Chuyển tiếp khi quá hạn»: sheets nobody sent in time go to who scores; results nobody told are told."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    @transaction.atomic
    def act(self) -> tuple[int, int]:
        """Move them on, each with the reason in its record; how many were sent on and how many told."""
        data, keys = {"reason": self.cleaned_data["reason"].strip()}, [round.pk for round in self.chosen()]
        unsent, untold = late_of(keys, self.visit)
        seat(unsent)
        take_all("move_on", [Taking(sheet, data) for sheet in unsent], self.visit.person)
        tell("notify_late", untold, self.visit.person, data)
        return len(unsent), len(untold)


def late_of(rounds: Sequence[int], visit: Visit) -> tuple[list[PeriodSheet], list[PeriodSheet]]:
    """Of rounds one advises on, the sheets not sent by their day, and those scored and not told; never one's own.

    Of a reopened sheet whose time is over the result told before is put back instead.
    """
    late = PeriodSheet.objects.filter(round__in=rounds).late(visit.day).exclude(person=visit.person)
    wanted = late.filter(state__in=("in_progress", "scored")).select_related("person", "round", "agency")
    rows = list(wanted.defer("strengths", "weaknesses", "remark").order_by("pk"))
    untold = [row for row in rows if row.state == "scored" and row.in_time(visit.day)]
    return [row for row in rows if row.state == "in_progress"], untold


def go_on(period: Period | None) -> str:
    """The board of a period."""
    return reverse("period_units") + (f"?ky={period}" if period else "")
