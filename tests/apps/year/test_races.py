"""Two at once: exactly one effect, on both engines."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.core.exceptions import ValidationError

from congminh.ledger.actions import Stale
from congminh.ledger.models import CaseFile, Entry
from congminh.org.actions import begin_unit
from congminh.org.models import Person, Post, Unit
from congminh.year.actions import Opened, decide, notify, open_year
from congminh.year.models import YearPetition, YearResult, YearRound, YearSheet
from congminh.year.petitioning import lodge
from tests.apps.ledger.test_races import committed, together
from tests.apps.org.commune import SINCE, person, position, unit
from tests.apps.year.autumn import YEAR, put_months

__all__ = ["committed"]
ROUNDS = 50
NUMBERS = count(1)


class Agency:
    """An agency of its own: a head, an adviser above, six colleagues of whom two have 90 points and one has room."""

    def __init__(self) -> None:
        mark = f"Y{next(NUMBERS)}"
        self.province = unit(f"{mark}T", f"UBND tỉnh {mark}", "managing", None)
        self.agency = begin_unit(Unit(code=f"{mark}X", kind="using", begun=SINCE), f"UBND xã {mark}", self.province)
        self.head, self.nga = person(f"{mark}H", f"Đứng đầu {mark}"), person(f"{mark}N", f"Tổ chức {mark}")
        held = position("Tổ chức – cán bộ cấp tỉnh", is_personnel=True)
        Post.objects.create(
            person=self.head, unit=self.agency, rank="head", first=SINCE, position=position("Vị trí head")
        )
        Post.objects.create(person=self.nga, unit=self.province, first=SINCE, position=held)
        self.people = [person(f"{mark}{n}", f"Người {mark}{n}") for n in range(6)]
        for number, who in enumerate(self.people):
            Post.objects.create(person=who, unit=self.agency, first=SINCE, position=position("Vị trí staff"))
            put_months(who, {12: 9500 - number * 100 if number < 2 else 8000})

    def opened(self) -> Opened:
        return open_year(self.agency, YEAR, self.nga)

    def sheet(self, who: Person) -> YearSheet:
        return YearSheet.objects.select_related("person", "round").get(person=who)

    def discussed(self) -> None:
        rows = YearSheet.objects.filter(agency=self.agency, rank="staff")
        CaseFile.objects.filter(pk__in=rows.values("pk")).update(state="discussed")


def kinds(found: list[object]) -> list[str]:
    return sorted(type(each).__name__ for each in found)


def test_two_decisions_at_once_never_exceed_the_cap(committed: None) -> None:
    for _ in range(ROUNDS):
        here = Agency()
        here.opened()
        here.discussed()
        acts = [
            lambda who=who: decide(here.sheet(who), here.head, 0, "excellent", "Xứng đáng")  # noqa: B023
            for who in here.people[:2]
        ]
        found = together(*acts)
        assert kinds(found) == ["Entry", "ValidationError"], found
        assert YearResult.objects.filter(sheet__agency=here.agency, grade="excellent").count() == 1


def test_one_decision_clicked_twice_at_once_is_made_once(committed: None) -> None:
    for _ in range(ROUNDS):
        here = Agency()
        here.opened()
        here.discussed()
        act: Any = lambda: decide(here.sheet(here.people[2]), here.head, 0, "good")  # noqa: B023, E731
        found = together(act, act)
        assert {type(each) for each in found} == {Entry, Stale}, found
        sheet = here.sheet(here.people[2])
        assert (sheet.version, sheet.results.count(), sheet.entries.count()) == (1, 1, 1)


def test_a_year_opened_twice_at_once_is_opened_once(committed: None) -> None:
    for _ in range(ROUNDS):
        here = Agency()
        found = together(here.opened, here.opened)
        assert {type(each) for each in found} == {Opened, ValidationError}, found
        assert YearRound.objects.filter(agency=here.agency).count() == 1
        assert YearSheet.objects.filter(agency=here.agency).count() == 7


def test_two_petitions_on_one_year_sent_at_once_are_one(committed: None) -> None:
    for _ in range(ROUNDS):
        here = Agency()
        here.opened()
        here.discussed()
        who = here.people[2]
        decide(here.sheet(who), here.head, 0, "good")
        notify(here.sheet(who), here.head, 1, "Thông báo 01/TB-UBND")
        lodging = lambda: lodge(here.sheet(who), who, "Tháng 5 được khen thưởng nhưng chưa tính.")  # noqa: B023, E731
        assert kinds(together(lodging, lodging)) == ["ValidationError", "YearPetition"]
        assert YearPetition.objects.filter(year_sheet=here.sheet(who)).count() == 1
