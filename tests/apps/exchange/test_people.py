"""People and posts by Excel: who is new, who moves, what is filled in; an import asks what an appointment asks."""

from datetime import date
from typing import Any

from django.utils import timezone

from congminh.exchange.actions import apply
from congminh.exchange.models import Import
from congminh.org.models import PeerGroup, Person, Position, Post
from tests.apps.exchange.books import counts, faults, given, notes
from tests.apps.org.commune import SINCE, Commune

MARCH, EVE = date(2026, 3, 1), date(2026, 2, 28)
NEW = {
    "person": "M1",
    "name": "Bế Văn Đàn",
    "unit": "KT",
    "position": "Chuyên viên quy hoạch",
    "complexity": 3,
    "peer_group": "Chuyên viên",
    "first": MARCH,
}
HOA = {
    "person": "HOA",
    "name": "Lê Thị Quỳnh Hoa",
    "unit": "KT",
    "position": "Vị trí deputy",
    "rank": "cấp phó",
    "first": SINCE,
}
LAN = {"person": "LAN", "name": "Nguyễn Thị Ngọc Lan", "unit": "KT", "position": "Vị trí staff", "first": SINCE}


def people(here: Commune, *rows: dict[str, Any]) -> Import:
    return given("people", rows, here.thu)


def done(here: Commune, *rows: dict[str, Any]) -> Import:
    source = people(here, *rows)
    assert faults(source) == []
    return apply(source, here.thu)


def test_somebody_new_comes_with_position_group_and_post(here: Commune) -> None:
    source = people(here, NEW)
    assert (counts(source), notes(source)) == ((1, 0, 0, 0), [(2, "new_position"), (2, "new_group")])
    assert not Person.objects.filter(code="M1").exists()
    apply(source, here.thu)
    post = Post.objects.get(person__code="M1")
    assert (post.unit, post.rank, post.kind, post.first, post.last) == (here.economy, "staff", "main", MARCH, None)
    assert (post.person.begun, post.person.folded) == (MARCH, "be van dan m1")
    assert (post.position.unit, post.position.complexity) == (here.economy, 3)
    assert (post.position.peer_group.name, post.position.peer_group.code) == ("Chuyên viên", "chuyen_vien")


def test_people_of_one_file_share_a_position_and_a_group_typed_without_diacritics(here: Commune) -> None:
    done(here, NEW, {**NEW, "person": "M2", "name": "La Văn Cầu", "complexity": None, "peer_group": "chuyen vien"})
    assert Position.objects.filter(title="Chuyên viên quy hoạch").count() == 1
    assert PeerGroup.objects.filter(name="Chuyên viên").count() == 1
    assert Post.objects.filter(position__title="Chuyên viên quy hoạch").count() == 2


def test_a_position_common_to_all_is_taken_and_not_made_again(here: Commune) -> None:
    done(here, {**NEW, "position": "vị trí STAFF", "complexity": None, "peer_group": None})
    assert Post.objects.get(person__code="M1").position == Position.objects.get(title="Vị trí staff")


def test_a_row_without_a_unit_is_about_the_person_alone(here: Commune) -> None:
    source = done(
        here, {"person": "M1", "name": "Bế Văn Đàn", "begun": MARCH}, {"person": "LAN", "name": "Nguyễn Ngọc Lan"}
    )
    assert (counts(source), notes(source)) == ((1, 1, 0, 0), [(2, "without_post")])
    assert source.rows.get(number=3).before == {"name": "Nguyễn Thị Ngọc Lan"}
    here.lan.refresh_from_db()
    assert (here.lan.name, here.lan.folded) == ("Nguyễn Ngọc Lan", "nguyen ngoc lan lan")
    assert not Post.objects.filter(person__code="M1").exists()


def test_a_new_main_post_ends_the_one_before_the_day_before_it(here: Commune) -> None:
    source = people(here, {**LAN, "unit": "VX", "first": MARCH})
    row = source.rows.get()
    assert (row.verdict, row.notes) == (
        "added",
        [{"kind": "ends_post", "said": {"title": "Vị trí staff", "unit": "Phòng Kinh tế", "last": "28/02/2026"}}],
    )
    apply(source, here.thu)
    assert list(here.lan.posts.values_list("unit__code", "first", "last")) == [("KT", SINCE, EVE), ("VX", MARCH, None)]


def test_posts_of_one_person_in_one_file_follow_each_other(here: Commune) -> None:
    rows = ({**NEW, "unit": "VX", "first": date(2026, 6, 1)}, NEW)
    done(here, *rows)
    held = Post.objects.filter(person__code="M1").values_list("unit__code", "first", "last")
    assert list(held) == [("KT", MARCH, date(2026, 5, 31)), ("VX", date(2026, 6, 1), None)]
    assert Person.objects.get(code="M1").begun == MARCH
    assert counts(people(here, *rows)) == (0, 0, 2, 0)


