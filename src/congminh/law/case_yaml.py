"""The YAML of a case file, read to the letter: 97.40 keeps its digits, and nothing is said twice."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from congminh.law.case_facts import BadCase

MOST_DIGITS = 18
TAG = "tag:yaml.org,2002:"


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML's safe loader, with decimals as they were written and every key once."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """Refuse a key that stands twice, and `on:`, which YAML reads as true."""
        seen: set[tuple[str, str]] = set()
        for key, _ in node.value:
            if key.tag == f"{TAG}bool":
                raise _wrong(key, "as a key is read by YAML as true or false; use another word")
            if (key.tag, str(key.value)) in seen:
                raise _wrong(key, "stands twice")
            seen.add((key.tag, str(key.value)))
        return super().construct_mapping(node, deep)


def _wrong(node: Any, what: str) -> yaml.YAMLError:
    return yaml.constructor.ConstructorError(None, None, f"«{node.value}» {what}", node.start_mark)


def _decimal(loader: Any, node: Any) -> Decimal:
    try:
        written = Decimal(node.value.replace("_", ""))
    except InvalidOperation:
        raise _wrong(node, "is not a decimal number") from None
    if not written.is_finite() or abs(written.adjusted()) > MOST_DIGITS:
        raise _wrong(node, "is too large or too small a number")
    return written


def _day(loader: Any, node: Any) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        raise _wrong(node, "is not a day of the calendar") from None


Loader.add_constructor(f"{TAG}float", _decimal)
Loader.add_constructor(f"{TAG}timestamp", _day)


def read(path: Path) -> Any:
    """What a YAML file holds as plain data; raises BadCase with the line where it cannot be read."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 - a safe loader  # nosec B506
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise BadCase(f"{path}: cannot be read: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    said = str(problem or getattr(error, "strerror", None) or error)
    return f"line {mark.line + 1}: {said}" if mark else " ".join(said.split())
