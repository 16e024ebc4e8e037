"""The style guide in a browser: every width, both themes, by keyboard, on paper."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.looking import by_keyboard, past_the_side, too_small, violations

WIDTHS = (1440, 768, 360)
THEMES = ("light", "dark")


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of while the page was open."""
    return []


@pytest.fixture(params=[(width, theme) for width in WIDTHS for theme in THEMES], ids=lambda p: f"{p[0]}-{p[1]}")
def page(request: pytest.FixtureRequest, site: str, chromium: Any, complaints: list[str]) -> Iterator[Any]:
    """The style guide at a width in a theme."""
    width, theme = request.param
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=theme, locale="vi-VN")
    opened = context.new_page()
    opened.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(f"{site}/kieu-dang/", wait_until="networkidle")
    yield opened
    context.close()


@pytest.fixture
def plain_page(site: str, chromium: Any) -> Iterator[Any]:
    """The style guide on a desk, with scripts off."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 800})
    opened = context.new_page()
    opened.goto(f"{site}/kieu-dang/")
    yield opened
    context.close()


def test_nothing_runs_past_the_side(page: Any) -> None:
    assert past_the_side(page) == []


def test_axe_finds_nothing(page: Any) -> None:
    assert violations(page) == []


def test_axe_finds_nothing_in_an_open_dialog_or_menu(page: Any) -> None:
    page.click("#dialog > button")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.click(".menu summary")
    assert violations(page) == []


def test_the_browser_complains_of_nothing(page: Any, complaints: list[str]) -> None:
    page.click("#dialog > button")
    page.click("#return-sheet [command=close]")
    assert complaints == []
    assert page.evaluate("typeof htmx") in ("object", "function")


def test_a_page_asks_nobody_but_its_own_site(page: Any, site: str) -> None:
    asked = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert len(asked) >= 4
    assert [address for address in asked if not address.startswith(f"{site}/")] == []


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(page: Any) -> None:
    assert by_keyboard(page) == {"missed": [], "ringless": [], "hidden": []}


def test_a_dialog_opens_holds_and_closes_by_keyboard(page: Any) -> None:
    page.focus("#dialog > button")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('#return-sheet').open")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('#return-sheet').open")
    assert page.evaluate("document.activeElement.matches('#dialog > button')")


def test_controls_are_large_enough_to_touch(page: Any) -> None:
    assert too_small(page) == []


def test_our_own_letters_are_there_for_every_diacritic(page: Any) -> None:
    letters = "ẨẪỮỰỞặẵỹđĐ"
    assert page.evaluate("(text) => document.fonts.check('600 16px \"Be Vietnam Pro\"', text)", letters)
    loaded = page.evaluate("[...document.fonts].filter((f) => f.status === 'loaded').length")
    assert loaded == 4


def test_both_switches_work_without_a_script(plain_page: Any) -> None:
    plain_page.click(".menu:not(.named) summary")
    plain_page.click("button[value=dark]")
    assert plain_page.get_attribute("html", "data-theme") == "dark"
    plain_page.click(".menu:not(.named) summary")
    plain_page.click("button[value=en]")
    assert plain_page.get_attribute("html", "lang") == "en"
    assert plain_page.url.endswith("/kieu-dang/")


def test_on_paper_it_is_ink_on_white_without_controls(page: Any) -> None:
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    shown = page.evaluate("""() => [...document.querySelectorAll('.bar, .tabbar, .page-head .actions, .steps, .act')]
      .filter((e) => e.checkVisibility()).map((e) => e.className)""")
    assert shown == []
