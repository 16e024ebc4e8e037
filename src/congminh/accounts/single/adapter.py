"""Whom single sign-on lets in: whoever's claim is the code of a civil servant with an account; nobody is signed up."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from congminh.accounts.entering.admitting import admit


class Known(DefaultSocialAccountAdapter):
    """What we change of django-allauth's ways: the decision is ours before it looks for accounts of its own."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Raises ImmediateHttpResponse, always: in, or the page that says why not."""
        app = sociallogin.provider.app
        code = personal_code(sociallogin.account.extra_data, app.settings["claim"])
        user = get_user_model().objects.filter(person__code=code).first() if code else None
        if user is None:
            raise ImmediateHttpResponse(_unknown(request, app.name, code))
        try:
            raise ImmediateHttpResponse(admit(request, user, sociallogin.state.get("next") or "/"))
        except ValidationError as fault:
            raise ImmediateHttpResponse(_closed(request, app.name, fault)) from fault

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody signs up."""
        return False

    def on_authentication_error(self, request: HttpRequest, provider: Any, *said: Any, **more: Any) -> None:
        """Raises ImmediateHttpResponse: the page that says that it did not work."""
        title = _("Single sign-on did not work")
        lead = _("%(provider)s did not say who you are. Try again, or sign in by password.")
        name = provider.app.name if provider.app else provider.name
        raise ImmediateHttpResponse(refused(request, title, lead % {"provider": name}, 403))


def personal_code(data: dict[str, Any], claim: str) -> str:
    """The claim as the signed token has it, else as the provider's page of the same subject says it; "" for none."""
    token, page = data.get("id_token") or {}, data.get("userinfo") or {}
    if not token or (page and page.get("sub") != token.get("sub")):
        return ""
    return str(token.get(claim) or page.get(claim) or "").strip()


def refused(request: HttpRequest, title: str, lead: str, status: int) -> HttpResponse:
    """A page that says why single sign-on let nobody in, and what to do."""
    return render(request, "accounts/single_refused.html", {"title": title, "lead": lead}, status=status)


def _unknown(request: HttpRequest, provider: str, code: str) -> HttpResponse:
    said = _("%(provider)s knows you, but no account here has the personal code «%(code)s».")
    if not code:
        said = _("%(provider)s knows you, but does not say your personal code.")
    mend = _("The personnel adviser of your agency gives accounts.")
    return refused(request, _("You have no account here"), f"{said % {'provider': provider, 'code': code}} {mend}", 403)


def _closed(request: HttpRequest, provider: str, fault: ValidationError) -> HttpResponse:
    mend = (fault.params or {}).get("next", "")
    return refused(request, _("You cannot sign in"), f"{fault.message} {mend}", 403)
