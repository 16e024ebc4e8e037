"""What the pages are drawn with, made ready at build: `python -m congminh.site.assets`.

Copies the few files used from node_modules into static/vendor, compiles the words of the catalogues, and
gathers every static file, hashed and compressed, into the folder the site serves from. Nothing is fetched
when the site runs.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
VENDOR = PACKAGE / "static" / "vendor"
GATHERED = PACKAGE / "static_gathered"

ICONS = (
    "bell", "book-open", "chevron-left", "chevron-right", "circle-alert", "circle-check", "circle-dashed",
    "clock", "file-text", "house", "inbox", "info", "menu", "plus", "scale", "sliders-horizontal",
    "triangle-alert", "users",
)  # fmt: skip
FONTS = [
    f"be-vietnam-pro-{script}-{weight}-normal.woff2" for script in ("latin", "vietnamese") for weight in (400, 600)
]


class Missing(Exception):
    """A file that should be there is not; the message says what to do."""


def used() -> Iterator[tuple[str, str]]:
    """Each file used: where it is in node_modules, where it goes in static/vendor."""
    for name in FONTS:
        yield f"@fontsource/be-vietnam-pro/files/{name}", f"fonts/{name}"
    for name in ICONS:
        yield f"lucide-static/icons/{name}.svg", f"icons/{name}.svg"
    yield "htmx.org/dist/htmx.min.js", "htmx.min.js"
    for package in ("@fontsource/be-vietnam-pro", "htmx.org", "lucide-static"):
        yield f"{package}/LICENSE", f"licences/{package.split('/')[-1]}.txt"


def copy(modules: Path, vendor: Path = VENDOR) -> int:
    """Copy the files used into `vendor`, afresh; how many there were. Raises Missing and leaves it as it was."""
    absent = [source for source, _ in used() if not (modules / source).is_file()]
    if absent:
        raise Missing(f"{modules} lacks {', '.join(absent)}. Run «npm ci», or «make assets», which does.")
    shutil.rmtree(vendor, ignore_errors=True)
    for source, target in used():
        (vendor / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, vendor / target)
    return sum(1 for _ in used())


def compile_words(locale: Path = PACKAGE / "locale") -> int:
    """Compile each catalogue of words beside itself, without gettext's tools; how many there were."""
    from polib import pofile

    catalogues = sorted(locale.rglob("*.po"))
    for catalogue in catalogues:
        pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))
    return len(catalogues)


def gather() -> None:
    """Put every static file, hashed and compressed, where the site serves it from."""
    os.environ |= {"CONGMINH_DEBUG": "0", "CONGMINH_SECRET_KEY": "for gathering files only"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congminh.site.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)


def main(modules: Path) -> None:
    """Make everything ready, or stop with what is missing."""
    try:
        files = copy(modules)
    except Missing as missing:
        sys.exit(str(missing))
    catalogues = compile_words()
    gather()
    print(f"{files} files copied, {catalogues} catalogue of words compiled, gathered in {GATHERED.name}/")


if __name__ == "__main__":
    main(Path.cwd() / "node_modules")
