"""Two at once: one request is opened, one answer holds, one copy of what is erased is counted; on both engines."""

from __future__ import annotations

from itertools import count

from django.core.exceptions import ValidationError

from congminh.ledger.actions import Stale, take
from congminh.org.models import Person, Post
from congminh.privacy.actions import ask, carry_out
from congminh.privacy.models import DataRequest
from tests.apps.ledger.test_races import committed, together
from tests.apps.org.commune import SINCE, person, position, unit

__all__ = ["committed"]
ROUNDS = 10
NUMBERS = count(1)


def office() -> tuple[Person, Person, Person]:
    """An agency of its own: who asks, and two personnel advisers."""
    mark = next(NUMBERS)
    agency = unit(f"PX{mark}", f"UBND xã riêng {mark}", "using", None)
    lan, thu, nga = (person(f"P{name}{mark}", f"{name} {mark}") for name in ("lan", "thu", "nga"))
    adviser = position("Tổ chức – cán bộ", is_personnel=True)
    for who, held in ((lan, position("Vị trí staff")), (thu, adviser), (nga, adviser)):
        Post.objects.create(person=who, unit=agency, rank="staff", first=SINCE, position=held)
    return lan, thu, nga


def test_two_clicks_at_once_open_one_request(committed: None) -> None:
    for _ in range(ROUNDS):
        lan, _thu, _nga = office()
        act = lambda who=lan: ask(Person.objects.get(pk=who.pk), "correct", ["identity"], "Sai tên đệm")  # noqa: E731
        found = together(act, act)
        assert sorted(type(each).__name__ for each in found) == ["DataRequest", "ValidationError"]
        assert DataRequest.objects.filter(person=lan).count() == 1


def test_of_two_answers_at_once_one_holds_and_the_other_is_told_who_was_first(committed: None) -> None:
    for _ in range(ROUNDS):
        lan, thu, nga = office()
        file = ask(lan, "erase", ["notes"], "Xóa nhật ký của tôi")

        def again(file: DataRequest = file) -> DataRequest:
            return DataRequest.objects.get(pk=file.pk)

        found = together(
            lambda by=thu: carry_out(again(), by, 1, "Đã xóa"),
            lambda by=nga: take("decline", again(), by, 1, {"article": "Điều 24", "answer": "Không xóa"}),
        )
        assert sum(isinstance(each, Stale) for each in found) == 1, found
        assert not any(isinstance(each, ValidationError) for each in found)
        file.refresh_from_db()
        assert file.state in ("carried_out", "refused") and file.entries.count() == 2
