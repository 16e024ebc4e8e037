"""The middleware that hears whose figures an answer shows, and writes it down once the answer is out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from congminh.looks.models import Look
from congminh.looks.recording import Looked, looked, write
from congminh.looks.subjects import is_shown_to, listening

log = logging.getLogger(__name__)
HOW = {
    "application/pdf": Look.How.PDF,
    "application/zip": Look.How.ZIP,
    "application/json": Look.How.API,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": Look.How.EXCEL,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Look.How.DOCX,
}


class Looks:
    """Every answer that shows figures of others is a look; those that only lead elsewhere are not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with listening() as found:
            response = self.get_response(request)
        reader = getattr(request, "person", None)
        shows = response.status_code == 200 or response.status_code in (409, 422)
        if found and shows and reader is not None and request.resolver_match:
            route, posts = request.resolver_match.url_name or "", getattr(request, "posts", ())
            if look := looked(reader.pk, posts, _how(response), route, found):
                # Run by the server after the last byte: nobody waits for it.
                response._resource_closers.append(lambda: _written(look))  # type: ignore[attr-defined]
        return response


def _how(response: HttpResponse) -> str:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    return str(HOW.get(kind, Look.How.PAGE))


def _written(look: Looked) -> None:
    """Django swallows what goes wrong when an answer is closed; we say it."""
    try:
        write(look)
    except Exception:
        log.exception("a look could not be written")
        raise


def noted(request: Any) -> dict[str, Any]:
    """For every template: `is_look`, whether this page shows figures of others, so that its reader is told."""
    reader = getattr(request, "person", None)
    return {"is_look": reader is not None and is_shown_to(reader.pk)}
