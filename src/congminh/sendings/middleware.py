"""The middleware by which what is sent twice acts once.

The key is a row of the same transaction as what the view does. So the database itself keeps the second of two at once
waiting until the first is done, and what a crash undoes takes the key with it. A key is spent by an answer that leads
somewhere; an answer that shows a form again, or says why not, leaves it to be sent once more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from congminh.sendings.keys import sending_of
from congminh.sendings.models import Sending

REPLAYED = "Idempotency-Replayed"


class Once:
    """The last of the middleware: whoever comes here may enter, and has confirmed who they are where that is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None for what has no key; the answer of the view, or that of the same sending before."""
        try:
            sent = sending_of(request, view, kwargs)
        except BadRequest as fault:
            return HttpResponseBadRequest(str(fault), content_type="text/plain; charset=utf-8")
        if sent is None:
            return None
        with transaction.atomic():
            first = _before(sent)
            if first and (first.then or first.digest != sent.digest):
                return _again(request, first, sent)
            request.sending_before = first is not None
            answer: HttpResponse = view(request, *args, **kwargs)
            if first is None:
                _settle(sent, answer, hasattr(request, "sending_done"))
        return answer


def _before(sent: Sending) -> Sending | None:
    """The sending that had this key before; None where this is the first, which holds it from now on."""
    try:
        with transaction.atomic():
            sent.save(force_insert=True)
    except IntegrityError:
        return Sending.objects.get(by=sent.by_id, key=sent.key)
    return None


def _settle(sent: Sending, answer: HttpResponse, done: bool) -> None:
    """Keep where the answer led; a key of what was not done is free again, and what failed of itself is undone."""
    then = answer.headers.get("Location", "")
    if done or (then and answer.status_code < 400):
        Sending.objects.filter(pk=sent.pk).update(status=answer.status_code, then=then)
    elif answer.status_code >= 500:
        transaction.set_rollback(True)
    else:
        Sending.objects.filter(pk=sent.pk).delete()


def _again(request: HttpRequest, first: Sending, sent: Sending) -> HttpResponse:
    """To where the first was led; 422 where this one says something else."""
    if first.digest != sent.digest:
        return render(request, "sent_otherwise.html", {"first": first}, status=422)
    messages.success(request, _("This was sent before. It was done once; here is what came of it."))
    return HttpResponse(status=first.status, headers={"Location": first.then, REPLAYED: "true"})
