"""The one way of writing a fact as bytes: JCS (RFC 8785) of integers and strings, in Unicode's form NFC."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any
from unicodedata import is_normalized, normalize

if TYPE_CHECKING:
    from congminh.ledger.models import Entry

# The whole numbers every reader of JSON holds exactly.
MOST = 2**53 - 1
JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
SORTED = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), sort_keys=True).encode
# The columns of an entry that its leaf commits to.
OF_ENTRY = ("pk", "file_id", "number", "at", "who_id", "role", "step", "cite", "before", "after", "data",
            "file__procedure")  # fmt: skip


class NotCanonical(TypeError):
    """Something that has no one way of being written: a fraction, an object, two names that are one."""


def canonical(value: Any) -> bytes:
    """The bytes of a value; raises NotCanonical for anything but texts, whole numbers, yes and no, and their lists."""
    return _written(_plain(value))


def _written(value: Any) -> bytes:
    try:
        return JSON(value).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("half of a surrogate pair is no text") from error


def _plain(value: Any) -> Any:
    # Nearly all there is, and a closing writes tens of thousands.
    kind = type(value)
    if (kind is int and -MOST <= value <= MOST) or (kind is str and value.isascii()):
        return value
    if isinstance(value, str):
        return value if value.isascii() or is_normalized("NFC", value) else normalize("NFC", value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > MOST:
            raise NotCanonical(f"{value} is too large to be read alike everywhere")
        return int(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if kind is dict or isinstance(value, Mapping):
        return _sorted(value)
    raise NotCanonical(f"«{value}» is a {type(value).__name__}: write it as a text or a whole number")


def _sorted(value: Mapping[Any, Any]) -> dict[str, Any]:
    """Names in the order of their UTF-16, as JCS has it."""
    if all(type(name) is str and name.isascii() for name in value):
        return {name: _plain(value[name]) for name in sorted(value)}
    found = {_name(name): _plain(each) for name, each in value.items()}
    if len(found) < len(value):
        raise NotCanonical("two names are one and the same in form NFC")
    names = sorted(found, key=None if "".join(found).isascii() else _utf16)
    return {name: found[name] for name in names}


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise NotCanonical(f"a name is a text, not {name!r}")
    return str(_plain(name))


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be", "surrogatepass")


def content_of(entry: Entry, procedure: str) -> bytes:
    """What the leaf of an entry commits to: all of its row, and the procedure of its file; names in their order."""
    return _written({name: _plain(value) for name, value in facts_of(entry, procedure).items()})


def facts_of(entry: Entry, procedure: str) -> dict[str, Any]:
    """The same, not put in form yet."""
    return facts((*(getattr(entry, name) for name in OF_ENTRY[:-1]), procedure))


def facts(row: Sequence[Any]) -> dict[str, Any]:
    """The same, of the columns `OF_ENTRY`; names in their order."""
    pk, file, number, at, who, role, step, cite, before, after, data, procedure = row
    return {
        "after": after,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "before": before,
        "cite": cite,
        "data": data,
        "entry": pk,
        "file": file,
        "kind": "entry",
        "number": number,
        "procedure": procedure,
        "role": role,
        "step": step,
        "v": 1,
        "who": who,
    }


def quickly(said: dict[str, Any]) -> bytes:
    """What is in form already, written; for anything else bytes that no leaf commits to, or none."""
    try:
        return SORTED(said).encode()
    except (TypeError, ValueError):
        return b""
