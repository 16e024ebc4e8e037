"""Many files at once: as one by one, all or none, in a few statements, each person told once."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.ledger.actions import AT_ONCE, Stale, Taking, open_files, take, take_all
from congminh.ledger.models import CaseFile, Entry, Notice
from tests.apps.ledger.people import cast
from tests.apps.trial.models import TrialSheet

pytestmark = pytest.mark.django_db
TASKS = {"tasks": [1]}


def sheets(people: dict[str, Any], number: int) -> list[TrialSheet]:
    """So many of Lan's sheets, opened at once."""
    held = {"owner": people["lan"], "assessor": people["minh"], "personnel": people["thu"]}
    return open_files([TrialSheet(procedure="trial_sheet", **held) for _ in range(number)])


def assigned(people: dict[str, Any], number: int) -> list[TrialSheet]:
    """So many of Lan's sheets with their tasks."""
    files = sheets(people, number)
    take_all("assign", [Taking(file, TASKS) for file in files], people["minh"])
    return files


@pytest.mark.parametrize("number", [0, 1, 3, AT_ONCE + 1])
def test_files_opened_at_once_are_as_files_opened_one_by_one(number: int) -> None:
    files = sheets(cast(), number)
    stored = {file.pk: file for file in TrialSheet.objects.all()}
    assert len(stored) == len({file.pk for file in files}) == number
    for file in files:
        kept = stored[file.pk]
        assert (kept.state, kept.version, kept.owner_id) == ("assigning", 0, file.owner_id)
        assert (file.state, file.version, file.id, file.opened_at) == ("assigning", 0, file.pk, kept.opened_at)
    if files:
        files[0].remark = "đã lưu"
        files[0].save()
        assert TrialSheet.objects.get(pk=files[0].pk).remark == "đã lưu", "a file opened so is a row like any other"


def test_a_step_of_many_is_as_the_step_of_each() -> None:
    people = cast()
    files = sheets(people, 3)
    found = take_all("assign", [Taking(file, {"tasks": [n]}) for n, file in enumerate(files, 1)], people["minh"])
    assert [(entry.file_id, entry.number, entry.before, entry.after) for entry in found] == [
        (file.pk, 1, "assigning", "in_progress") for file in files
    ]
    assert [entry.data["tasks"] for entry in found] == [[1], [2], [3]]
    assert {(entry.role, entry.cite, entry.who) for entry in found} == {("assessor", found[0].cite, people["minh"])}
    assert [(file.state, file.version) for file in files] == [("in_progress", 1)] * 3
    assert [(each.state, each.version) for each in TrialSheet.objects.all()] == [("in_progress", 1)] * 3
    take("self_assess", files[0], people["lan"], 1, {"form_01": "…"})


def test_entries_of_a_batch_bear_its_mark_and_one_alone_bears_none() -> None:
    people = cast()
    marks = {
        str(entry.data["batch"]) for entry in Entry.objects.filter(file_id__in=[f.pk for f in assigned(people, 3)])
    }
    assert len(marks) == 1 and "'files': 3" in marks.pop()
    (alone,) = assigned(people, 1)
    assert "batch" not in alone.entries.get().data


def test_each_person_is_told_once_of_the_whole_batch() -> None:
    people = cast()
    files = assigned(people, 3)
    assert [(notice.to, notice.entry.file_id) for notice in Notice.objects.all()] == [(people["lan"], files[0].pk)]


def test_columns_change_with_the_step_each_its_own() -> None:
    people = cast()
    files = assigned(people, 3)
    for file in files:
        take("self_assess", file, people["lan"], 1, {"form_01": "…"})
    remarks = ["tốt", "tốt", "khá"]
    takings = [Taking(file, {"remark": said}, {"remark": said}) for file, said in zip(files, remarks, strict=True)]
    take_all("score", takings, people["minh"])
    assert [TrialSheet.objects.get(pk=file.pk).remark for file in files] == remarks
    assert [file.remark for file in files] == remarks


def test_one_that_moved_stops_all_and_is_named() -> None:
    people = cast()
    files = sheets(people, 3)
    first = take("assign", TrialSheet.objects.get(pk=files[1].pk), people["minh"], 0, TASKS)
    with pytest.raises(Stale) as caught:
        take_all("assign", [Taking(file, TASKS) for file in files], people["minh"])
    assert (caught.value.files, caught.value.entry) == ((files[1].pk,), first)
    assert Entry.objects.count() == 1
    assert [each.version for each in CaseFile.objects.order_by("pk")] == [0, 1, 0]


def test_one_in_another_state_stops_all() -> None:
    people = cast()
    files = [*sheets(people, 1), *assigned(people, 1)]
    with pytest.raises(Stale) as caught:
        take_all("self_assess", [Taking(file, {"form_01": "…"}) for file in files], people["lan"])
    assert caught.value.files == (files[0].pk,)


def test_one_that_is_anothers_or_lacks_something_stops_all() -> None:
    people, others = cast(), cast()
    files = [*sheets(people, 1), *sheets(others, 1)]
    with pytest.raises(PermissionDenied):
        take_all("assign", [Taking(file, TASKS) for file in files], people["minh"])
    with pytest.raises(ValidationError) as caught:
        take_all("assign", [Taking(files[0], TASKS), Taking(files[0], {})], people["minh"])
    assert set(caught.value.message_dict) == {"tasks"}
    assert not Entry.objects.exists()


def test_a_step_of_none_is_nothing() -> None:
    assert take_all("assign", [], cast()["minh"]) == []
    assert open_files([]) == []


def statements(number: int) -> int:
    """How many statements it takes to open so many files and take a step of each."""
    people = cast()
    with CaptureQueriesContext(connection) as queries:
        sheets(people, number)
    return len(queries)


def test_files_are_opened_in_as_few_statements_for_many_as_for_few() -> None:
    assert statements(200) <= statements(2) + 4
