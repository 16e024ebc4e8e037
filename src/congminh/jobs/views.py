"""The page of a long work: how far it is, what came of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from congminh.jobs.actions import is_overdue, lost_words
from congminh.jobs.models import Job
from congminh.org.doors import SIGNED_IN, Visit, door


@door(SIGNED_IN)
@require_GET
def show(request: Visit, pk: int) -> HttpResponse:
    """«Việc nền»: the whole page, or to htmx the piece that tells how far it is, and then the way to the result."""
    job = get_object_or_404(Job.objects.visible_to(request.person), pk=pk).look()
    if job.is_silent():
        job.state, job.problem = Job.State.FAILED, lost_words(job)
    asked_by_htmx = request.headers.get("HX-Request") == "true"
    template = "jobs/standing.html" if asked_by_htmx else "jobs/page.html"
    response = render(request, template, {"job": job, "overdue": is_overdue(job)})
    if asked_by_htmx and job.state == Job.State.DONE and job.result_url:
        response.headers["HX-Redirect"] = job.result_url
    patch_vary_headers(response, ["HX-Request"])
    return response
