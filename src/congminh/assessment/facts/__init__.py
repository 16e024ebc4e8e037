"""The only bridge from sheets and tasks to the law: figures while a period runs, what is signed, why, means."""

from congminh.assessment.facts.means import Mean, means
from congminh.assessment.facts.proving import batch_rows, differences
from congminh.assessment.facts.reckoning import Reckoned, awaited, reckoned
from congminh.assessment.facts.running import Standing, running
from congminh.assessment.facts.why import why

__all__ = [
    "Mean",
    "Reckoned",
    "Standing",
    "awaited",
    "batch_rows",
    "differences",
    "means",
    "reckoned",
    "running",
    "why",
]
