"""Imports: the file, what its rows would do and did, and what was there before, so that it can be undone."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path
from typing import Self

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.exchange import words
from congminh.exchange.scope import scope_of
from congminh.org.models import Person, Unit

# Of whoever sent them alone: work is given and recorded by one who may.
OF_MONTH = ("tasks", "results")


def place_of(instance: Import, filename: str) -> str:
    """Where the file is kept: nothing of its own name, so that no name leads anywhere."""
    return f"nhap-excel/{timezone.localdate():%Y/%m}/{secrets.token_hex(16)}.xlsx"


class ImportQuerySet(models.QuerySet["Import"]):
    """Imports as people see them."""

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """One's own; for whoever advises on personnel, those of the organisation made in the units of their agency."""
        if person is None:
            return self.none()
        try:
            scope = scope_of(person, day or timezone.localdate())
        except PermissionDenied:
            scope = None
        if scope is None:
            return self.filter(who=person, kind__in=OF_MONTH)
        return self.filter(Q(who=person) | (Q(agency__in=scope.units) & ~Q(kind__in=OF_MONTH)))


class Import(models.Model):
    """«Lần nhập»: one Excel file brought in; read, looked at, applied, undone. Only `exchange.actions` changes it."""

    class State(models.TextChoices):
        """How far it is."""

        READING = "reading", _("being read")
        REFUSED = "refused", _("refused")
        READY = "ready", _("ready to look at")
        APPLIED = "applied", _("applied")
        UNDONE = "undone", _("undone")

    kind = models.CharField(_("kind"), max_length=20)
    file = models.FileField(_("file"), upload_to=place_of, max_length=200)
    file_name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("digest"), max_length=64)
    who = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who"))
    agency = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+", verbose_name=_("agency"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READING)
    added = models.PositiveIntegerField(_("added"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    left = models.PositiveIntegerField(_("left as it is"), default=0)
    faulty = models.PositiveIntegerField(_("faulty"), default=0)
    # By sheet, the letter and heading of each column; what was passed over; why it was refused or read again.
    layout = models.JSONField(default=dict)
    passed_over = models.JSONField(default=list)
    refusal = models.JSONField(default=dict)
    # Of the preview: when the organisation changes, it comes out otherwise.
    digest = models.CharField(max_length=64, blank=True)
    applied_at = models.DateTimeField(_("applied at"), null=True)
    applied_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("applied by"))
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("undone by"))

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["reading", "refused", "ready", "applied", "undone"]),
                name="exchange_import_state",
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_path(self) -> Path:
        """Where the file lies."""
        return Path(self.file.path)

    def must_have_file(self) -> None:
        """ValidationError once it was refused: its file was thrown away."""
        if not self.file:
            said = _("This file was refused and thrown away.")
            raise ValidationError(said, code="gone", params={"next": _("Put it right and send it again.")})

    def drop_file(self) -> None:
        """What was refused is not kept («không giữ tệp bị từ chối»): gone as soon as the refusal stands."""
        storage, name = self.file.storage, self.file.name
        if name:
            transaction.on_commit(lambda: storage.delete(name))

    @property
    def problem(self) -> words.Told | None:
        """Why it was refused, or had to be read again: what, and what to do; None for no problem."""
        return words.told(self.refusal) if self.refusal else None

    @property
    def told_notes(self) -> list[words.Told]:
        """What was passed over in the file, for a person to know."""
        return [words.told(one) for one in self.passed_over]

    @property
    def total(self) -> int:
        """The number of its rows."""
        return self.added + self.changed + self.left + self.faulty


class ImportRow(models.Model):
    """One row of the file as it would be applied: cells by the column's key, and by the same keys what is there now."""

    class Verdict(models.TextChoices):
        """What the row does."""

        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        LEFT = "left", _("left as it is")
        FAULTY = "faulty", _("faulty")

    source = models.ForeignKey(Import, models.CASCADE, related_name="rows", verbose_name=_("import"))
    sheet = models.CharField(_("worksheet"), max_length=100)
    number = models.PositiveIntegerField(_("row"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    values = models.JSONField(_("values"), default=dict)
    before = models.JSONField(_("before"), default=dict)
    faults = models.JSONField(_("faults"), default=list)
    notes = models.JSONField(_("notes"), default=list)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ("source", "pk")
        indexes = (models.Index(fields=["source", "verdict", "id"], name="rows_by_verdict"),)

    def __str__(self) -> str:
        return f"{self.source}: {self.number}"

    @property
    def told_faults(self) -> list[words.Told]:
        """What is wrong: column letter, heading, what, what to do; in the language of whoever reads."""
        return [words.told(one) for one in self.faults]

    @property
    def told_notes(self) -> list[words.Told]:
        """What to know of the row before it is applied."""
        return [words.told(one) for one in self.notes]


class ImportChange(models.Model):
    """What an import wrote: one row of the organisation added (`before` is null) or changed, by table and number.

    A table's link to many («org.post.units_in_charge») is written as one row for each holder, as sorted numbers.
    """

    source = models.ForeignKey(Import, models.CASCADE, related_name="changes", verbose_name=_("import"))
    table = models.CharField(_("table"), max_length=60)
    key = models.BigIntegerField(_("number"))
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"))

    class Meta:
        verbose_name = _("change of an import")
        verbose_name_plural = _("changes of an import")
        ordering = ("source", "pk")

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
