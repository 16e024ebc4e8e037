"""The demonstration commune as rows: everyone in post, nothing to mend but accounts and the catalogue, loaded once."""

from datetime import date

import pytest
from django.apps import apps

from congminh.demo import agency
from congminh.demo.organisation import SINCE, code, load_organisation
from congminh.law.nd335.authority import Authority
from congminh.org import facts, precheck
from congminh.org.models import Person, Post, Unit

DAY = date(2026, 10, 1)


@pytest.fixture
def loaded(db: None) -> agency.Agency:
    load_organisation()
    return agency.load()


def cast(loaded: agency.Agency, name: str) -> Person:
    return Person.objects.get(code=code(loaded.cast[name]))


def test_every_person_of_the_agency_holds_a_post_since_the_first_day(loaded: agency.Agency) -> None:
    codes = {code(number) for number in loaded.people}
    assert set(Post.objects.held_on(SINCE).values_list("person__code", flat=True)) == codes | {
        code(loaded.cast["dung"]),
        "MG-1",
        "MG-2",
    }


def test_the_commune_stands_under_the_province_in_force(loaded: agency.Agency) -> None:
    names = set(Unit.objects.on(DAY).values_list("name", flat=True))
    assert {unit.name for unit in loaded.units.values()} | {"UBND tỉnh Minh Giang", "Thanh tra tỉnh"} == names


def test_loading_again_changes_nothing(loaded: agency.Agency) -> None:
    before = {model: list(model.objects.values()) for model in apps.get_app_config("org").get_models()}
    load_organisation()
    assert {model: list(model.objects.values()) for model in before} == before


def test_before_a_period_opens_only_accounts_and_the_catalogue_are_missing(loaded: agency.Agency) -> None:
    found = precheck.findings(DAY)
    assert {finding.kind for finding in found} == {"without_account", "without_catalogue"}
    assert sum(finding.kind == "without_account" for finding in found) == Person.objects.count()


def test_the_cast_is_scored_by_whom_the_decree_says(loaded: agency.Agency) -> None:
    answers = facts.authorities(DAY)
    pairs = {"lan": "minh", "hoa": "minh", "minh": "an"}
    for person, head in pairs.items():
        scores, _ = answers[cast(loaded, person).pk]
        assert isinstance(scores, Authority) and scores.person == cast(loaded, head).pk


def test_deputies_lead_whom_the_agency_says(loaded: agency.Agency) -> None:
    hoa = cast(loaded, "hoa").posts.get()
    in_charge = {code(number) for number in loaded.people[loaded.cast["hoa"]].people_in_charge}
    assert set(hoa.persons_in_charge.values_list("code", flat=True)) == in_charge


def test_thu_advises_on_personnel_and_dung_inspects_and_nobody_else(loaded: agency.Agency) -> None:
    held = Post.objects.held_on(DAY)
    assert [post.person for post in held.filter(position__is_personnel=True)] == [cast(loaded, "thu")]
    assert [post.person for post in held.filter(position__is_inspector=True)] == [cast(loaded, "dung")]


def test_the_outsider_is_no_civil_servant_here(loaded: agency.Agency) -> None:
    assert not Person.objects.filter(code=code(loaded.cast["son"])).exists()
    assert Person.objects.search("vi truong son").count() == 0
