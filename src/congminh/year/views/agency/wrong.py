"""«Báo cáo kết quả không chính xác» (Điều 4.4): where rating anew begins."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from congminh.law.nd335.procedure import RE_RATING
from congminh.ledger.forms import NEEDS, ManyFiles
from congminh.org.doors import FILES, Visit, door
from congminh.unit_year.asking.acting import ActForm
from congminh.work.asking.fields import put_faults
from congminh.year.actions import raise_wrong
from congminh.year.models import YearSheet


class WrongForm(ActForm):
    """What is wrong in a result, and the papers that show it."""

    reason = forms.CharField(
        label=gettext_lazy("What is wrong in the result"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    evidence = ManyFiles(
        label=NEEDS["evidence"], help_text=gettext_lazy("PDF, DOCX, XLSX, PNG or JPG, up to 10 MB each.")
    )


@door(FILES)
@require_http_methods(["GET", "POST"])
def raise_one(request: Visit, pk: int) -> HttpResponse:
    """Report a result found wrong; then it is verified, kept or replaced by a new decision (Điều 21.3)."""
    sheets = YearSheet.objects.visible_to(request.person, request.day).select_related("person", "round", "result")
    sheet = get_object_or_404(sheets, pk=pk)
    if not sheet.roles_of(request.person) & set(RE_RATING.step("raise").by):
        raise PermissionDenied(_("This step of the file is not yours to take."))
    posted = request.method == "POST"
    form = WrongForm(request, request.POST if posted else None, files=request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            file = raise_wrong(sheet, request.person, form.cleaned_data["reason"], form.cleaned_data["evidence"])
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            messages.success(request, _("Reported. Personnel verify it next."))
            return HttpResponseRedirect(file.get_absolute_url())
    shown = {
        "title": _("Report a wrong result"),
        "above": sheet.title(),
        "lead": _("The result stands until a new decision replaces it; both are kept (Điều 4.4, 21.3)."),
        "form": form,
        "back": sheet.get_absolute_url(),
        "has_files": True,
    }
    return render(request, "year/act.html", shown, status=422 if form.errors else 200)
