"""The words the pages say: msgids found in templates and code, and those the catalogue holds."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from congminh.site.assets import PACKAGE

GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
QUOTED = re.compile(r"""\bgettext\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\)""")


def catalogue() -> polib.POFile:
    """The Vietnamese catalogue."""
    return polib.pofile(str(PACKAGE / "locale" / "vi" / "LC_MESSAGES" / "django.po"))


def templates() -> list[Path]:
    """Every template there is."""
    return sorted((PACKAGE / "templates").rglob("*.html"))


def in_template(path: Path) -> Iterator[str]:
    """The msgids of a template."""
    for quoted in QUOTED.findall(templatize(path.read_text(encoding="utf-8"))):
        yield ast.literal_eval(quoted)


def _called(node: ast.AST) -> str:
    """The name a call calls, empty when it is none."""
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def in_code(path: Path) -> Iterator[str]:
    """The msgids of a file of code."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if _called(node) in GETTEXT:
            yield from (
                arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            )


def said() -> dict[str, str]:
    """Every msgid with one file that says it."""
    found = {word: path.name for path in templates() for word in in_template(path)}
    codes = (path for path in PACKAGE.rglob("*.py") if "gettext" in path.read_text(encoding="utf-8"))
    return found | {word: path.name for path in codes for word in in_code(path)}
