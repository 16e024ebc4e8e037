"""Refusals as pages show them: what happened, why, what to do; at a field, or at a row and its column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Never

from django.core.exceptions import ValidationError

Faults = dict[int, dict[str, ValidationError]]


def fault(what: str, mend: str = "", why: str = "", **said: Any) -> ValidationError:
    """A refusal in three parts; `said` fills the holes of each."""
    return ValidationError(what, params={**said, "next": mend % said, "why": why % said})


def refuse(field: str, what: str, mend: str = "", why: str = "", **said: Any) -> Never:
    """Raise the refusal at a field."""
    raise ValidationError({field: fault(what, mend, why, **said)})


def refuse_fields(faults: Mapping[str, ValidationError]) -> None:
    """Raise all faults of one form, each at its field; nothing where there are none."""
    if faults:
        raise ValidationError(dict(faults))  # type: ignore[arg-type]


def refuse_rows(faults: Mapping[int, Mapping[str, ValidationError]]) -> None:
    """Raise all faults of many rows, each at «row.column» with the first row 0; nothing where there are none."""
    placed = {f"{row}.{column}": each for row, columns in faults.items() for column, each in columns.items()}
    if placed:
        raise ValidationError(placed)  # type: ignore[arg-type]
