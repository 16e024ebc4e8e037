"""What templates need to draw: icons, the ruler of a score, figures as people write them."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from congminh.law.text import scaled
from congminh.site.assets import VENDOR, Missing

register = template.Library()

TONE_ICONS = {
    "good": "circle-check",
    "warn": "clock",
    "seal": "triangle-alert",
    "calm": "info",
    "off": "circle-dashed",
}


@cache
def _drawing(name: str) -> str:
    """The lines of an icon, without the frame it came in. Raises Missing for one that was not copied."""
    try:
        drawn = (VENDOR / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Missing(
            f"There is no icon «{name}». Add it to ICONS in site/assets.py if it is new; run «make assets»."
        ) from None
    inside = re.search(r"<svg[^>]*>(.*)</svg>", drawn, re.DOTALL)
    return " ".join(inside.group(1).split()) if inside else ""


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon drawn in the page, hidden from readers of the text: a word always stands beside it."""
    return mark_safe(  # noqa: S308 - our own file  # nosec B308, B703
        f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{_drawing(name)}</svg>'
    )


@register.filter
def tone_icon(tone: str) -> str:
    """The icon that stands for a tone where none is named."""
    return TONE_ICONS.get(tone, "info")


@register.filter
def points(value_cp: int) -> str:
    """Points in hundredths as people write them, two decimals: 8340 → «83,40»."""
    return scaled(value_cp, 2, get_language() or "vi", 2)


@register.filter
def along(value_cp: int, length: int) -> str:
    """Where points (in hundredths, of 100) fall on a line `length` units long, to a tenth of a unit."""
    tenths = max(0, min(value_cp, 10_000)) * length // 1000
    return f"{tenths // 10}.{tenths % 10}"


@register.filter
def mark_along(mark: int, length: int) -> str:
    """Where a whole mark (of 100) falls on a line `length` units long."""
    return along(mark * 100, length)


@register.filter
def pages_shown(page: Page[Any]) -> Iterator[int | str]:
    """The page numbers worth offering: the first, the last, and those about this one."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def faults(errors: Iterable[Any]) -> list[dict[str, str]]:
    """The errors of a field as what happened, why, and the next step (the last two from the error's params)."""
    listed = errors.as_data() if hasattr(errors, "as_data") else []
    told = [(error, error.params or {}) for error in listed]
    return [
        {"what": " ".join(error.messages), "why": str(more.get("why", "")), "next": str(more.get("next", ""))}
        for error, more in told
    ]
