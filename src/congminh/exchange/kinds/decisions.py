"""The decision a row rests on («số quyết định, ngày quyết định, người ký»): three columns of every form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from congminh.exchange.excel import cells
from congminh.exchange.excel.form import Column, Row
from congminh.exchange.journal import Journal, batches
from congminh.org.models import Decision

Key = tuple[str, date]

COLUMNS = (
    Column(
        "decision",
        _("Decision number"),
        _("The decision the row rests on. Fill in its date too."),
        cells.text(60),
        also=("quyet dinh", "so qd", "quyet dinh so"),
        examples=("12/QĐ-UBND", ""),
    ),
    Column(
        "decided",
        _("Decision date"),
        _("The day the decision was signed: dd/mm/yyyy."),
        cells.day,
        look="day",
        also=("ngay qd", "ngay ky", "ngay ky quyet dinh"),
        examples=("28/02/2026", ""),
    ),
    Column(
        "signer",
        _("Signer"),
        _("Who signed it. Needed for a decision that is not in the system yet."),
        cells.text(120),
        also=("nguoi ky quyet dinh",),
        examples=("Chủ tịch UBND xã", ""),
        width=24,
    ),
)


class Decisions:
    """The decisions rows name: those there are, those to be added."""

    def __init__(self, rows: Sequence[Row], day: date) -> None:
        self.day = day
        named = {row.values["decision"] for row in rows if "decision" in row.values}
        self.there: dict[Key, Decision] = {}
        for numbers in batches(sorted(named)):
            found = Decision.objects.filter(number__in=numbers)
            self.there |= {(one.number, one.signed_on): one for one in found}
        self.signers: dict[Key, str] = {}
        for row in rows:
            if row.values.get("signer") and (key := key_of(row)):
                self.signers.setdefault(key, row.values["signer"])

    def check(self, row: Row) -> Key | None:
        """The decision a row names, None for none; what is wrong with it is a fault of the row."""
        key = key_of(row)
        if not key:
            _check_half(row)
        elif key[1] > self.day:
            row.fault("decided", "decision_to_come")
        elif key in self.there:
            there = self.there[key].signer
            if row.values.get("signer", there) != there:
                row.note("signer_kept", decision=said(key), signer=there)
        elif key not in self.signers:
            row.fault("signer", "signer_needed", decision=said(key))
        elif row.values.get("signer", self.signers[key]) != self.signers[key]:
            row.fault("signer", "two_signers", decision=said(key), signer=self.signers[key])
        return key

    def write(self, journal: Journal, keys: set[Key | None], about: str) -> dict[Key | None, int | None]:
        """Add those of `keys` that are not there; the number of each."""
        new = sorted(key for key in keys if key and key not in self.there)
        for one in journal.add(
            [Decision(number=key[0], signed_on=key[1], signer=self.signers[key], about=about) for key in new]
        ):
            self.there[one.number, one.signed_on] = one
        return {key: self.there[key].pk if key else None for key in {*keys, None}}


def key_of(row: Row) -> Key | None:
    """Number and date of the decision a row names; None when either is missing."""
    number, decided = row.values.get("decision"), row.values.get("decided")
    return (number, decided) if number and decided else None


def _check_half(row: Row) -> None:
    if row.values.get("decision") and "decided" not in row.cells:
        row.fault("decided", "decision_half")
    elif not row.cells.get("decision") and (row.values.get("decided") or row.values.get("signer")):
        row.fault("decision", "decision_half")


def said(key: Key | None) -> str:
    """A decision as it is written in a sentence or shown as what is there now."""
    return f"{key[0]}, {key[1]:%d/%m/%Y}" if key else ""


def cells_of(number: str | None, decided: date | None, signer: str | None) -> dict[str, Any]:
    """The three cells of an export."""
    return {"decision": number or "", "decided": decided, "signer": signer or ""}
