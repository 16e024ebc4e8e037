"""Setting up second factors and taking them away; recovery codes come with the first and go with the last."""

from __future__ import annotations

from typing import Any, NamedTuple

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.contrib.auth import get_user_model
from django.db import transaction

from congminh.accounts.factors.checking import SECOND, Type, step_of

SECRET = "totp_to_be"  # noqa: S105
QUIET_MARGIN = 2


class Square(NamedTuple):
    """A QR code as one path of an inline SVG: how many modules a side, and the dark ones."""

    side: int
    path: str


def secret_to_be(session: Any) -> str:
    """The secret that is shown until a code of it was typed."""
    session.setdefault(SECRET, generate_totp_secret())
    return str(session[SECRET])


def square(user: Any, secret: str) -> Square:
    """The secret for the camera of an application."""
    code = qrcode.QRCode(border=QUIET_MARGIN, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(get_adapter().build_totp_url(user, secret))
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return Square(len(rows), "".join(dark))


@transaction.atomic
def set_application(user: Any, session: Any, code: str) -> list[str] | None:
    """Codes of an application from now on, if `code` is one; the recovery codes that came with it, [] where there
    were some, None for a wrong code."""
    secret = secret_to_be(session)
    step = step_of(secret, code.replace(" ", ""))
    if step is None:
        return None
    _hold(user)
    Authenticator.objects.filter(user=user, type=Type.TOTP).delete()
    made = TOTP.activate(user, secret).instance
    made.data["taken"] = step
    made.save(update_fields=["data"])
    session.pop(SECRET, None)
    return _first_codes(user)


@transaction.atomic
def add_passkey(user: Any, name: str, credential: dict[str, Any]) -> list[str]:
    """A passkey whose registration was looked at; the recovery codes that came with it, [] where there were some."""
    _hold(user)
    WebAuthn.add(user, name, credential)
    return _first_codes(user)


@transaction.atomic
def new_codes(user: Any) -> list[str]:
    """New recovery codes; those before are worth nothing."""
    _hold(user)
    Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
    return spaced(RecoveryCodes.activate(user).generate_codes())


@transaction.atomic
def take_away(factor: Authenticator) -> None:
    """One factor less; without any the recovery codes go too."""
    user = factor.user
    factor.delete()
    if not Authenticator.objects.filter(user=user, type__in=SECOND).exists():
        Authenticator.objects.filter(user=user).delete()


def take_all_away(user: Any) -> int:
    """Whoever lost them begins anew; how many there were."""
    return Authenticator.objects.filter(user=user).delete()[0]


def spaced(codes: list[str]) -> list[str]:
    """As they are read from paper: «1234 5678»."""
    return [f"{code[:4]} {code[4:]}" for code in codes]


def _hold(user: Any) -> None:
    """Nobody sets up factors of the same account at the same time."""
    get_user_model().objects.select_for_update().get(pk=user.pk)


def _first_codes(user: Any) -> list[str]:
    there = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).exists()
    return [] if there else new_codes(user)
