"""People and units are found typed with or without diacritics, the same on every database."""

import unicodedata
from datetime import date

import pytest

from congminh.org.actions import rename_unit
from congminh.org.models import Person, Unit
from congminh.org.search import fold
from tests.apps.org.commune import SINCE, TODAY, Commune


def found(text: str) -> list[str]:
    return [person.code for person in Person.objects.search(text)]


@pytest.mark.parametrize(
    "typed", ["Đỗ Thị Minh Thu", "do thi minh thu", "DO THI", "đỗ", "ĐỖ", "thu do", "  minh   thu ", "d th m"]
)
def test_thu_is_found_however_her_name_is_typed(here: Commune, typed: str) -> None:
    assert found(typed) == ["THU"]


def test_letters_composed_of_parts_are_the_same_letters(here: Commune) -> None:
    assert found(unicodedata.normalize("NFD", "Nguyễn Thị Ngọc")) == ["LAN"]


def test_a_word_typed_begins_a_word_of_the_name(here: Commune) -> None:
    assert found("an") == ["AN"], "not Lan"
    assert "LAN" not in found("gọc")


def test_a_code_finds_its_person(here: Commune) -> None:
    assert found("dung") == ["DUNG"]
    here.lan.code = "CC-0304"
    here.lan.save()
    assert found("cc-0304") == ["CC-0304"]


def test_nothing_typed_leaves_everyone_and_nonsense_finds_nobody(here: Commune) -> None:
    assert len(found("  ")) == Person.objects.count()
    assert found("%") == found("_") == found("zzz") == []


def test_d_with_and_without_stroke_are_one_letter() -> None:
    assert fold("Đặng Đình ĐỨC") == "dang dinh duc"


def test_a_new_name_is_found_and_the_old_one_is_not(here: Commune) -> None:
    here.lan.name = "Nguyễn Thị Bích Đào"
    here.lan.save(update_fields=["name"])
    assert (found("bich dao"), found("ngoc lan")) == (["LAN"], [])


def test_people_brought_in_by_the_hundred_are_found(db: None) -> None:
    Person.objects.bulk_create(Person(code=f"P{n}", name=f"Bế Đức {n}", begun=SINCE) for n in range(100))
    assert len(found("be duc")) == 100


def test_a_unit_is_found_by_its_name_of_the_day(here: Commune) -> None:
    rename_unit(here.economy, "Phòng Đô thị", date(2026, 3, 1))
    assert list(Unit.objects.search("do thi", TODAY)) == [here.economy]
    assert list(Unit.objects.search("kinh te", date(2026, 2, 28))) == [here.economy]
    assert not Unit.objects.search("kinh te", TODAY).exists()
