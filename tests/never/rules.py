"""What must never appear in our code or pages, told by the syntax tree and not by letters; and where it may."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[2] / "src" / "congminh"


class Found(NamedTuple):
    """Which rule is broken where."""

    rule: str
    place: str
    line: int


Rule = Callable[[ast.AST], bool]


def called(node: ast.AST) -> str:
    """The dotted name of what is called; '' for anything else."""
    return dotted(node.func) if isinstance(node, ast.Call) else ""


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {name.name for name in node.names}
    if isinstance(node, ast.ImportFrom):
        return {node.module or "", *(f"{node.module}.{name.name}" for name in node.names)}
    return set()


def keyword(node: ast.AST, name: str) -> ast.expr | None:
    found = node.keywords if isinstance(node, ast.Call) else ()
    return next((each.value for each in found if each.arg == name), None)


def is_true(node: ast.expr | None) -> bool:
    return node is not None and not (isinstance(node, ast.Constant) and not node.value)


def runs_sql(node: ast.AST) -> bool:
    """A cursor is asked for, or a manager or a query is given SQL."""
    name = called(node).rpartition(".")[2]
    return name in ("cursor", "raw", "extra", "RawSQL", "executescript")


def joins_sql(node: ast.AST) -> bool:
    """What is executed is put together on the spot with what a person typed, in place of a parameter."""
    if called(node).rpartition(".")[2] not in ("execute", "executemany", "raw") or not node.args:  # type: ignore[attr-defined]
        return False
    text = ast.unparse(node.args[0])  # type: ignore[attr-defined]
    return bool(re.search(r"request|cleaned_data|GET|POST|\.data\[|form\.", text))


def sets_state(node: ast.AST) -> bool:
    """`.update(state=…)`, `.state = …; save()`: only `take()` moves a file."""
    return called(node).endswith(".update") and keyword(node, "state") is not None


def marks_safe(node: ast.AST) -> bool:
    return called(node).rpartition(".")[2] in ("mark_safe", "SafeString", "SafeText") or bool(
        imported(node) & {"django.utils.safestring.mark_safe", "markupsafe.Markup"}
    )


def takes_all_fields(node: ast.AST) -> bool:
    """`fields = "__all__"`, or `exclude` in its place: a new column would be open to whoever posts."""
    if not isinstance(node, ast.ClassDef) or node.name != "Meta":
        return False
    for each in node.body:
        if isinstance(each, ast.Assign):
            names = {target.id for target in each.targets if isinstance(target, ast.Name)}
            held = getattr(each.value, "value", None)
            if "exclude" in names or ("fields" in names and held == "__all__"):
                return True
    return False


def runs_code(node: ast.AST) -> bool:
    return called(node) in ("eval", "exec", "compile", "__import__") or called(node).startswith("builtins.")


def unpickles(node: ast.AST) -> bool:
    roots = {name.split(".")[0] for name in imported(node)}
    return bool(roots & {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle"})


def opens_a_shell(node: ast.AST) -> bool:
    return is_true(keyword(node, "shell")) or called(node) in ("os.system", "os.popen")


def lifts_a_guard(node: ast.AST) -> bool:
    """A view without the check of where a form comes from, or without our policy of contents."""
    names = {"csrf_exempt", "csp_exempt", "xframe_options_exempt", "login_not_required"}
    if isinstance(node, ast.Name | ast.Attribute):
        return dotted(node).rpartition(".")[2] in names
    return any(name.rpartition(".")[2] in names for name in imported(node))


def loads_yaml(node: ast.AST) -> bool:
    """Only with a safe loader, however it is called."""
    return called(node) in ("yaml.load", "yaml.unsafe_load", "yaml.full_load")


def trusts_anyone(node: ast.AST) -> bool:
    """A connection whose other end is not checked."""
    names = ("ssl._create_unverified_context", "ssl.CERT_NONE")
    verify = keyword(node, "verify")
    return dotted(node) in names or (isinstance(verify, ast.Constant) and verify.value is False)


RULES: dict[str, Rule] = {
    "raw SQL": runs_sql,
    "SQL joined with what is typed": joins_sql,
    "a state set past take()": sets_state,
    "text marked safe": marks_safe,
    "every field of a model": takes_all_fields,
    "code run from text": runs_code,
    "objects unpickled": unpickles,
    "a shell": opens_a_shell,
    "a guard lifted": lifts_a_guard,
    "YAML that makes objects": loads_yaml,
    "an end not checked": trusts_anyone,
}
PAGES = {
    "text marked safe": re.compile(r"\|\s*(?:safe|safeseq)\b|{%-?\s*autoescape\s+off"),
    "a handler in the markup": re.compile(r"<[^>{}]+\son[a-z]+\s*=", re.IGNORECASE),
    "a style in the markup": re.compile(r"<[^>{}]+\sstyle\s*=", re.IGNORECASE),
    "a script without its nonce": re.compile(r"<script(?![^>]*(?:\bsrc=|\bnonce=|application/json))", re.IGNORECASE),
    "something from elsewhere": re.compile(r"""(?:src|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE),
    "an address of a script": re.compile(r"javascript:", re.IGNORECASE),
}
TYPST = {
    "code run from text": re.compile(r"\beval\s*\("),
    "something from elsewhere": re.compile(r"@preview/|https?://"),
}


def in_python(text: str, place: str = "") -> Iterator[Found]:
    """What a module breaks."""
    for node in ast.walk(ast.parse(text)):
        for name, is_broken in RULES.items():
            if is_broken(node):
                yield Found(name, place, getattr(node, "lineno", 0))


def in_text(text: str, rules: dict[str, re.Pattern[str]], place: str = "") -> Iterator[Found]:
    """What a template breaks."""
    for name, sought in rules.items():
        for found in sought.finditer(text):
            yield Found(name, place, text.count("\n", 0, found.start()) + 1)


@cache
def everywhere() -> list[Found]:
    """What our package breaks, by module or template."""
    broken: list[Found] = []
    for path in sorted(PACKAGE.rglob("*")):
        place = path.relative_to(PACKAGE).as_posix()
        if path.suffix not in (".py", ".html", ".typ") or place.startswith("static"):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            broken += in_python(text, place)
        else:
            broken += in_text(text, PAGES if path.suffix == ".html" else TYPST, place)
    return broken
