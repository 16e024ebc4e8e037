"""«Chuyển kết quả» between agencies (Điều 19.1): months brought by file or by hand, and months taken along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.assessment.views.showing import vn
from congminh.org.doors import PERSONNEL, Visit, asks_again, door
from congminh.org.models import Person, Unit
from congminh.org.models.unit import seen_by
from congminh.org.views.listing import columns
from congminh.unit_year.views.showing import points
from congminh.work.asking.fields import put_faults
from congminh.year.actions import take_back_month
from congminh.year.asking.grounds import GroundsAsked, ReasonForm
from congminh.year.asking.moving import ExportForm, FileForm, HandForm
from congminh.year.facts.moving import own_key
from congminh.year.models import MonthBrought
from congminh.year.views.showing import Words

A_PAGE = 25


def _seen(request: Visit) -> Any:
    """Months brought by the people whose files one sees, but one's own."""
    sight = seen_by(request.person, request.day)
    people = Person.objects.whose_file_is_in(sight, request.person, request.day).order_by().values("pk")
    return MonthBrought.objects.filter(person__in=people).exclude(person=request.person).select_related("person")


@door(PERSONNEL)
@require_GET
def brought(request: Visit) -> HttpResponse:
    """Months brought, the newest first."""
    asked = GroundsAsked(request)
    rows = asked.rows_of(_seen(request)).order_by("-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    heads = (_("Civil servant"), _("Month"), (_("Total"), "number"), _("From the agency"), _("Signature of the file"))
    shown = {
        "asked": asked,
        "page": page,
        "columns": columns(*heads, (_("Act on it"), "quiet")),
        "groups": [{"rows": [_row(each) for each in page]}],
        "actions": [
            {"label": _("Export for somebody who leaves"), "url": reverse("export_months")},
            {"label": _("Enter by hand"), "url": reverse("bring_months")},
            {"label": _("Read a file"), "url": reverse("bring_file"), "primary": True},
        ],
        "key": own_key(),
    }
    return render(request, "year/grounds/months.html", shown)


def _row(each: MonthBrought) -> Words:
    first = each.month - each.span + 1
    return {
        "month": each,
        "when": f"{each.month}/{each.year}" if each.span == 1 else f"{first}–{each.month}/{each.year}",
        "total": points(each.total_cp),
        "signed_on": vn(each.signed_on),
        "digest": each.digest[:16],
        "back": "" if each.withdrawn_at else reverse("take_back_month", args=[each.pk]),
    }


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def from_file(request: Visit) -> HttpResponse:
    """Read the file of the old agency and enter its months: all or none."""
    posted = request.method == "POST"
    form = FileForm(request, request.POST if posted else None, files=request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            found = form.act()
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            said = {"number": len(found.months), "person": found.name}
            messages.success(request, _("%(number)s months of %(person)s were entered.") % said)
            if not found.is_known:
                told = _("The signature holds, by a key not met before. Compare it with the paper: %(key)s")
                messages.warning(request, told % {"key": found.key})
            return HttpResponseRedirect(reverse("months_brought"))
    lead = _("The file is signed; nothing is entered from one whose signature does not hold for its content.")
    return _page(request, _("Read a file of results"), lead, form, has_files=True)


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def by_hand(request: Visit) -> HttpResponse:
    """Enter months from a paper of the old agency."""
    form = HandForm(request, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            months = form.act()
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            said = {"number": len(months), "person": months[0].person}
            messages.success(request, _("%(number)s months of %(person)s were entered.") % said)
            return HttpResponseRedirect(reverse("months_brought"))
    lead = _("The totals as the old agency signed them; months not worked there stay empty (Điều 19.1).")
    return _page(request, _("Enter results from another agency"), lead, form)


@door(PERSONNEL)
@asks_again()
@require_http_methods(["GET", "POST"])
def export(request: Visit) -> HttpResponse:
    """«Chuyển kết quả»: a person's signed months of a year as a signed file."""
    form = ExportForm(request, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        person, year = form.cleaned_data["person"], form.cleaned_data["year"]
        _must_see_file_of(person, request)
        try:
            answer = HttpResponse(form.act(_agency_of(request)), content_type="application/json")
        except ValidationError as fault:
            put_faults(form, fault, {})
            return _page(request, _("Export results"), _lead_of_export(), form)
        name = f"ket-qua-{person.code}-{year}.json"
        answer["Content-Disposition"] = content_disposition_header(True, name) or ""
        return answer
    return _page(request, _("Export results"), _lead_of_export(), form)


def _lead_of_export() -> str:
    return _("A file with every signed month, signed by this installation's key; the new agency reads it in.")


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def take_back(request: Visit, pk: int) -> HttpResponse:
    """Take back a month entered wrongly, with the reason."""
    month = get_object_or_404(_seen(request), pk=pk)
    form = ReasonForm(request, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            take_back_month(month, request.person, form.cleaned_data["reason"])
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            messages.success(request, _("Taken back; what was entered stays on record."))
            return HttpResponseRedirect(reverse("months_brought"))
    return _page(request, _("Take back a month"), f"{month}, {month.agency}", form)


def _page(request: Visit, title: str, lead: str, form: Any, has_files: bool = False) -> HttpResponse:
    shown = {"title": title, "lead": lead, "form": form, "back": reverse("months_brought"), "has_files": has_files}
    return render(request, "year/act.html", shown, status=422 if form.errors else 200)


def _must_see_file_of(person: Person, request: Visit) -> None:
    """Scores are for who sees the person's file."""
    sight = seen_by(request.person, request.day)
    people = Person.objects.whose_file_is_in(sight, request.person, request.day)
    if person.pk != request.person.pk and not people.filter(pk=person.pk).exists():
        raise PermissionDenied(_("This is exported by the personnel advisers of the person's agency."))


def _agency_of(request: Visit) -> str:
    """The agency of whoever exports, by its name today."""
    tree = Unit.objects.tree(request.day)
    return str(Unit.objects.named(request.day).get(pk=tree.agency(request.posts[0].unit_id)))
