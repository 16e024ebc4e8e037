"""Pages of one's own second factors; all that changes them asks for a password or factor given lately."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congminh.accounts.entering.passkey_form import NewPasskeyForm
from congminh.accounts.factors.checking import SECOND, Type, has_second_factor
from congminh.accounts.factors.needing import is_asked_of, must_set_up
from congminh.accounts.factors.passkeys import to_register
from congminh.accounts.factors.setting import add_passkey, new_codes, secret_to_be, set_application, square, take_away
from congminh.accounts.models import Sitting
from congminh.accounts.signing_key.keepers import may_ask
from congminh.org.doors import ACCOUNT, Visit, always, asks_again, door

# The first sign found names it: browsers call themselves each other's names too.
BROWSERS = (
    ("Edg/", "Edge"), ("coc_coc", "Cốc Cốc"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@door(ACCOUNT)
@require_GET
def security(request: Visit) -> HttpResponse:
    """«Bảo mật tài khoản»: second factors, and where one is signed in."""
    factors = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    codes = next((each for each in factors if each.type == Type.RECOVERY_CODES), None)
    shown = {
        "factors": [_line(each) for each in factors if each.type in SECOND],
        "has_application": any(each.type == Type.TOTP for each in factors),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "must": must_set_up(request),
        "spared": settings.DEMO and is_asked_of(request),
        "keeps_key": may_ask(request.user, request.day),
        "sittings": [_place(each, request) for each in Sitting.objects.alive().of(request.user)],
    }
    return render(request, "accounts/security.html", shown)


def _line(factor: Authenticator) -> dict[str, Any]:
    is_key = factor.type == Type.WEBAUTHN
    kind = _("Passkey") if is_key else _("Application that shows codes")
    name = factor.data["name"] if is_key else ""
    return {"pk": factor.pk, "kind": kind, "name": name, "since": factor.created_at, "used": factor.last_used_at}


def _place(sitting: Sitting, visit: Visit) -> dict[str, Any]:
    shown = {name: getattr(sitting, name) for name in ("pk", "source", "begun_at", "seen_at")}
    is_here = sitting.session_key == visit.session.session_key
    return {**shown, "browser": browser(sitting.device), "is_here": is_here}


def browser(device: str) -> str:
    """What a browser calls itself, in words its owner knows: «Chrome, Windows»."""
    named = (next((word for sign, word in signs if sign in device), "") for signs in (BROWSERS, SYSTEMS))
    return ", ".join(word for word in named if word) or _("A browser")


class CodeForm(forms.Form):
    """The first code of an application."""

    code = forms.CharField(
        label=gettext_lazy("Code the application shows"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


@door(ACCOUNT)
@asks_again(always)
@require_http_methods(["GET", "POST"])
def application(request: Visit) -> HttpResponse:
    """«Ứng dụng tạo mã»: its secret as a picture and as text, until a code of it is typed."""
    form = CodeForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound and form.is_valid():
        codes = set_application(request.user, request.session, form.cleaned_data["code"])
        if codes is not None:
            return _done(request, _("The application is your second step from now on."), codes)
        form.add_error("code", _("This is not the code it shows now: see that the telephone's clock is right."))
    secret = secret_to_be(request.session)
    spelt = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    shown = {"form": form, "secret": spelt, "square": square(request.user, secret)}
    return render(request, "accounts/application.html", shown, status=422 if form.errors else 200)


@door(ACCOUNT)
@asks_again(always)
@require_http_methods(["GET", "POST"])
def passkey(request: Visit) -> HttpResponse:
    """«Thêm khóa truy cập»."""
    form = NewPasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        codes = add_passkey(request.user, form.cleaned_data["name"], form.cleaned_data["credential"])
        return _done(request, _("The passkey is added."), codes)
    shown = {"form": form, "options": to_register(request.user)}
    return render(request, "accounts/passkey.html", shown, status=422 if form.errors else 200)


@door(ACCOUNT)
@asks_again()
@require_POST
def recovery_codes(request: Visit) -> HttpResponse:
    """«Mã dự phòng»: new ones, shown this once."""
    if not has_second_factor(request.user):
        messages.warning(request, _("Recovery codes come with a second step: set one up first."))
        return HttpResponseRedirect(reverse("security"))
    return _done(request, _("New recovery codes; those before are worth nothing."), new_codes(request.user))


@door(ACCOUNT)
@asks_again()
@require_POST
def remove_factor(request: Visit, pk: int) -> HttpResponse:
    """Take one away."""
    take_away(get_object_or_404(Authenticator, pk=pk, user=request.user, type__in=SECOND))
    messages.success(request, _("Taken away."))
    return HttpResponseRedirect(reverse("security"))


def _done(request: Visit, said: str, codes: list[str]) -> HttpResponse:
    """Back to the overview, or to recovery codes that are shown this once."""
    if not codes:
        messages.success(request, said)
        return HttpResponseRedirect(reverse("security"))
    return render(request, "accounts/recovery_codes.html", {"said": said, "codes": codes})
