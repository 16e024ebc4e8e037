"""Sets of criteria against the log: the points an organisation is judged by stay as they were decided (Điều 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from congminh.ledger.log.checks import Wrong, digest_of, unlike_vouched, verifies
from congminh.unit_year.models import CriteriaSet

KIND = "criteria"
OF_CRITERION = ("heading", "place", "label", "max_cp")
OF_INDICATOR = ("place", "code", "name", "measure", "source", "takes", "closing_month", "closing_day")


def digests(sets: Iterable[CriteriaSet]) -> dict[int, str]:
    """By key what the log keeps of decided sets; give them with criteria, indicators and decision loaded."""
    return {each.pk: digest_of(_told(each)) for each in sets}


def _told(found: CriteriaSet) -> dict[str, object]:
    decision = found.decision
    return {
        "agency": found.agency_id,
        "name": found.name,
        "first": str(found.first),
        "decision": [decision.number, str(decision.signed_on)] if decision else [],
        "criteria": [[getattr(row, name) for name in OF_CRITERION] for row in found.criteria.all()],
        "indicators": [[getattr(row, name) for name in OF_INDICATOR] for row in found.indicators.all()],
    }


@verifies
def criteria_wrong(start: int) -> Iterator[Wrong]:
    """Sets of criteria edited, removed, or put in past the log."""
    decided = CriteriaSet.objects.exclude(decision=None).select_related("decision")
    now = digests(decided.prefetch_related("criteria", "indicators"))
    yield from unlike_vouched(KIND, now, "bộ tiêu chí {}", "set of criteria {}")
