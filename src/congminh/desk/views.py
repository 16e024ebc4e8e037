"""Pages for files of every kind: one inbox, one page and one view of steps for all procedures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congminh.assessment.models import PeriodSheet, Petition
from congminh.ledger.actions import Stale
from congminh.ledger.evidence import MEDIA
from congminh.ledger.files import about_of, file_for
from congminh.ledger.forms import StepForm, step_form
from congminh.ledger.models import Attachment, CaseFile, Changed, Notice
from congminh.ledger.telling import history, late_words, steps_of
from congminh.ledger.words import said
from congminh.looks.subjects import looked_at
from congminh.org.doors import SIGNED_IN, Visit, asks_again, door, posting
from congminh.work.models import Task
from congminh.year.models import ReRating, YearSheet

A_PAGE = 25
# Of these a step that has to wait is no news.
OPEN_ONLY = (Task, Petition, YearSheet)


@door(SIGNED_IN)
@require_GET
def inbox(request: Visit) -> HttpResponse:
    """«Hộp thư»: what I was told, the newest first."""
    told = Notice.objects.filter(to=request.person).select_related("entry__file", "entry__who", "file").order_by("-pk")
    page = Paginator(told, A_PAGE).get_page(request.GET.get("page"))
    unread = any(notice.read_at is None for notice in page)
    return render(request, "desk/inbox.html", {"page": page, "unread": unread})


@door(SIGNED_IN)
@require_POST
def read_notices(request: Visit) -> HttpResponse:
    """«Đánh dấu đã đọc»: all that I have been told up to the newest one shown."""
    newest = request.POST.get("newest", "")
    if not newest.isdecimal():
        raise Http404
    unread = Notice.objects.filter(to=request.person, read_at=None, pk__lte=int(newest))
    unread.update(read_at=timezone.now())
    return HttpResponseRedirect(reverse("inbox"))


@door(SIGNED_IN)
@require_GET
def case(request: Visit, pk: int) -> HttpResponse:
    """Any file: where it stands, the steps open to me, its history."""
    return _case_page(request, file_for(request.person, pk))


# Steps that decide, tell a decision or make it public, close what was told, or open it again.
GRAVE = frozenset(
    {
        "add", "adopt_minutes", "annul", "approve_new", "close", "decide", "keep", "leave_unrated", "notify",
        "notify_late", "publish", "rate_after_all", "record", "refuse", "refuse_reopen", "reopen", "replace", "sync",
        "uphold",
    }
)  # fmt: skip


def _is_grave(visit: Visit, args: dict[str, Any]) -> bool:
    return posting(visit, args) and args["step"] in GRAVE


@door(SIGNED_IN)
@asks_again(_is_grave)
@require_http_methods(["GET", "POST"])
def step(request: Visit, pk: int, step: str) -> HttpResponse:
    """One step of any procedure: its form, and the taking of it. 404 for a file not seen or a step not known."""
    file = file_for(request.person, pk)
    if step not in {row.name for row in file.rules.steps}:
        raise Http404
    if request.method == "GET":
        return _step_page(request, file, step_form(file, step, request.person), file.version)
    form = step_form(file, step, request.person, request.POST, request.FILES)
    return _act(request, file, form)


def _is_looked_at(file: CaseFile) -> None:
    """Files whose pages tell a person's scores or level."""
    if isinstance(file, (PeriodSheet, YearSheet, Petition)):
        looked_at([file])
    elif isinstance(file, ReRating):
        looked_at([file.sheet])


def _act(request: Visit, file: CaseFile, form: StepForm) -> HttpResponse:
    """Take the step and go on to the file; or the form again with what was typed and what is wrong."""
    version = request.POST.get("version", "")
    if not version.isdecimal():
        raise Http404
    if not form.is_valid():
        return _step_page(request, file, form, int(version), 422)
    try:
        form.act(int(version))
    except ValidationError as fault:
        form.add_error(None, _for_form(fault, form))
        return _step_page(request, file, form, int(version), 422)
    except Stale as late:
        file.refresh_from_db()
        return _step_page(request, file, form, file.version, 409, late)
    messages.success(request, _("Done: %(step)s.") % {"step": said(form.step.label)})
    return HttpResponseRedirect(file.get_absolute_url())


def _for_form(fault: ValidationError, form: StepForm) -> ValidationError:
    """The fault with each message at its field, or above all fields when the form has no such field."""
    if not hasattr(fault, "error_dict"):
        return fault
    placed: dict[str, Any] = {}
    for name, errors in fault.error_dict.items():
        placed.setdefault(name if name in form.fields else "__all__", []).extend(errors)
    return ValidationError(placed)


def _step_page(
    request: Visit, file: CaseFile, form: StepForm, version: int, status: int = 200, late: Stale | None = None
) -> HttpResponse:
    """The form of a step; 403 for whoever may not take it, but what was typed stays when someone was first."""
    _is_looked_at(file)
    gone = form.step not in file.rules.open_to(file.roles_of(request.person), file.state)
    if gone and late is None:
        raise PermissionDenied(_("This step of the file is not yours to take."))
    shown = {"file": file, "form": form, "step": form.step, "step_label": said(form.step.label), "version": version}
    late_text = late and late_words(late, file)
    return render(
        request, "desk/step.html", {**shown, "late": late, "late_text": late_text, "gone": gone}, status=status
    )


def _case_page(request: Visit, file: CaseFile) -> HttpResponse:
    _is_looked_at(file)
    steps = steps_of(file, request.person)
    shown = {
        "file": file,
        "state": file.state_label,
        "steps": [step for step in steps if not step["blocked"]] if isinstance(file, OPEN_ONLY) else steps,
        "about": about_of(file, request.person),
        "history": history(file, request.person),
    }
    return render(request, "desk/case.html", shown)


@door(SIGNED_IN)
@require_GET
def attachment(request: Visit, pk: int) -> HttpResponse:
    """A file of evidence, to whoever sees what it was handed in with; never shown inside our own pages."""
    paper = get_object_or_404(Attachment, pk=pk)
    file = file_for(request.person, paper.file_id)
    try:
        content = paper.read()
    except Changed:
        return render(request, "desk/changed.html", {"paper": paper, "file": file}, status=409)
    sent = content_disposition_header(as_attachment=True, filename=paper.name)
    # By our own table; a row that says anything else is sent as bytes no program opens by itself.
    media = paper.media if paper.media in MEDIA.values() else "application/octet-stream"
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": sent})
