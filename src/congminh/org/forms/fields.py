"""Fields the forms of the organisation share: a day, a unit of the tree, a person by code or name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.org.models import Person, Unit
from congminh.org.models.person import PersonQuerySet
from congminh.org.search import fold

SEVERAL = 6
BETWEEN = " · "
# Indenting a select's lines: plain blanks would be drawn as one.
STEP = "\u2003"

# A longer list of units is no longer read: one types instead.
MOST_LISTED = 60
UNITS = "units"

Label = str | Promise
One = TypeVar("One", Person, Unit)
NOBODY = (
    _("Nobody is found for “%(typed)s”."),
    _("Check the code or the name; only people you may see are looked for."),
    _("“%(typed)s” is the name of several people."),
)
NO_UNIT = (
    _("No unit is found for “%(typed)s”."),
    _("Check the code or the name; only units you may see are looked for."),
    _("“%(typed)s” is in the name of several units."),
)


class DayField(forms.DateField):
    """A day, from the browser's own picker or typed as 31/03/2026."""

    def __init__(self, **more: Any) -> None:
        picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        formats = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
        super().__init__(**{"label": _("Day"), "widget": picker, "input_formats": formats, **more})


class UnitField(forms.ModelChoiceField):
    """One unit of those given, listed as a tree."""

    def __init__(self, units: Iterable[Unit], **more: Any) -> None:
        super().__init__(Unit.objects.none(), **{"label": _("Unit"), **more})
        self.rows = {unit.pk: unit for unit in units}
        self.choices = [("", more.get("empty_label") or _("Choose a unit")), *as_tree(self.rows.values())]

    def to_python(self, value: Any) -> Unit | None:
        """The unit, from those listed: no query."""
        if value in self.empty_values:
            return None
        found = self.rows.get(int(value)) if str(value).isdecimal() else None
        if found is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return found


class WithSuggestions(forms.TextInput):
    """A line to type in, with what the page suggests beneath it."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The line and the list it takes suggestions from."""
        return format_html('{}<datalist id="{}"></datalist>', super().render(name, value, attrs, renderer), UNITS)


class TypedUnitField(forms.CharField):
    """One unit of many, typed as a code or some words of its name, or picked from what the page suggests."""

    def __init__(self, units: Iterable[Unit], empty_label: Any = None, **more: Any) -> None:
        self.rows = {unit.pk: unit for unit in units}
        super().__init__(**{"label": _("Unit"), "max_length": 300, "widget": WithSuggestions(), **more})
        asked = {"hx-get": reverse_lazy("units_suggested"), "hx-trigger": "input changed delay:300ms"}
        said = {"placeholder": empty_label} if empty_label else {}
        self.widget.attrs.update({"list": UNITS, "autocomplete": "off", "hx-target": f"#{UNITS}", **asked, **said})

    def prepare_value(self, value: Any) -> Any:
        """A unit named by its key, as a link does, in words."""
        known = self._known(value) if isinstance(value, str) else value
        return suggested(known) if isinstance(known, Unit) else value

    def clean(self, value: Any) -> Unit | None:  # type: ignore[override]
        """The one unit meant; ValidationError for none, or several to choose from."""
        typed = super().clean(value)
        if not typed:
            return None
        return self._known(typed) or _only(typed, self._named(typed), NO_UNIT)

    def _known(self, typed: str) -> Unit | None:
        """By code, alone or before the name; by key."""
        code = typed.partition(BETWEEN)[0].strip().casefold()
        by_code = next((unit for unit in self.rows.values() if unit.code.casefold() == code), None)
        return by_code or (self.rows.get(int(typed)) if typed.isdecimal() else None)

    def _named(self, typed: str) -> list[Unit]:
        return sorted(named(typed, self.rows.values()), key=lambda unit: unit.code)[:SEVERAL]


def unit_asked(units: Iterable[Unit], **more: Any) -> UnitField | TypedUnitField:
    """A unit to look at: chosen from a list as long as a list can be read, else typed."""
    rows = list(units)
    return UnitField(rows, **more) if len(rows) <= MOST_LISTED else TypedUnitField(rows, **more)


def named(typed: str, units: Iterable[Unit]) -> Iterator[Unit]:
    """Units in whose code or name of the day each word typed begins one, with or without diacritics."""
    words = fold(typed).split()
    return (unit for unit in units if all(f" {word}" in f" {fold(f'{unit.code} {unit.name}')}" for word in words))


def ticks(rows: QuerySet[Any], label: Label) -> forms.ModelMultipleChoiceField:
    """Rows to tick, none needed."""
    field = forms.ModelMultipleChoiceField(rows, required=False, label=label)
    options: Any = field.choices
    field.widget = forms.CheckboxSelectMultiple(choices=options)
    return field


class PersonField(forms.CharField):
    """One person of `people`, typed as a code, a name, or picked from what the page suggests."""

    def __init__(self, people: PersonQuerySet, **more: Any) -> None:
        self.people = people
        asked = {"hx-get": reverse_lazy("people_suggested"), "hx-trigger": "input changed delay:300ms"}
        attrs = {"list": "people", "autocomplete": "off", "hx-target": "#people", **asked}
        told = _("Type the code, or the name with or without diacritics.")
        super().__init__(**{"label": _("Civil servant"), "help_text": told, "max_length": 200, **more})
        self.widget.attrs.update(attrs)

    def clean(self, value: Any) -> Person | None:  # type: ignore[override]
        """The one person meant; ValidationError for nobody, or several to choose from."""
        typed = super().clean(value)
        if not typed:
            return None
        code = typed.partition(BETWEEN)[0]
        exact = self.people.filter(code__iexact=code).first()
        return exact or _only(typed, list(self.people.search(typed).order_by("code")[:SEVERAL]), NOBODY)


def _only(typed: str, found: Sequence[One], words: tuple[Label, Label, Label]) -> One:
    """The one found; ValidationError, in these words, for none and for several."""
    nobody, mend, several = words
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValidationError(str(nobody) % {"typed": typed}, params={"next": mend})
    listed = "; ".join(suggested(each) for each in found[: SEVERAL - 1]) + ("; …" if len(found) == SEVERAL else "")
    mend = gettext("Type the code of the one you mean.")
    raise ValidationError(str(several) % {"typed": typed}, params={"why": listed, "next": mend})


def suggested(one: Person | Unit) -> str:
    """A person or a unit as the page suggests them: «TBM-304 · Nguyễn Thị Ngọc Lan»."""
    return f"{one.code}{BETWEEN}{one.name}"


def as_tree(units: Iterable[Unit]) -> list[tuple[int, str]]:
    """Units with their name of the day as the lines of a select, each indented beneath the one above it."""
    rows = {unit.pk: unit for unit in units}
    above = {pk: unit.parent_id for pk, unit in rows.items()}
    lines = sorted((tuple(_way(pk, above, rows)), pk) for pk in rows)
    return [(pk, STEP * (len(way) - 1) + rows[pk].name) for way, pk in lines]


def _way(pk: int, above: dict[int, int | None], rows: dict[int, Unit]) -> list[str]:
    """The codes from the top of the tree down to the unit."""
    way: list[str] = []
    passed: set[int] = set()
    here: int | None = pk
    while here in rows and here not in passed:
        passed.add(here)
        way.insert(0, fold(rows[here].code))
        here = above[here]
    return way


class ChooseUnit(forms.Form):
    """The unit first: what follows hangs on it. The field is put in with the units there are."""

    rank = forms.CharField(required=False, widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)
