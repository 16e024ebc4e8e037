"""What fails around us («sự cố hạ tầng»): a disk that is full, a database whose connection is lost."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# PostgreSQL's: disk_full; connection exceptions, and a server that is shut down or comes up.
DISK_FULL, LOST = "53100", ("08", "57P")
# SQLite's: where it wants room to write, and where it wants room to be opened at all.
FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE)


def is_full(error: BaseException | None) -> bool:
    """Whether something could not be written for want of room: whatever was being saved is not."""
    return any(_is_full(each) for each in _causes(error))


def is_cut(error: BaseException | None) -> bool:
    """Whether the database went away, so that it cannot be told whether a COMMIT just sent was done."""
    return any(_is_cut(each) for each in _causes(error))


def _is_full(error: BaseException) -> bool:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in FULL
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return getattr(error, "sqlstate", None) == DISK_FULL


def _is_cut(error: BaseException) -> bool:
    if isinstance(error, InterfaceError):
        return True
    state = getattr(error.__cause__, "sqlstate", "")
    is_of_postgresql = isinstance(error, OperationalError) and state != ""
    return is_of_postgresql and (state is None or state.startswith(LOST))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
