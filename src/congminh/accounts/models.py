"""What an account has beside Django's user."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Account(models.Model):
    """«Tài khoản»: whether its password was handed out and is to be changed before anything else."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="account", primary_key=True, verbose_name=_("account")
    )
    must_change_password = models.BooleanField(_("must change the password"), default=False)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return str(self.user)


def has_handed_out_password(user: Any) -> bool:
    """Whether a user still has the password that was handed out."""
    return Account.objects.filter(user=user, must_change_password=True).exists()
