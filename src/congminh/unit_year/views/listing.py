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
from congminh.org.models import Unit
from congminh.org.views.listing import columns
from congminh.unit_year.actions.complaining import SEE
from congminh.unit_year.facts.lower import Levels, lower_of
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
    visible = UnitSheet.objects.visible_to(request.person, request.day)
    years = sorted({*visible.order_by().values_list("year", flat=True).distinct(), request.day.year}, reverse=True)
    form = YearForm(years, request.GET)
    bench, lower = bench_on(request.day), lower_of(form.year, request.day)
    found = visible.filter(year=form.year, **({"state": form.state} if form.state else {}))
    keys = sorted(
        found.values_list("pk", "unit_id", "unit__code"), key=lambda row: (*_place(row[1], bench, lower), row[2])
    )
    page = Paginator(keys, A_PAGE).get_page(request.GET.get("page"))
    rows = _rows([pk for pk, _unit, _code in page], form.year, request, bench, lower)
    done = found.filter(state__in=DECIDED).count() if keys else 0
    shown = {
        "form": form,
        "page": page,
        "columns": columns(_("Organisation"), (_("Score"), "number"), _("Level"), _("State"), _("What it waits for")),
        "groups": rows,
        "done": done,
        "number": len(keys),
        "caps": [{"label": group["label"], "url": group["url"]} for group in rows if group["url"]],
        "actions": _actions(request),
    }
    return render(request, "unit_year/list.html", shown)


def _actions(request: Visit) -> list[Words]:
    criteria = {"label": _("Criteria"), "url": reverse("criteria_sets"), "icon": "scale"}
    opening = {"label": _("Open the year"), "url": reverse("open_unit_year"), "primary": True}
    return [criteria, *([opening] if PERSONNEL.needs(request) else [])]


def _place(unit: int, bench: Bench, lower: Levels) -> tuple[int, int]:
    """The deepest first; those of one authority beside each other."""
    authority = bench.authority(unit) or 0
    return -lower.depth.get(unit, 0), authority


def _rows(keys: list[int], year: int, request: Visit, bench: Bench, lower: Levels) -> list[Words]:
    waiting = Count("complaints", filter=Q(complaints__verified_on=None))
    found = UnitSheet.objects.described(request.day).annotate(waiting=waiting).in_bulk(keys)
    sheets = [found[pk] for pk in keys]
    reckoning = reckoned(sheets, year, lower)
    waits = {each.unit for sheet in sheets for each in lower.open_below(sheet.unit_id)}
    authorities = {bench.authority(sheet.unit_id) for sheet in sheets} - {None}
    names = {unit.pk: str(unit) for unit in Unit.objects.named(request.day).filter(pk__in=waits | authorities)}
    groups: dict[int, list[Words]] = {}
    for sheet in sheets:
        sheet.use(bench)
        row = _row(sheet, reckoning.every[sheet.pk], request, lower, names)
        groups.setdefault(bench.authority(sheet.unit_id) or 0, []).append(row)
    return [
        {
            "label": _("Recognised by the head of %(unit)s") % {"unit": names[unit]}
            if unit
            else _("Recognised by nobody yet"),
            "rows": rows,
            "url": cap_url(unit, year) if unit and _sees_cap(unit, request, bench) else "",
        }
        for unit, rows in groups.items()
    ]


def _sees_cap(authority: int, request: Visit, bench: Bench) -> bool:
    from congminh.unit_year.views.cap import may_see

    return may_see(authority, request, bench)


def _row(sheet: UnitSheet, each: Reckoned, request: Visit, lower: Levels, names: dict[int, str]) -> Words:
    is_decided = sheet.state in DECIDED and sheet.result is not None
    shows_level = is_decided or sheet.state != "drafting"
    grade = sheet.result.grade if is_decided and sheet.result else each.grade
    score = sheet.result.score_cp if is_decided and sheet.result else each.score_cp
    return {
        "url": sheet.get_absolute_url(),
        "name": str(sheet.unit),
        "clock": clock(sheet, request.day),
        "score": points(score) if shows_level else "–",
        "level": level_badge(grade) if grade and shows_level else None,
        "expected": shows_level and not is_decided and grade is not None,
        "state": state_badge(sheet.state),
        "blocks": blocks(sheet, request, lower, names) if not is_decided else [],
    }


def blocks(sheet: Any, request: Visit, lower: Levels, names: dict[int, str]) -> list[str]:
    """What still stands before the decision: lower units, and complaints for those who may know of them."""
    found = []
    below = lower.open_below(sheet.unit_id)
    if below:
        said = ", ".join(names[each.unit] for each in below[:SHOWN]) + (
            f", +{len(below) - SHOWN}" if len(below) > SHOWN else ""
        )
        found.append(_("Lower units first: %(names)s") % {"names": said})
    if sheet.waiting and sheet.roles_of(request.person) & SEE:
        found.append(_("Complaints to be verified: %(number)s") % {"number": sheet.waiting})
    return found
