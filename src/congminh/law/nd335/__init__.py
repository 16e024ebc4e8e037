"""Nghị định 335/2025/NĐ-CP, in force since 1 January 2026: evaluation of agencies and civil servants."""

from datetime import date
from pathlib import Path

from congminh.law.decree import Law
from congminh.law.nd335 import grading, leading, scoring
from congminh.law.text import Text

ND335 = Law(
    "nd335",
    Text("Nghị định 335/2025/NĐ-CP", "Decree 335/2025/NĐ-CP"),
    date(2026, 1, 1),
    Path(__file__).parent,
    (*scoring.FIGURES, *leading.FIGURES, *grading.FIGURES),
)
