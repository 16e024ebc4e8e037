"""Letting in whoever proved who they are (password, passkey, single sign-on); first a second step where one is set."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from congminh.accounts.factors.checking import has_second_factor
from congminh.accounts.gate import HANDED_OUT, has_left
from congminh.accounts.models import has_handed_out_password
from congminh.org.models import Person

HALF, HALF_SECONDS = "half_signed_in", 5 * 60


def must_be_open(user: Any) -> None:
    """ValidationError says why an account opens to nobody: closed, or its owner's last post is over."""
    if not user.is_active:
        what = _("This account is closed.")
        mend = _("The personnel adviser of your agency can open it again.")
        raise ValidationError(what, params={"next": mend})
    person = Person.objects.filter(user=user).first()
    if person and has_left(person, timezone.localdate()):
        what = _("Your post has ended, so this account is closed.")
        mend = _("It opens by itself once a new post is entered.")
        raise ValidationError(what, params={"next": mend})


def admit(request: HttpRequest, user: Any, then: str, is_whole: bool = False) -> HttpResponse:
    """Sign in and go on to `then`; to the second step first where one is set, unless what was given is both
    (`is_whole`: a passkey that asked for a finger or PIN). Raises as `must_be_open`."""
    must_be_open(user)
    if not is_whole and has_second_factor(user):
        request.session[HALF] = {"user": user.pk, "at": int(time.time()), "then": then}
        return HttpResponseRedirect(reverse("second_step"))
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.pop(HALF, None)
    if has_handed_out_password(user):
        request.session[HANDED_OUT] = True
    return HttpResponseRedirect(ours(request, then))


def half_admitted(request: HttpRequest) -> tuple[Any, str] | None:
    """Whoever gave a password a few minutes ago and still owes the second step; and where they were going."""
    half = request.session.get(HALF)
    if not half or not 0 <= time.time() - half["at"] <= HALF_SECONDS:
        return None
    user = get_user_model().objects.filter(pk=half["user"], is_active=True).first()
    return (user, half["then"]) if user else None


def ours(request: HttpRequest, page: str) -> str:
    """The page asked for when it is ours, else the front page."""
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else reverse("home")
