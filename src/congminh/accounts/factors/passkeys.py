"""Passkeys («khóa truy cập»): what a browser is asked, and whether its answer is right (WebAuthn, by python-fido2)."""

from __future__ import annotations

import json
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError


def to_register(user: Any) -> str:
    """What a browser is asked to make a passkey for `user`: one that asks its owner for a finger or PIN."""
    return json.dumps(auth.begin_registration(user, passwordless=True))


def must_be_registered(credential: Any) -> None:
    """ValidationError unless a browser's answer fits what it was asked."""
    try:
        auth.parse_registration_response(credential)
        if auth.complete_registration(credential).is_user_verified():
            return
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise get_adapter().validation_error("incorrect_code") from fault
    raise get_adapter().validation_error("incorrect_code")


def to_answer(user: Any | None = None) -> str:
    """What a browser is asked to prove that it holds a passkey of `user`, or of whomever."""
    return json.dumps(auth.begin_authentication(user))


def user_of(credential: Any) -> Any:
    """Whose passkey answered, and rightly; ValidationError for any other answer."""
    try:
        user = auth.extract_user_from_response(credential)
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise get_adapter().validation_error("incorrect_code") from fault
    must_be_right(user, credential)
    return user


def is_right_passkey(user: Any, credential: Any) -> bool:
    """Whether a browser's answer is that of a passkey of `user`."""
    try:
        must_be_right(user, credential)
    except ValidationError:
        return False
    return True


def must_be_right(user: Any, credential: Any) -> None:
    """ValidationError unless it is; a question is answered once."""
    try:
        auth.parse_authentication_response(credential)
        found = auth.complete_authentication(user, credential)
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise get_adapter().validation_error("incorrect_code") from fault
    finally:
        auth.clear_state()
    found.record_usage()
