"""Months brought from an agency outside, by its file or by hand; results taken along by somebody who leaves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.assessment.forms import PointsField
from congminh.org.doors import Visit
from congminh.org.forms.fields import DayField, PersonField
from congminh.org.models import Person
from congminh.unit_year.asking.acting import FIRST_YEAR, ActForm
from congminh.work.refusing import refuse
from congminh.year import actions
from congminh.year.facts.moving import MOST_BYTES, Paper, Read, read, written
from congminh.year.models import MonthBrought

MONTHS = range(1, 13)


class PersonForm(ActForm):
    """About one of the people one sees."""

    def __init__(self, visit: Visit, data: Any = None, **more: Any) -> None:
        super().__init__(visit, data, **more)
        people = Person.objects.visible_to(visit.person, visit.day)
        self.fields["person"] = PersonField(people, label=_("Civil servant"))
        self.fields["person"].quiet = True  # type: ignore[attr-defined]


class FileForm(PersonForm):
    """The file the old agency sent."""

    file = forms.FileField(label=_("File of results (.json)"))

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields as the page sets them."""
        return [[self["person"]], [self["file"]]]

    def clean_file(self) -> bytes:
        """What is in it, no more than a year of months can be."""
        found = self.cleaned_data["file"]
        if found.size > MOST_BYTES:
            advice = {"next": gettext("Choose the .json file the old agency sent.")}
            raise ValidationError(gettext("The file is too large."), params=advice)
        raw: bytes = found.read()
        return raw

    def act(self) -> Read:
        """Read it and enter its months; raises what is wrong with it."""
        typed = self.cleaned_data
        found = read(typed["file"], typed["person"])
        try:
            actions.bring_months(found.months, self.visit.person)
        except ValidationError as error:
            raise at_rows(error, "file", found.months) from error
        return found


class HandForm(PersonForm):
    """Months from a paper of the old agency, which has no file to send."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=2100)
    agency = forms.CharField(label=_("From the agency"), max_length=200)
    document = forms.CharField(label=_("Number of the document"), max_length=60)
    signed_on = DayField(label=_("Signed on"))

    def __init__(self, visit: Visit, data: Any = None) -> None:
        super().__init__(visit, data)
        self.fields["year"].initial = max(visit.day.year, FIRST_YEAR)
        for month in MONTHS:
            field = PointsField(label=_("Month %(month)s") % {"month": month}, required=False)
            field.quiet = True  # type: ignore[attr-defined]
            self.fields[f"month_{month}"] = field

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields as the page sets them: months four in a line."""
        lines = [[self[f"month_{month}"] for month in MONTHS[start : start + 4]] for start in range(0, 12, 4)]
        return [[self["person"], self["year"]], [self["agency"]], [self["document"], self["signed_on"]], *lines]

    def act(self) -> list[MonthBrought]:
        """Enter the months filled in; raises what is wrong at its month."""
        typed = self.cleaned_data
        kept = {name: typed[name] for name in ("person", "year", "agency", "document", "signed_on")}
        filled = {month: typed[f"month_{month}"] for month in MONTHS if typed[f"month_{month}"] is not None}
        months = [MonthBrought(month=month, total_cp=total, span=1, **kept) for month, total in filled.items()]
        if not months:
            refuse("month_1", gettext("No month is entered."), gettext("Enter the total of each month brought."))
        try:
            return actions.bring_months(months, self.visit.person)
        except ValidationError as error:
            raise at_rows(error, "", months) from error


class ExportForm(PersonForm):
    """Whose months of which year, and the paper they go with."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=2100)
    document = forms.CharField(label=_("Number of the document"), max_length=60)
    signed_on = DayField(label=_("Signed on"))

    def __init__(self, visit: Visit, data: Any = None) -> None:
        super().__init__(visit, data)
        self.fields["year"].initial = max(visit.day.year, FIRST_YEAR)
        self.fields["signed_on"].initial = visit.day

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields as the page sets them."""
        return [[self["person"], self["year"]], [self["document"], self["signed_on"]]]

    def act(self, agency: str) -> bytes:
        """The file."""
        typed = self.cleaned_data
        return written(typed["person"], typed["year"], Paper(agency, typed["document"], typed["signed_on"]))


def at_rows(error: ValidationError, place: str, months: list[MonthBrought]) -> ValidationError:
    """What was refused at «row.month», at the month of the form, or all at `place` with the month named."""
    if not hasattr(error, "error_dict"):
        return error
    found: dict[str, list[Any]] = {}
    for row, errors in error.error_dict.items():
        number = row.partition(".")[0]
        month = months[int(number)].month if number.isdecimal() else 0
        for each in errors:
            if place and month:
                said = gettext("Month %(month)s") % {"month": month}
                params = each.params or {}
                each = ValidationError(f"{said}: {each.messages[0]}".replace("%", "%%"), params=params)
            found.setdefault(place or (f"month_{month}" if month else "__all__"), []).append(each)
    return ValidationError(found)
