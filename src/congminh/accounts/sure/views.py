"""Pages of asking again: on its own before a download, and the sending again of what was kept."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from congminh.accounts.entering.admitting import ours
from congminh.accounts.sitting import clock, keeping
from congminh.accounts.sure.asking import asked_again
from congminh.accounts.sure.forms import AgainForm
from congminh.org.doors import ACCOUNT, Visit, door


@door(ACCOUNT)
@require_http_methods(["GET", "POST"])
def ask_again(request: Visit) -> HttpResponse:
    """«Xác nhận lại»: then a button leads on to what was asked for."""
    asked = request.POST if request.method == "POST" else request.GET
    then = ours(request, asked.get("next", ""))
    form = AgainForm(request, request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        clock.prove(request.session)
        if then == reverse("send_again"):
            return HttpResponseRedirect(then)
        return render(request, "accounts/asked.html", {"then": then})
    return asked_again(request, form, 422 if form.is_bound else 200, then)


@door(ACCOUNT)
@require_http_methods(["GET", "POST"])
def send_again(request: Visit) -> HttpResponse:
    """«Gửi lại»: what was sent when the session was over, to be sent by a click or thrown away."""
    found = keeping.kept(request.session, int(request.user.pk or 0))
    if request.method == "POST":
        keeping.forget(request.session)
        return HttpResponseRedirect(found["back"] if found else reverse("home"))
    if found:
        found["texts"] = [value for _name, value in found["pairs"] if any(letter.isalpha() for letter in value)]
    return render(request, "accounts/send_again.html", {"found": found})
