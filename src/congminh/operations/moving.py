"""«Chuyển sang PostgreSQL»: every row of the SQLite database, in one transaction, compared value by value."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction

from congminh.law.text import Text
from congminh.operations.backups import apart

TARGET = "target"
AT_ONCE = 5000
KEEPS_ITS_OWN = {"django_migrations"}


class CannotMove(RuntimeError):
    """The rows cannot be moved; the text says why. The target is left empty."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def move(at: dict[str, Any]) -> dict[str, int]:
    """Copy every table into the empty PostgreSQL database `at`; the rows of each.

    Both sides are read again and compared before anything is kept, then the log is verified there. Nobody writes here
    meanwhile. Raises CannotMove, Failed.
    """
    if connection.vendor != "sqlite":
        raise CannotMove(Text("hệ thống này không dùng SQLite", "this installation does not run on SQLite"))
    with _target(at):
        _must_be_empty()
        apart.congminh(settings.HOME, at, "manage", "migrate", "--no-input", "-v", "0", log=Path(settings.LOG_FOLDER))
        with transaction.atomic(), transaction.atomic(using=TARGET):
            rows = _copied(_kinds())
    apart.congminh(settings.HOME, at, "verify", log=Path(settings.LOG_FOLDER))
    return rows


@contextmanager
def _target(at: dict[str, Any]) -> Iterator[None]:
    connections.settings[TARGET] = {**connection.settings_dict, **at}
    try:
        yield
    finally:
        connections[TARGET].close()
        del connections[TARGET], connections.settings[TARGET]


def _must_be_empty() -> None:
    """Tables of an earlier try without a single account are no hindrance."""
    with connections[TARGET].cursor() as cursor:
        names = connections[TARGET].introspection.table_names(cursor)
        if names and "auth_user" in names:
            cursor.execute("SELECT 1 FROM auth_user LIMIT 1")
        if names and ("auth_user" not in names or cursor.fetchone()):
            raise CannotMove(Text("cơ sở dữ liệu đích không trống", "the database to move to is not empty"))


def _kinds() -> list[type[models.Model]]:
    """Every model with a table of its own; raises CannotMove where a table is no model's and would be left behind."""
    found = [each for each in apps.get_models(include_auto_created=True) if each._meta.managed and not each._meta.proxy]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    left = tables - {each._meta.db_table for each in found} - KEEPS_ITS_OWN
    if left:
        names = ", ".join(sorted(left))
        raise CannotMove(Text(f"có bảng lạ, không biết chuyển: {names}", f"there are tables of no model: {names}"))
    return found


def _copied(kinds: list[type[models.Model]]) -> dict[str, int]:
    """All rows over, with the triggers that refuse changes off and on again within the transaction."""
    there, tables = connections[TARGET], [f'"{each._meta.db_table}"' for each in kinds]
    with there.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
        rows = {kind._meta.db_table: _copy(kind, cursor) for kind in kinds}
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for kind in kinds:
            if _digest(kind, "default") != _digest(kind, TARGET):
                name = kind._meta.db_table
                raise CannotMove(
                    Text(f"bảng {name} sang bên kia không giống hệt", f"table {name} did not arrive alike")
                )
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for statement in there.ops.sequence_reset_sql(no_style(), kinds):
            cursor.execute(statement)
    return rows


def _columns(kind: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [each for each in kind._meta.local_concrete_fields if not each.generated]


def _rows(kind: type[models.Model], using: str) -> Iterator[tuple[Any, ...]]:
    """Every row of a table, as Python has it."""
    names = [each.attname for each in _columns(kind)]
    rows = kind._base_manager.using(using).order_by().values_list(*names)
    yield from rows.iterator(AT_ONCE)


def _copy(kind: type[models.Model], cursor: Any) -> int:
    columns, there, number = _columns(kind), connections[TARGET], 0
    names = ", ".join(f'"{each.column}"' for each in columns)
    with cursor.copy(f'COPY "{kind._meta.db_table}" ({names}) FROM STDIN') as copy:
        for row in _rows(kind, "default"):
            copy.write_row([each.get_db_prep_save(value, there) for each, value in zip(columns, row, strict=True)])
            number += 1
    return number


def _digest(kind: type[models.Model], using: str) -> tuple[int, int]:
    """How many rows, and the sum of their hashes: the same for the same rows in any order."""
    number = total = 0
    for row in _rows(kind, using):
        number += 1
        total += int.from_bytes(sha256(repr([_plain(value) for value in row]).encode()).digest(), "big")
    return number, total % (1 << 256)


def _plain(value: Any) -> Any:
    """Bytes alike whichever driver read them; a map in one order, which PostgreSQL does not keep."""
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in sorted(value)}
    return [_plain(each) for each in value] if isinstance(value, list) else value
