"""The style guide and its components: what a page is made of holds to what the house asks."""

import re
from pathlib import Path

import pytest
from django.test import Client

from congminh.site.assets import ICONS, PACKAGE
from tests.pages.words import templates

TEMPLATES = PACKAGE / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
SOURCES = {path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8") for path in templates()}
PAGES = {source for source, text in SOURCES.items() if text.startswith("{% extends")}
PARTS = [path for source, path in zip(SOURCES, templates(), strict=True) if "/" in source and source not in PAGES]
CODE = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.name != "assets.py")
INCLUDE = re.compile(r"{% include ([^%]*?)%}")


@pytest.fixture
def client() -> Client:
    """A browser of nobody in particular."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def page(client: Client) -> str:
    """The style guide as it is sent."""
    return client.get("/kieu-dang/").content.decode()


def name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def test_the_style_guide_shows_every_component(page: str) -> None:
    from congminh.site.style_guide import COMPONENTS as SHOWN

    parts = {
        "bar",
        "account_menu",
        "display_menu",
        "field_faults",
        "field_parts",
        "filter_fields",
        "form_faults",
        "load_bar",
        "ruler",
    }
    assert {path.stem for path in COMPONENTS} - parts == set(SHOWN)
    assert all(f'id="{shown}"' in page for shown in SHOWN)


@pytest.mark.parametrize("path", PARTS, ids=name)
def test_a_component_opens_with_what_it_needs(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert re.fullmatch(r"{# .+ Needs: .+\. .*#}", first), (
        f"{name(path)}: one comment line, «what it is. Needs: …. #}}»"
    )


@pytest.mark.parametrize("source", SOURCES)
def test_what_is_included_gets_only_what_it_is_given(source: str) -> None:
    open_handed = [tag for tag in INCLUDE.findall(SOURCES[source]) if not tag.rstrip().endswith("only")]
    assert not open_handed


@pytest.mark.parametrize("source", SOURCES)
def test_no_template_holds_a_style_or_a_script_of_its_own(source: str) -> None:
    text = SOURCES[source]
    assert not re.search(r"<style\b|\bstyle=|\son\w+=|javascript:", text)
    assert all("src=" in script for script in re.findall(r"<script\b[^>]*>", text))


def test_every_template_is_used() -> None:
    by_name = {"404.html", "403.html", "403_csrf.html", "500.html"}
    said = "".join(SOURCES.values()) + CODE
    assert [source for source in SOURCES if f'"{source}"' not in said and source not in by_name] == []


def test_every_icon_is_listed_and_every_one_listed_is_used() -> None:
    named = set(re.findall(r'{% icon "([a-z0-9-]+)" %}', "".join(SOURCES.values())))
    spoken = set(re.findall(r'"([a-z0-9-]+)"', CODE + "".join(SOURCES.values())))
    assert named <= set(ICONS)
    assert [icon for icon in ICONS if icon not in named | spoken] == []


def test_an_icon_that_is_not_there_says_what_to_do() -> None:
    from congminh.site.assets import Missing
    from congminh.site.look import icon

    with pytest.raises(Missing, match="make assets"):
        icon("unicorn")


def test_a_field_in_error_says_what_why_and_next_beside_it(page: str) -> None:
    fault = page[page.index('id="id_done_error"') :][:900]
    assert "Số lượng 12 lớn hơn số được giao." in fault
    assert "phần vượt phải là việc nhận thêm" in fault
    assert "Sửa thành 5" in fault
    assert re.search(r'name="done"[^>]*aria-describedby="id_done_error"', page)


def test_a_score_is_drawn_to_a_tenth_and_told_in_words(page: str) -> None:
    assert 'width="250.2"' in page
    assert 'aria-label="83,40 điểm trên thước 100 điểm; các ngưỡng 50, 70, 90"' in page


def test_a_score_that_cannot_be_said_is_neither_nought_nor_full(page: str) -> None:
    empty = page[page.index('aria-label="Phiếu tháng 8"') :][:1800]
    assert "Chưa đủ dữ liệu" in empty
    assert "ruler-value" not in empty
    assert "0,00" not in empty


def test_points_are_written_exactly() -> None:
    from django.utils.translation import override

    from congminh.site.look import along, points

    with override("vi"):
        assert [points(value) for value in (0, 5, 8999, 10000)] == ["0,00", "0,05", "89,99", "100,00"]
    with override("en"):
        assert points(8999) == "89.99"
    assert [along(value, 300) for value in (0, 1, 8999, 10000, 12000)] == ["0.0", "0.0", "269.9", "300.0", "300.0"]


def test_pages_of_a_list_keep_the_rest_of_the_address(client: Client) -> None:
    page = client.get("/kieu-dang/?q=lan&page=3").content.decode()
    assert 'href="?q=lan&amp;page=4"' in page
    assert "101–150 trong 4312" in page
