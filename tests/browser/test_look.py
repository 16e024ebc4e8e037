"""The style guide in a browser: every width, both themes, by keyboard, on paper."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (1440, 768, 360)
THEMES = ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTROLS = "a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, textarea, summary"
COUNT_REACHABLE = f"""() => [...document.querySelectorAll({CONTROLS!r})].filter(
    (e) => e.checkVisibility() && !(e.type === 'radio' && !e.checked)).length"""
MARK_FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e.dataset.reached) return null;
  e.dataset.reached = '1';
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  const bar = document.querySelector('.tabbar:not(.tabbar-still)').getBoundingClientRect();
  return { name: e.outerHTML.slice(0, 90), ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
           seen: e.closest('.tabbar') !== null || !bar.height || box.top < bar.top };
}"""


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


def violations(page: Any) -> list[tuple[str, list[str]]]:
    """What axe finds wrong: the rule and where. It is put in by the test's own hand, past the page's policy."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(tags) => axe.run({ runOnly: tags })", RULES)["violations"]
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]


def test_nothing_runs_past_the_side(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    past = page.evaluate("""() => [...document.querySelectorAll('.sheet')].flatMap((sheet) => {
      const edge = sheet.getBoundingClientRect().right + 1;
      return [...sheet.querySelectorAll('td, .badge, .button, p, dd')].filter(
        (e) => e.checkVisibility() && e.getBoundingClientRect().right > edge).map((e) => e.outerHTML.slice(0, 90));
    })""")
    assert past == []


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
    wanted, reached = page.evaluate(COUNT_REACHABLE), []
    for _ in range(wanted * 3):
        page.keyboard.press("Tab")
        focused = page.evaluate(MARK_FOCUS)
        reached += [focused] if focused else []
    assert len(reached) >= wanted
    assert [at["name"] for at in reached if not at["ring"]] == []
    assert [at["name"] for at in reached if not at["seen"]] == []


def test_a_dialog_opens_holds_and_closes_by_keyboard(page: Any) -> None:
    page.focus("#dialog > button")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('#return-sheet').open")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('#return-sheet').open")
    assert page.evaluate("document.activeElement.matches('#dialog > button')")


def test_controls_are_large_enough_to_touch(page: Any) -> None:
    small = page.evaluate("""() => [...document.querySelectorAll(
      '.button, .switch button, summary, .tabbar a, input, select')]
      .filter((e) => e.checkVisibility() && e.type !== 'hidden' && !['radio', 'checkbox'].includes(e.type))
      .filter((e) => e.getBoundingClientRect().height < 24).map((e) => e.outerHTML.slice(0, 90))""")
    assert small == []


def test_our_own_letters_are_there_for_every_diacritic(page: Any) -> None:
    letters = "ẨẪỮỰỞặẵỹđĐ"
    assert page.evaluate("(text) => document.fonts.check('600 16px \"Be Vietnam Pro\"', text)", letters)
    loaded = page.evaluate("[...document.fonts].filter((f) => f.status === 'loaded').length")
    assert loaded == 4


def test_both_switches_work_without_a_script(plain_page: Any) -> None:
    plain_page.click(".menu summary")
    plain_page.click("button[value=dark]")
    assert plain_page.get_attribute("html", "data-theme") == "dark"
    plain_page.click(".menu summary")
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
