"""«Quyết định»: what an agency decided, so that each of its rows says by what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.Model):
    """A signed act of an agency («quyết định», Điều 13.2): number, date, signer, what it is about."""

    number = models.CharField(_("number"), max_length=60)
    signed_on = models.DateField(_("signed on"))
    signer = models.CharField(_("signer"), max_length=120)
    about = models.CharField(_("about"), max_length=400)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-signed_on", "number")
        constraints = (models.UniqueConstraint(fields=["number", "signed_on"], name="org_decision_once"),)

    def __str__(self) -> str:
        return f"{self.number}, {self.signed_on:%d/%m/%Y}"
