"""A month closed while eight people score in it: what is closed is what stands, or nothing is closed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from congminh.assessment.actions import Closed, Overtaken, close_rounds, score
from congminh.assessment.facts import differences
from congminh.assessment.models import PeriodSheet, Round
from congminh.ledger.actions import Stale
from congminh.ledger.models import Entry
from congminh.org.models import Person, Post
from tests.apps.assessment.month import given_by_head
from tests.apps.assessment.test_races import Agency
from tests.apps.ledger.test_races import committed, together
from tests.apps.org.commune import SINCE, person, position
from tests.faults import in_long

__all__ = ["committed"]
EDITORS, TIMES, SPREAD_SECONDS = 8, 50, 0.1
CHANCE = random.Random(335)


def colleagues(here: Agency) -> list[Person]:
    """Eight more in the agency."""
    mark, held = here.agency.code, position("Vị trí staff")
    made = [person(f"E{number}-{mark}", f"Người số {number}") for number in range(EDITORS)]
    Post.objects.bulk_create(
        Post(person=each, unit=here.agency, rank="staff", first=SINCE, position=held) for each in made
    )
    return made


def editing(here: Agency, who: Person, points: int) -> Callable[[], object]:
    """The head scores somebody anew."""
    sheet = here.sheet(who)
    words, late = given_by_head(sheet, {"I.1": (points, "xét lại")}), CHANCE.uniform(0, SPREAD_SECONDS)

    def edit() -> object:
        time.sleep(late)
        return score(here.sheet(who), here.head, sheet.version, words)

    return edit


@in_long
def test_a_closing_against_eight_editors_closes_what_stands_or_nothing(committed: None) -> None:
    ends = {"closed": 0, "kept open": 0, "scored first": 0}
    for number in range(TIMES):
        here = Agency()
        some = colleagues(here)
        round = here.opened()
        for who, by in (*((each, here.head) for each in (*some, here.lan)), (here.head, here.chair)):
            here.scored(who, by)
        edits = [editing(here, who, 50 * (number % 8)) for who in some]
        closing = lambda: close_rounds([Round.objects.get(pk=round.pk)], here.nga, "Quá hạn")  # noqa: B023, E731
        found = together(closing, *edits)
        assert isinstance(found[0], Closed | Stale), found
        assert all(isinstance(each, Entry | Overtaken | Stale) for each in found[1:]), [type(each) for each in found]
        must_stand(round, some, found, ends)
    print(f"{TIMES} closings against {EDITORS} editors: {ends}; 0 of {TIMES * 10} sheets differ from what was closed")


def must_stand(round: Round, some: list[Person], found: list[Any], ends: dict[str, int]) -> None:
    """Whoever was told that they scored did; what was closed has it."""
    sheets = {each.person_id: each for each in PeriodSheet.objects.filter(round=round).select_related("result__basis")}
    done = isinstance(found[0], Closed)
    assert {each.state for each in sheets.values()} == ({"closed"} if done else {"scored"})
    for who, end in zip(some, found[1:], strict=True):
        sheet = sheets[who.pk]
        last: Any = sheet.entries.filter(step="score").order_by("number").last()
        assert last.data["general_cp"] == sheet.general_cp
        assert isinstance(end, Entry) == (sheet.entries.filter(step="score").count() == 2)
        ends["scored first"] += isinstance(end, Entry)
    for sheet in sheets.values():
        result: Any = sheet.result
        assert (result is not None) == done
        assert not done or (result.general_cp, differences(result)) == (sheet.general_cp, [])
    ends["closed" if done else "kept open"] += 1
