"""`take` is the only writer of state: by the table, by role, once, with a trace."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from congminh.law.procedure import Role
from congminh.ledger.actions import Stale, take
from congminh.ledger.models import CaseFile, Entry, Notice
from tests.apps.ledger.people import cast, sheet
from tests.apps.trial.models import TrialSheet

pytestmark = pytest.mark.django_db


def walk(file: TrialSheet, people: dict, *steps: tuple) -> None:
    """Take steps one after the other: (step, who, data)."""
    for step, who, *data in steps:
        take(step, file, people[who], file.version, data[0] if data else None)


SENT = (("assign", "minh", {"tasks": [1]}), ("self_assess", "lan", {"form_01": "…"}))


def test_a_file_begins_in_the_first_state_of_its_procedure() -> None:
    file = sheet(cast())
    assert (file.state, file.version) == ("assigning", 0)


def test_a_month_goes_from_assigning_to_closed() -> None:
    people = cast()
    file = sheet(people)
    walk(file, people, *SENT, ("score", "minh", {"remark": "Đạt"}), ("notify", "minh"), ("close", "thu"))
    assert (file.state, file.version) == ("closed", 5)
    assert [entry.number for entry in file.entries.all()] == [1, 2, 3, 4, 5]


def test_an_entry_says_who_as_what_by_which_article_from_where_to_where() -> None:
    people = cast()
    file = sheet(people)
    entry = take("assign", file, people["minh"], 0, {"tasks": [7]})
    assert (entry.who, entry.role, entry.cite) == (people["minh"], Role.ASSESSOR, "Điều 18.1")
    assert (entry.before, entry.after, entry.data) == ("assigning", "in_progress", {"tasks": [7]})


def test_a_step_changes_the_files_own_columns_with_it() -> None:
    people = cast()
    file = sheet(people)
    walk(file, people, *SENT)
    take("score", file, people["minh"], file.version, {"remark": "Tốt"}, remark="Tốt")
    assert TrialSheet.objects.get(pk=file.pk).remark == "Tốt"


@pytest.mark.parametrize("who", ["lan", "thu", "son"])
def test_only_the_head_assigns(who: str) -> None:
    people = cast()
    file = sheet(people)
    with pytest.raises(PermissionDenied):
        take("assign", file, people[who], 0, {"tasks": [1]})
    assert not file.entries.exists()


def test_an_outsider_has_no_step_open_at_all() -> None:
    people = cast()
    file = sheet(people)
    assert file.open_to(people["son"]) == ()
    assert [step.name for step in file.open_to(people["minh"])] == ["assign"]


def test_a_plain_file_is_closed_to_everyone() -> None:
    people = cast()
    plain = CaseFile(procedure="trial_sheet", state="assigning")
    assert plain.roles_of(people["minh"]) == frozenset()


@pytest.mark.parametrize("data", [None, {}, {"tasks": []}, {"tasks": ""}])
def test_what_a_step_needs_has_to_be_handed_in(data: dict | None) -> None:
    people = cast()
    file = sheet(people)
    with pytest.raises(ValidationError) as caught:
        take("assign", file, people["minh"], 0, data)
    assert set(caught.value.message_dict) == {"tasks"}
    file.refresh_from_db()
    assert (file.state, file.version) == ("assigning", 0)


def test_a_second_click_is_told_that_someone_was_first() -> None:
    people = cast()
    file = sheet(people)
    first = take("assign", file, people["minh"], 0, {"tasks": [1]})
    with pytest.raises(Stale) as caught:
        take("assign", file, people["minh"], 0, {"tasks": [1]})
    assert caught.value.entry == first
    assert file.entries.count() == 1


def test_a_step_from_another_state_is_stale() -> None:
    people = cast()
    file = sheet(people)
    with pytest.raises(Stale):
        take("self_assess", file, people["lan"], 0, {"form_01": "…"})


def test_everyone_the_table_names_is_told_once_but_not_who_acted() -> None:
    people = cast()
    file = sheet(people)
    walk(file, people, *SENT, ("score", "minh", {"remark": "Đạt"}))
    entry = take("notify", file, people["minh"], file.version)
    assert {(notice.to, notice.role) for notice in entry.notices.all()} == {
        (people["lan"], Role.OWNER),
        (people["thu"], Role.PERSONNEL),
    }


def test_one_person_in_two_roles_is_told_once() -> None:
    people = cast()
    people["thu"] = people["lan"]
    file = sheet(people)
    walk(file, people, *SENT, ("score", "minh", {"remark": "Đạt"}), ("notify", "minh"))
    assert Notice.objects.filter(entry__file_id=file.pk, entry__step="notify").count() == 1


def test_nothing_is_kept_of_a_step_that_fails_half_way() -> None:
    people = cast()
    file = sheet(people)
    with pytest.raises(TypeError, match="expected a number"):
        take("assign", file, people["minh"], 0, {"tasks": [1]}, owner=object())
    file.refresh_from_db()
    assert (file.state, file.version, Entry.objects.filter(file_id=file.pk).count()) == ("assigning", 0, 0)


def test_an_unknown_step_names_the_procedure() -> None:
    people = cast()
    with pytest.raises(KeyError, match="trial_sheet"):
        take("approve", sheet(people), people["minh"], 0)
