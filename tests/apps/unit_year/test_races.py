"""Two at once: exactly one effect, the other is told, on both engines; fifty rounds each."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from congminh.ledger.actions import Stale
from congminh.ledger.models import CaseFile, Entry
from congminh.org.actions import begin_unit
from congminh.org.models import Decision, Person, Post, Unit
from congminh.unit_year.actions import (
    Overtaken,
    Written,
    begin_set,
    choose_tied,
    decide,
    decide_all,
    decide_set,
    enter_counts,
    open_year,
    put_criteria,
    ready,
    record_complaint,
)
from congminh.unit_year.facts.caps import range_of
from congminh.unit_year.facts.tasks import Counts
from congminh.unit_year.models import Complaint, TieChoice, UnitMark, UnitResult, UnitSheet
from tests.apps.ledger.test_races import ROUNDS, committed, together
from tests.apps.org.commune import SINCE, person, position, post, unit
from tests.apps.unit_year.test_complaints import ON
from tests.apps.unit_year.year import YEAR, points, rows

__all__ = ["committed"]
NUMBERS = count(1)


class Office:
    """A commune of its own with its criteria; `another` gives one more office, weighed and ready to be decided."""

    def __init__(self) -> None:
        self.mark = f"R{next(NUMBERS)}"
        province = unit(f"{self.mark}T", f"UBND tỉnh {self.mark}", "managing", None)
        commune = Unit(code=f"{self.mark}X", kind="using", tier="commune", begun=SINCE)
        self.commune = begin_unit(commune, f"UBND xã {self.mark}", province)
        self.chair, self.adviser = self.of("A", "Chủ tịch"), self.of("B", "Tổ chức")
        post(self.chair, self.commune, "head")
        held = position("Tổ chức – cán bộ", is_personnel=True)
        Post.objects.create(person=self.adviser, unit=self.commune, first=SINCE, position=held)
        drawn = begin_set(self.commune, self.adviser, f"Bộ tiêu chí {self.mark}")
        put_criteria(drawn, self.adviser, rows())
        decision = Decision(number=f"1/{self.mark}", signed_on=SINCE, signer="Chủ tịch", about="Bộ tiêu chí")
        decide_set(drawn, self.adviser, decision, SINCE)
        self.numbers = count(1)

    def of(self, code: str, name: str) -> Person:
        return person(f"{self.mark}{code}", f"{name} {self.mark}")

    def another(self, score_cp: int = 8000) -> int:
        """The key of one more sheet, given points by who recognises it."""
        number = next(self.numbers)
        made = unit(f"{self.mark}-{number}", f"Phòng số {number} {self.mark}", "direct", self.commune)
        Unit.objects.filter(pk=made.pk).update(tier="commune_agency")
        head = self.of(f"H{number}", f"Trưởng {number}")
        post(head, made, "head")
        open_year(YEAR, self.adviser)
        sheet = UnitSheet.objects.get(unit=made, year=YEAR)
        excellent = score_cp >= 9000
        enter_counts(sheet, head, Counts(20, 20, 20, 8 if excellent else 0), "Báo cáo", ON)
        marks = [
            UnitMark(sheet=sheet, criterion_id=pk, self_cp=cp, given_cp=cp)
            for pk, (cp, _) in points(sheet, score_cp).items()
        ]
        UnitMark.objects.bulk_create(marks)
        UnitSheet.objects.filter(pk=sheet.pk).update(remedied=True, proposed_grade="good")
        CaseFile.objects.filter(pk=sheet.pk).update(state="submitted")
        return sheet.pk

    def decided(self, key: int, grade: str = "good") -> Callable[[], Entry]:
        """One decision of the chair, as the page of the sheet takes it."""
        sheet = UnitSheet.objects.get(pk=key)
        return lambda: decide(sheet, self.chair, sheet.version, sheet.draft, Written(columns={"grade": grade}))

    def listed(self) -> Callable[[], list[Entry]]:
        """The whole list decided, as it is shown now."""
        shown = [each.verdict for each in ready(range_of(self.commune.pk, YEAR)) if each.fault is None]
        return lambda: decide_all(self.commune.pk, YEAR, shown, self.chair)


def refused(found: list[object]) -> list[object]:
    return [each for each in found if isinstance(each, Exception)]


def once(key: int) -> None:
    """Decided once, and all of it."""
    sheet = UnitSheet.objects.get(pk=key)
    assert (sheet.state, sheet.version, sheet.entries.count(), sheet.results.count()) == ("decided", 1, 1, 1)
    assert sheet.result_id == UnitResult.objects.get(sheet=key).pk


def test_a_level_decided_twice_at_once_is_decided_once(committed: None) -> None:
    here = Office()
    for number in range(ROUNDS):
        here = Office() if number % 10 == 0 else here
        key = here.another()
        found = together(here.decided(key, "good"), here.decided(key, "good"))
        assert {type(each) for each in found} <= {Entry, Overtaken, Stale} and len(refused(found)) == 1, found
        once(key)


def test_a_list_and_one_of_it_decided_at_once_leave_one_decision_of_each(committed: None) -> None:
    for _ in range(ROUNDS):
        here = Office()
        first, second = here.another(), here.another()
        found = together(here.decided(first), here.listed())
        assert len(refused(found)) == 1 and type(refused(found)[0]) in (Overtaken, Stale), found
        once(first)
        late = UnitSheet.objects.get(pk=second)
        is_list = isinstance(found[1], list)
        assert late.state == ("decided" if is_list else "submitted") and late.results.count() == is_list


def test_a_complaint_and_a_decision_at_once_never_pass_each_other(committed: None) -> None:
    here = Office()
    for number in range(ROUNDS):
        here = Office() if number % 10 == 0 else here
        key = here.another()
        sheet = UnitSheet.objects.get(pk=key)
        found = together(here.decided(key), lambda: record_complaint(sheet, here.adviser, ON, "", "Đơn"))  # noqa: B023
        assert [type(each) for each in refused(found)] == [ValidationError], found
        complained = Complaint.objects.filter(sheet=key).exists()
        assert complained == (UnitSheet.objects.get(pk=key).state == "submitted")


def test_the_tied_at_the_line_are_never_both_excellent(committed: None) -> None:
    for _ in range(10):
        here = Office()
        tied = [here.another(9500), here.another(9500)]
        for _good in range(4):
            here.another()
        choose_tied(here.commune.pk, YEAR, here.chair, tied[:1], "Thành tích vượt trội")
        assert TieChoice.objects.filter(authority=here.commune).count() == 1
        found: list[Any] = together(here.decided(tied[0], "excellent"), here.decided(tied[1], "excellent"))
        assert [type(each) for each in refused(found)] == [ValidationError], found
        kept = UnitResult.objects.filter(Q(sheet__in=tied), grade="excellent")
        assert [result.sheet_id for result in kept] == tied[:1]
