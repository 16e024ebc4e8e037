"""Middleware: each request gets a number, is counted and timed by its route's name, and leaves one line."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from congminh.operations.watching import measures
from congminh.operations.watching.lines import REQUEST

log = logging.getLogger("congminh.request")
HEADER = "X-Request-ID"
NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")
METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class Requests:
    """The outermost: what every other middleware does is timed too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number, began = _number(request), time.perf_counter()
        token = REQUEST.set(number)
        try:
            response = self.get_response(request)
            response[HEADER] = number
            _told(request, response.status_code, time.perf_counter() - began)
            return response
        finally:
            REQUEST.reset(token)


def _number(request: HttpRequest) -> str:
    """Our proxy's number when it gave one, else a new one; a stranger gives none."""
    given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    return given if NUMBER.fullmatch(given) else secrets.token_hex(8)


def _told(request: HttpRequest, status: int, seconds: float) -> None:
    """By the route's name, never the address: a code or a question in it may name a person."""
    route = (request.resolver_match.url_name if request.resolver_match else "") or "-"
    method = request.method if request.method in METHODS else "other"
    measures.requested(route, str(method), status, seconds)
    facts = {"route": route, "method": method, "status": status, "ms": round(seconds * 1000, 1)}
    log.info("request", extra=facts)
