"""What stands in the ledger stays: our own code refuses, and so does the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from congminh.ledger.actions import take
from congminh.ledger.models import Entry, Unchangeable
from tests.apps.ledger.people import cast, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    """An entry of the ledger."""
    people = cast()
    return take("assign", sheet(people), people["minh"], 0, {"tasks": [1]})


def test_an_entry_cannot_be_saved_again(entry: Entry) -> None:
    entry.cite = "Điều 1"
    with pytest.raises(Unchangeable):
        entry.save()


def test_an_entry_cannot_be_deleted(entry: Entry) -> None:
    with pytest.raises(Unchangeable):
        entry.delete()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_entry SET cite = 'Điều 1'", "DELETE FROM ledger_entry", "UPDATE ledger_entry SET who_id = who_id"],
)
def test_the_database_refuses_what_goes_round_our_code(entry: Entry, statement: str) -> None:
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Entry.objects.get(pk=entry.pk).cite == "Điều 18.1"


def test_querysets_are_refused_too(entry: Entry) -> None:
    for change in (lambda rows: rows.update(cite="Điều 1"), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            change(Entry.objects.filter(pk=entry.pk))


def test_postgresql_refuses_to_empty_the_table(entry: Entry) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE ledger_entry CASCADE")
