"""What personnel do with the year: open it; and what is recorded of complaints."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh.org.doors import FILES, PERSONNEL, Visit, door
from congminh.unit_year.actions import Opened
from congminh.unit_year.actions.complaining import SEE
from congminh.unit_year.asking.acting import ComplaintForm, OpenForm
from congminh.unit_year.models import UnitSheet
from congminh.work.asking.fields import put_faults

SHOWN = 10


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def open_year(request: Visit) -> HttpResponse:
    """«Mở đánh giá năm»: a sheet for every organisation beneath the agencies one advises."""
    form = OpenForm(request, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            opened = form.act()
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            _tell(request, opened)
            return HttpResponseRedirect(f"{reverse('unit_years')}?nam={form.cleaned_data['year']}")
    shown = {
        "title": _("Open the year"),
        "lead": _(
            "Every organisation whose result somebody recognises (Điều 5) gets a sheet under the criteria in force."
        ),
        "form": form,
        "back": reverse("unit_years"),
    }
    return render(request, "act.html", shown, status=422 if form.errors else 200)


def _tell(request: Visit, opened: Opened) -> None:
    messages.success(request, _("Open: %(number)s organisations.") % {"number": len(opened.sheets)})
    if opened.without_criteria:
        names = ", ".join(str(unit) for unit in opened.without_criteria[:SHOWN])
        messages.warning(request, _("Without criteria in force, so not opened: %(names)s.") % {"names": names})


@door(FILES)
@require_http_methods(["GET", "POST"])
def complain(request: Visit, pk: int) -> HttpResponse:
    """«Ghi nhận đơn thư, phản ánh»: the level waits until it is verified."""
    sheet = get_object_or_404(UnitSheet.objects.visible_to(request.person, request.day).described(request.day), pk=pk)
    if not sheet.roles_of(request.person) & SEE:
        raise PermissionDenied(
            _("Complaints are recorded by who recognises, who inspects and who advises on personnel.")
        )
    form = ComplaintForm(request, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            form.act(sheet)
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            messages.success(request, _("Recorded. The level waits until it is verified."))
            return HttpResponseRedirect(sheet.get_absolute_url())
    shown = {
        "title": _("Record a complaint"),
        "above": sheet.title(),
        "lead": _(
            "Seen by who recognises, who inspects and who advises on personnel; never by the organisation itself."
        ),
        "form": form,
        "back": sheet.get_absolute_url(),
    }
    return render(request, "act.html", shown, status=422 if form.errors else 200)
