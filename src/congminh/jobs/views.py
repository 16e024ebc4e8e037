"""The pages of long work: all that one began, and of each how far it is and what came of it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.jobs.actions import is_overdue, lost_words
from congminh.jobs.models import Job
from congminh.org.doors import SIGNED_IN, Visit, door
from congminh.org.views.listing import columns

A_PAGE = 25
TONES = {Job.State.WAITING: "off", Job.State.RUNNING: "calm", Job.State.DONE: "good", Job.State.FAILED: "seal"}


@door(SIGNED_IN)
@require_GET
def jobs(request: Visit) -> HttpResponse:
    """«Việc nền của tôi»: the long work one began, the newest first."""
    page = Paginator(Job.objects.visible_to(request.person), A_PAGE).get_page(request.GET.get("page"))
    heads = columns(_("Work"), _("State"), (_("Asked at"), "number"), (_("Result"), "quiet"))
    shown = {"page": page, "columns": heads, "groups": [{"rows": [_line(_seen(job)) for job in page]}]}
    return render(request, "jobs/jobs.html", shown)


def _line(job: Job) -> dict[str, Any]:
    return {"job": job, "tone": TONES[Job.State(job.state)]}


def _seen(job: Job) -> Job:
    """As it stands by now; failed where its worker has gone."""
    job.look()
    if job.is_silent():
        job.state, job.problem = Job.State.FAILED, lost_words(job)
    return job


@door(SIGNED_IN)
@require_GET
def show(request: Visit, pk: int) -> HttpResponse:
    """«Việc nền»: the whole page, or to htmx the piece that tells how far it is, and then the way to the result."""
    job = _seen(get_object_or_404(Job.objects.visible_to(request.person), pk=pk))
    asked_by_htmx = request.headers.get("HX-Request") == "true"
    template = "jobs/standing.html" if asked_by_htmx else "jobs/page.html"
    response = render(request, template, {"job": job, "overdue": is_overdue(job)})
    if asked_by_htmx and job.state == Job.State.DONE and job.result_url:
        response.headers["HX-Redirect"] = job.result_url
    patch_vary_headers(response, ["HX-Request"])
    return response
