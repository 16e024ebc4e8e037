"""The database by its address: SQLite that really serves, or PostgreSQL."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Readers never wait for the writer (WAL); a writer takes its lock when it begins, so that two who read
# first and write later wait for each other instead of failing (IMMEDIATE). What was told as saved is on the disk, also
# when the power goes (FULL): the log's root, signed outside, must never know of more than the database.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
}


def database(url: str, file: Path) -> dict[str, Any]:
    """Django's settings for the database at `url`, for the SQLite `file` when it is empty.

    Raises ImproperlyConfigured for an address that is neither PostgreSQL's nor SQLite's.
    """
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": SQLITE}
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": unquote(parts.path), "OPTIONS": SQLITE}
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured(f"DATABASE_URL begins with «{parts.scheme}://»; use postgresql:// or sqlite://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Compiling a page's query costs hundreds of milliseconds and saves fewer.
        "OPTIONS": {"options": "-c jit=off"},
    }
