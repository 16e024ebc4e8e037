"""Windows of the cast that read the names on every page they come to, and take the pictures of the guide."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browser.conftest import Demonstration
from tests.browser.looking import wrong

PICTURES = os.environ.get("CONGMINH_PICTURES", "")
# The names on a page: what is pressed, chosen, filled in or read as a heading, without keys, counts and asides.
NAMES = """() => [...document.querySelectorAll(
  'a, button, summary, label, legend, th, h1, h2, h3')].map((each) => {
  const name = each.cloneNode(true);
  for (const aside of name.querySelectorAll('.hidden-text, .sub, .count, kbd, svg')) aside.remove();
  return name.textContent.trim().replace(/\\s+/g, ' ');
})"""
SCROLL = """(at) => {
  document.activeElement.blur();
  scrollTo(0, at ? document.querySelector(at).getBoundingClientRect().top + scrollY - 24 : 0);
}"""


@dataclass
class Walk:
    """Windows of the cast on a demonstration of its own; the names met on every page, the pictures due."""

    demonstration: Demonstration
    browser: Any
    folder: Path
    windows: dict[str, Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)

    def enter(self, who: str, path: str, **more: Any) -> Any:
        """Somebody's window at a page, looked at; a phone's is one of its own."""
        key = f"{who} {sorted(more)}"
        if key not in self.windows:
            self.windows[key] = self.demonstration.enter(self.browser, who, color_scheme="light", **more)
        page = self.windows[key]
        page.goto(self.demonstration.url(path), wait_until="networkidle")
        return self.look(page)

    def look(self, page: Any) -> Any:
        """Read the names on the page as it stands."""
        page.wait_for_load_state("networkidle")
        self.names.update(page.evaluate(NAMES))
        return page

    def picture(self, page: Any, name: str, at: str = "", height: int = 800) -> None:
        """Nothing is wrong with the page; its upper part, or what begins with `at`, where pictures are asked for."""
        self.look(page)
        assert wrong(page) == {}
        self.pictures.add(f"{name}.png")
        if PICTURES:
            page.set_viewport_size({**page.viewport_size, "height": height})
            page.evaluate(SCROLL, at)
            page.screenshot(path=Path(PICTURES) / f"{name}.png")


def fill_in(page: Any) -> None:
    """The most of every criterion."""
    for points in page.locator(".points").all():
        points.locator("input").fill(points.locator(".sub").inner_text().lstrip("/ "))


def choose(page: Any, name: str, value: str) -> None:
    """A choice, from a list or among buttons."""
    field = page.locator(f"main [name='{name}']").first
    if field.evaluate("each => each.tagName") == "SELECT":
        field.select_option(value)
    else:
        page.locator(f"main [name='{name}'][value='{value}']").check()


def step(walk: Walk, who: str, file: int, name: str, **typed: str) -> Any:
    """A step of a file on its own page, looked at before and after."""
    page = walk.enter(who, f"/ho-so/{file}/{name}/")
    for named, value in typed.items():
        if page.locator(f"main [name='{named}'][type=radio]").count():
            choose(page, named, value)
        else:
            page.fill(f"main [name='{named}']", value)
    return press(walk, page)


def press(walk: Walk, page: Any, name: str = "") -> Any:
    """Press the button so named, else the chief one, and look at the page that comes."""
    chief = page.locator("main form button.primary").last
    with page.expect_navigation(wait_until="networkidle"):
        (page.get_by_role("button", name=name).first if name else chief).click()
    return walk.look(page)
