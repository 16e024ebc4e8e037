"""The check before a period opens: each finding where it is, and gone when it is mended by the action it names."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils.translation import override

from congminh.org import actions, precheck
from congminh.org.models import Person, Post, Unit, UnitState
from tests.apps.org.commune import SINCE, TODAY, Commune, position, post

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def ready(here: Commune) -> Commune:
    """A commune with nothing to mend."""
    here.son.delete()
    for person in Person.objects.all():
        actions.give_account(person, User.objects.create(username=person.code))
    actions.appoint(
        Post(person=person_of("FAR2"), unit=here.other_commune, first=SINCE, position=position("Văn phòng"))
    )
    return here


def person_of(code: str) -> Person:
    account = User.objects.create(username=code)
    return Person.objects.create(code=code, name="Cao Thị Nhung", begun=SINCE, user=account)


def own() -> list[precheck.Finding]:
    """What the organisation's own checks find."""
    found = precheck.findings(TODAY)
    return [each for each in found if precheck.LOOKS[each.kind].find.__module__ == "congminh.org.precheck.looks"]


def findings() -> set[tuple[str, str, str, str]]:
    return {
        (each.kind, each.who.code if each.who else "", each.unit.code if each.unit else "", each.mend) for each in own()
    }


def test_an_agency_in_order_has_nothing_to_mend(ready: Commune) -> None:
    assert findings() == set()


def test_someone_without_a_post(ready: Commune) -> None:
    newcomer = person_of("NEW")
    assert findings() == {("without_post", "NEW", "", "appoint")}
    actions.appoint(Post(person=newcomer, unit=ready.culture, first=TODAY, position=position("Văn thư")))
    assert findings() == set()


def test_a_delegation_alone_is_no_post(ready: Commune) -> None:
    newcomer = person_of("NEW")
    post(newcomer, ready.culture, "head", "delegation", last=TODAY)
    assert {kind for kind, *_ in findings()} == {"without_post"}


def test_someone_without_an_account(ready: Commune) -> None:
    Person.objects.filter(pk=ready.lan.pk).update(user=None)
    assert findings() == {("without_account", "LAN", "KT", "give_account")}
    actions.give_account(Person.objects.get(pk=ready.lan.pk), User.objects.get(username="LAN"))
    assert findings() == set()


def test_someone_with_two_main_posts(ready: Commune) -> None:
    second = post(ready.lan, ready.culture)
    assert findings() == {("two_main_posts", "LAN", "KT", "end_post")}
    actions.end_post(second, YESTERDAY)
    assert findings() == set()


def test_a_unit_without_a_head_and_everyone_in_it_without_authority(ready: Commune) -> None:
    actions.end_post(ready.minh.posts.get(), YESTERDAY)
    actions.appoint(Post(person=ready.minh, unit=ready.culture, first=TODAY, position=position("Chuyên gia")))
    assert findings() == {
        ("unit_without_head", "", "KT", "appoint"),
        ("without_authority", "LAN", "KT", "appoint"),
        ("without_authority", "HOA", "KT", "appoint"),
    }
    acting = {
        "unit": ready.economy,
        "rank": "head",
        "kind": "acting",
        "first": TODAY,
        "position": position("Phụ trách"),
    }
    actions.appoint(Post(person=ready.hoa, **acting))
    assert findings() == set()


def test_two_heads_at_once(ready: Commune) -> None:
    other = post(ready.thu, ready.economy, "head", "concurrent")
    assert ("two_heads", "", "KT", "end_post") in findings()
    assert ("without_authority", "LAN", "KT", "end_post") in findings()
    actions.end_post(other, YESTERDAY)
    assert findings() == set()


def test_a_delegate_beside_the_head_is_not_two_heads(ready: Commune) -> None:
    actions.delegate(ready.economy, ready.hoa, TODAY, TODAY)
    assert findings() == set()


