"""What every page is asked in a browser: by axe, by the sides of the window, by the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTROLS = "a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, textarea, summary"
COUNT_REACHABLE = f"""() => [...document.querySelectorAll({CONTROLS!r})].filter(
    (e) => e.checkVisibility() && !(e.type === 'radio' && !e.checked)).length"""
MARK_FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e.dataset.reached) return null;
  e.dataset.reached = '1';
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  const bar = document.querySelector('.tabbar:not(.tabbar-still)')?.getBoundingClientRect();
  return { name: e.outerHTML.slice(0, 90), ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
           seen: e.closest('.tabbar') !== null || !bar?.height || box.top < bar.top };
}"""
PAST = """() => [...document.querySelectorAll('.sheet')].flatMap((sheet) => {
  const edge = sheet.getBoundingClientRect().right + 1;
  return [...sheet.querySelectorAll('td, .badge, .button, p, dd')].filter(
    (e) => e.checkVisibility() && e.getBoundingClientRect().right > edge).map((e) => e.outerHTML.slice(0, 90));
})"""
DRAWN = """() => document.querySelector('#main:not([data-seen])')
  && !document.querySelector('.htmx-request, [data-sending]')"""
SMALL = """() => [...document.querySelectorAll('.button, .switch button, summary, .tabbar a, input, select')]
  .filter((e) => e.checkVisibility() && e.type !== 'hidden' && !['radio', 'checkbox'].includes(e.type))
  .filter((e) => e.getBoundingClientRect().height < 24).map((e) => e.outerHTML.slice(0, 90))"""


def violations(page: Any) -> list[tuple[str, list[str]]]:
    """What axe finds wrong: the rule and where. It is put in by the test's own hand, past the page's policy."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(tags) => axe.run({ runOnly: tags })", RULES)["violations"]
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]


def past_the_side(page: Any) -> list[str]:
    """What runs past the side of the page, or of its sheet."""
    too_wide = page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]
    return [*(["the page"] if too_wide else []), *page.evaluate(PAST)]


def too_small(page: Any) -> list[str]:
    """Controls too small to touch."""
    return page.evaluate(SMALL)


def by_keyboard(page: Any) -> dict[str, list[str]]:
    """What the Tab key does not reach («missed» says how many), reaches without a ring, or hides behind the foot."""
    wanted, reached = page.evaluate(COUNT_REACHABLE), []
    for _ in range(wanted * 3):
        page.keyboard.press("Tab")
        focused = page.evaluate(MARK_FOCUS)
        reached += [focused] if focused else []
        if len(reached) >= wanted:
            break
    missed = [f"{wanted - len(reached)} of {wanted}"] if len(reached) < wanted else []
    ringless = [at["name"] for at in reached if not at["ring"]]
    return {"missed": missed, "ringless": ringless, "hidden": [at["name"] for at in reached if not at["seen"]]}


def wrong(page: Any) -> dict[str, Any]:
    """All that is wrong with a page as it stands, by what was asked; empty when nothing is."""
    found = {"axe": violations(page), "past the side": past_the_side(page), "too small": too_small(page)}
    return {name: faults for name, faults in found.items() if faults}


@contextmanager
def redrawn(page: Any) -> Iterator[None]:
    """Do something and wait until the page has been drawn anew by it, by a script or as a page of its own."""
    page.evaluate("() => { document.querySelector('#main').dataset.seen = '1'; }")
    yield
    page.wait_for_function(DRAWN)
    page.wait_for_load_state("networkidle")
