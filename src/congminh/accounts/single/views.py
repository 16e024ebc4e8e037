"""To the provider and back, by django-allauth; the signature of the token is looked at whatever way it came."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from requests import RequestException

from congminh.accounts.single.adapter import refused
from congminh.org.doors import ANYONE, door


class Provider(OpenIDConnectOAuth2Adapter):
    """A provider of OpenID Connect whose issuer must be the one that was named, and whose token must be signed."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself."""
        found = super().openid_config
        named = self.get_provider().app.settings["server_url"]
        if str(found.get("issuer", "")).rstrip("/") != named:
            raise OAuth2Error(f"the provider calls itself {found.get('issuer')}, not {named}")
        return found

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Refuse an answer without a token of who it is."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("the provider sent no id_token")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )


def _through(request: HttpRequest, name: str, kind: Any) -> HttpResponse:
    try:
        provider = Provider(request, name)
        provider.openid_config  # noqa: B018 - refused before anybody is sent there
        return kind.adapter_view(provider)(request)
    except SocialApp.DoesNotExist as fault:
        raise Http404 from fault
    except (OAuth2Error, RequestException, KeyError, ValueError, ImproperlyConfigured):
        title = _("Single sign-on does not answer")
        lead = _("Try again in a while, or sign in by password.")
        return refused(request, title, lead, 503)


@door(ANYONE)
@require_GET
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider."""
    return _through(request, provider_id, OAuth2LoginView)


@door(ANYONE)
@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    return _through(request, provider_id, OAuth2CallbackView)
