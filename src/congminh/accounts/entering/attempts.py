"""After five wrong tries an account is locked for a while to the source they came from, and to no other.

A try is counted before it is looked at, by compare-and-set in the database: however many come at once and to
however many processes, five are looked at. The owner gets in from elsewhere all the while.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from congminh.accounts.models import Attempt

MOST = 5
LOCKED = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)
# What one subscriber has of the newer addresses.
ONE_NETWORK = 64


def may_try(name: str, source: str) -> bool:
    """Count a try of `name` from `source`; whether it may be looked at."""
    now, key = timezone.now(), _key(name, source)
    with transaction.atomic():
        Attempt.objects.get_or_create(key=key, defaults={"last_at": now})
        Attempt.objects.filter(key=key, last_at__lte=now - LOCKED).update(count=0)
        free = Attempt.objects.filter(key=key, count__lt=MOST)
        return bool(free.update(count=F("count") + 1, last_at=now))


def forget(name: str, source: str) -> None:
    """It was the owner: the tries from there count no more."""
    Attempt.objects.filter(key=_key(name, source)).delete()


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
