"""«Sức khỏe, sẵn sàng, đo lường»: what programs ask that watch over the site. No page, no data of anybody."""

from __future__ import annotations

from functools import cache
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from congminh.operations.upgrading import pending
from congminh.operations.watching import measures
from congminh.org.doors import ANYONE, door

PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded")
LEAST_TOKEN = 16


@door(ANYONE)
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """«Sức khỏe»: this process answers. The database is not asked: begun again for its sake, nothing would mend."""
    return _plain("ok")


@door(ANYONE)
@require_safe
def readiness(request: HttpRequest) -> HttpResponse:
    """«Sẵn sàng»: the database answers and is of this version; else 503 with one word why."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return _plain("ok") if _is_up_to_date() else _plain("migrations", 503)
    except DatabaseError:
        return _plain("database", 503)


@cache
def _once_up_to_date() -> bool:
    """Raises while it is not, so that only a yes is kept: a process never outlives its version."""
    if pending():
        raise LookupError
    return True


def _is_up_to_date() -> bool:
    try:
        return _once_up_to_date()
    except LookupError:
        return False


@door(ANYONE)
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """«Đo lường»: for this machine itself, or whoever shows the token; nothing is here for others."""
    if not (_is_local(request) or _shows_token(request)):
        raise Http404
    return HttpResponse(measures.text(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _is_local(request: HttpRequest) -> bool:
    """From this machine and not handed on by a proxy, which would be local for everybody."""
    try:
        is_loopback = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return is_loopback and not any(name in request.headers for name in PASSED_ON)


def _shows_token(request: HttpRequest) -> bool:
    token, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    return len(token) >= LEAST_TOKEN and constant_time_compare(given, f"Bearer {token}")


def _plain(word: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{word}\n", status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})
