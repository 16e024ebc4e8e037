"""The headings under which an organisation is scored («nội dung tiêu chí», Điều 6, 7.1), and what each part gives."""

from __future__ import annotations

from typing import NamedTuple

from congminh import law
from congminh.law.text import Text

GENERAL, RESULTS = "general", "results"
# The decree sets what each part gives at most and leaves the points beneath to ministries and provinces (Điều 6, 7.2).
PARTS = {GENERAL: 3000, RESULTS: 7000}
PART_CITES = {GENERAL: "Điều 6", RESULTS: "Điều 7.1"}
CODES = {
    **{code: (GENERAL, f"Điều 6.{code}") for code in "123"},
    **{code: (RESULTS, f"Điều 7.1.{code}") for code in "abcdđegh"},
}


class Heading(NamedTuple):
    """One heading of the decree: its clause's number or letter, its part, article and words."""

    code: str
    part: str
    cite: str
    label: Text


def headings() -> dict[str, Heading]:
    """The eleven headings by code, in the order of the decree."""
    articles = law.named("nd335").articles
    return {code: Heading(code, part, cite, articles[cite]) for code, (part, cite) in CODES.items()}
