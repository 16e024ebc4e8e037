"""Files of the look: only what is used, from this machine alone, hashed and compressed."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from congminh.site.assets import FONTS, PACKAGE, VENDOR, Missing, copy, used

ROOT = Path(__file__).parents[2]
HASHED = re.compile(r".+\.[0-9a-f]{12}\.\w+")


@pytest.fixture
def gathered(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    """Every static file, as the site serves it outside trials."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": settings.HASHED}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_every_file_is_hashed_and_what_shrinks_is_compressed(gathered: Path) -> None:
    names = json.loads((gathered / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    assert {"site.css", "site.js", "mark.svg", "vendor/htmx.min.js"} <= set(names)
    assert all(HASHED.fullmatch(hashed) and (gathered / hashed).is_file() for hashed in names.values())
    assert all((gathered / f"{names[name]}.gz").is_file() for name in ("site.css", "vendor/htmx.min.js"))


def test_the_stylesheet_names_fonts_by_their_hashes_and_nothing_elsewhere(gathered: Path) -> None:
    names = json.loads((gathered / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    sheet = (gathered / names["site.css"]).read_text(encoding="utf-8")
    addresses = re.findall(r'url\("?([^")]+)', sheet)
    assert len(addresses) == len(FONTS)
    assert all((gathered / address).is_file() for address in addresses)
    assert "//" not in "".join(addresses)


def test_our_own_stylesheet_stays_small() -> None:
    assert (PACKAGE / "static" / "site.css").stat().st_size < 48_000


def test_charts_are_drawn_by_a_script_of_our_own_that_asks_for_no_map_and_no_page_loads_unasked(gathered: Path) -> None:
    script = (VENDOR / "chart.min.js").read_text(encoding="utf-8")
    assert "Chart.js v4" in script[:40]
    assert "sourceMappingURL" not in script
    frame = (PACKAGE / "templates" / "base.html").read_text(encoding="utf-8")
    assert "chart.min.js" not in frame
    assert {"chart.js.txt", "color.txt"} <= {path.name for path in (VENDOR / "licences").iterdir()}


def test_only_what_is_used_is_copied() -> None:
    there = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert there == {target for _, target in used()}


def test_a_file_that_is_not_there_stops_the_copy_and_spoils_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "vendor" / "kept.txt"
    kept.parent.mkdir()
    kept.write_text("here before", encoding="utf-8")
    with pytest.raises(Missing, match="npm ci"):
        copy(tmp_path / "node_modules", kept.parent)
    assert kept.read_text(encoding="utf-8") == "here before"


def test_the_lock_pins_every_package_and_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = [entry for place, entry in lock.items() if place]
    assert all(entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in wanted)


def test_versions_are_exact() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    asked = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
