"""How django-allauth keeps our second factors: their secrets enciphered, our name on them, our words."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

SITE = "Công Minh"


def _cipher() -> Fernet:
    """Of the site's secret key, which is not in the database."""
    drawn = hashlib.sha256(b"congminh.accounts.factors:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(drawn))


class Factors(DefaultMFAAdapter):
    """What we change of django-allauth's ways."""

    error_messages = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The key did not answer as it should: try once more."),
    }

    def get_totp_issuer(self) -> str:
        """The name an application shows beside the code."""
        return SITE

    def _get_site_name(self) -> str:
        return SITE

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.get_username())

    def encrypt(self, text: str) -> str:
        """A secret as the database holds it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; raises cryptography's InvalidToken where the site's key is another."""
        return _cipher().decrypt(encrypted_text.encode()).decode()
