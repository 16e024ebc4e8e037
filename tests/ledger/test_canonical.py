"""One fact, one way of writing it (RFC 8785), and nothing that has two."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from congminh.ledger.log.canonical import MOST, NotCanonical, canonical

TEXTS = some.text(some.characters(exclude_categories=("Cs",)))
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers(-MOST, MOST) | TEXTS,
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(some.text("abcđêôơư_€\ufb33😀", max_size=5), inner, max_size=4)
    ),
)


def formed(value: Any) -> Any:
    """The same, its texts in form NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [formed(each) for each in value]
    return {formed(name): formed(each) for name, each in value.items()} if isinstance(value, dict) else value


@given(VALUES)
def test_what_is_written_is_read_back_and_written_alike(value: Any) -> None:
    said = canonical(value)
    assert json.loads(said) == formed(value)
    assert canonical(json.loads(said)) == said


def test_names_stand_in_the_order_of_rfc_8785() -> None:
    # As the example of its section 3.2.3: by UTF-16, so that what needs two units comes before U+FF41.
    names = ["\u20ac", "\r", "\uff41", "1", "\U0001f600", "\u0080", "\u00f6"]
    found = json.loads(canonical(dict.fromkeys(names, 1)), object_pairs_hook=lambda pairs: [name for name, _ in pairs])
    assert found == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\uff41"]


def test_letters_are_written_as_they_are_and_controls_as_json_has_them() -> None:
    assert canonical({"b": "đ/\u2028\x7f", "a": '\x00\x1f\b\t\n\f\r"\\'}) == (
        '{"a":"\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\","b":"đ/\u2028\x7f"}'.encode()
    )


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), MOST + 1, b"bytes", object(), {1: 2}, {"a", "b"}, "\ud800", {"x": [0.1]}]
)
def test_what_two_programs_could_write_differently_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


def test_two_names_that_are_one_are_refused() -> None:
    with pytest.raises(NotCanonical, match="one and the same"):
        canonical({"\u00e0": 1, "a\u0300": 2})
