"""What an agency decides for itself: decisions, positions, peer groups, readings, each refused by its field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from congminh.org.actions import choose_reading, decide, put_peer_group, put_position
from congminh.org.models import Change, Decision, PeerGroup, Position
from tests.apps.org.commune import SINCE, TODAY, Commune, position


def refused_field(action: Any, *args: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        action(*args)
    (field,) = refused.value.message_dict
    return field


def a_decision(**values: Any) -> Decision:
    return Decision(**{"number": "15/QĐ-UBND", "signed_on": SINCE, "signer": "Chủ tịch", "about": "Bổ nhiệm", **values})


def a_position(**values: Any) -> Position:
    group = PeerGroup.objects.get()
    return Position(**{"title": "Kế toán", "complexity": 2, "peer_group": group, **values})


def test_a_decision_is_found_by_its_number_and_what_it_is_about(here: Commune) -> None:
    decided = decide(a_decision(about="Giao phụ trách Phòng Kinh tế"))
    assert list(Decision.objects.search("15/qd")) == list(Decision.objects.search("phu trach")) == [decided]


@pytest.mark.parametrize("field", ["number", "signed_on", "signer", "about"])
def test_a_decision_says_everything(here: Commune, field: str) -> None:
    assert refused_field(decide, a_decision(**{field: None if field == "signed_on" else ""})) == field


def test_a_decision_is_signed_by_now_and_entered_once(here: Commune) -> None:
    today = timezone.localdate()
    assert refused_field(decide, a_decision(signed_on=today + timedelta(days=1))) == "signed_on"
    decide(a_decision(signed_on=today))
    with pytest.raises(ValidationError):
        decide(a_decision(signed_on=today))
    assert Decision.objects.filter(number="15/QĐ-UBND").count() == 1


def test_a_position_is_entered_changed_and_found(here: Commune) -> None:
    entered = put_position(a_position(unit=here.economy))
    entered.title = "Kế toán trưởng"
    put_position(entered)
    assert [each.title for each in Position.objects.search("ke toan")] == ["Kế toán trưởng"]


@pytest.mark.parametrize(
    ("values", "field"),
    [({"title": ""}, "title"), *(({"complexity": group}, "complexity") for group in (0, 6))],
)
def test_a_position_out_of_bounds_is_refused(here: Commune, values: dict[str, Any], field: str) -> None:
    assert refused_field(put_position, a_position(**values)) == field


def test_a_position_stands_once_in_a_unit(here: Commune) -> None:
    put_position(a_position(unit=here.economy))
    put_position(a_position(unit=here.culture))
    with pytest.raises(ValidationError):
        put_position(a_position(unit=here.economy))
    put_position(a_position())
    with pytest.raises(ValidationError):
        put_position(a_position())


def test_a_peer_group_has_a_code_of_its_own(here: Commune) -> None:
    put_peer_group(PeerGroup(code="van-thu", name="Công chức văn thư"))
    assert list(PeerGroup.objects.search("van thu").values_list("code", flat=True)) == ["van-thu"]
    assert refused_field(put_peer_group, PeerGroup(code="van-thu", name="Khác")) == "code"
    assert refused_field(put_peer_group, PeerGroup(code="khac", name="")) == "name"


def test_a_chosen_reading_says_what_held_before(here: Commune) -> None:
    choose_reading("cap_base", "all", SINCE, here.decision)
    choose_reading("cap_base", "original_good", TODAY, here.decision)
    first, second = Change.objects.filter(action="choose_reading").order_by("pk")
    assert (first.data["before"], first.data["after"]["option"]) == ({"option": "final_good"}, "all")
    assert second.data["before"] == {"option": "all"}
    assert second.data["of"].startswith("cap_base: ")


def test_positions_and_groups_say_how_many_hold_them_on_the_day(here: Commune) -> None:
    common = position("Vị trí head")
    here.far.posts.update(last=TODAY)
    held = {each.title: each.people for each in Position.objects.counted(TODAY)}
    assert held[common.title] == 5
    later = TODAY + timedelta(days=1)
    assert Position.objects.counted(later).get(pk=common.pk).people == 4
    assert PeerGroup.objects.counted(TODAY).get().people == 9
    assert PeerGroup.objects.counted(later).get().people == 8


def test_a_post_in_a_unit_may_have_its_positions_and_the_common_ones(here: Commune) -> None:
    own, other = put_position(a_position(unit=here.economy)), put_position(a_position(unit=here.culture))
    open_to = set(Position.objects.open_in(here.economy))
    assert own in open_to and position("Vị trí head") in open_to and other not in open_to
