"""Single sign-on («đăng nhập một lần») as the environment names it: OpenID Connect providers, each with its claim."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ON_THIS_MACHINE = ("localhost", "127.0.0.1")


def issuers(environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """The providers CONGMINH_OIDC names, as django-allauth takes them; ImproperlyConfigured says what is missing.

    For each name, in capitals: CONGMINH_OIDC_…_ISSUER, _CLIENT, _SECRET_FILE, _CLAIM (the one that holds a civil
    servant's code) and _TITLE (what the button says).
    """
    names = [name.strip() for name in environment.get("CONGMINH_OIDC", "").split(",") if name.strip()]
    for name in names:
        if not (name.isascii() and name.isalnum() and name.islower()):
            raise ImproperlyConfigured(f"CONGMINH_OIDC names «{name}»: use small letters and digits alone, as «tinh»")
    return [_issuer(name, environment) for name in names]


def _issuer(name: str, environment: Mapping[str, str]) -> dict[str, Any]:
    def asked(what: str, otherwise: str = "") -> str:
        key = f"CONGMINH_OIDC_{name.upper()}_{what}"
        if not (found := environment.get(key, otherwise)):
            raise ImproperlyConfigured(f"CONGMINH_OIDC names «{name}»: set {key}")
        return found

    return {
        "provider_id": name,
        "name": asked("TITLE", name),
        "client_id": asked("CLIENT"),
        "secret": _secret(asked("SECRET_FILE")),
        "settings": {"server_url": _address(asked("ISSUER")), "claim": asked("CLAIM")},
    }


def _address(issuer: str) -> str:
    parts = urlsplit(issuer)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ON_THIS_MACHINE):
        return issuer.rstrip("/")
    raise ImproperlyConfigured(f"the issuer «{issuer}» is not an https:// address: sign-in over it would not be safe")


def _secret(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"the client secret is read from «{file}», which cannot be read: {error}") from error
