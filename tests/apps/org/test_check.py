"""The check before opening, run and kept: found by all apps, said in both languages, seen where it is one's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy, override

from congminh.org import precheck
from congminh.org.models import Check, CheckFinding, Person, Unit
from congminh.org.precheck import LOOKS, Board, Finding, look, run_check
from tests.apps.org.commune import SINCE, TODAY, Commune, person, position, post, unit
from tests.apps.org.test_counts import grow


def kept(check: Check, who: Person | None = None) -> set[tuple[str, str, str, str]]:
    rows = check.findings.visible_to(who, TODAY) if who else check.findings.all()
    return {
        (each.kind, each.person.code if each.person else "", each.unit.code if each.unit else "", each.mend)
        for each in rows.select_related("person", "unit")
    }


def found(day: date = TODAY, within: Unit | None = None) -> set[tuple[str, str, str, str]]:
    return {
        (each.kind, each.who.code if each.who else "", each.unit.code if each.unit else "", each.mend)
        for each in precheck.findings(day, within)
    }


def test_what_is_kept_is_what_was_found(here: Commune) -> None:
    here.minh.posts.update(last=TODAY - timedelta(days=1))
    check = run_check(TODAY, by=here.thu)
    assert (check.day, check.by, check.within) == (TODAY, here.thu, None)
    assert kept(check) == found()
    assert sum(check.counts.values()) == check.findings.count() == len(precheck.findings(TODAY))


def test_a_finding_is_kept_in_both_languages(here: Commune) -> None:
    post(here.lan, here.culture)
    post(here.thu, here.economy, "head", "concurrent")
    check = run_check(TODAY)
    twice, heads = (check.findings.get(kind=kind) for kind in ("two_main_posts", "two_heads"))
    with override("vi"):
        assert twice.what == "Nguyễn Thị Ngọc Lan giữ hai chức vụ chính cùng lúc: hãy kết thúc chức vụ đã thôi giữ."
        assert heads.what.startswith("Đơn vị Phòng Kinh tế có nhiều người đứng đầu")
    with override("en"):
        assert twice.what == "Nguyễn Thị Ngọc Lan holds two main posts at once: end the one that is over."
        assert heads.what.startswith("Unit Phòng Kinh tế has several heads")


def test_a_later_check_takes_the_findings_place_and_the_counts_stay(here: Commune) -> None:
    first = run_check(TODAY, by=here.thu)
    theirs = run_check(TODAY, within=here.other_commune)
    second = run_check(TODAY, by=here.thu)
    assert (first.findings.count(), second.findings.count() > 0, theirs.findings.count() > 0) == (0, True, True)
    assert Check.objects.get(pk=first.pk).counts == second.counts


def test_counts_by_kind_stand_in_the_order_of_the_checks(here: Commune) -> None:
    here.minh.posts.update(last=TODAY - timedelta(days=1))
    check = run_check(TODAY)
    assert list(check.findings.counts()) == [kind for kind in LOOKS if kind in check.counts]
    assert check.findings.counts() == check.counts
    with override("vi"):
        assert [str(precheck.label(kind)) for kind in check.counts] == [
            "Chưa có chức vụ, chức danh",
            "Đơn vị chưa có người đứng đầu",
            "Chưa xác định được người đánh giá, xếp loại",
            "Chưa có tài khoản",
            "Chưa có danh mục",
        ]


def test_personnel_see_their_agency_s_and_whoever_has_no_place_yet(here: Commune) -> None:
    check = run_check(TODAY)
    places = {unit for _kind, _who, unit, _mend in kept(check, here.thu)}
    assert places == {"X", "KT", "VX", ""}, "Sơn, who never held a post, is anybody's to place"
    theirs = {("without_account", "FAR", "Y", "give_account"), ("without_catalogue", "", "Y", "bring_catalogue")}
    assert theirs < kept(check, here.dung)
    assert kept(check, here.far) == theirs
    assert kept(check, here.lan) == kept(check, here.son) == set()


def test_a_check_itself_is_seen_by_personnel_and_inspectors(here: Commune) -> None:
    whole, ours, theirs = (
        run_check(TODAY),
        run_check(TODAY, within=here.commune),
        run_check(TODAY, within=here.province),
    )
    seen = lambda who: set(Check.objects.visible_to(who, TODAY))  # noqa: E731
    assert seen(here.thu) == {whole, ours}
    assert seen(here.dung) == {whole, ours, theirs}
    assert seen(here.lan) == seen(here.son) == seen(None) == set()  # type: ignore[arg-type]


def test_a_check_within_an_agency_finds_what_the_whole_finds_there(here: Commune) -> None:
    here.minh.posts.update(last=TODAY - timedelta(days=1))
    post(here.lan, here.culture)
    here.hoa.posts.get().persons_in_charge.clear()
    left = person("LEFT", "Đinh Văn Lên")
    post(left, here.economy, last=SINCE)
    whole, ours = found(), found(within=here.commune)
    assert ours == {each for each in whole if each[2] in ("X", "KT", "VX", "")}
    assert ("without_post", "LEFT", "KT", "appoint") in ours, "where the person worked last"
    assert found(within=here.other_commune) == {each for each in whole if each[2] in ("Y", "")}


def test_a_head_above_the_scope_is_known_within_it(here: Commune) -> None:
    assert "without_authority" not in {kind for kind, *_ in found(within=here.economy)}


def test_a_unit_that_does_not_exist_on_the_day_is_refused(here: Commune) -> None:
    with pytest.raises(ValidationError) as refused:
        run_check(SINCE - timedelta(days=1), within=here.commune)
    assert list(refused.value.message_dict) == ["within"]
    assert not Check.objects.exists()


def test_how_far_it_is_is_said_after_each_look(here: Commune) -> None:
    heard: list[tuple[int, int]] = []
    run_check(TODAY, progress=lambda *said: heard.append(said))
    assert heard == [(number, len(LOOKS)) for number in range(1, len(LOOKS) + 1)]


@pytest.fixture
def archive_look() -> Iterator[None]:
    """A check such as another app adds: units without an archive."""

    @look("without_archive", gettext_lazy("Without an account"))
    def without_archive(board: Board) -> Iterator[Finding]:
        for each in board.standing:
            yield board.finding("without_archive", "appoint", "{unit} ∅", unit=each.pk)

    yield
    del LOOKS["without_archive"]


def test_another_app_adds_a_check_of_its_own(here: Commune, archive_look: None) -> None:
    check = run_check(TODAY, within=here.commune)
    assert {each for each in kept(check) if each[0] == "without_archive"} == {
        ("without_archive", "", code, "appoint") for code in ("X", "KT", "VX")
    }
    assert list(check.counts)[-1] == "without_archive"


def test_two_checks_never_find_the_same_kind() -> None:
    with pytest.raises(ValueError, match="without_post"):
        look("without_post", "…")(lambda board: ())


def test_a_small_agency_fits_a_request_and_a_province_does_not(here: Commune) -> None:
    assert precheck.fits_a_request(TODAY) and precheck.fits_a_request(TODAY, here.commune)
    Person.objects.bulk_create(Person(code=f"P{n}", name="Bế", begun=SINCE) for n in range(precheck.AT_ONCE))
    assert not precheck.fits_a_request(TODAY)
    assert precheck.fits_a_request(TODAY, here.commune)


def test_a_person_with_findings_may_still_be_deleted_with_them(here: Commune) -> None:
    run_check(TODAY)
    here.son.delete()
    assert not CheckFinding.objects.filter(kind="without_post").exists()


@pytest.mark.parametrize("people", [10, 400])
@pytest.mark.parametrize("whole", [True, False])
def test_finding_takes_as_many_queries_for_400_as_for_10(
    here: Commune, people: int, whole: bool, django_assert_num_queries: Any
) -> None:
    grow(here, people)
    with django_assert_num_queries(9 if whole else 10):
        precheck.findings(TODAY, None if whole else here.commune)


def test_a_page_of_findings_takes_as_many_queries_for_400_as_for_10(
    here: Commune, django_assert_num_queries: Any
) -> None:
    for people in (10, 400):
        grow_more(here, people)
        check = run_check(TODAY)
        with django_assert_num_queries(4):
            rows = check.findings.visible_to(here.thu, TODAY).described(TODAY)[:25]
            assert len([(each.what, str(each.person), str(each.unit)) for each in rows]) > 10


def grow_more(here: Commune, number: int) -> None:
    """So many more people in one unit."""
    where = unit(f"M{number}", "Phòng Mới", "direct", here.commune)
    rows = (Person(code=f"{number}/{n}", name=f"Bế {n}", begun=SINCE) for n in range(number))
    for who in Person.objects.bulk_create(rows):
        post(who, where, position=position("Chuyên viên"))
