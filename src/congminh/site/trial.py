"""A trial on one machine: the key it makes for itself, and the demonstration anybody may play in."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

KEY_FILE = "secret-key"


def home() -> Path:
    """Where the SQLite database and the files live."""
    return Path(os.environ.get("CONGMINH_HOME", "."))


def secret_key(home: Path) -> str:
    """The key of the environment, else the one kept in `home`, else none."""
    given = os.environ.get("CONGMINH_SECRET_KEY", "")
    kept = home / KEY_FILE
    return given or (kept.read_text(encoding="ascii").strip() if kept.is_file() else "")


def make_key(home: Path) -> Path | None:
    """A new key in `home`, readable by its owner alone; None where there is a key already."""
    if secret_key(home):
        return None
    home.mkdir(parents=True, exist_ok=True)
    place = os.open(home / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(place, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(60))
    return home / KEY_FILE


def demo_asked(debug: bool) -> bool:
    """Whether this is the demonstration; raises ImproperlyConfigured where it would open a real site to anybody."""
    asked = os.environ.get("CONGMINH_DEMO") == "1"
    if asked and not debug and os.environ.get("CONGMINH_DEMO_ANYWAY") != "1":
        raise ImproperlyConfigured(
            "CONGMINH_DEMO=1 lets whoever comes sign in as anybody, so it is refused outside CONGMINH_DEBUG=1. Take it"
            " away; to show the demonstration all the same, run «congminh demo», or add CONGMINH_DEMO_ANYWAY=1"
        )
    return asked
