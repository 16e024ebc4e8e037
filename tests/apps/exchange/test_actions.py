"""An import is received, looked at, applied as a whole or not at all, and undone as a whole or not at all."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override

from congminh.exchange.actions import apply, prepare, receive, undo
from congminh.exchange.models import Import
from congminh.exchange.showing import cells, columns
from congminh.org.actions import end_post, rename_unit
from congminh.org.models import Change, Decision, PeerGroup, Person, Position, Post, Unit, UnitState
from tests.apps.exchange.books import book, brought, counts, faults, given, headings, notes, table, uploaded
from tests.apps.exchange.test_people import HOA, LAN, MARCH, NEW
from tests.apps.exchange.test_units import DECIDED, TEAM
from tests.apps.org.commune import SINCE, Commune, post

MODELS: tuple[Any, ...] = (Decision, PeerGroup, Person, Position, Post, Unit, UnitState, Post.units_in_charge.through)
MODELS = (*MODELS, Post.persons_in_charge.through)


def everything() -> dict[str, list[Any]]:
    """Every row of the organisation; those linking to many by what they link."""
    found = {}
    for model in MODELS:
        names = [
            each.attname for each in model._meta.concrete_fields if each.attname != "id" or not model._meta.auto_created
        ]
        found[model.__name__] = sorted(model.objects.values_list(*names), key=str)
    return found


PEOPLE = (
    {**NEW, **DECIDED, "persons": "LAN", "rank": "cấp phó"},
    {**LAN, "unit": "VX", "first": MARCH, "name": "Nguyễn Ngọc Lan"},
    {**HOA, "units": "VX"},
)


def test_what_was_received_is_kept_under_a_name_of_ours(here: Commune, files: Any) -> None:
    content = book({"Sheet1": table("units", [TEAM])})
    source = receive(uploaded(content, "..\\..\\Danh sách.XLSX"), "units", here.thu)
    assert (source.file_name, source.size, source.state, source.agency) == (
        "Danh sách.XLSX",
        len(content),
        "reading",
        here.commune,
    )
    assert source.file_path.read_bytes() == content
    assert files in source.file_path.parents
    assert "Danh" not in str(source.file_path.relative_to(files))


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [(b"PK", "a.xls", "xlsx"), (b"", "a.xlsx", "rỗng"), (b"x" * (21 * 2**20), "a.xlsx", "21 MB")],
)
def test_a_file_that_cannot_be_one_is_not_received(here: Commune, content: bytes, name: str, why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        receive(uploaded(content, name), "units", here.thu)
    error = refused.value.error_dict["file"][0]
    assert why in error.params["why"] and error.params["next"]
    assert not Import.objects.filter(who=here.thu).exists()


@pytest.mark.parametrize("name", ["an", "lan", "dung", "son"])
def test_only_personnel_import(here: Commune, name: str) -> None:
    with pytest.raises(PermissionDenied):
        receive(uploaded(b"PK"), "units", getattr(here, name))


def test_the_preview_changes_nothing_and_its_rows_say_what_would_be(here: Commune) -> None:
    before = everything()
    source = given("people", PEOPLE, here.thu)
    assert everything() == before
    assert counts(source) == (2, 1, 0, 0)
    row = source.rows.get(number=3)
    assert row.values["unit"] == "VX"
    assert row.before == {"name": "Nguyễn Thị Ngọc Lan"}
    assert (3, "ends_post") in notes(source)


def test_a_preview_may_be_made_again(here: Commune) -> None:
    source = given("people", PEOPLE, here.thu)
    Person.objects.filter(code="LAN").update(name="Nguyễn Ngọc Lan")
    prepare(source)
    assert source.rows.count() == 3
    assert source.rows.get(number=3).before == {}


def test_progress_is_told_with_a_note(here: Commune) -> None:
    told: list[tuple[int, int, str]] = []
    source = receive(uploaded(book({"S": table("people", PEOPLE)})), "people", here.thu)
    prepare(source, lambda *said: told.append(said))
    apply(source, here.thu, lambda *said: told.append(said))
    assert all(done <= total or not total for done, total, _note in told)
    assert len({note for _done, _total, note in told}) == 5


def test_faulty_rows_stop_all_unless_the_good_ones_alone_are_asked_for(here: Commune) -> None:
    before = everything()
    source = given("people", [*PEOPLE, {**NEW, "person": "M9", "unit": "ZZ"}], here.thu)
    with pytest.raises(ValidationError, match="1"):
        apply(source, here.thu)
    assert (everything(), Import.objects.get().state) == (before, "ready")
    apply(source, here.thu, only_good=True)
    assert Person.objects.filter(code="M1").exists()
    assert not Person.objects.filter(code="M9").exists()


def test_nothing_to_import_is_said(here: Commune) -> None:
    source = given("people", [LAN], here.thu)
    with pytest.raises(ValidationError) as refused:
        apply(source, here.thu)
    assert refused.value.code == "nothing"


def test_an_organisation_that_changed_since_the_preview_makes_it_anew(here: Commune) -> None:
    source = given("people", PEOPLE, here.thu)
    end_post(Post.objects.get(person=here.lan), date(2026, 1, 31))
    before = everything()
    again = apply(source, here.thu)
    assert (again.state, everything()) == ("ready", before)
    assert again.problem and again.problem.next
    assert (3, "ends_post") not in notes(again)
    assert apply(again, here.thu).state == "applied"
    assert Import.objects.get().problem is None


def test_an_import_is_applied_once(here: Commune) -> None:
    source = given("units", [TEAM], here.thu)
    apply(Import.objects.get(pk=source.pk), here.thu)
    with pytest.raises(ValidationError) as refused:
        apply(source, here.thu)
    assert refused.value.code == "stale"
    with pytest.raises(ValidationError):
        prepare(source)


def test_undoing_puts_back_every_row_of_people(here: Commune) -> None:
    before = everything()
    source = apply(given("people", PEOPLE, here.thu), here.thu)
    assert everything() != before
    undone = undo(source, here.thu)
    assert (undone.state, undone.undone_by, everything()) == ("undone", here.thu, before)


def test_undoing_puts_back_every_row_of_units(here: Commune) -> None:
    before = everything()
    rows = [
        {**TEAM, **DECIDED},
        {**TEAM, "code": "KT11", "parent": "KT1"},
        {"code": "KT", "name": "Phòng Mới", "kind": "cơ quan sử dụng công chức", "first": MARCH},
        {"code": "VX", "name": "Phòng Văn Hóa", "first": SINCE},
    ]
    source = apply(given("units", rows, here.thu), here.thu)
    assert (counts(source), everything() != before) == ((2, 2, 0, 0), True)
    undo(source, here.thu)
    assert everything() == before


def test_what_was_undone_may_be_imported_again(here: Commune) -> None:
    undo(apply(given("people", PEOPLE, here.thu), here.thu), here.thu)
    assert apply(given("people", PEOPLE, here.thu), here.thu).state == "applied"


def test_an_import_and_its_undoing_leave_their_changes_of_the_organisation(here: Commune) -> None:
    source = apply(given("people", PEOPLE, here.thu), here.thu)
    undo(source, here.thu)
    undone, done = Change.objects.visible_to(here.thu)[:2]
    assert [(one.action, one.who, one.unit) for one in (done, undone)] == [
        ("import", here.thu, here.commune),
        ("undo_import", here.thu, here.commune),
    ]
    said = {"added": 2, "changed": 1, "left": 0, "faulty": 0, "sha256": source.sha256}
    assert done.data == {"of": "danh-sach.xlsx", "before": {}, "after": said}


def test_undoing_twice_is_refused(here: Commune) -> None:
    source = apply(given("units", [TEAM], here.thu), here.thu)
    undo(Import.objects.get(pk=source.pk), here.thu)
    with pytest.raises(ValidationError) as refused:
        undo(source, here.thu)
    assert refused.value.code == "stale"


def refused_undoing(here: Commune, source: Import) -> ValidationError:
    before = everything()
    with pytest.raises(ValidationError) as refused:
        undo(source, here.thu)
    assert (everything(), Import.objects.get(pk=source.pk).state) == (before, "applied")
    assert refused.value.params and refused.value.params["why"] and refused.value.params["next"]
    return refused.value


def test_a_unit_in_which_somebody_works_by_now_is_not_taken_away(here: Commune) -> None:
    source = apply(given("units", [TEAM], here.thu), here.thu)
    post(here.lan, Unit.objects.get(code="KT1"), kind="concurrent", first=MARCH)
    error = refused_undoing(here, source)
    assert error.code == "hangs" and here.lan.name in error.params["why"]


def test_a_post_that_ended_since_is_not_taken_away(here: Commune) -> None:
    source = apply(given("people", PEOPLE, here.thu), here.thu)
    end_post(Post.objects.get(person__code="M1"), date(2026, 6, 30))
    assert refused_undoing(here, source).code == "changed_since"


def test_a_unit_renamed_since_keeps_its_state(here: Commune) -> None:
    source = apply(given("units", [{"code": "KT", "name": "Phòng Mới", "first": MARCH}], here.thu), here.thu)
    rename_unit(here.economy, "Phòng Mới nữa", date(2026, 5, 1))
    assert refused_undoing(here, source).code == "renamed_since"


def test_a_post_is_not_put_back_beside_a_newer_main_post(here: Commune) -> None:
    until = date(2026, 6, 30)
    source = apply(given("people", [{**LAN, "unit": "VX", "first": MARCH, "last": until}], here.thu), here.thu)
    post(here.lan, here.economy, first=date(2026, 7, 1))
    assert refused_undoing(here, source).code == "clashes_now"


def test_somebody_in_anothers_charge_by_now_is_not_taken_away(here: Commune) -> None:
    source = apply(given("people", [{"person": "M1", "name": "Bế Văn Đàn", "begun": MARCH}], here.thu), here.thu)
    Post.objects.get(person=here.hoa).persons_in_charge.add(Person.objects.get(code="M1"))
    assert refused_undoing(here, source).code == "hangs"


def test_a_decision_others_use_by_now_stays_and_the_rest_goes(here: Commune) -> None:
    source = apply(given("units", [{**TEAM, **DECIDED}], here.thu), here.thu)
    rename_unit(here.culture, "Phòng Mới", MARCH, Decision.objects.get(number=DECIDED["decision"]))
    undo(source, here.thu)
    assert not Unit.objects.filter(code="KT1").exists()
    assert Decision.objects.filter(number=DECIDED["decision"]).exists()


def test_imports_are_seen_by_personnel_of_the_agency_and_by_nobody_else(here: Commune) -> None:
    source = given("units", [TEAM], here.thu)
    seen = {
        name: Import.objects.visible_to(getattr(here, name)).exists()
        for name in ("thu", "an", "lan", "dung", "son", "far")
    }
    assert [name for name, sees in seen.items() if sees] == ["thu"]
    assert not Import.objects.visible_to(None).exists()
    with pytest.raises(PermissionDenied):
        apply(source, here.an)
    with pytest.raises(PermissionDenied):
        undo(source, here.far)


def test_the_adviser_of_the_agency_above_sees_and_undoes_it_too(here: Commune) -> None:
    above = Person.objects.create(code="TREN", name="Người tỉnh", begun=SINCE)
    office = Position.objects.create(
        title="Tổ chức tỉnh", complexity=3, peer_group=PeerGroup.objects.get(), is_personnel=True
    )
    Post.objects.create(person=above, unit=here.province, first=SINCE, position=office)
    source = apply(given("units", [TEAM], here.thu), here.thu)
    assert undo(source, above).state == "undone"


def test_a_row_is_shown_by_the_columns_of_its_file(here: Commune) -> None:
    source = given("units", [{"code": "KT", "name": None, "kind": "cơ quan sử dụng công chức"}], here.thu)
    shown = columns(source)
    assert [column.key for column in shown] == ["code", "name", "kind"]
    code, name, kind = cells(source.rows.get(), shown)
    assert (code.heading, code.said, code.changes) == (headings("units")["code"], "KT", False)
    assert (name.said, name.before) == ("", None)
    assert (kind.said, kind.before) == ("cơ quan sử dụng công chức", "đơn vị trực tiếp sử dụng công chức")


def test_a_preview_is_the_same_in_whatever_language_it_was_made(here: Commune) -> None:
    faulty = {**NEW, "person": "M9", "rank": "vua", "unit": "ZZ"}
    with override("en"):
        source = given("people", [*PEOPLE, faulty], here.thu)
    with override("vi"):
        assert apply(source, here.thu, only_good=True).state == "applied"
        assert "người đứng đầu" in source.rows.get(number=5).told_faults[0].next


def test_what_was_not_read_is_said(here: Commune) -> None:
    content = book({"Sheet1": [["Mã đơn vị", "Tên đơn vị", "Điện thoại"], ["KT", "Phòng Kinh tế", "1"]]})
    source = brought("units", content, here.thu)
    assert "Điện thoại" in source.told_notes[0].what
    assert faults(source) == []
