"""Every entry is a leaf, written with it; its bytes are kept as they were, and may be forgotten without harm."""

from __future__ import annotations

import json
import unicodedata
from hashlib import sha256
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from congminh.ledger.actions import take
from congminh.ledger.log.canonical import NotCanonical, content_of
from congminh.ledger.log.erasing import erase
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.guard import ReadOnly
from congminh.ledger.log.sequencing import sequence, size
from congminh.ledger.models import Entry, Leaf, Payload
from tests.apps.ledger.people import cast, sheet
from tests.apps.ledger_log.conftest import logged, written

pytestmark = pytest.mark.django_db


def test_a_step_writes_a_leaf_that_commits_to_all_of_its_entry() -> None:
    people = cast()
    entry = take("assign", sheet(people), people["minh"], 0, {"tasks": [1], "note": "đạt"})
    leaf = Leaf.objects.get(entry=entry)
    content, salt = bytes(leaf.payload.content), bytes(leaf.payload.salt)
    assert leaf.index is None
    assert len(salt) == 32
    assert bytes(leaf.commitment) == sha256(salt + content).digest()
    said = json.loads(content)
    stored = Entry.objects.get(pk=entry.pk)
    assert content == content_of(stored, "trial_sheet"), "what is read back says the same, to the byte"
    assert said["data"] == {"tasks": [1], "note": "đạt"}
    assert (said["entry"], said["who"], said["step"], said["cite"]) == (
        entry.pk,
        people["minh"].pk,
        "assign",
        entry.cite,
    )
    assert list(said) == sorted(said)


def test_the_same_bytes_never_have_the_same_commitment() -> None:
    entries = written(3)
    salts = {bytes(each) for each in Payload.objects.values_list("salt", flat=True)}
    assert len(salts) == len(entries) == len({bytes(each.leaf.commitment) for each in entries})


def test_many_entries_have_their_leaves_in_a_few_statements() -> None:
    with CaptureQueriesContext(connection) as many:
        written(200)
    leaves = [each for each in many if "ledger_leaf" in each["sql"] or "ledger_payload" in each["sql"]]
    assert len(leaves) == (1 if connection.vendor == "postgresql" else 2)


def test_an_entry_that_is_taken_back_leaves_no_leaf() -> None:
    people = cast()
    with transaction.atomic():
        take("assign", sheet(people), people["minh"], 0, {"tasks": [1]})
        transaction.set_rollback(True)
    assert not Leaf.objects.exists()
    with pytest.raises(ValidationError):
        take("assign", sheet(people), people["minh"], 0, {})
    assert not Payload.objects.exists()


def test_words_are_kept_in_one_form_however_they_were_typed() -> None:
    people = cast()
    typed = unicodedata.normalize("NFD", "Đạt yêu cầu")
    take("assign", sheet(people), people["minh"], 0, {"tasks": [typed]})
    content = bytes(Payload.objects.get().content).decode()
    assert "Đạt yêu cầu" in content
    assert typed not in content


def test_what_has_no_one_way_of_being_written_is_refused_and_nothing_is_saved() -> None:
    people = cast()
    file = sheet(people)
    with pytest.raises(NotCanonical, match=r"0\.5"):
        take("assign", file, people["minh"], 0, {"tasks": [0.5]})
    file.refresh_from_db()
    assert (file.version, file.entries.count()) == (0, 0)


def test_indexes_go_on_without_a_gap_in_the_order_of_writing() -> None:
    first = logged(3)
    assert size() == 3
    assert sequence() == 0
    second = logged(2)
    found = list(Leaf.objects.order_by("index").values_list("index", "entry_id"))
    assert found == list(enumerate(entry.pk for entry in [*first, *second]))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_leaf SET commitment = entry_id",
        'UPDATE ledger_leaf SET "index" = 7',
        'UPDATE ledger_leaf SET "index" = NULL',
        "DELETE FROM ledger_leaf",
        "UPDATE ledger_payload SET content = salt",
    ],
)
def test_the_database_refuses_to_change_a_leaf(statement: str) -> None:
    logged(1)
    if connection.vendor == "postgresql":
        statement = statement.replace("= entry_id", "= '\\x00'")
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_leaf_not_placed_yet_may_only_get_its_place() -> None:
    (entry,) = written(1)
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        Leaf.objects.filter(entry=entry).update(commitment=b"0" * 32)
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        Leaf.objects.filter(entry=entry).update(index=0, entry=None)
    assert sequence() == 1


def test_an_entry_has_one_leaf_and_an_index_one_too() -> None:
    first, second = logged(2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Leaf.objects.create(entry=first, commitment=b"0" * 32)
    with pytest.raises(IntegrityError), transaction.atomic():
        Leaf.objects.create(index=second.leaf.index, commitment=b"0" * 32)


def test_what_was_erased_is_gone_and_the_log_says_by_whom_and_why() -> None:
    entry, _other = logged(2)
    leaf, before = Leaf.objects.get(entry=entry), bytes(Leaf.objects.get(entry=entry).commitment)
    erase(leaf, by=entry.who_id, why="theo yêu cầu ngày 16/11/2026")
    assert not Payload.objects.filter(leaf=leaf).exists()
    assert bytes(Leaf.objects.get(pk=leaf.pk).commitment) == before
    said = json.loads(bytes(Payload.objects.get(leaf__entry=None).content))
    assert (said["kind"], said["leaf"], said["by"]) == ("erasure", leaf.index, entry.who_id)
    with pytest.raises(LookupError):
        erase(leaf, by=entry.who_id, why="lần nữa")


def test_nothing_without_a_place_is_erased() -> None:
    (entry,) = written(1)
    with pytest.raises(LookupError, match="once it has its index"):
        erase(entry.leaf, by=entry.who_id, why="sớm")


def test_while_the_alarm_stands_no_step_is_taken(folder: Folder) -> None:
    people = cast()
    file = sheet(people)
    folder.write("alarm", "an older database\n")
    with pytest.raises(ReadOnly, match="an older database"):
        take("assign", file, people["minh"], 0, {"tasks": [1]})
    file.refresh_from_db()
    assert file.version == 0
    folder.calm()
    take("assign", file, people["minh"], 0, {"tasks": [1]})


def test_content_says_what_the_row_says(folder: Folder, settings: Any) -> None:
    (entry,) = written(1, remark='«Tốt»\n\t\\"', count=2**53 - 1, yes=True, none=None, nested={"b": 1, "a": [{}]})
    stored = Entry.objects.get(pk=entry.pk)
    assert content_of(stored, "trial_sheet") == bytes(entry.leaf.payload.content)
