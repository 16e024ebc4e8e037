"""«Kiểm tra trước khi mở kỳ»: run it, see what is missing, mend it, run it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, Exists, OuterRef, Q, When
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from congminh.jobs.actions import begin
from congminh.opening import work
from congminh.opening.mending import ways
from congminh.org import precheck
from congminh.org.doors import PERSONNEL, Visit, door
from congminh.org.forms.fields import DayField, UnitField
from congminh.org.models import Change, Check, CheckFinding
from congminh.org.models.check import CheckFindingQuerySet
from congminh.org.reach import Reach, reach_of
from congminh.org.views.listing import columns, names_of

A_PAGE = 50


class CheckForm(forms.Form):
    """Which day, and which units."""

    ngay = DayField(label=gettext_lazy("As of"))

    def __init__(self, reach: Reach, data: Any = None) -> None:
        first = {"ngay": reach.day, "don_vi": min(reach.agencies, default=None)}
        super().__init__(data, label_suffix="", initial=first)
        top = reach.is_of_the_top
        all_units = gettext_lazy("Everything") if top else None
        label = gettext_lazy("Unit, with all beneath")
        where = UnitField(reach.units(), required=not top, label=label, empty_label=all_units)
        self.fields["don_vi"], self.units = where, where.rows.values()


@door(PERSONNEL)
@require_GET
def check(request: Visit) -> HttpResponse:
    """The latest check, or the one asked for: what is left to mend, by kind."""
    reach = reach_of(request)
    return _page(request, reach, CheckForm(reach))


@door(PERSONNEL)
@require_POST
def run(request: Visit) -> HttpResponse:
    """Run it: at once for a commune, as long work for a province."""
    reach = reach_of(request)
    form = CheckForm(reach, request.POST)
    if not form.is_valid():
        return _page(request, reach, form, status=422)
    day, within = form.cleaned_data["ngay"], form.cleaned_data["don_vi"]
    if precheck.fits_a_request(day, within):
        try:
            kept = precheck.run_check(day, request.person, within)
        except ValidationError as fault:
            form.add_error("don_vi", fault.messages[0])
            return _page(request, reach, form, status=422)
        return HttpResponseRedirect(f"{reverse('check')}?lan={kept.pk}")
    label = _("Check before opening, %(day)s") % {"day": f"{day:%d/%m/%Y}"}
    where = within.pk if within else None
    return HttpResponseRedirect(
        begin(work.check, request.person, label, day=day.isoformat(), within=where).get_absolute_url()
    )


def _page(visit: Visit, reach: Reach, form: CheckForm, status: int = 200) -> HttpResponse:
    """The check with its findings; without one, what to do first."""
    found, names = _asked_or_latest(visit, reach), names_of(form.units)
    shown: dict[str, Any] = {"form": form, "check": found}
    if found:
        shown |= {"within": names.get(found.within_id or 0), **_findings(visit, reach, found, names)}
    return render(visit, "opening/check.html", shown, status=status)


def _asked_or_latest(visit: Visit, reach: Reach) -> Check | None:
    """The check named in the address, else the latest of the units within reach; `is_old` where a later one was run."""
    later = Check.objects.filter(pk__gt=OuterRef("pk"))
    alike = Exists(later.filter(within=OuterRef("within")))
    is_old = Case(When(within=None, then=Exists(later.filter(within=None))), default=alike)
    seen = Check.objects.visible_to(visit.person, visit.day).annotate(is_old=is_old)
    asked = visit.GET.get("lan", "")
    if asked.isdecimal():
        return get_object_or_404(seen, pk=asked)
    return seen.filter(Q(within__in=reach.pks) | Q(within=None)).first()


def _findings(visit: Visit, reach: Reach, found: Check, names: Mapping[int, str]) -> dict[str, Any]:
    """What is left of the check for whoever asks: counts by kind, one kind or all, a page of rows."""
    left = CheckFinding.objects.visible_to(visit.person, visit.day).filter(run=found)
    counts, asked = left.counts(), visit.GET.get("loai", "")
    kind = asked if asked in counts else ""
    rows = left.filter(kind=kind) if kind else left
    paged = Paginator(_touched(rows, found).select_related("person", "unit", "run"), A_PAGE)
    paged.count = counts[kind] if kind else sum(counts.values())
    page = paged.get_page(visit.GET.get("page"))
    lines = ways(page, reach.pks, visit.get_full_path())
    for line in lines:
        line["unit"] = names.get(line["finding"].unit_id or 0) or line["finding"].unit or ""
    return {
        "kinds": _kinds(counts, kind, found),
        "total": sum(counts.values()),
        "page": page,
        "action": _at_once(visit) if "without_account" in counts else None,
        "columns": columns(_("What is to be mended"), _("Unit"), (_("Mend"), "quiet")),
        "groups": [{"rows": lines}],
    }


def _at_once(visit: Visit) -> dict[str, Any]:
    """Accounts are given to many at once."""
    asked = urlencode({"chua_co": "on", "next": visit.get_full_path()})
    return {"label": _("Give accounts to many at once"), "url": f"{reverse('accounts')}?{asked}"}


def _touched(rows: CheckFindingQuerySet, found: Check) -> CheckFindingQuerySet:
    """With `touched` where something was changed since the check: it may be mended, and the next check will say."""
    since = Change.objects.filter(at__gt=found.run_at)
    person, unit = Exists(since.filter(person=OuterRef("person"))), Exists(since.filter(unit=OuterRef("unit")))
    return rows.annotate(touched=Case(When(person=None, then=unit), default=person))


def _kinds(counts: Mapping[str, int], kind: str, found: Check) -> list[dict[str, Any]]:
    """The kinds found, each with its number and a way to see it alone."""
    every = [("", _("All"), sum(counts.values())), *((key, precheck.label(key), n) for key, n in counts.items())]
    return [
        {
            "label": label,
            "count": number,
            "url": f"{reverse('check')}?{urlencode({'lan': found.pk, **({'loai': key} if key else {})})}",
            "current": key == kind,
        }
        for key, label, number in every
    ]
