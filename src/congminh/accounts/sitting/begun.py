"""Signals of signing in and out: the clock of the session begins, and its row is there for its owner to see."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from congminh.accounts.entering.attempts import source_of
from congminh.accounts.models import Sitting
from congminh.accounts.sitting import clock, keeping

DEVICE_LETTERS = 300


@receiver(user_logged_in, dispatch_uid="congminh.accounts.begun")
def begun(sender: Any, request: Any, user: Any, **more: Any) -> None:
    """Somebody signed in, by whatever way."""
    clock.begin(request.session)
    if not keeping.kept(request.session, user.pk):
        keeping.forget(request.session)
    seen = {"source": source_of(request), "device": request.META.get("HTTP_USER_AGENT", "")[:DEVICE_LETTERS]}
    Sitting.objects.create(user=user, session_key=request.session.session_key, **seen)


@receiver(user_logged_out, dispatch_uid="congminh.accounts.ended")
def ended(sender: Any, request: Any, user: Any, **more: Any) -> None:
    """Somebody signed out."""
    if key := request.session.session_key:
        Sitting.objects.filter(session_key=key).delete()
