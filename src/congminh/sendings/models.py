"""«Lần gửi»: the key of a form that was sent, a digest of what it said, and where its sender was led."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_LETTERS = 128


class Sending(models.Model):
    """One sending of one account that acted: a row of the same transaction as what it did.

    Of what was sent a `digest` alone is kept, of the answer its `status` and the address it led to (`then`).
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("account"))
    key = models.CharField(_("key"), max_length=MOST_LETTERS)
    digest = models.CharField(_("digest"), max_length=64)
    status = models.PositiveSmallIntegerField(_("answer"), default=0)
    then = models.TextField(_("address"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        constraints = (models.UniqueConstraint(fields=["by", "key"], name="sent_once"),)

    def __str__(self) -> str:
        return f"{self.by_id} {self.key} {self.at:%Y-%m-%d %H:%M}"
