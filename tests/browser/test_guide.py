"""Chapters 2 to 5 of the guide, done as they are written: two months, and the year of personnel and of who decides.

What stands in bold in a chapter is the name of something on a page: the walk reads every name it meets, and each bold
one must be among them. CONGMINH_PICTURES=docs/guide/images also takes the pictures of the chapters.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from congminh.law.nd335.procedure import PROCEDURES
from tests.browser.conftest import demonstrated
from tests.browser.guide import civil_servant, head, head_of_agency, personnel
from tests.browser.guide.december import in_december
from tests.browser.guide.walk import Walk

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
CHAPTERS = {
    "civil servant": ("vi/02-thang-cua-cong-chuc.md", "en/02-a-civil-servants-month.md"),
    "head": ("vi/03-thang-cua-nguoi-dung-dau.md", "en/03-a-heads-month.md"),
    "personnel": ("vi/04-nam-cua-nguoi-tham-muu.md", "en/04-the-year-of-personnel.md"),
    "head of agency": ("vi/05-nam-cua-nguoi-dung-dau-co-quan.md", "en/05-the-year-of-a-head-of-agency.md"),
}
WALKS = {"civil servant": "months", "head": "months", "personnel": "year", "head of agency": "year"}
# A chapter without names would pass for nothing.
FEWEST = 20
PICTURE = re.compile(r"\.\./images/([\w-]+\.png)")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
HOLE = re.compile(r"%\(\w+\)s")


@pytest.fixture
def walk(request: pytest.FixtureRequest, of_whom: str) -> Walk:
    """The walk the chapter belongs to."""
    found: Walk = request.getfixturevalue(WALKS[of_whom])
    return found


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, chromium: Any) -> Iterator[Walk]:
    """The year's end: personnel prepare it, the head of the agency decides, personnel follow up."""
    folder = tmp_path_factory.mktemp("year")
    with in_december(folder) as found:
        walk = Walk(found, chromium, folder)
        personnel.prepares(walk)
        head_of_agency.decides(walk)
        personnel.follows_up(walk)
        yield walk
        for page in walk.windows.values():
            page.context.close()


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory, chromium: Any) -> Iterator[Walk]:
    """Both months walked, on a demonstration nobody else looks at."""
    folder = tmp_path_factory.mktemp("guide")
    with demonstrated(folder) as found:
        walk = Walk(found, chromium, folder)
        civil_servant.walk_through(walk)
        head.walk_through(walk)
        yield walk
        for page in walk.windows.values():
            page.context.close()


def bold(chapter: str) -> list[str]:
    """The names a chapter quotes."""
    text = (GUIDE / chapter).read_text(encoding="utf-8")
    return [" ".join(name.split()) for name in BOLD.findall(text)]


def shape(name: str) -> re.Pattern[str]:
    """A name as it stands on a page; «…» stands for what changes from day to day."""
    return re.compile(".+".join(re.escape(part) for part in name.split("…")))


def is_met(walk: Walk, name: str) -> bool:
    """Whether the walk met a name."""
    return any(shape(name).fullmatch(met) for met in walk.names)


@pytest.mark.parametrize("of_whom", CHAPTERS)
def test_every_name_the_chapter_quotes_stands_on_a_page(walk: Walk, of_whom: str) -> None:
    quoted = bold(CHAPTERS[of_whom][0])
    assert len(quoted) > FEWEST
    assert [name for name in quoted if not is_met(walk, name)] == []


def in_vietnamese() -> dict[str, set[str]]:
    """What the pages call things in English, with what they call them in Vietnamese; «…» for what changes."""
    path = resources.files("congminh") / "locale" / "vi" / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        catalogue: dict[Any, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    found: dict[str, set[str]] = {}
    for said, told in catalogue.items():
        if isinstance(said, str) and told:
            english, vietnamese = (HOLE.sub("…", each).split("\x04")[-1] for each in (said, told))
            found.setdefault(english[:1].upper() + english[1:], set()).add(vietnamese[:1].upper() + vietnamese[1:])
    for step in (step for procedure in PROCEDURES for step in procedure.steps):
        found.setdefault(step.label.en, set()).add(step.label.vi)
    return found


@pytest.mark.parametrize("of_whom", CHAPTERS)
def test_every_name_in_english_is_that_of_something_on_a_page(walk: Walk, of_whom: str) -> None:
    quoted, words = bold(CHAPTERS[of_whom][1]), in_vietnamese()
    assert len(quoted) > FEWEST
    unmet = [name for name in quoted if not any(is_met(walk, each) for each in words.get(name, ()))]
    assert unmet == []


@pytest.mark.parametrize("of_whom", CHAPTERS)
def test_both_languages_show_the_same_pictures_and_the_walk_takes_them(walk: Walk, of_whom: str) -> None:
    shown = [PICTURE.findall((GUIDE / chapter).read_text(encoding="utf-8")) for chapter in CHAPTERS[of_whom]]
    assert shown[0] == shown[1]
    assert set(shown[0]) <= walk.pictures
    assert [name for name in shown[0] if not (GUIDE / "images" / name).is_file()] == []
