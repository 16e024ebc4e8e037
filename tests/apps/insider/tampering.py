"""Twelve ways in which one who rules the database changes what was signed, with all they know of how the log is made.

Each is done to a copy of the database through its own superuser: triggers off, changes, triggers on again.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

Rows = list[tuple[Any, ...]]
MOVED = 1_000_000
FIRST = "SELECT min(id) FROM assessment_result"


@dataclass
class Insider:
    """A superuser's session: `?` stands for what is given, on both databases."""

    connection: Any
    is_sqlite: bool
    place: Path
    older: Callable[[], None]

    def run(self, statement: str, *given: Any) -> Rows:
        """One statement; the rows it gives."""
        cursor = self.connection.cursor()
        cursor.execute(statement if self.is_sqlite else statement.replace("?", "%s"), given)
        rows = cursor.fetchall() if cursor.description else []
        return [tuple(bytes(each) if isinstance(each, memoryview) else each for each in row) for row in rows]

    def one(self, statement: str, *given: Any) -> Any:
        """The first value a statement gives."""
        return self.run(statement, *given)[0][0]


def sqlite_session(place: Path, older: Path) -> Insider:
    """On the file: with the triggers gone, whatever is asked for is done."""
    connection = sqlite3.connect(place, isolation_level=None)
    return Insider(connection, True, place, lambda: _restored(connection, place, older))


def _restored(connection: sqlite3.Connection, place: Path, older: Path) -> None:
    connection.close()
    shutil.copy(older, place)


