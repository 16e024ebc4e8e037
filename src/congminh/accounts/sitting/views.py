"""Ending one's own sessions."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congminh.accounts.models import Sitting
from congminh.org.doors import ACCOUNT, Visit, door


@door(ACCOUNT)
@require_POST
def end_sitting(request: Visit, pk: int) -> HttpResponse:
    """End one; one's own is signing out."""
    found = get_object_or_404(Sitting.objects.of(request.user), pk=pk)
    if found.session_key == request.session.session_key:
        logout(request)
        return HttpResponseRedirect(reverse("sign_in"))
    Sitting.objects.filter(pk=found.pk).end()
    messages.success(request, _("That session is over."))
    return HttpResponseRedirect(reverse("security"))


@door(ACCOUNT)
@require_POST
def end_others(request: Visit) -> HttpResponse:
    """End all but this one."""
    number = Sitting.objects.of(request.user).exclude(session_key=request.session.session_key).end()
    messages.success(request, _("Sessions ended elsewhere: %(number)s.") % {"number": number})
    return HttpResponseRedirect(reverse("security"))
