"""The sequencer: leaves that are committed get the next indexes, one after another without a gap."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Max, Model

from congminh.ledger.log.models import Leaf

# The number of our lock among PostgreSQL's advisory locks: «sổ vết».
LOCK = 335_2025
GIVE = """
UPDATE ledger_leaf SET "index" = %s + placed.place - 1
FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM ledger_leaf WHERE "index" IS NULL) AS placed
WHERE ledger_leaf.id = placed.id"""


@contextmanager
def alone(*still: type[Model]) -> Iterator[None]:
    """A transaction in which nobody else sequences or signs; SQLite has one writer at a time anyhow.

    Nor does anybody write rows of the kinds `still`: whoever began has ended, whoever comes gets later numbers.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                for kind in still:
                    cursor.execute(f"LOCK TABLE {connection.ops.quote_name(kind._meta.db_table)} IN SHARE MODE")
        yield


def sequence() -> int:
    """Give every committed leaf without an index the next one; how many got one."""
    if not is_waiting():
        return 0
    with alone(), connection.cursor() as cursor:
        cursor.execute(GIVE, [size()])
        return int(cursor.rowcount)


def is_waiting() -> bool:
    """Whether a leaf has no index yet."""
    return Leaf.objects.filter(index=None).exists()


def size() -> int:
    """How many leaves have an index: the size of the tree."""
    last = Leaf.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else int(last) + 1
