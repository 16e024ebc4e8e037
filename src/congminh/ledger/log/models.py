"""The log in the database: leaves for ever, what they commit to apart from them, roots as they were signed."""

from __future__ import annotations

from django.db import models


class Leaf(models.Model):
    """«Lá của sổ vết»: a commitment written with what it commits to; its index is given once, soon after.

    Rows are only ever added; the database lets nothing of them change but an `index` not given yet. A leaf without
    an entry is the log's own: an erasure, an epoch.
    """

    index = models.PositiveBigIntegerField(null=True, unique=True)
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="leaf", db_constraint=False
    )
    commitment = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(index=None), name="leaves_without_index")]

    def __str__(self) -> str:
        return f"{self.index}"


class Payload(models.Model):
    """The exact bytes a leaf commits to, and their salt: kept apart, so that erasing them leaves the root whole."""

    leaf = models.OneToOneField(
        Leaf, on_delete=models.PROTECT, primary_key=True, related_name="payload", db_constraint=False
    )
    salt = models.BinaryField(max_length=32)
    content = models.BinaryField()


class Checkpoint(models.Model):
    """«Điểm chốt»: a root as it was signed, with the signatures of witnesses; `witnesses` is how many agreed."""

    origin = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField()
    witnesses = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"
