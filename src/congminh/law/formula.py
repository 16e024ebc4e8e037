"""Reading a figure's formula: which names it uses, and how each engine writes its few functions."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

NAME = re.compile(r"'[^']*'|[A-Za-z_][A-Za-z0-9_]*")
WORDS = frozenset(["CASE", "WHEN", "THEN", "ELSE", "END", "AND", "OR", "NOT", "IN", "IS", "NULL", "BETWEEN", "AS"])

Writer = Callable[..., str]


class UnknownName(ValueError):
    """A formula uses a name that is no column, parameter, reading or function."""


def names_in(formula: str) -> list[str]:
    """The names a formula uses, functions and quoted text aside, in order of appearance."""
    found = (match.group() for match in NAME.finditer(formula))
    names = (name for name in found if name[0] != "'" and name not in WORDS and name not in FUNCTIONS)
    return list(dict.fromkeys(names))


def fill(formula: str, columns: Iterable[str], values: Mapping[str, int | str]) -> str:
    """Put parameters and readings into a formula as literals; leave columns and functions alone."""
    known = set(columns)

    def literal(match: re.Match[str]) -> str:
        name = match.group()
        if name[0] == "'" or name in WORDS or name in FUNCTIONS or name in known:
            return name
        if name not in values:
            raise UnknownName(f"«{name}» in «{formula}» is no column, parameter, reading or function")
        value = values[name]
        return str(value) if isinstance(value, int) else f"'{value}'"

    return NAME.sub(literal, formula)


def _arguments(text: str, start: int) -> tuple[list[str], int]:
    """The arguments of a call whose opening bracket stands at `start`, and where the call ends."""
    depth, begin = 0, start + 1
    found: list[str] = []
    for place in range(start, len(text)):
        if text[place] == "(":
            depth += 1
        elif text[place] == ")":
            depth -= 1
            if depth == 0:
                return [*found, text[begin:place].strip()], place + 1
        elif text[place] == "," and depth == 1:
            found.append(text[begin:place].strip())
            begin = place + 1
    raise UnknownName(f"a bracket is not closed in «{text}»")


def write_calls(formula: str, writers: Mapping[str, Writer]) -> str:
    """Rewrite each call of a known function as one engine's dialect spells it, innermost included."""
    out, place = [], 0
    for match in re.finditer(r"([a-z_]+)\(", formula):
        if match.start() < place or match.group(1) not in writers:
            continue
        arguments, end = _arguments(formula, match.end() - 1)
        inner = [write_calls(argument, writers) for argument in arguments]
        out += [formula[place : match.start()], writers[match.group(1)](*inner)]
        place = end
    return "".join([*out, formula[place:]])


def _dialect(div: str, most: str, least: str, flag: str) -> dict[str, Writer]:
    return {
        "half_up": lambda x, y: f"((2 * ({x}) + ({y})) {div} (2 * ({y})))",
        "div": lambda x, y: f"(({x}) {div} ({y}))",
        "greatest": lambda *each: f"{most}({', '.join(each)})",
        "least": lambda *each: f"{least}({', '.join(each)})",
        "flag": lambda test: flag.format(test),
        "sum": lambda each: f"CAST(sum({each}) AS BIGINT)",
    }


# All that differs between the engines. `greatest` and `least` skip NULL on three of them and not on
# SQLite, so no formula gives them a column that may be empty.
DIALECTS: Mapping[str, Mapping[str, Writer]] = {
    "sqlite": _dialect("/", "max", "min", "({})"),
    "postgresql": _dialect("/", "greatest", "least", "CAST(({}) AS INTEGER)"),
    "duckdb": _dialect("//", "greatest", "least", "CAST(({}) AS BIGINT)"),
    "spark": _dialect("DIV", "greatest", "least", "CAST(({}) AS BIGINT)"),
}
FUNCTIONS = frozenset({"nullif", "coalesce", *DIALECTS["sqlite"]})


@cache
def sums(formula: str) -> bool:
    """Whether a formula gathers rows of the finer grain: it is one `sum(…)`."""
    return formula.startswith("sum(")
