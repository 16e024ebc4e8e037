"""What the database itself refuses, whoever writes the row."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from congminh.law.nd335.authority import RECOGNISED_BY, SCORED_BY
from congminh.law.nd335.posts import HOLDING, RANKS
from congminh.org.models import Choice, Decision, Leave, PeerGroup, Person, Position, Post, Unit, UnitState
from tests.apps.org.commune import SINCE, TODAY, Commune, position, post

BEFORE = date(2025, 6, 30)


def refused(model: type[models.Model], **values: Any) -> bool:
    """Whether the row is refused without any check of ours in the way."""
    try:
        with transaction.atomic():
            model._default_manager.bulk_create([model(**values)])
    except IntegrityError:
        return True
    return False


def a_post(here: Commune, **values: Any) -> dict[str, Any]:
    return {"person": here.son, "unit": here.economy, "position": position("Chuyên viên"), "first": SINCE, **values}


@pytest.mark.parametrize(
    ("values", "is_refused"),
    [
        ({"last": BEFORE}, True),
        ({"last": SINCE}, False),
        ({"kind": "delegation", "rank": "head"}, True),
        ({"kind": "delegation", "rank": "head", "last": TODAY}, False),
        ({"kind": "delegation", "rank": "head", "last": TODAY, "position": None}, False),
        ({"kind": "delegation", "rank": "staff", "last": TODAY}, True),
        ({"position": None}, True),
        ({"rank": "chief"}, True),
        ({"kind": "borrowed"}, True),
        ({"kind": "acting", "rank": "head"}, False),
    ],
)
def test_a_post(here: Commune, values: dict[str, Any], is_refused: bool) -> None:
    assert refused(Post, **a_post(here, **values)) is is_refused


@pytest.mark.parametrize(("group", "is_refused"), [(0, True), (1, False), (5, False), (6, True)])
def test_a_position_is_in_one_of_five_groups(db: None, group: int, is_refused: bool) -> None:
    peers = PeerGroup.objects.create(code="p", name="Nhóm")
    assert refused(Position, title="Văn thư viên", complexity=group, peer_group=peers) is is_refused


def test_a_position_stands_once_in_a_unit_and_once_among_the_common(here: Commune) -> None:
    common = position("Chuyên viên")
    same = {"title": common.title, "complexity": 3, "peer_group": common.peer_group}
    assert refused(Position, **same)
    assert not refused(Position, **same, unit=here.economy)
    assert refused(Position, **same, unit=here.economy)
    assert not refused(Position, **same, unit=here.culture)


def test_a_unit_has_one_state_a_day_and_never_stands_above_itself(here: Commune) -> None:
    assert refused(UnitState, unit=here.economy, first=SINCE, name="Hai tên")
    assert refused(UnitState, unit=here.economy, first=TODAY, name="Vòng", parent=here.economy)
    assert not refused(UnitState, unit=here.economy, first=TODAY, name="Phòng Mới", parent=here.commune)


def test_nothing_ends_before_it_begins(here: Commune) -> None:
    assert refused(Unit, code="Z", kind="direct", begun=SINCE, ended=BEFORE)
    assert refused(Person, code="Z", name="Z", begun=SINCE, ended=BEFORE)
    assert refused(Leave, person=here.lan, kind="sick", first=SINCE, last=BEFORE)
    assert not refused(Leave, person=here.lan, kind="sick", first=SINCE, last=SINCE)


def test_codes_and_decisions_and_choices_stand_once(here: Commune) -> None:
    assert refused(Unit, code="KT", kind="direct", begun=SINCE)
    assert refused(Person, code="LAN", name="Lan khác", begun=SINCE)
    assert refused(Decision, number="12/QĐ-UBND", signed_on=SINCE, signer="Ai", about="Gì")
    chosen = {"reading": "cap_base", "option": "all", "first": SINCE, "decision": here.decision}
    assert not refused(Choice, **chosen)
    assert refused(Choice, **chosen)


def test_kinds_the_law_does_not_know_are_refused(here: Commune) -> None:
    assert refused(Unit, code="Z", kind="club", begun=SINCE)
    assert refused(Leave, person=here.lan, kind="fishing", first=SINCE, last=SINCE)


def test_a_person_with_a_post_is_never_deleted(here: Commune) -> None:
    with pytest.raises(models.ProtectedError):
        here.lan.delete()


def test_the_words_of_the_rows_are_the_words_of_the_law() -> None:
    assert tuple(Post.Rank.values) == RANKS
    assert set(HOLDING) | {"acting", "delegation"} == set(Post.Kind.values)
    assert {kind for kind, _ in SCORED_BY} == set(Unit.Kind.values)
    tiers = set(RECOGNISED_BY) | {above for above, _article in RECOGNISED_BY.values()}
    assert tiers == set(Unit.Tier.values)


def test_a_post_that_ended_yesterday_is_held_yesterday_and_not_today(here: Commune) -> None:
    held = post(here.son, here.economy, last=TODAY)
    assert held in Post.objects.held_on(TODAY)
    assert held not in Post.objects.held_on(date(2026, 10, 16))
    assert held not in Post.objects.held_on(BEFORE)
