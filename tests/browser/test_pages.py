"""Every page of pages.yaml: on a desk and on a phone, light and dark, by keyboard; nothing is wrong with any."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser.conftest import Demonstration
from tests.browser.looking import by_keyboard, wrong

PAGES: list[str] = yaml.safe_load((Path(__file__).parent / "pages.yaml").read_text(encoding="utf-8"))
# A desk by day and a phone by night: each page in both widths and both themes.
LOOKS = ((1440, "light"), (360, "dark"))


@pytest.fixture(scope="module")
def windows(demonstration: Demonstration, chromium: Any) -> Iterator[dict[str, Any]]:
    """A window for each of the cast that looks at pages."""
    opened = {who: demonstration.enter(chromium, who) for who in {line.split()[0] for line in PAGES}}
    yield opened
    for page in opened.values():
        page.context.close()


def looked_at(page: Any, address: str) -> dict[str, Any]:
    """What is wrong with a page, by how it was looked at."""
    found: dict[str, Any] = {}
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)
        answer = page.goto(address, wait_until="networkidle")
        found[f"{width} {theme}"] = wrong(page) if answer.status == 200 else answer.status
        keyboard = {name: faults for name, faults in by_keyboard(page).items() if faults}
        found[f"{width} by keyboard"] = keyboard
    return {look: faults for look, faults in found.items() if faults}


@pytest.mark.parametrize("line", PAGES)
def test_nothing_is_wrong_with_a_page(demonstration: Demonstration, windows: dict[str, Any], line: str) -> None:
    who, _, path = line.partition(" ")
    page, complaints = windows[who], []

    def hear(said: Any) -> None:
        if said.type in ("error", "warning"):
            complaints.append(said.text)

    page.on("console", hear)
    found = looked_at(page, demonstration.url(path))
    page.remove_listener("console", hear)
    assert (found, complaints) == ({}, [])
