"""What fails around us, by errors that are real where they can be had: a full disk, a lost database, and neither."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import RequestFactory

from congminh.jobs.actions import fault_words
from congminh.jobs.models import Job
from congminh.jobs.outage import is_cut, is_full
from congminh.site.views import fault


def no_more_pages() -> Exception:
    """What SQLite says when its file may not grow."""
    with closing(sqlite3.connect(":memory:")) as there:
        there.executescript("PRAGMA max_page_count = 2; CREATE TABLE t (a)")
        with pytest.raises(sqlite3.Error) as caught:
            there.execute("INSERT INTO t VALUES (zeroblob(100000))")
    return wrapped(caught.value)


def no_room() -> Exception:
    """What the system says when a file may not grow."""
    with pytest.raises(OSError, match="No space left") as caught, Path("/dev/full").open("wb", buffering=0) as file:
        file.write(b"x")
    return caught.value


def nobody_there() -> Exception:
    """What PostgreSQL's driver says when nobody listens."""
    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect("postgresql://congminh@127.0.0.1:1/none")
    return wrapped(caught.value)


def locked() -> Exception:
    """What SQLite says when somebody else writes for too long: of which neither is true."""
    return wrapped(sqlite3.OperationalError("database is locked"))


def wrapped(cause: BaseException) -> Exception:
    """As Django hands it on."""
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


def shown(error: Exception) -> tuple[int, str]:
    """The status and the page that somebody gets."""
    try:
        raise error
    except type(error):
        answer = fault(RequestFactory().post("/"))
    return answer.status_code, answer.content.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_a_file_that_cannot_grow_is_a_full_disk() -> None:
    assert (is_full(no_room()), is_cut(no_room())) == (True, False)


@pytest.mark.parametrize("error", [no_more_pages(), wrapped(psycopg.errors.DiskFull("no space left on device"))])
def test_a_database_that_cannot_grow_is_a_full_disk_and_says_that_nothing_was_saved(error: Exception) -> None:
    assert (is_full(error), is_cut(error)) == (True, False)
    status, page = shown(error)
    assert status == 507
    assert "hết chỗ lưu trữ" in page and "chưa được lưu" in page
    assert "hết chỗ" in fault_words(Job(language="vi"), error)


@pytest.mark.parametrize("error", [
    nobody_there(), wrapped(psycopg.errors.AdminShutdown("terminating connection")), InterfaceError("closed")
])  # fmt: skip
def test_a_database_that_went_away_leaves_it_open_whether_it_was_saved(error: Exception) -> None:
    assert (is_full(error), is_cut(error)) == (False, True)
    status, page = shown(error)
    assert status == 503
    assert "Chưa thể biết" in page
    assert "Mất kết nối" in fault_words(Job(language="vi"), error)


@pytest.mark.parametrize("error", [locked(), ZeroDivisionError("ours"), ValueError("ours")])
def test_a_fault_of_ours_is_neither(error: Exception) -> None:
    assert not is_full(error) and not is_cut(error)
    assert shown(error)[0] == 500


def test_the_cause_is_found_however_deep_it_lies() -> None:
    error = LookupError("while it was looked for")
    error.__context__ = no_more_pages()
    assert is_full(error)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL writes through by itself")
def test_sqlite_writes_through_at_each_commit() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)
