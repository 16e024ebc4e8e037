"""Triggers by which the database itself refuses to change or remove rows of a table."""

from typing import Any

WORDS = "rows of the ledger are never changed or removed"
SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{words}'); END"""
FUNCTION = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{words}'; END $$"""
POSTGRESQL = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"""
VERBS = ("UPDATE", "DELETE")


def protect(editor: Any, table: str) -> None:
    """Make `table` append-only; raises NotImplementedError on a database without such triggers."""
    vendor = editor.connection.vendor
    if vendor == "sqlite":
        statements = [SQLITE.format(table=table, verb=verb, words=WORDS) for verb in VERBS]
    elif vendor == "postgresql":
        statements = [FUNCTION.format(table=table, words=WORDS), POSTGRESQL.format(table=table)]
    else:
        raise NotImplementedError(f"no append-only triggers for {vendor}; use SQLite or PostgreSQL")
    for statement in statements:
        editor.execute(statement.strip())


def release(editor: Any, table: str) -> None:
    """Take the triggers away again, for undoing the migration."""
    if editor.connection.vendor == "sqlite":
        for verb in VERBS:
            editor.execute(f"DROP TRIGGER {table}_no_{verb}")
    else:
        editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        editor.execute(f"DROP FUNCTION {table}_refuse()")
