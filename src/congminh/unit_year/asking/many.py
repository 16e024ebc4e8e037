"""Boxes of a list: each sends back a sheet as its page showed it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from congminh.law.facts import GRADES
from congminh.ledger.actions import Stale
from congminh.unit_year.actions import Verdict
from congminh.unit_year.models import UnitSheet


def token(verdict: Verdict) -> str:
    """A sheet at the version and save it is shown, with the level it is shown to get."""
    return f"{verdict.sheet}:{verdict.version}:{verdict.draft}:{verdict.grade}"


def ticked(data: Any) -> list[Verdict]:
    """The boxes ticked, each sheet once; what is no box of ours is passed over."""
    found: dict[int, Verdict] = {}
    for each in data.getlist("sheet"):
        *numbers, grade = each.split(":") if each.count(":") == 3 else ("", "", "", "?")
        if all(number.isdecimal() for number in numbers) and grade in ("", *GRADES):
            sheet, version, draft = (int(number) for number in numbers)
            found[sheet] = Verdict(sheet, version, draft, grade)
    return list(found.values())


def as_shown(data: Any, sheets: Sequence[UnitSheet]) -> list[UnitSheet]:
    """Of these the sheets ticked, each at the version its page showed; Stale where one is there no more."""
    by_key = {sheet.pk: sheet for sheet in sheets}
    verdicts = ticked(data)
    if late := [verdict.sheet for verdict in verdicts if verdict.sheet not in by_key]:
        raise Stale(None, late)
    for verdict in verdicts:
        by_key[verdict.sheet].version = verdict.version
    return [by_key[verdict.sheet] for verdict in verdicts]