def test_units_that_stand_above_each_other(ready: Commune) -> None:
    UnitState.objects.filter(unit=ready.commune).update(parent=ready.economy)
    found = findings()
    assert {each for each in found if each[0] == "circular"} == {
        ("circular", "", "X", "move_unit"),
        ("circular", "", "KT", "move_unit"),
    }
    assert {mend for _, _, _, mend in found} == {"move_unit"}
    actions.move_unit(ready.commune, ready.province, TODAY)
    assert findings() == set()


def test_a_post_in_a_unit_that_has_ended(ready: Commune) -> None:
    Unit.objects.filter(pk=ready.culture.pk).update(ended=YESTERDAY)
    assert findings() == {
        ("ended_unit", "THU", "VX", "end_post"),
        ("ended_unit", "THUONG", "VX", "end_post"),
    }
    Unit.objects.filter(pk=ready.culture.pk).update(ended=TODAY)
    assert findings() == set()


def test_a_post_of_someone_who_has_left(ready: Commune) -> None:
    Person.objects.filter(pk=ready.minh.pk).update(ended=YESTERDAY)
    assert findings() == {("left_service", "MINH", "KT", "end_post")}
    Person.objects.filter(pk=ready.minh.pk).update(ended=TODAY)
    assert findings() == set()


def test_a_deputy_without_a_field(ready: Commune) -> None:
    held = ready.hoa.posts.get()
    held.persons_in_charge.clear()
    assert findings() == {("deputy_without_field", "HOA", "KT", "give_field")}
    actions.give_field(held, TODAY, units=[ready.economy])
    assert findings() == set()


def test_a_using_agency_with_no_managing_agency_above_it(ready: Commune) -> None:
    actions.move_unit(ready.other_commune, None, TODAY)
    assert findings() == {("without_authority", "FAR", "Y", "correct_unit")}


def test_an_agency_that_has_the_system_to_itself_is_not_asked_who_scores_its_head(ready: Commune) -> None:
    actions.move_unit(ready.commune, None, TODAY)
    assert ("without_authority", "AN", "X", "correct_unit") in findings()
    Unit.objects.exclude(pk__in=[ready.commune.pk, ready.economy.pk, ready.culture.pk]).update(ended=YESTERDAY)
    assert "without_authority" not in {kind for kind, *_ in findings()}


def test_the_head_of_the_managing_agency_is_outside_the_decree(ready: Commune) -> None:
    assert "CHAIR" not in {who for _, who, _, _ in findings()}


def test_a_finding_is_said_in_names_and_in_the_reader_s_language(ready: Commune) -> None:
    post(ready.lan, ready.culture)
    (finding,) = own()
    with override("en"):
        assert str(finding.what) == "Nguyễn Thị Ngọc Lan holds two main posts at once: end the one that is over."
    post(ready.thu, ready.economy, "head", "concurrent")
    gap = next(each for each in precheck.findings(TODAY) if each.kind == "two_heads")
    with override("vi"):
        assert str(gap.what).startswith("Đơn vị Phòng Kinh tế có nhiều người đứng đầu vào ngày 15/10/2026")


def test_every_mend_is_an_action(ready: Commune) -> None:
    disorder: list[Callable[[], object]] = [
        lambda: person_of("NEW"),
        lambda: Person.objects.update(user=None),
        lambda: ready.hoa.posts.get().persons_in_charge.clear(),
        lambda: post(ready.thu, ready.economy, "head", "concurrent"),
        lambda: UnitState.objects.filter(unit=ready.commune).update(parent=ready.economy),
    ]
    for make in disorder:
        make()
    mends = {finding.mend for finding in own()} | set(precheck.MENDS.values())
    assert len(mends) >= 5
    assert [mend for mend in mends if not callable(getattr(actions, mend, None))] == []


def test_the_check_looks_at_its_day(ready: Commune) -> None:
    assert {finding.kind for finding in precheck.findings(date(2025, 6, 30))} == set(), "nobody served yet"
