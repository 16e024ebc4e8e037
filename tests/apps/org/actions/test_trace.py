"""Every action on the organisation leaves its change, kept for good, said in words a jurist reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from congminh.ledger.models import Unchangeable
from congminh.org import actions
from congminh.org.models import Change, Decision, Leave, PeerGroup, Person, Position, Post, Unit
from tests.apps.org.commune import SINCE, TODAY, Commune, position, post, unit

NOVEMBER = date(2026, 11, 1)
EVE = NOVEMBER - timedelta(days=1)
Act = Callable[[Commune, Person], object]


def a_post(who: Person, where: Unit, rank: str = "staff", **more: Any) -> Post:
    return Post(**{"person": who, "unit": where, "rank": rank, "first": NOVEMBER, "position": position("Mới"), **more})


def seconded(here: Commune, by: Person) -> object:
    return actions.second(a_post(here.lan, here.other_commune, last=date(2027, 10, 31)), by=by)


def leave_of(here: Commune) -> Leave:
    return Leave.objects.create(person=here.lan, kind="sick", first=TODAY, last=TODAY)


ACTS: dict[str, Act] = {
    "begin_unit": lambda here, by: actions.begin_unit(
        Unit(code="N", kind="direct", begun=NOVEMBER), "Mới", here.commune, by=by
    ),
    "rename_unit": lambda here, by: actions.rename_unit(here.economy, "Phòng Đô thị", NOVEMBER, by=by),
    "move_unit": lambda here, by: actions.move_unit(here.economy, here.other_commune, NOVEMBER, by=by),
    "correct_unit": lambda here, by: actions.correct_unit(here.economy, tier="commune_agency", by=by),
    "dissolve_unit": lambda here, by: actions.dissolve_unit(
        Unit.objects.create(code="Z", kind="direct", begun=SINCE), TODAY, by=by
    ),
    "appoint": lambda here, by: actions.appoint(a_post(here.son, here.culture), by=by),
    "end_post": lambda here, by: actions.end_post(here.lan.posts.get(), EVE, by=by),
    "delegate": lambda here, by: actions.delegate(here.economy, here.hoa, TODAY, TODAY, by=by),
    "second": seconded,
    "give_field": lambda here, by: actions.give_field(here.hoa.posts.get(), NOVEMBER, persons=[here.thu], by=by),
    "correct_post": lambda here, by: actions.correct_post(here.lan.posts.get(), position=position("Kế toán"), by=by),
    "remove_post": lambda here, by: actions.remove_post(post(here.son, here.culture), by=by),
    "hire": lambda here, by: actions.hire(Person(code="N", name="Bế Thị Mới", begun=NOVEMBER), by=by),
    "leave_service": lambda here, by: actions.leave_service(here.son, EVE, by=by),
    "correct_person": lambda here, by: actions.correct_person(here.lan, name="Nguyễn Thị Bích Lan", by=by),
    "record_leave": lambda here, by: actions.record_leave(
        Leave(person=here.lan, kind="sick", first=TODAY, last=TODAY), by=by
    ),
    "remove_leave": lambda here, by: actions.remove_leave(leave_of(here), by=by),
    "give_account": lambda here, by: actions.give_account(here.lan, User.objects.create(username="lan"), by=by),
    "put_position": lambda here, by: actions.put_position(
        Position(title="Kế toán", complexity=2, peer_group=PeerGroup.objects.get()), by=by
    ),
    "put_peer_group": lambda here, by: actions.put_peer_group(PeerGroup(code="n", name="Nhóm"), by=by),
    "choose_reading": lambda here, by: actions.choose_reading("cap_base", "all", TODAY, here.decision, by=by),
    "decide": lambda here, by: actions.decide(
        Decision(number="15/QĐ-UBND", signed_on=SINCE, signer="Chủ tịch", about="Bổ nhiệm"), by=by
    ),
}
# Whose changes are told with those of others: see test_a_merger… and test_a_split… below.
SEVERAL = {"merge_units", "split_unit"}
# Files with entries of their own, and what is a way to another action.
NONE = {"ask_line", "give_accounts", "make_accounts", "prepare_accounts"}


def made(act: Callable[[], object]) -> list[Change]:
    """The changes an action made, the oldest first."""
    before = set(Change.objects.values_list("pk", flat=True))
    act()
    return list(Change.objects.exclude(pk__in=before).order_by("pk"))


def test_every_action_is_tried_here() -> None:
    assert set(actions.__all__) == set(ACTS) | SEVERAL | NONE
    assert set(Change.Action.values) >= set(ACTS) | SEVERAL, "apps above have actions of their own"


@pytest.mark.parametrize("name", ACTS)
def test_an_action_leaves_one_change_with_its_name_and_who_did_it(here: Commune, name: str) -> None:
    (change,) = made(lambda: ACTS[name](here, here.thu))
    assert (change.action, change.who) == (name, here.thu)
    with override("vi"):
        assert change.get_action_display() != change.action
        assert all(line.label and not line.before.startswith("{") for line in change.lines())
        assert any(line.before or line.after for line in change.lines())


@pytest.mark.parametrize("name", ACTS)
def test_the_system_may_act_too(here: Commune, name: str) -> None:
    (change,) = made(lambda: ACTS[name](here, None))  # type: ignore[arg-type]
    assert change.who is None


def test_a_refused_action_leaves_none(here: Commune) -> None:
    before = Change.objects.count()
    for refused in (
        lambda: actions.appoint(a_post(here.lan, here.culture)),
        lambda: actions.end_post(here.lan.posts.get(), date(2020, 1, 1)),
        lambda: actions.delegate(here.economy, here.minh, TODAY, TODAY),
        lambda: actions.merge_units([here.economy, here.other_commune], here.other_commune, NOVEMBER),
    ):
        with pytest.raises(ValidationError):
            refused()
    assert Change.objects.count() == before


def test_a_change_says_what_was_and_what_is_in_names_and_days(here: Commune) -> None:
    (change,) = made(lambda: actions.move_unit(here.economy, here.other_commune, NOVEMBER, here.decision, by=here.thu))
    assert change.data == {
        "before": {"parent": "UBND xã Thanh Bình Minh (X)"},
        "after": {"parent": "UBND xã Bên (Y)", "first": "2026-11-01"},
    }
    assert (change.unit, change.decision) == (here.economy, here.decision)
    with override("vi"):
        assert [tuple(map(str, line)) for line in change.lines()] == [
            ("đơn vị cấp trên", "UBND xã Thanh Bình Minh (X)", "UBND xã Bên (Y)"),
            ("ngày đầu", "", "01/11/2026"),
        ]


def test_an_appointment_is_told_in_all_that_it_says(here: Commune) -> None:
    deputy = a_post(here.son, here.culture, "deputy")
    (change,) = made(lambda: actions.appoint(deputy, units=[here.culture], persons=[here.thu]))
    with override("vi"):
        lines = {str(line.label): line.after for line in change.lines()}
    assert lines == {
        "đơn vị": "Phòng Văn hóa (VX)",
        "vị trí việc làm": "Mới",
        "bậc": "cấp phó",
        "loại": "chức vụ chính",
        "ngày đầu": "01/11/2026",
        "ngày cuối": "",
        "đơn vị phụ trách": "Phòng Văn hóa (VX)",
        "công chức phụ trách": "Đỗ Thị Minh Thu (THU)",
    }


def test_a_changed_position_says_only_what_differs(here: Commune) -> None:
    common = position("Vị trí staff")
    common.is_personnel = True
    (change,) = made(lambda: actions.put_position(common))
    assert (change.data["before"], change.data["after"]) == ({"is_personnel": False}, {"is_personnel": True})
    with override("vi"):
        ((label, before, after),) = change.lines()
    assert (label, before, after) == ("tham mưu tổ chức, cán bộ", "không", "có")
    assert made(lambda: actions.put_position(common)) == [], "nothing differs"


def test_a_merger_is_told_of_each_unit_and_of_each_post(here: Commune) -> None:
    into = unit("KV", "Phòng Kinh tế và Văn hóa", "direct", here.commune, begun=NOVEMBER)
    team = unit("KT1", "Tổ Địa chính", "direct", here.economy)
    changes = made(
        lambda: actions.merge_units([here.economy, here.culture], into, NOVEMBER, here.decision, by=here.thu)
    )
    assert {change.who for change in changes} == {here.thu}
    told = [(change.action, (change.person or change.unit).code) for change in changes]
    carried = [("carry_post", code) for code in ("MINH", "LAN", "HOA", "THUONG", "THU")]
    assert told[0] == ("move_unit", team.code)
    assert sorted(told[1:6]) == sorted(carried)
    assert told[6:] == [("merge_units", "KV"), ("merge_units", "KT"), ("merge_units", "VX")]
    assert changes[6].data["after"]["units"] == ["Phòng Kinh tế (KT)", "Phòng Văn hóa (VX)"]
    assert changes[7].data["after"] == {"into": "Phòng Kinh tế và Văn hóa (KV)", "last": "2026-10-31"}


def test_a_post_carried_over_says_from_where_to_where(here: Commune) -> None:
    actions.merge_units([here.economy], here.culture, NOVEMBER, here.decision)
    change = Change.objects.about(person=here.lan).get()
    assert (change.action, change.decision, change.unit) == ("carry_post", here.decision, here.culture)
    assert change.data["before"] == {"unit": "Phòng Kinh tế (KT)", "first": "2025-07-01"}
    assert change.data["after"] == {"unit": "Phòng Văn hóa (VX)", "first": "2026-11-01"}


def test_a_split_is_told_of_the_unit_its_parts_and_each_post(here: Commune) -> None:
    one, two = (unit(code, name, "direct", here.commune, begun=NOVEMBER) for code, name in (("A", "Một"), ("B", "Hai")))
    parts = {one: [here.minh, here.lan], two: [here.hoa]}
    changes = made(lambda: actions.split_unit(here.economy, parts, NOVEMBER, by=here.thu))
    told = [(change.action, (change.person or change.unit).code) for change in changes]
    assert sorted(told) == sorted(
        [
            *(("carry_post", code) for code in ("MINH", "LAN", "HOA")),
            *(("split_unit", code) for code in ("A", "B", "KT")),
        ]
    )
    assert changes[-1].data["after"] == {"parts": ["Một (A)", "Hai (B)"], "first": "2026-11-01", "last": "2026-10-31"}


def test_whoever_leaves_is_told_with_each_post_that_ends(here: Commune) -> None:
    post(here.lan, here.culture, kind="concurrent")
    changes = made(lambda: actions.leave_service(here.lan, TODAY, by=here.thu))
    assert [change.action for change in changes] == ["end_post", "end_post", "leave_service"]


def test_no_password_is_ever_in_the_trace(here: Commune) -> None:
    user = User.objects.create_user("lan", password="chuong-rung-2026")
    (change,) = made(lambda: actions.give_account(here.lan, user))
    assert change.data == {"before": {}, "after": {"account": "lan"}}


@pytest.fixture
def kept(here: Commune) -> Change:
    actions.rename_unit(here.economy, "Phòng Đô thị", NOVEMBER, by=here.thu)
    return Change.objects.latest("pk")


def test_a_change_is_neither_saved_again_nor_deleted(kept: Change) -> None:
    kept.action = "move_unit"
    with pytest.raises(Unchangeable):
        kept.save()
    with pytest.raises(Unchangeable):
        kept.delete()


@pytest.mark.parametrize("statement", ["UPDATE org_change SET action = 'decide'", "DELETE FROM org_change"])
def test_the_database_refuses_what_goes_round_our_code(kept: Change, statement: str) -> None:
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Change.objects.get(pk=kept.pk).action == "rename_unit"


def test_querysets_are_refused_too(kept: Change) -> None:
    rows = Change.objects.filter(pk=kept.pk)
    for change in (lambda: rows.update(action="decide"), lambda: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            change()
