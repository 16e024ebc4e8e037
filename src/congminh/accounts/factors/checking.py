"""Second factors of an account: which there are, and whether a code is right; no code is taken twice.

django-allauth keeps used codes in a cache of each process; here the step of the clock a code was taken at is kept
with the secret, so that two processes cannot take the same code.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils.crypto import constant_time_compare

Type = Authenticator.Type
SECOND = (Type.TOTP, Type.WEBAUTHN)


def has_second_factor(user: Any) -> bool:
    """Whether a second step is asked of this account."""
    return Authenticator.objects.filter(user=user, type__in=SECOND).exists()


def has_passkey(user: Any) -> bool:
    """Whether a passkey may stand for the second step."""
    return Authenticator.objects.filter(user=user, type=Type.WEBAUTHN).exists()


def is_right_code(user: Any, code: str) -> bool:
    """Whether it is a code of the application or a recovery code, not taken before; it is taken now."""
    typed = code.replace(" ", "").replace("-", "")
    return _took_code(user, typed) or _took_recovery_code(user, typed)


@transaction.atomic
def _took_code(user: Any, code: str) -> bool:
    found = Authenticator.objects.select_for_update().filter(user=user, type=Type.TOTP).first()
    if not found:
        return False
    step = step_of(decrypt(found.data["secret"]), code, found.data.get("taken", -1))
    if step is None:
        return False
    found.data["taken"] = step
    found.save(update_fields=["data"])
    found.record_usage()
    return True


def step_of(secret: str, code: str, after: int = -1) -> int | None:
    """The step of the clock, later than `after`, whose code this is; a step of half a minute early or late will do."""
    steps = [step for step in yield_hotp_counters_from_time() if step > after]
    right = [step for step in steps if constant_time_compare(format_hotp_value(hotp_value(secret, step)), code)]
    return right[0] if right else None


def _took_recovery_code(user: Any, code: str) -> bool:
    found = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()
    if not found or not RecoveryCodes(found).validate_code(code):
        return False
    Authenticator.objects.get(pk=found.pk).record_usage()
    return True
