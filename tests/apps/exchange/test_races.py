"""Two at once: one effect, the other is told; two files at once never make what neither preview showed."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any, NamedTuple

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from congminh.exchange.actions import apply, undo
from congminh.exchange.models import Import
from congminh.org.actions import begin_unit
from congminh.org.models import Person, Post, Unit
from tests.apps.exchange.books import given
from tests.apps.exchange.test_people import MARCH, NEW
from tests.apps.ledger.test_races import committed, together
from tests.apps.org.commune import SINCE, position, post

__all__ = ["committed"]
ROUNDS = 5


class Agency(NamedTuple):
    """An agency of its own under nobody, with its adviser and one other; committed rows stay behind."""

    unit: Unit
    other: Unit
    adviser: Person
    lan: Person

    def row(self, n: int = 0) -> dict[str, Any]:
        own = {"unit": self.unit.code, "peer_group": f"Nhóm {self.unit.code}"}
        return {**NEW, **own, "person": f"{self.unit.code}-N{n}"}


@pytest.fixture
def alone(committed: None) -> Agency:
    mark = f"I{token_hex(8)}"
    unit = begin_unit(Unit(code=mark, kind="using", begun=SINCE), "UBND xã Đua", None)
    other = begin_unit(Unit(code=f"{mark}-2", kind="direct", begun=SINCE), "Phòng Hai", unit)
    adviser, lan = (Person.objects.create(code=f"{mark}-{n}", name="Nông Văn Đua", begun=SINCE) for n in "AL")
    Post.objects.create(person=adviser, unit=unit, first=SINCE, position=position("Tổ chức", is_personnel=True))
    post(lan, unit)
    return Agency(unit, other, adviser, lan)


def both(*acts: Callable[[], Any]) -> tuple[list[Any], list[Any]]:
    """What was done and what was refused, of two who act at the same moment."""
    found = together(*acts)
    unexpected = [one for one in found if isinstance(one, Exception) and not isinstance(one, ValidationError)]
    assert unexpected == []
    return [one for one in found if not isinstance(one, Exception)], [
        one for one in found if isinstance(one, Exception)
    ]


def test_two_who_apply_one_import_at_once_have_one_effect(alone: Agency) -> None:
    for n in range(ROUNDS):
        source = given("people", [alone.row(n)], alone.adviser)
        act = lambda: apply(Import.objects.get(pk=source.pk), alone.adviser)  # noqa: B023, E731
        done, refused = both(act, act)
        assert (len(done), [error.code for error in refused]) == (1, ["stale"])
        assert Post.objects.filter(person__code=alone.row(n)["person"]).count() == 1


def test_two_files_that_clash_never_both_go_in(alone: Agency) -> None:
    """Each moves Lan on the same day to another unit: whoever is second is shown the new state."""
    row = {
        "person": alone.lan.code,
        "name": None,
        "position": "Vị trí hai",
        "complexity": 3,
        "peer_group": f"Nhóm {alone.unit.code}",
    }
    for _ in range(ROUNDS):
        Post.objects.filter(person=alone.lan, first=MARCH).delete()
        Post.objects.filter(person=alone.lan).update(last=None)
        rows = [{**row, "unit": unit.code, "first": MARCH} for unit in (alone.unit, alone.other)]
        sources = [given("people", [each], alone.adviser) for each in rows]
        acts = [lambda pk=source.pk: apply(Import.objects.get(pk=pk), alone.adviser) for source in sources]
        done, refused = both(*acts)
        assert (sorted(one.state for one in done), refused) == (["applied", "ready"], [])
        assert Post.objects.held_on(MARCH).filter(person=alone.lan, kind="main").count() == 1


def test_two_who_undo_at_once_have_one_effect(alone: Agency) -> None:
    for n in range(ROUNDS):
        source = apply(given("people", [alone.row(n)], alone.adviser), alone.adviser)
        act = lambda: undo(Import.objects.get(pk=source.pk), alone.adviser)  # noqa: B023, E731
        done, refused = both(act, act)
        assert (len(done), [error.code for error in refused]) == (1, ["stale"])
        assert not Person.objects.filter(code=alone.row(n)["person"]).exists()


def test_nothing_is_half_written_when_the_work_is_broken_off(alone: Agency) -> None:
    """Whoever listens to the progress breaks off in the middle of writing: all is as before."""
    source = given("people", [alone.row(1), alone.row(2)], alone.adviser)
    told: list[str] = []

    def break_off(done: int, total: int, note: str) -> None:
        told.append(note)
        if len(told) == 4:
            raise RuntimeError("the power failed")

    with pytest.raises(RuntimeError):
        apply(source, alone.adviser, break_off)
    source.refresh_from_db()
    assert (source.state, source.changes.count()) == ("ready", 0)
    assert not Person.objects.filter(code=alone.row(1)["person"]).exists()
    assert connection.in_atomic_block is False
