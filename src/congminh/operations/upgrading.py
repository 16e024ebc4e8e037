"""«Nâng cấp»: a backup, the migrations, a verification; whatever fails puts the backup back."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, NoReturn

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from congminh.accounts.first_run import has_data
from congminh.law.text import Text
from congminh.ledger.log.guard import watch
from congminh.operations.backups.apart import Failed
from congminh.operations.backups.backing_up import back_up
from congminh.operations.backups.restoring import restore


class Upgraded(NamedTuple):
    """The backup made before, and how many migrations were run."""

    place: Path
    steps: int


def pending() -> int:
    """How many migrations this version has that the database has not."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date() -> int:
    """Migrate a database without data, which has nothing to lose; how many steps.

    Raises Failed where there is data and something to do: `upgrade` backs up first.
    """
    steps = pending()
    if steps and has_data():
        raise Failed(BEHIND)
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    return steps


BEHIND = Text(
    "cơ sở dữ liệu có dữ liệu và còn bước cập nhật: chạy «congminh upgrade», lệnh này sao lưu trước khi cập nhật",
    "the database holds data and is behind this version: run «congminh upgrade», which backs up before it goes on",
)


def upgrade(place: Path | None = None) -> Upgraded | None:
    """Back up into `place`, migrate and look at the log; None where there was nothing to do.

    Raises Failed when a migration did not go through: the database is then the one before.
    """
    steps = pending()
    if not steps:
        return None
    made = back_up(place)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        trouble = watch()
        if trouble:
            raise RuntimeError(trouble)
    except Exception as error:
        _back(made.place, error)
    return Upgraded(made.place, steps)


def _back(place: Path, error: Exception) -> NoReturn:
    """The backup in the place of what was half migrated; raises Failed saying so.

    It is not brought up to date, which is what failed.
    """
    connection.close()
    restore(place, replace=True, up_to_date=False)
    vi = f"cập nhật không được ({error}); đã đưa về bản trước từ {place}. Cài lại phiên bản cũ"
    raise Failed(Text(vi, f"the upgrade failed ({error}); {place} was put back. Install the version before")) from error
