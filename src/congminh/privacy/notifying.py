"""«Thông báo về việc theo dõi» (Luật 91/2025, Điều 25): who has read the version in force, and the reading of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists

from congminh.privacy.models import Acknowledgement
from congminh.privacy.register import notice

# Pages that say what the strip says, or that everybody may always read.
WITHOUT = ("monitoring_notice", "personal_data", "data_requests", "ask_data", "own_data")


def has_read(user: Any) -> Exists:
    """Whether an account read the version in force, for the query that reads accounts."""
    return Exists(Acknowledgement.objects.filter(user=user, version=notice().version))


def read(user: Any) -> Acknowledgement:
    """Keep that an account read the version in force; the first reading stays where there was one."""
    return Acknowledgement.objects.get_or_create(user=user, version=notice().version)[0]


def unread_notice(request: Any) -> dict[str, Any]:
    """For every template: `unread_notice`, whether the strip stands above the page; of an account just read alone."""
    if getattr(request, "posts", None) is None:
        return {"unread_notice": False}
    where = request.resolver_match.url_name if getattr(request, "resolver_match", None) else ""
    return {"unread_notice": getattr(request.user, "has_read", True) is False and where not in WITHOUT}
