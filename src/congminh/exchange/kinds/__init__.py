"""What may be brought in and out by Excel: a kind has a form, a comparison with what is there, and rows to export.

A further kind is a module with a `Kind` and a line in KINDS; reading, preview, applying, undoing,
templates, exports and files of errors then work for it.
"""

from __future__ import annotations

from congminh.exchange.kinds.catalogue import CATALOGUE
from congminh.exchange.kinds.indicators import INDICATORS
from congminh.exchange.kinds.kind import Kind
from congminh.exchange.kinds.people import PEOPLE
from congminh.exchange.kinds.results import RESULTS
from congminh.exchange.kinds.tasks import TASKS
from congminh.exchange.kinds.units import UNITS

KINDS: dict[str, Kind] = {kind.key: kind for kind in (UNITS, PEOPLE, CATALOGUE, TASKS, RESULTS, INDICATORS)}

__all__ = ["CATALOGUE", "KINDS", "Kind"]
