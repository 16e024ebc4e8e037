"""The check run and kept: at once for a commune, by a job for a province."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from congminh.org.models import Check, CheckFinding, Person, Unit
from congminh.org.precheck.board import Finding, Progress, findings

AT_ONCE = 500


def fits_a_request(day: date, within: Unit | None = None) -> bool:
    """Whether so few people are looked at that a page can wait for it: some 0.2 s for a commune."""
    people = Person.objects.within(within, day) if within else Person.objects.on(day)
    return people[: AT_ONCE + 1].count() <= AT_ONCE


def run_check(
    day: date, by: Person | None = None, within: Unit | None = None, progress: Progress | None = None
) -> Check:
    """Look at `day`, in everything or in `within` and all beneath it, and keep what is found.

    As `findings`, then `keep`: long work does the first outside its transaction.
    """
    return keep(findings(day, within, progress), day, by, within)


@transaction.atomic
def keep(found: Sequence[Finding], day: date, by: Person | None = None, within: Unit | None = None) -> Check:
    """The check with its findings; those of earlier checks of the same units are removed, their counts stay."""
    CheckFinding.objects.filter(run__within=within).delete()
    counts = dict(Counter(finding.kind for finding in found))
    check = Check.objects.create(day=day, by=by, within=within, counts=counts)
    CheckFinding.objects.bulk_create(_rows(check, found), batch_size=2000)
    return check


def _rows(check: Check, found: Sequence[Finding]) -> list[CheckFinding]:
    """The findings in the words of every language."""
    said: list[dict[str, str]] = [{} for _finding in found]
    for language, _name in settings.LANGUAGES:
        with override(language):
            for words, finding in zip(said, found, strict=True):
                words[language] = str(finding.what)
    return [
        CheckFinding(run=check, kind=each.kind, person=each.who, unit=each.unit, words=words, mend=each.mend)
        for each, words in zip(found, said, strict=True)
    ]
