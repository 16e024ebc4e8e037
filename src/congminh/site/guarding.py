"""What the environment says of guarding the site: of whom a second factor is asked, how many tries, which scanner."""

from __future__ import annotations

from pathlib import PurePath

from django.core.exceptions import ImproperlyConfigured

ROLES = ("heads", "personnel", "everybody")
SOURCE_TRIES, LEAST_TRIES = 50, 10


def roles(said: str) -> tuple[str, ...]:
    """Those named by CONGMINH_SECOND_FACTOR; ImproperlyConfigured for one there is not."""
    named = tuple(each.strip() for each in said.split(",") if each.strip())
    if wrong := [each for each in named if each not in ROLES]:
        every = ", ".join(ROLES)
        raise ImproperlyConfigured(f"CONGMINH_SECOND_FACTOR names «{wrong[0]}»; there are: {every}")
    return named


def tries(said: str) -> int:
    """How many wrong tries one address has; ImproperlyConfigured for too few or no number."""
    if not said:
        return SOURCE_TRIES
    if not said.isdecimal() or int(said) < LEAST_TRIES:
        raise ImproperlyConfigured(f"CONGMINH_SOURCE_TRIES is «{said}»: a number of {LEAST_TRIES} or more is needed")
    return int(said)


def scanner(said: str) -> str:
    """CONGMINH_ANTIVIRUS as it is understood; ImproperlyConfigured for what would scan nothing."""
    host, _colon, port = said.removeprefix("tcp://").rpartition(":")
    is_address = said.startswith("tcp://") and host and port.isdecimal()
    is_command = said.startswith("run:") and said.removeprefix("run:").strip()
    if said and not (is_address or is_command or PurePath(said).is_absolute()):
        known = "clamd's socket (/run/clamav/clamd.ctl), tcp://host:port or run:command"
        raise ImproperlyConfigured(f"CONGMINH_ANTIVIRUS is «{said}»; it may be {known}")
    return said
