"""Two at once: exactly one effect, on both engines; the other is told, nothing is half done."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from congminh.catalogue.actions import Frame, begin_catalogue, put_product, record_decided, set_groups
from congminh.catalogue.models import Catalogue, Product
from congminh.ledger.actions import Stale
from congminh.ledger.models import CaseFile, Entry
from congminh.org.actions import begin_unit, delegate
from congminh.org.models import Person, Post, Unit
from congminh.work.actions import (
    Planned,
    adjust,
    apply_templates,
    assign,
    assign_shared,
    confirm,
    confirm_all,
    copy_period,
    put_template,
    put_whole,
    report,
    return_work,
    undo,
)
from congminh.work.models import Task, Template, Whole
from congminh.work.rows import Row
from tests.apps.catalogue.office import FIRST, a_decision
from tests.apps.ledger.test_races import committed, together
from tests.apps.org.commune import SINCE, position
from tests.apps.work.desk import MONTH, NEXT, again, day

__all__ = ["committed"]
ROUNDS, MARKS = 50, count(1)


class Office:
    """An agency of its own with a head, a delegate, one civil servant and a product; committed rows stay behind."""

    def __init__(self) -> None:
        mark, today = f"W{next(MARKS)}", timezone.localdate()
        self.unit = begin_unit(Unit(code=mark, kind="using", begun=SINCE), f"UBND xã {mark}", None)
        self.head, self.deputy, self.staff = (
            Person.objects.create(code=f"{mark}-{n}", name=f"Bế Văn {n}", begun=SINCE) for n in range(3)
        )
        for who, rank in ((self.head, "head"), (self.deputy, "deputy"), (self.staff, "staff")):
            held = {"rank": rank, "first": SINCE, "position": position(f"Vị trí {rank}")}
            Post.objects.create(person=who, unit=self.unit, **held)
        adviser = Person.objects.create(code=f"{mark}-9", name="Bế Thị Chín", begun=SINCE)
        advises = position("Tổ chức – cán bộ", is_personnel=True)
        Post.objects.create(person=adviser, unit=self.unit, first=SINCE, position=advises)
        draft = begin_catalogue(self.unit, "Danh mục")
        set_groups(draft, [Frame("N1", 1000, 10_000)])
        words = {"task": "Việc", "work": "Làm", "output": "Công văn", "code": "A.1", "is_standard": True}
        figures = {"points_m": 5000, "coefficient_m": 1000, "group": draft.groups.get()}
        self.product = put_product(Product(catalogue=draft, **words, **figures))
        draft = Catalogue.objects.get(pk=draft.pk)
        record_decided(draft, adviser, 0, a_decision(f"{mark}/QĐ-UBND"), FIRST)
        delegate(self.unit, self.deputy, today, today + timedelta(days=1))

    def row(self, quantity_m: int = 1000) -> Row:
        """A row for the civil servant."""
        return Row(self.staff, self.product, quantity_m, day(20), MONTH.code, assigned_on=day(1))

    def reported(self) -> Task:
        """A task reported; the delegate confirms it, standing before the head."""
        task = assign([self.row()], self.deputy)[0]
        report(task, self.staff, 1000, day(18))
        return again(task)


@pytest.fixture
def office(committed: None) -> Office:
    return Office()


def kinds(found: list[object]) -> set[type]:
    """What became of each."""
    return {list if isinstance(each, list) else type(each) for each in found}


def confirmations(task: Task) -> int:
    """How often the task was confirmed."""
    return Entry.objects.filter(file_id=task.pk, step="confirm").count()


def test_a_double_click_confirms_once(office: Office) -> None:
    for _ in range(ROUNDS):
        task = office.reported()
        twins = [again(task), again(task)]
        found = together(*(lambda twin=twin: confirm(twin, office.deputy) for twin in twins))
        assert kinds(found) == {Entry, Stale}
        assert (confirmations(task), again(task).confirmed_m, again(task).version) == (1, 1000, 3)


def test_of_a_confirmation_and_a_return_at_once_one_holds(office: Office) -> None:
    for _ in range(ROUNDS):
        task = office.reported()
        mine, theirs = again(task), again(task)
        found = together(
            lambda: confirm(mine, office.deputy),  # noqa: B023
            lambda: return_work(theirs, office.deputy, "Sai"),  # noqa: B023
        )
        assert kinds(found) == {Entry, Stale}
        last = again(task)
        assert (last.state, last.confirmed_m, last.quality_failures) in (("confirmed", 1000, 0), ("returned", 0, 1))


def test_a_batch_against_a_single_confirmation_is_one_effect(office: Office) -> None:
    for _ in range(ROUNDS):
        tasks = [office.reported(), office.reported()]
        batch, single = [again(task) for task in tasks], again(tasks[1])
        found = together(
            lambda: confirm_all(batch, office.deputy),  # noqa: B023
            lambda: confirm(single, office.deputy),  # noqa: B023
        )
        assert kinds(found) in ({list, Stale}, {Entry, Stale})
        assert confirmations(tasks[1]) == 1
        states = [again(task).state for task in tasks]
        assert states == (["confirmed", "confirmed"] if isinstance(found[0], list) else ["reported", "confirmed"])


def test_two_batches_that_overlap_never_embrace_and_confirm_nothing_twice(office: Office) -> None:
    for _ in range(ROUNDS):
        tasks = [office.reported() for _ in range(3)]
        ahead, back = [again(task) for task in tasks], [again(task) for task in reversed(tasks)]
        found = together(
            lambda: confirm_all(ahead, office.deputy),  # noqa: B023
            lambda: confirm_all(back, office.deputy),  # noqa: B023
        )
        assert kinds(found) == {list, Stale}
        assert [confirmations(task) for task in tasks] == [1, 1, 1]


def test_an_undo_against_a_second_undo_is_one_effect(office: Office) -> None:
    for _ in range(ROUNDS):
        task = office.reported()
        confirm(task, office.deputy)
        twins = [again(task), again(task)]
        found = together(*(lambda twin=twin: undo(twin, office.deputy) for twin in twins))
        assert kinds(found) == {Entry, Stale}
        assert (again(task).state, again(task).confirmed_m) == ("reported", 0)


def test_a_report_against_a_change_of_the_day_keeps_the_delay_true(office: Office) -> None:
    for _ in range(ROUNDS):
        task = assign([office.row()], office.deputy)[0]
        mine, theirs = again(task), again(task)
        found = together(
            lambda: report(mine, office.staff, 1000, day(24)),  # noqa: B023
            lambda: adjust(theirs, office.deputy, "gia hạn", due=day(25)),  # noqa: B023
        )
        assert kinds(found) == {Entry, Stale}
        last = again(task)
        assert (last.due, last.delays) in ((day(20), 1), (day(25), 0))


def test_shares_given_at_once_are_never_more_than_the_whole(office: Office) -> None:
    for _ in range(ROUNDS):
        whole = put_whole(Whole(unit=office.unit, product=office.product, name="Đề án"), office.head)
        give = lambda: assign_shared(whole, [office.row(600)], office.deputy)  # noqa: B023, E731
        found = together(give, give)
        assert kinds(found) == {list, ValidationError}
        assert Whole.objects.with_given().get(pk=whole.pk).given_m == 600


def test_a_period_copied_by_two_at_once_is_there_once(committed: None) -> None:
    for _ in range(ROUNDS // 5):
        office = Office()
        assign([office.row(), office.row()], office.deputy)
        copy = lambda: copy_period(office.unit, MONTH.code, NEXT.code, office.deputy)  # noqa: B023, E731
        found = together(copy, copy)
        assert kinds(found) == {Planned}, found
        assert Task.objects.filter(unit=office.unit, period=NEXT.code).count() == 2


def test_recurring_tasks_applied_by_two_at_once_are_there_once(committed: None) -> None:
    for _ in range(ROUNDS // 5):
        office = Office()
        put_template(Template(unit=office.unit, person=office.staff, code="A.1"), office.head)
        apply = lambda: apply_templates(office.unit, NEXT.code, office.deputy)  # noqa: B023, E731
        found = together(apply, apply)
        assert kinds(found) == {Planned}, found
        assert Task.objects.filter(unit=office.unit, period=NEXT.code).count() == 1


def test_a_batch_that_fails_leaves_no_file_behind(office: Office) -> None:
    before = CaseFile.objects.count()
    with pytest.raises(ValidationError):
        assign([office.row(), office.row(0)], office.deputy)
    assert CaseFile.objects.count() == before