def without_triggers(insider: Insider, tamper: Callable[[Insider], None]) -> None:
    """Triggers and references off, the tampering, and all as it was, so that nothing looks changed."""
    if not insider.is_sqlite:
        insider.run("SET session_replication_role = replica")
        tamper(insider)
        return
    kept = insider.run("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for name, _ in kept:
        insider.run(f'DROP TRIGGER "{name}"')
    tamper(insider)
    if tamper in (restored, bytes_changed):
        return
    for _, statement in kept:
        insider.run(statement)


def forged(insider: Insider, index: int, **words: Any) -> None:
    """An entry's data changed, with its leaf and the bytes it commits to, so that all three agree again."""
    entry, leaf = insider.run('SELECT entry_id, id FROM ledger_leaf WHERE "index" = ?', index)[0]
    content = json.loads(insider.one("SELECT content FROM ledger_payload WHERE leaf_id = ?", leaf))
    content["data"] = {**content["data"], **words}
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    salt = os.urandom(32)
    insider.run("UPDATE ledger_entry SET data = ? WHERE id = ?", json.dumps(content["data"]), entry)
    insider.run("UPDATE ledger_payload SET content = ?, salt = ? WHERE leaf_id = ?", written, salt, leaf)
    insider.run("UPDATE ledger_leaf SET commitment = ? WHERE id = ?", sha256(salt + written).digest(), leaf)


def removed(insider: Insider, indexes: Sequence[int]) -> None:
    """Leaves with what they commit to and their entries, and whatever hangs on those."""
    for index in indexes:
        entry, leaf = insider.run('SELECT entry_id, id FROM ledger_leaf WHERE "index" = ?', index)[0]
        for statement in ("DELETE FROM ledger_notice WHERE entry_id = ?", "DELETE FROM ledger_entry WHERE id = ?"):
            insider.run(statement, entry)
        insider.run("DELETE FROM ledger_payload WHERE leaf_id = ?", leaf)
        insider.run("DELETE FROM ledger_leaf WHERE id = ?", leaf)


def shifted(insider: Insider, start: int, by: int) -> None:
    """Indexes from `start` on, all moved by one place or more."""
    insider.run('UPDATE ledger_leaf SET "index" = "index" + ? WHERE "index" >= ?', MOVED, start)
    insider.run('UPDATE ledger_leaf SET "index" = "index" - ? WHERE "index" >= ?', MOVED - by, MOVED)


def size(insider: Insider) -> int:
    """How many leaves have a place."""
    return int(insider.one('SELECT max("index") + 1 FROM ledger_leaf'))


def told(insider: Insider) -> int:
    """The index of the leaf by which the first result was told."""
    found = insider.one(
        'SELECT min(leaf."index") FROM ledger_leaf AS leaf JOIN ledger_entry AS entry ON entry.id = leaf.entry_id'
        " WHERE entry.step = 'notify'"
    )
    return int(found)


def updated(insider: Insider) -> None:
    """One point more in a signed result."""
    insider.run(
        "UPDATE assessment_result SET total_cp = total_cp + 100 WHERE id = (SELECT min(id) FROM assessment_result)"
    )


def deleted(insider: Insider) -> None:
    """The telling of a result, as if it had never been: entry, leaf and result, the gap in the log closed."""
    index = told(insider)
    entry = insider.one('SELECT entry_id FROM ledger_leaf WHERE "index" = ?', index)
    insider.run(
        'UPDATE ledger_casefile SET version = version - 1, state = (SELECT "before" FROM ledger_entry WHERE id = ?)'
        " WHERE id = (SELECT file_id FROM ledger_entry WHERE id = ?)",
        entry,
        entry,
    )
    removed(insider, [index])
    shifted(insider, index + 1, -1)
    insider.run(
        "UPDATE assessment_periodsheet SET result_id = NULL WHERE result_id = (SELECT min(id) FROM assessment_result)"
    )
    insider.run("DELETE FROM assessment_result WHERE id = (SELECT min(id) FROM assessment_result)")


def swapped(insider: Insider) -> None:
    """Two people's signed results, each given to the other."""
    first, second = [row[0] for row in insider.run("SELECT sheet_id FROM assessment_result ORDER BY id")[:2]]
    insider.run("UPDATE assessment_result SET number = 99 WHERE sheet_id = ?", first)
    insider.run("UPDATE assessment_result SET sheet_id = ? WHERE sheet_id = ?", first, second)
    insider.run("UPDATE assessment_result SET sheet_id = ?, number = 1 WHERE number = 99", second)


def rewritten(insider: Insider) -> None:
    """The tail of the log from a telling on, every hash reckoned anew and the signed roots thrown away."""
    for index in range(told(insider), size(insider)):
        if insider.one('SELECT entry_id FROM ledger_leaf WHERE "index" = ?', index):
            forged(insider, index, note="sửa")
    insider.run("DELETE FROM ledger_checkpoint")


def restored(insider: Insider) -> None:
    """The database as an older dump has it."""
    insider.older()


def recreated(insider: Insider) -> None:
    """Tables dropped and made again with the same rows but one."""
    forged(insider, told(insider), grade="excellent")
    for table in ("ledger_payload", "ledger_checkpoint"):
        insider.run(f"CREATE TABLE forged AS SELECT * FROM {table}")
        insider.run(f"DROP TABLE {table}" if insider.is_sqlite else f"DROP TABLE {table} CASCADE")
        insider.run(f"ALTER TABLE forged RENAME TO {table}")


def bytes_changed(insider: Insider) -> None:
    """One digit of a seal, in the bytes of the file; on PostgreSQL in the bytes that are stored."""
    leaf = insider.one('SELECT id FROM ledger_leaf WHERE "index" = ?', told(insider))
    content = insider.one("SELECT content FROM ledger_payload WHERE leaf_id = ?", leaf)
    seal = json.loads(content)["data"]["seal"].encode()
    other = (b"0" if seal[:1] != b"0" else b"1") + seal[1:]
    if insider.is_sqlite:
        insider.connection.close()
        insider.place.write_bytes(insider.place.read_bytes().replace(seal, other))
    else:
        insider.run("UPDATE ledger_payload SET content = ? WHERE leaf_id = ?", content.replace(seal, other), leaf)


def criteria_edited(insider: Insider) -> None:
    """The points of two criteria in force, so that their sum stays."""
    keys = [row[0] for row in insider.run("SELECT id FROM unit_year_criterion ORDER BY id")]
    insider.run("UPDATE unit_year_criterion SET max_cp = max_cp - 1 WHERE id = ?", keys[0])
    insider.run("UPDATE unit_year_criterion SET max_cp = max_cp + 1 WHERE id = ?", keys[1])


def entry_edited(insider: Insider) -> None:
    """The article by which a step was taken."""
    insider.run("UPDATE ledger_entry SET cite = 'Điều 1' WHERE id = (SELECT max(id) FROM ledger_entry)")


def backdated(insider: Insider) -> None:
    """A step, a month earlier."""
    earlier = "datetime(at, '-30 days')" if insider.is_sqlite else "at - interval '30 days'"
    insider.run(f"UPDATE ledger_entry SET at = {earlier} WHERE id = (SELECT max(id) FROM ledger_entry)")


def inserted(insider: Insider) -> None:
    """A step that was never taken, with a leaf of its own in the middle of the log."""
    index = told(insider)
    file, number = insider.run("SELECT file_id, max(number) + 1 FROM ledger_entry GROUP BY file_id ORDER BY file_id")[0]
    columns = 'at, who_id, role, step, cite, "before", "after", data'
    insider.run(
        f"INSERT INTO ledger_entry (file_id, number, {columns}) SELECT ?, ?, {columns} FROM ledger_entry"
        " WHERE id = (SELECT max(id) FROM ledger_entry)",
        file,
        number,
    )
    entry = insider.one("SELECT max(id) FROM ledger_entry")
    shifted(insider, index, 1)
    salt, content = (
        os.urandom(32),
        insider.one("SELECT content FROM ledger_payload WHERE leaf_id = (SELECT min(id) FROM ledger_leaf)"),
    )
    insider.run(
        'INSERT INTO ledger_leaf ("index", entry_id, commitment) VALUES (?, ?, ?)',
        index,
        entry,
        sha256(salt + content).digest(),
    )
    leaf = insider.one('SELECT id FROM ledger_leaf WHERE "index" = ?', index)
    insider.run("INSERT INTO ledger_payload (leaf_id, salt, content) VALUES (?, ?, ?)", leaf, salt, content)


def truncated(insider: Insider) -> None:
    """The last steps with their leaves, and every signed root that knew of them."""
    end = size(insider)
    with_entries = [
        index
        for index in range(end - 4, end)
        if insider.one('SELECT entry_id FROM ledger_leaf WHERE "index" = ?', index) is not None
    ]
    removed(insider, with_entries)
    insider.run('DELETE FROM ledger_payload WHERE leaf_id IN (SELECT id FROM ledger_leaf WHERE "index" >= ?)', end - 4)
    insider.run('DELETE FROM ledger_leaf WHERE "index" >= ?', end - 4)
    insider.run("DELETE FROM ledger_checkpoint")


TAMPERINGS: dict[str, Callable[[Insider], None]] = {
    "update": updated,
    "delete": deleted,
    "swap": swapped,
    "rewrite the tail and rehash": rewritten,
    "restore an old dump": restored,
    "drop and recreate": recreated,
    "bytes of the file": bytes_changed,
    "criteria edited": criteria_edited,
    "entry edited": entry_edited,
    "backdated": backdated,
    "inserted": inserted,
    "truncated": truncated,
}


def look_removed(insider: Insider) -> None:
    """A look taken out: nobody has seen those figures."""
    insider.run("DELETE FROM looks_seen WHERE look_id = (SELECT max(id) FROM looks_look)")
    insider.run("DELETE FROM looks_look WHERE id = (SELECT max(id) FROM looks_look)")


def look_added(insider: Insider) -> None:
    """Another look put in among them: somebody has seen what they have not."""
    columns = "look_id, person_id, file_id, at"
    insider.run("UPDATE looks_seen SET id = -id")
    insider.run("UPDATE looks_seen SET id = 1 - id")
    insider.run(f"INSERT INTO looks_seen (id, {columns}) SELECT 1, {columns} FROM looks_seen WHERE id = 2")


def look_changed(insider: Insider) -> None:
    """Somebody else has looked."""
    insider.run("UPDATE looks_look SET by_id = (SELECT max(id) FROM org_person)")


# Beyond the twelve: who looked at whose figures (ADR 0018).
OF_LOOKS: dict[str, Callable[[Insider], None]] = {
    "a look removed": look_removed,
    "a look put in": look_added,
    "a look by another": look_changed,
}
