"""What lists and pages of the organisation share: columns, addresses, posts in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from congminh.org.models import Post, Unit

Word = str | Promise


def columns(*heads: Word | tuple[Word, str]) -> list[dict[str, Any]]:
    """Columns as components/table.html takes them; a pair says that one is «number» or «quiet»."""
    pairs = (head if isinstance(head, tuple) else (head, "") for head in heads)
    return [{"label": label, **({kind: True} if kind else {})} for label, kind in pairs]


def unit_url(code: str, day: date, today: date) -> str:
    """The page of a unit, as of `day` where that is not today."""
    asked = f"?{urlencode({'ngay': day.isoformat()})}" if day != today else ""
    return reverse("unit", args=[code]) + asked


def standing(post: Post) -> Word:
    """How a post is held, where that needs saying: «kiêm nhiệm», «quyền, phụ trách», «biệt phái», «theo ủy quyền»."""
    return "" if post.kind == Post.Kind.MAIN else post.get_kind_display()


def in_charge(post: Post, names: Mapping[int, str]) -> list[str]:
    """What a deputy has in charge: units by name, then people."""
    units = [names.get(unit.pk, unit.code) for unit in post.units_in_charge.all()]
    return [*units, *(person.name for person in post.persons_in_charge.all())]


def act_links(acts: Mapping[str, Any], route: str, key: object) -> list[dict[str, Any]]:
    """Acts as links, each to its own page."""
    return [{"label": form.label, "url": reverse(route, args=[key, act])} for act, form in acts.items()]


def names_of(units: Iterable[Unit]) -> dict[int, str]:
    """Units by key, as they are called on the day they were read for."""
    return {unit.pk: str(unit) for unit in units}
