"""What the pages are drawn with, made ready at build: `python -m congminh.site.assets`.

Copies the few files used from node_modules into static/vendor, compiles the words of the catalogues, and
gathers every static file, hashed and compressed, into the folder the site serves from. Nothing is fetched
when the site runs.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
VENDOR = PACKAGE / "static" / "vendor"
GATHERED = PACKAGE / "static_gathered"

ICONS = (
    "bell", "book-open", "chevron-down", "chevron-left", "chevron-right", "circle-alert", "circle-check",
    "circle-dashed", "circle-user", "clipboard-check", "clipboard-list", "clipboard-paste", "clock", "copy",
    "download", "eye", "file-text", "house", "inbox", "info", "key-round", "link", "list-checks", "log-in",
    "log-out", "menu", "minus", "network", "plus", "repeat", "scale", "search", "send", "sliders-horizontal", "target",
    "triangle-alert", "undo-2", "users", "x", "zap",
)  # fmt: skip
FONTS = [
    f"be-vietnam-pro-{script}-{weight}-normal.woff2" for script in ("latin", "vietnamese") for weight in (400, 600)
]
# Chart.js is for pages with charts alone; @kurkle/color is inside it.
SCRIPTS = (("htmx.org/dist/htmx.min.js", "htmx.min.js"), ("chart.js/dist/chart.umd.min.js", "chart.min.js"))
LICENCES = (
    "@fontsource/be-vietnam-pro/LICENSE", "htmx.org/LICENSE", "lucide-static/LICENSE", "chart.js/LICENSE.md",
    "@kurkle/color/LICENSE.md",
)  # fmt: skip
# What printed forms are set in: a face of the metrics of Times, whole, and never served (`exchange/forms`).
PRINT = PACKAGE / "exchange" / "forms" / "fonts"
PRINT_FACES = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")
# A script that names its map makes the browser ask for a file we do not keep.
MAP = re.compile(rb"\n//# sourceMappingURL=\S+\s*$")


Files = Callable[[], Iterator[tuple[str, str]]]


class Missing(Exception):
    """A file that should be there is not; the message says what to do."""


def used() -> Iterator[tuple[str, str]]:
    """Each file used: where it is in node_modules, where it goes in static/vendor."""
    for name in FONTS:
        yield f"@fontsource/be-vietnam-pro/files/{name}", f"fonts/{name}"
    for name in ICONS:
        yield f"lucide-static/icons/{name}.svg", f"icons/{name}.svg"
    for source, name in SCRIPTS:
        yield source, name
    for licence in LICENCES:
        yield licence, f"licences/{licence.split('/')[-2]}.txt"


def printed() -> Iterator[tuple[str, str]]:
    """Each file that forms are printed with: where it is in node_modules, its name in `PRINT`."""
    for face in PRINT_FACES:
        yield f"@expo-google-fonts/tinos/{face}/Tinos_{face}.ttf", f"Tinos_{face}.ttf"
    yield "@expo-google-fonts/tinos/LICENSE_FONT", "OFL.txt"


def copy(modules: Path, folder: Path = VENDOR, files: Files = used) -> int:
    """Copy files into `folder`, afresh; how many there were. Raises Missing and leaves it as it was."""
    absent = [source for source, _ in files() if not (modules / source).is_file()]
    if absent:
        raise Missing(f"{modules} lacks {', '.join(absent)}. Run «npm ci», or «make assets», which does.")
    shutil.rmtree(folder, ignore_errors=True)
    for source, target in files():
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        text = (modules / source).read_bytes()
        (folder / target).write_bytes(MAP.sub(b"\n", text) if target.endswith(".js") else text)
    return sum(1 for _ in files())


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
        files = copy(modules) + copy(modules, PRINT, printed)
    except Missing as missing:
        sys.exit(str(missing))
    catalogues = compile_words()
    gather()
    print(f"{files} files copied, {catalogues} catalogue of words compiled, gathered in {GATHERED.name}/")


if __name__ == "__main__":
    main(Path.cwd() / "node_modules")
