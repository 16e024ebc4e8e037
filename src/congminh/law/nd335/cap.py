"""Điều 20.5, 8.5: who stands within the cap on excellent, who is tied at its line, who is beyond it.

The system never picks among the tied: it lists them with their scores, and people decide with a
reason (reading Q12). No name takes part in any comparison here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from congminh.law.decree import Law
from congminh.law.facts import CAP
from congminh.law.in_memory import reckon_rows
from congminh.law.reckon import Values

Place = Literal["within", "tied", "beyond"]
Group = tuple[int, str]
WHOLE_UNIT = ""


@dataclass(frozen=True)
class Candidate:
    """Someone rated this year, or an organisation: the level by score, and the exact mean it rests on.

    `unit` is the agency whose cap holds (for organisations, the authority that recognises them), `peers`
    the group of similar duties («nhóm công chức có nhiệm vụ tương đồng»).
    """

    id: int
    unit: int
    peers: str
    grade: str
    mean: Fraction


@dataclass(frozen=True)
class Standing:
    """One group's cap with its denominator in plain sight, and where each eligible one stands."""

    group: Group
    eligible: int
    good: int
    rated: int
    base: int
    percent: int
    excellent_max: int
    places: Mapping[int, Place]

    def of(self, place: Place) -> list[int]:
        """The ids in one place, in no order that could be taken for a ranking."""
        return sorted(each for each, where in self.places.items() if where == place)


@dataclass(frozen=True)
class Pick:
    """A choice among those tied at the line of one group («chọn khi bằng điểm», reading Q12): a reason stands with it.

    It holds while exactly these are tied there; `chosen` are some of them.
    """

    group: Group
    tied: frozenset[int]
    chosen: frozenset[int]


def places(candidates: Collection[Candidate], limit: int) -> dict[int, Place]:
    """Where each stands when `limit` may be excellent: ties at the line are all «tied», never broken."""
    found: dict[int, Place] = {}
    by_mean: dict[Fraction, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_mean[candidate.mean].append(candidate)
    above = 0
    for mean in sorted(by_mean, reverse=True):
        level = by_mean[mean]
        place: Place = "within" if above + len(level) <= limit else "tied" if above < limit else "beyond"
        found |= {candidate.id: place for candidate in level}
        above += len(level)
    return found


def _groups(candidates: Iterable[Candidate], whole_unit: bool) -> dict[Group, list[Candidate]]:
    found: dict[Group, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        found[candidate.unit, WHOLE_UNIT if whole_unit else candidate.peers].append(candidate)
    return found


def _facts(group: Group, people: Sequence[Candidate], decided: Mapping[int, int], values: Values) -> dict[str, Any]:
    """The row of `facts.CAP` for one group; `decided` is the percent beyond 20 an authority decided (20.5.b)."""
    percent = decided.get(group[0], int(values["excellent_cap"]))
    return {
        "unit_id": group[0],
        "peer_group": group[1],
        "eligible": sum(person.grade == "excellent" for person in people),
        "good": sum(person.grade == "good" for person in people),
        "rated": sum(person.grade not in ("not_rated", "insufficient_data") for person in people),
        "exceptional": int(group[0] in decided),
        "decided_percent": percent,
        # Known to the draft of 2025 alone, and to nobody here: whoever supposes the draft supposes it too.
        "party_percent": int(values.get("party_percent", 0)),
    }


def _settled(found: dict[int, Place], limit: int, pick: Pick | None) -> dict[int, Place]:
    """The places once those tied were chosen among; as they are where others are tied now, or too many chosen."""
    tied = frozenset(each for each, place in found.items() if place == "tied")
    room = limit - sum(place == "within" for place in found.values())
    if pick is None or pick.tied != tied or not tied or not pick.chosen <= tied or len(pick.chosen) > room:
        return found
    return found | {each: "within" if each in pick.chosen else "beyond" for each in tied}


def _standings(
    law: Law,
    groups: Mapping[Group, list[Candidate]],
    values: Values,
    decided: Mapping[int, int],
    lost: Collection[int] = (),
    picks: Iterable[Pick] = (),
) -> list[Standing]:
    picked = {pick.group: pick for pick in picks}
    facts = [_facts(group, people, decided, values) for group, people in groups.items()]
    found = []
    for row in reckon_rows(law, CAP, {"cap": facts}, values):
        group = (row["unit_id"], row["peer_group"])
        still = [each for each in groups[group] if each.grade == "excellent" and each.id not in lost]
        where = _settled(places(still, row["excellent_max"]), row["excellent_max"], picked.get(group))
        where |= {each.id: "beyond" for each in groups[group] if each.grade == "excellent" and each.id in lost}
        names = ("eligible", "good", "rated", "base", "percent", "excellent_max")
        found.append(Standing(group, **{name: row[name] for name in names}, places=where))
    return found


def standings(
    law: Law,
    candidates: Sequence[Candidate],
    values: Values,
    decided: Mapping[int, int] | None = None,
    picks: Collection[Pick] = (),
    aside: Collection[int] = (),
) -> list[Standing]:
    """The cap in every group it holds in, by the reading `cap_scope`: peer groups, units, or both.

    Where both hold, who is beyond the cap of the peer group no longer takes room in the unit. `decided`
    maps a unit to the percent its authority decided for outstanding achievement (20.5.b, 25 at most). `picks`
    are the choices people made among the tied; `aside` are those with the score for excellent whom the authority
    decided lower: they stay in the base the percent is taken of, and take no room.
    """
    scope = values["cap_scope"]
    found: list[Standing] = []
    if scope in ("unit_and_group", "group"):
        found = _standings(law, _groups(candidates, whole_unit=False), values, decided or {}, aside, picks)
    if scope in ("unit_and_group", "unit"):
        lost = {each for standing in found for each in standing.of("beyond")} | set(aside)
        found += _standings(law, _groups(candidates, whole_unit=True), values, decided or {}, lost, picks)
    return found


def final_places(found: Iterable[Standing]) -> dict[int, Place]:
    """Where each one stands when every cap that concerns them is held: the worst of their places."""
    order: tuple[Place, ...] = ("within", "tied", "beyond")
    worst: dict[int, Place] = {}
    for standing in found:
        for each, place in standing.places.items():
            worst[each] = max(place, worst.get(each, "within"), key=order.index)
    return worst
