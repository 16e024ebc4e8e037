"""Leaves for entries, in the transaction that makes the entries; and the log's own leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from os import urandom
from typing import TYPE_CHECKING, Any

from django.db import connection

from congminh.ledger.log.canonical import canonical, content_of
from congminh.ledger.log.guard import must_write
from congminh.ledger.log.models import Leaf, Payload

if TYPE_CHECKING:
    from congminh.ledger.models import Entry

SALT_BYTES = 32
AT_ONCE = 5000
LEAVES = "INSERT INTO ledger_leaf (entry_id, commitment) VALUES (%s, %s)"
PAYLOADS = "INSERT INTO ledger_payload (leaf_id, salt, content) SELECT id, %s, %s FROM ledger_leaf WHERE entry_id = %s"
BOTH = """
WITH given AS (
  SELECT entry_id, decode(c, 'hex') AS commitment, decode(s, 'hex') AS salt, decode(b, 'hex') AS content, place
  FROM unnest(string_to_array(%s, ',')::bigint[], string_to_array(%s, ','), string_to_array(%s, ','),
              string_to_array(%s, ',')) WITH ORDINALITY AS each (entry_id, c, s, b, place)),
made AS (
  INSERT INTO ledger_leaf (entry_id, commitment) SELECT entry_id, commitment FROM given ORDER BY place
  RETURNING id, entry_id)
INSERT INTO ledger_payload (leaf_id, salt, content)
SELECT made.id, salt, content FROM made JOIN given USING (entry_id)"""


def commitment(salt: bytes, content: bytes) -> bytes:
    """What stands for `content` in the log and says nothing of it without the salt."""
    return sha256(salt + content).digest()


def record(entries: Sequence[Entry], procedure: str) -> None:
    """A leaf for each new entry of files of one procedure; inside the caller's transaction, in a few statements.

    Raises ReadOnly while the log's alarm stands.
    """
    must_write()
    _write([entry.pk for entry in entries], [content_of(entry, procedure) for entry in entries])


def record_own(kind: str, **facts: Any) -> Leaf:
    """A leaf of the log's own: what `kind` of thing was done to it, and the facts."""
    salt, content = urandom(SALT_BYTES), canonical({"kind": kind, "v": 1, **facts})
    leaf = Leaf.objects.create(commitment=commitment(salt, content))
    Payload.objects.create(leaf=leaf, salt=salt, content=content)
    return leaf


def _write(entries: Sequence[int], contents: Sequence[bytes]) -> None:
    """Leaves and what they commit to, in the order of the entries: a month's close writes tens of thousands."""
    salts = list(_salts(len(contents)))
    made = [commitment(*each) for each in zip(salts, contents, strict=True)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for start in range(0, len(made), AT_ONCE):
                some = slice(start, start + AT_ONCE)
                keys = ",".join(map(str, entries[some]))
                cursor.execute(BOTH, [keys, *(_hex(each[some]) for each in (made, salts, contents))])
        else:
            cursor.executemany(LEAVES, list(zip(entries, made, strict=True)))
            cursor.executemany(PAYLOADS, list(zip(salts, contents, entries, strict=True)))


def _hex(every: Sequence[bytes]) -> str:
    """Many as one text, which the driver hands on at once; a list it writes piece by piece."""
    return ",".join(each.hex() for each in every)


def _salts(number: int) -> Iterator[bytes]:
    drawn = urandom(SALT_BYTES * number)
    return (drawn[start : start + SALT_BYTES] for start in range(0, len(drawn), SALT_BYTES))
