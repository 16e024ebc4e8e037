"""What one who rules the database can do: write past every trigger."""

from django.db import connection

WITH_TRIGGERS = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


def as_superuser(*statements: str) -> None:
    """Triggers off, the statements, triggers on again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(WITH_TRIGGERS)
            tables = [table for (table,) in cursor.fetchall()]
            off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
            on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        else:
            cursor.execute(TRIGGERS)
            kept = cursor.fetchall()
            off, on = [f"DROP TRIGGER {name}" for name, _ in kept], [sql for _, sql in kept]
        for statement in [*off, *statements, *on]:
            cursor.execute(statement)
