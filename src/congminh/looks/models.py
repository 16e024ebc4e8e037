"""«Lượt xem»: who looked at whose figures, in what role, by which post, when and how."""

from __future__ import annotations

from typing import Any, Never

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.ledger.models import CaseFile, Unchangeable
from congminh.org.models import Person, Post


class Look(models.Model):
    """One look of one reader: a page, a list, a file taken away; at how many `people`'s figures.

    `role` and `post` say what let them: the post they led, advised or inspected by. `key` tells a look at the same
    again. Rows are never changed, and removed only once a year old: the database itself refuses (first migration).
    """

    class How(models.TextChoices):
        """In which shape the figures went out."""

        PAGE = "page", _("on a page")
        EXCEL = "excel", _("as an Excel file")
        PDF = "pdf", _("as a PDF")
        DOCX = "docx", _("as a DOCX")
        ZIP = "zip", _("as the whole electronic file")
        API = "api", _("by a program")

    class Role(models.TextChoices):
        """Why they may see figures of others."""

        INSPECTS = "inspects", _("inspects")
        LEADS = "leads", _("leads or manages the unit")
        ADVISES = "advises", _("advises on personnel")
        OTHER = "other", _("takes part in the same meeting, or reads what was made public")

    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name=_("post"))
    how = models.CharField(_("how"), max_length=10, choices=How)
    route = models.CharField(_("page"), max_length=64)
    people = models.PositiveIntegerField(_("people"))
    key = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        indexes = (models.Index(fields=["by", "key", "at"], name="look_again"),)

    def __str__(self) -> str:
        return f"{self.by_id} {self.route} {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the look; raises Unchangeable for one that is there already."""
        if not self._state.adding:
            raise Unchangeable("a look is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Raises Unchangeable; `keeping` removes the old."""
        raise Unchangeable("a look is removed only by its age")


class Seen(models.Model):
    """One person whose figures a look was at, and which file of theirs; found by the person, the newest first."""

    look = models.ForeignKey(Look, models.PROTECT, related_name="seen", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(CaseFile, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("person looked at")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["person", "-at", "-id"], name="looked_at"),)

    def __str__(self) -> str:
        return f"{self.look_id} → {self.person_id}"
