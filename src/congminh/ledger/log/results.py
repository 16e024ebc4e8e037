"""Signed results against the entries that signed them: a point changed in the row of a result is found here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from congminh.law.text import Text
from congminh.ledger.files import kinds, special
from congminh.ledger.models import Entry

Wrong = tuple[int | None, Text]
# What may rightly be written otherwise by now: a name put right, an agency's code.
NOT_COMPARED = ("code", "name", "agency")


def results_wrong(entries: Sequence[tuple[int, Entry]]) -> Iterator[Wrong]:
    """Of entries at their indexes, those whose signed result is gone or says something else now."""
    mine = defaultdict(list)
    for index, entry in entries:
        if "seal" in entry.data:
            mine[kinds().get(entry.file.procedure)].append((index, entry))
    for kind, some in mine.items():
        now = _kept_now(kind, [entry for _, entry in some])
        if now is None:
            continue
        for index, entry in some:
            if what := told_apart(entry.data, now.get(entry.pk)):
                yield index, what


def _kept_now(kind: Any, entries: Sequence[Entry]) -> dict[int, dict[str, Any]] | None:
    """As the kind and its children say; None where none of them keeps results."""
    every = [each.kept_now(entries) for each in (kind, *special(kind))] if kind else []
    told = [each for each in every if each is not None]
    return {key: now for each in told for key, now in each.items()} if told else None


def told_apart(said: dict[str, Any], now: dict[str, Any] | None) -> Text | None:
    """How a result now differs from what its entry said; None where it does not."""
    if now is None:
        return Text(f"kết quả {said.get('result')} đã bị xóa", f"result {said.get('result')} was removed")
    before, after = _flat(said), _flat(now)
    other = [name for name in before if name in after and before[name] != after[name]]
    if not other:
        return None
    changed = ", ".join(f"{name} {before[name]} → {after[name]}" for name in other)
    vi = f"kết quả {said.get('result')} không còn như lúc ký: {changed}"
    return Text(vi, f"result {said.get('result')} is not as it was signed: {changed}")


def unvouched() -> Iterator[Text]:
    """What stands in rows of results and no entry tells of."""
    for kind in dict.fromkeys(kinds().values()):
        yield from kind.unvouched()


def _flat(said: dict[str, Any]) -> dict[str, Any]:
    """Figures of an entry, those of its receipt among them."""
    signed = {name: value for name, value in said.get("signed", {}).items() if name not in NOT_COMPARED}
    return {**{name: value for name, value in said.items() if name != "signed"}, **signed}