def test_a_post_is_found_again_and_only_filled_cells_change_it(here: Commune) -> None:
    last = date(2026, 12, 31)
    source = done(here, {**LAN, "last": last, "rank": None, "kind": None})
    assert (counts(source), source.rows.get().before) == ((0, 1, 0, 0), {"last": ""})
    post = here.lan.posts.get()
    assert (post.last, post.rank, post.kind, post.first) == (last, "staff", "main", SINCE)


def test_without_a_first_day_the_post_held_today_is_meant(here: Commune) -> None:
    source = done(here, {"person": "LAN", "name": None, "unit": "KT", "kind": "kiêm nhiệm"})
    assert source.rows.get().before == {"kind": "main"}
    assert here.lan.posts.get().kind == "concurrent"


def test_a_deputy_is_given_the_field_in_charge(here: Commune) -> None:
    source = done(here, {**HOA, "units": "VX", "persons": "LAN; M1"}, NEW)
    assert source.rows.get(number=2).before == {"units": "", "persons": "LAN"}
    post = here.hoa.posts.get()
    assert list(post.units_in_charge.all()) == [here.culture]
    assert set(post.persons_in_charge.values_list("code", flat=True)) == {"LAN", "M1"}
    assert counts(people(here, {**HOA, "units": "VX", "persons": "M1, LAN"})) == (0, 0, 1, 0)


def test_a_deputy_without_a_field_is_a_warning_and_no_fault(here: Commune) -> None:
    source = people(here, {**NEW, "rank": "Cấp phó"})
    assert (faults(source), (2, "deputy_without_field") in notes(source)) == ([], True)


def test_a_decision_is_made_once_for_all_its_rows(here: Commune) -> None:
    decided = {"decision": "20/QĐ-UBND", "decided": EVE, "signer": "Phạm Quốc An"}
    done(here, {**NEW, **decided}, {**NEW, **decided, "person": "M2", "name": "La Văn Cầu", "signer": None})
    assert {str(post.decision) for post in Post.objects.filter(first=MARCH)} == {"20/QĐ-UBND, 28/02/2026"}


def test_heads_may_change_places_in_one_file(here: Commune) -> None:
    minh, thuong = (
        {"person": code, "name": None, "rank": "người đứng đầu", "first": MARCH} for code in ("MINH", "THUONG")
    )
    title = {"position": "Vị trí head"}
    source = people(here, {**minh, **title, "unit": "VX"}, {**thuong, **title, "unit": "KT"})
    assert faults(source) == []
    apply(source, here.thu)
    assert Post.objects.held_on(MARCH).get(unit=here.economy, rank="head").person == here.thuong


def test_a_delegation_and_a_secondment_are_posts_too(here: Commune) -> None:
    until = date(2026, 4, 30)
    delegated = {"person": "HOA", "name": None, "unit": "KT", "kind": "theo ủy quyền", "first": MARCH, "last": until}
    seconded = {**LAN, "unit": "VX", "kind": "biệt phái", "first": MARCH, "last": until}
    done(here, delegated, seconded)
    assert Post.objects.get(kind="delegation").rank == "head"
    assert list(here.lan.posts.values_list("kind", "last")) == [("main", None), ("seconded", until)]
    assert counts(people(here, delegated, seconded)) == (0, 0, 2, 0)


def test_the_positions_group_is_changed_for_all_who_hold_it(here: Commune) -> None:
    done(here, NEW, {**NEW, "person": "M2", "name": "La Văn Cầu"})
    source = done(here, {**NEW, "complexity": 4})
    assert source.rows.get().before == {"complexity": "3"}
    assert Position.objects.get(title=NEW["position"]).complexity == 4


def test_codes_may_be_whole_numbers_and_marks_an_x(here: Commune) -> None:
    done(here, {**NEW, "person": 7, "is_personnel": "X"})
    assert Person.objects.get(code="7").posts.get().position.is_personnel


def test_what_is_typed_decomposed_is_kept_composed(here: Commune) -> None:
    done(here, {**NEW, "name": "Bế Văn  Đàn​\n"})
    assert Person.objects.get(code="M1").name == "Bế Văn Đàn"


def test_many_are_imported_with_as_many_queries_as_few(here: Commune, django_assert_max_num_queries: Any) -> None:
    rows = [{**NEW, "person": f"N{n}", "name": f"Người {n}"} for n in range(300)]
    source = people(here, *rows)
    with django_assert_max_num_queries(60):
        apply(source, here.thu)
    assert Post.objects.held_on(timezone.localdate()).filter(unit=here.economy).count() == 303
