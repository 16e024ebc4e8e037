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


SQLITE_BUT = """
CREATE TRIGGER {table}_no_UPDATE BEFORE UPDATE ON {table} WHEN {changed}
BEGIN SELECT RAISE(ABORT, '{words}'); END"""
POSTGRESQL_BUT = """
CREATE TRIGGER {table}_given_once BEFORE UPDATE ON {table}
FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {table}_refuse()"""
POSTGRESQL_STAYS = """
CREATE TRIGGER {table}_append_only BEFORE {verbs} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"""


def protect_but(editor: Any, table: str, column: str, *others: str) -> None:
    """As `protect`, but a `column` without a value may be given one, once, `others` staying as they are."""
    vendor = editor.connection.vendor
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    kept = [f'OLD."{name}" {differs} NEW."{name}"' for name in others]
    changed = " OR ".join([f'OLD."{column}" IS NOT NULL', *kept])
    if vendor == "sqlite":
        removing = SQLITE.format(table=table, verb="DELETE", words=WORDS)
        statements = [SQLITE_BUT.format(table=table, changed=changed, words=WORDS), removing]
    else:
        given_once = POSTGRESQL_BUT.format(table=table, changed=changed)
        stays = POSTGRESQL_STAYS.format(table=table, verbs="DELETE OR TRUNCATE")
        statements = [FUNCTION.format(table=table, words=WORDS), given_once, stays]
    for statement in statements:
        editor.execute(statement.strip())


ERASED = """
SELECT 1 FROM ledger_leaf WHERE ledger_leaf.entry_id = OLD.id AND ledger_leaf."index" IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM ledger_payload WHERE ledger_payload.leaf_id = ledger_leaf.id)"""
SQLITE_ERASED = """
CREATE TRIGGER {table}_no_UPDATE BEFORE UPDATE ON {table} WHEN {changed} OR NEW.data <> '{{}}' OR NOT EXISTS ({erased})
BEGIN SELECT RAISE(ABORT, '{words}'); END"""
POSTGRESQL_ERASED = """
CREATE FUNCTION {table}_only_erased() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF {changed} OR NEW.data <> '{{}}' OR NOT EXISTS ({erased}) THEN RAISE EXCEPTION '{words}'; END IF; RETURN NEW;
END $$"""
POSTGRESQL_ERASING = """
CREATE TRIGGER {table}_erased BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_only_erased()"""


def protect_but_erasing(editor: Any, table: str, *others: str) -> None:
    """As `protect`, but the `data` of an entry may be emptied once what its leaf commits to is erased."""
    vendor = editor.connection.vendor
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    changed = " OR ".join(f'OLD."{name}" {differs} NEW."{name}"' for name in others)
    told = {"table": table, "changed": changed, "erased": ERASED.strip(), "words": WORDS}
    if vendor == "sqlite":
        statements = [SQLITE_ERASED.format(**told), SQLITE.format(table=table, verb="DELETE", words=WORDS)]
    else:
        stays = POSTGRESQL_STAYS.format(table=table, verbs="DELETE OR TRUNCATE")
        made = [each.format(**told) for each in (FUNCTION, POSTGRESQL_ERASED, POSTGRESQL_ERASING)]
        statements = [*made, stays]
    for statement in statements:
        editor.execute(statement.strip())


GONE = """
SELECT 1 FROM ledger_leaf WHERE ledger_leaf.entry_id = OLD.entry_id AND ledger_leaf."index" IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM ledger_payload WHERE ledger_payload.leaf_id = ledger_leaf.id)"""
SQLITE_GONE = """
CREATE TRIGGER {table}_no_DELETE BEFORE DELETE ON {table} WHEN NOT EXISTS ({gone})
BEGIN SELECT RAISE(ABORT, '{words}'); END"""
POSTGRESQL_GONE = """
CREATE FUNCTION {table}_only_gone() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF NOT EXISTS ({gone}) THEN RAISE EXCEPTION '{words}'; END IF; RETURN OLD;
END $$"""
POSTGRESQL_GOING = """
CREATE TRIGGER {table}_gone BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_only_gone()"""


def protect_until_erased(editor: Any, table: str) -> None:
    """Rows of `table` stay as they are, and are removed only once what their entry's leaf commits to is erased."""
    told = {"table": table, "gone": GONE.strip(), "words": WORDS}
    if editor.connection.vendor == "sqlite":
        statements = [SQLITE.format(verb="UPDATE", **told), SQLITE_GONE.format(**told)]
    else:
        stays = POSTGRESQL_STAYS.format(verbs="UPDATE OR TRUNCATE", **told)
        made = [each.format(**told) for each in (FUNCTION, POSTGRESQL_GONE, POSTGRESQL_GOING)]
        statements = [*made, stays]
    for statement in statements:
        editor.execute(statement.strip())


def protect_from_change(editor: Any, table: str) -> None:
    """Rows of `table` may be removed, never changed."""
    if editor.connection.vendor == "sqlite":
        statements = [SQLITE.format(table=table, verb="UPDATE", words=WORDS)]
    else:
        stays = POSTGRESQL_STAYS.format(table=table, verbs="UPDATE")
        statements = [FUNCTION.format(table=table, words=WORDS), stays]
    for statement in statements:
        editor.execute(statement.strip())


def release(editor: Any, table: str) -> None:
    """Take the triggers away again, for undoing the migration."""
    if editor.connection.vendor == "sqlite":
        for verb in VERBS:
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
    else:
        editor.execute(f"DROP FUNCTION {table}_refuse() CASCADE")
        for how in ("erased", "gone"):
            editor.execute(f"DROP FUNCTION IF EXISTS {table}_only_{how}() CASCADE")


SQLITE_YOUNG = """
CREATE TRIGGER {table}_no_DELETE BEFORE DELETE ON {table} WHEN OLD."{at}" > datetime('now', '-{days} days')
BEGIN SELECT RAISE(ABORT, '{words}'); END"""
POSTGRESQL_YOUNG = """
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}
FOR EACH ROW WHEN (OLD."{at}" > now() - interval '{days} days') EXECUTE FUNCTION {table}_refuse()"""


def protect_while_young(editor: Any, table: str, at: str, days: int) -> None:
    """Rows of `table` are never changed, and removed only once the day of `at` lies `days` behind."""
    told = {"table": table, "at": at, "days": days, "words": WORDS}
    if editor.connection.vendor == "sqlite":
        statements = [SQLITE.format(verb="UPDATE", **told), SQLITE_YOUNG.format(**told)]
    else:
        stays = POSTGRESQL_STAYS.format(verbs="UPDATE OR TRUNCATE", **told)
        statements = [FUNCTION.format(**told), POSTGRESQL_YOUNG.format(**told), stays]
    for statement in statements:
        editor.execute(statement.strip())
