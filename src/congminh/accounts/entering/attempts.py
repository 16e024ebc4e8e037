"""After five wrong tries an account is locked for a while to the source they came from, and to no other.

A try is counted before it is looked at, by compare-and-set in the database: however many come at once and to
however many processes, five are looked at. The owner gets in from elsewhere all the while. A source that goes through
many accounts, a few tries each, is locked as a whole; whoever is signed in there goes on.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from congminh.accounts.entering.measures import REFUSED
from congminh.accounts.models import Attempt

log = logging.getLogger(__name__)
MOST = 5
# No account can be called so.
WHOLE = "source:"
LOCKED = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)
# What one subscriber has of the newer addresses.
ONE_NETWORK = 64


class Lock(StrEnum):
    """What is locked: this account to this source, or the source as a whole."""

    ACCOUNT = "account"
    SOURCE = "source"


def locked(name: str, source: str, by_source: bool = True) -> Lock | None:
    """Count a try of `name` from `source`; what is locked, None when the try may be looked at.

    Without `by_source` the source is not counted as a whole: for who is signed in there already.
    """
    now = timezone.now()
    with transaction.atomic():
        if by_source and source and not _counted(_key(WHOLE, source), settings.SOURCE_TRIES, now):
            return _told(Lock.SOURCE)
        if not _counted(_key(name, source), MOST, now, anew=True):
            if by_source:
                _given_back(source)
            return _told(Lock.ACCOUNT)
    return None


def _counted(key: str, most: int, now: datetime, anew: bool = False) -> bool:
    """Whether there was a try left; `anew`: each one taken begins the quarter of an hour again."""
    Attempt.objects.get_or_create(key=key, defaults={"last_at": now})
    Attempt.objects.filter(key=key, last_at__lte=now - LOCKED).update(count=0, last_at=now)
    begins = {"last_at": now} if anew else {}
    return bool(Attempt.objects.filter(key=key, count__lt=most).update(count=F("count") + 1, **begins))


def _told(lock: Lock) -> Lock:
    """Said in the log file and counted for Prometheus: without name or address."""
    log.warning("sign-in refused: too many tries, %s locked", lock)
    REFUSED.labels(str(lock)).inc()
    return lock


def forget(name: str, source: str, by_source: bool = True) -> None:
    """It was the owner: the tries from there count no more, and this one not against the source."""
    Attempt.objects.filter(key=_key(name, source)).delete()
    if by_source:
        _given_back(source)


def _given_back(source: str) -> None:
    """A try that was none of a stranger's does not count against the source as a whole."""
    whole = Attempt.objects.filter(key=_key(WHOLE, source))
    whole.filter(count__gt=0).update(count=F("count") - 1)
    whole.filter(count=0).delete()


def forget_old(now: datetime) -> None:
    """What locks nobody any more."""
    Attempt.objects.filter(last_at__lt=now - FORGOTTEN).delete()


def source_of(request: HttpRequest) -> str:
    """The address a request comes from, as our proxy or the connection says; of IPv6 the network."""
    said = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        said = request.headers.get("X-Forwarded-For", said).rpartition(",")[2].strip()
    try:
        address = ip_address(said)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, ONE_NETWORK), strict=False).network_address)
    return str(address)


def _key(name: str, source: str) -> str:
    said = f"{name.strip().casefold()}\n{source}"
    return salted_hmac("congminh.accounts.attempts", said, algorithm="sha256").hexdigest()
