"""The bases of results against themselves: the query a score was reckoned by gives the digest it is known by."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from congminh.assessment.models import Basis
from congminh.law.text import Text
from congminh.ledger.log.checks import Wrong, verifies


@verifies
def bases_wrong(start: int) -> Iterator[Wrong]:
    """Bases whose query was edited: the seals of their results hold the digest, so both cannot be changed together."""
    for pk, digest, sql in Basis.objects.values_list("pk", "digest", "sql").iterator():
        if sha256(sql.encode()).hexdigest() != digest:
            yield None, Text(f"căn cứ tính điểm {pk} đã bị sửa", f"the basis of reckoning {pk} was edited")
