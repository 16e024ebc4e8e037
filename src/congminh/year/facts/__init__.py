"""The only bridge from the year's rows to the law: months, grounds, the level, the cap, who takes part."""

from congminh.year.facts.attending import taking_part
from congminh.year.facts.cap import Cap, cap_of
from congminh.year.facts.months import Month, months_of, untold
from congminh.year.facts.publishing import Published, published
from congminh.year.facts.reckoning import Reckoned, basis_of, reckoned, values_of

__all__ = [
    "Cap",
    "Month",
    "Published",
    "Reckoned",
    "basis_of",
    "cap_of",
    "months_of",
    "published",
    "reckoned",
    "taking_part",
    "untold",
    "values_of",
]
