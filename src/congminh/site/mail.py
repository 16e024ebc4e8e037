"""The mail server as the environment names it."""

from collections.abc import Mapping
from datetime import time
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 587, "smtps": 465}
SAY = "write it as smtp://user:password@host:587 or smtps://user:password@host:465"


class Mail(NamedTuple):
    """A server that takes mail, how to speak to it, and the address mails come from."""

    host: str
    port: int
    user: str
    password: str
    ssl: bool
    starttls: bool
    sender: str


def mail(environment: Mapping[str, str]) -> Mail | None:
    """The server of CONGMINH_SMTP_URL; None where none is named. ImproperlyConfigured says what is wrong with it."""
    url = environment.get("CONGMINH_SMTP_URL", "")
    if not url:
        return None
    sender = environment.get("CONGMINH_MAIL_FROM", "")
    if "@" not in sender:
        raise ImproperlyConfigured("CONGMINH_SMTP_URL is set: set CONGMINH_MAIL_FROM to the address mails come from")
    parts, port = urlsplit(url), _port(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ImproperlyConfigured(f"CONGMINH_SMTP_URL is not understood: {SAY}")
    plain = parse_qs(parts.query).get("tls") == ["no"]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    ssl = parts.scheme == "smtps"
    return Mail(parts.hostname, port or PORTS[parts.scheme], user, password, ssl, not ssl and not plain, sender)


def hour(text: str) -> time:
    """An hour of the day, «07:00»; ImproperlyConfigured for anything else."""
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise ImproperlyConfigured("CONGMINH_MAIL_AT is an hour of the day, such as 07:00") from error


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError as error:
        raise ImproperlyConfigured(f"CONGMINH_SMTP_URL has no such port: {SAY}") from error
