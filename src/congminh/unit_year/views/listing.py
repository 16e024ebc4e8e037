"""«Xếp loại tổ chức»: the organisations of a year, lower level before upper, where each stands and what blocks it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from congminh.org.doors import FILES, PERSONNEL, Visit, door
from congminh.org.models.unit import seen_by
from congminh.org.views.listing import columns
from congminh.unit_year.actions.capping import recognises_there
from congminh.unit_year.actions.complaining import SEE
from congminh.unit_year.asking.acting import FIRST_YEAR
from congminh.unit_year.facts.lower import Levels, Lower, lower_of
from congminh.unit_year.facts.reckoning import Reckoned, reckoned
from congminh.unit_year.models import UnitSheet
from congminh.unit_year.models.queries import DECIDED
from congminh.unit_year.seats import Bench, bench_on
from congminh.unit_year.views.showing import STATES, Words, cap_url, clock, level_badge, points, state_badge

A_PAGE, SHOWN = 50, 3


class YearForm(forms.Form):
    """Which year, and which state."""

    nam = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int, required=False)
    trang_thai = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, years: Sequence[int], data: Any) -> None:
        super().__init__(data, label_suffix="")
        year, state = (self.fields[name] for name in ("nam", "trang_thai"))
        year.choices = [(each, each) for each in years]  # type: ignore[attr-defined]
        state.choices = [("", _("All")), *((key, word()) for key, (word, _tone) in STATES.items())]  # type: ignore[attr-defined]
        self.is_valid()
        self.year: int = self.cleaned_data.get("nam") or years[0]
        self.state: str = self.cleaned_data.get("trang_thai") or ""
        self.initial = {"nam": self.year}


@door(FILES)
@require_GET
def unit_years(request: Visit) -> HttpResponse:
    """One row an organisation, those right beneath an authority together, the deepest first."""
    form = YearForm(range(request.day.year, FIRST_YEAR - 1, -1) or [request.day.year], request.GET)
    bench = bench_on(request.day)
    lower = lower_of(form.year, bench)
    found = _seen(request, bench, lower)
    keys = [each for each in found if form.state in ("", each.state)]
    page = Paginator(keys, A_PAGE).get_page(request.GET.get("page"))
    rows = _rows([each.sheet or 0 for each in page], form.year, request, bench, lower)
    shown = {
        "form": form,
        "page": page,
        "columns": columns(_("Organisation"), (_("Score"), "number"), _("Level"), _("State"), _("What it waits for")),
        "groups": rows,
        "done": sum(each.is_decided for each in found),
        "number": len(found),
        "caps": [{"label": group["label"], "url": group["url"]} for group in rows if group["url"]],
        "actions": _actions(request, form.year),
    }
    return render(request, "unit_year/list.html", shown)


def _seen(request: Visit, bench: Bench, lower: Levels) -> list[Lower]:
    """The sheets one may see (`UnitSheet.objects.visible_to`), the deepest first, those of one authority together."""
    sight = seen_by(request.person, request.day)
    seen = [each for unit, each in lower.sheets.items() if sight.everything or unit in sight.files]
    return sorted(seen, key=lambda each: (*_place(each.unit, bench, lower), bench.name(each.unit)))


def _actions(request: Visit, year: int) -> list[Words]:
    criteria = {"label": _("Criteria"), "url": reverse("criteria_sets"), "icon": "scale"}
    counting = {"label": _("Count the tasks of all"), "url": reverse("count_units"), "icon": "list-checks"}
    opening: Words = {"label": _("Open the year"), "url": reverse("open_unit_year"), "primary": True}
    printing = {"label": _("Print"), "url": f"{reverse('unit_sheets_pdf')}?nam={year}", "icon": "file-text"}
    return [criteria, printing, *([counting, opening] if PERSONNEL.needs(request) else [])]


def _place(unit: int, bench: Bench, lower: Levels) -> tuple[int, int]:
    """The deepest first; those of one authority beside each other."""
    authority = bench.authority(unit) or 0
    return -lower.depth.get(unit, 0), authority


def _rows(keys: list[int], year: int, request: Visit, bench: Bench, lower: Levels) -> list[Words]:
    waiting = Count("complaints", filter=Q(complaints__verified_on=None))
    found = UnitSheet.objects.select_related("criteria", "result", "unit").annotate(waiting=waiting).in_bulk(keys)
    reckoning = reckoned([found[pk] for pk in keys], year, bench, lower)
    groups: dict[int, list[Words]] = {}
    for pk in keys:
        sheet = found[pk]
        sheet.use(bench)
        row = _row(sheet, reckoning.every[pk], request, lower)
        groups.setdefault(bench.authority(sheet.unit_id) or 0, []).append(row)
    return [
        {
            "label": _("Recognised by the head of %(unit)s") % {"unit": bench.name(unit)}
            if unit
            else _("Recognised by nobody yet"),
            "rows": rows,
            "url": cap_url(unit, year) if unit and _sees_cap(unit, request, bench) else "",
        }
        for unit, rows in groups.items()
    ]


def _sees_cap(authority: int, request: Visit, bench: Bench) -> bool:
    """Whether the way to the share is shown; its page asks again."""
    sight = seen_by(request.person, request.day)
    prepares = PERSONNEL.needs(request) and authority in sight.files
    return sight.everything or prepares or recognises_there(bench, authority, request.person)


def _row(sheet: UnitSheet, each: Reckoned, request: Visit, lower: Levels) -> Words:
    is_decided = sheet.state in DECIDED and sheet.result is not None
    shows_level = is_decided or sheet.state != "drafting"
    grade = sheet.result.grade if is_decided and sheet.result else each.grade
    score = sheet.result.score_cp if is_decided and sheet.result else each.score_cp
    return {
        "url": sheet.get_absolute_url(),
        "name": sheet.bench().name(sheet.unit_id) or sheet.unit.code,
        "clock": clock(sheet, request.day),
        "score": points(score) if shows_level else "–",
        "level": level_badge(grade) if grade and shows_level else None,
        "expected": shows_level and not is_decided and grade is not None,
        "state": state_badge(sheet.state),
        "blocks": blocks(sheet, request, lower) if not is_decided else [],
    }


def blocks(sheet: Any, request: Visit, lower: Levels) -> list[str]:
    """What still stands before the decision: lower units, and complaints for those who may know of them."""
    found = []
    below = [sheet.bench().name(each.unit) for each in lower.open_below(sheet.unit_id)]
    if below:
        more = f", +{len(below) - SHOWN}" if len(below) > SHOWN else ""
        found.append(_("Lower units first: %(names)s") % {"names": ", ".join(below[:SHOWN]) + more})
    if sheet.waiting and sheet.roles_of(request.person) & SEE:
        found.append(_("Complaints to be verified: %(number)s") % {"number": sheet.waiting})
    return found
