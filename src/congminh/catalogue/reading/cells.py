"""Cells as people meant them: clean text, and numbers turned exactly into integers of thousandths."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from congminh.law.text import unaccented

Value = object

# Excel itself keeps 15 digits: 0,1 + 0,2 is stored with a tail that nobody typed.
EXCEL_DIGITS = Context(prec=15)
LARGEST = Decimal(10**9)
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
GROUPED_VI = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+")
GROUPED_EN = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+")
AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})+")
IN_FRAME = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?(?!\w)")
OPEN_ABOVE = re.compile(r"(tren|tu|>|≥)")


class Number(NamedTuple):
    """A number in thousandths, or None; `problem` is '' or what made it doubtful."""

    value_m: int | None
    problem: str = ""


class Frame(NamedTuple):
    """A «khung điểm» in thousandths: '51-100' has a floor and a ceiling, 100 only a ceiling."""

    floor_m: int | None
    ceiling_m: int | None
    problem: str = ""


def text_of(value: Value) -> str:
    """The cell as one line of composed (NFC) text, single spaces; whole numbers without a decimal part."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """Letters and digits only, lower case, without tone marks: how headings and labels are compared."""
    return " ".join(re.sub(r"[\W_]+", " ", unaccented(text)).split())


def same(text: str) -> str:
    """How codes and outputs are compared: exactly, but for case, spaces and the form of the accents."""
    return text_of(text).casefold()


def number_of(value: Value) -> Number:
    """Thousandths of a number cell or of text such as «3,7»; problems: date, text, ambiguous, decimals."""
    if isinstance(value, date | time | timedelta):
        return Number(None, "date")
    if isinstance(value, bool):
        return Number(None, "text")
    if isinstance(value, int | float):
        return in_thousandths(EXCEL_DIGITS.create_decimal(str(value)))
    return number_in_text(text_of(value))


def number_in_text(text: str) -> Number:
    bare = re.sub(r"\s*(điểm|đ)\.?$", "", text, flags=re.IGNORECASE).replace(" ", "").replace("−", "-")
    if not bare:
        return Number(None)
    if GROUPED_VI.fullmatch(bare):
        return in_thousandths(Decimal(bare.replace(".", "").replace(",", ".")))
    if GROUPED_EN.fullmatch(bare):
        return in_thousandths(Decimal(bare.replace(",", "")))
    if AMBIGUOUS.fullmatch(bare):
        return Number(None, "ambiguous")
    if not (bare.isascii() and NUMBER.fullmatch(bare)):
        return Number(None, "text")
    return in_thousandths(Decimal(bare.replace(",", ".")))


def in_thousandths(number: Decimal) -> Number:
    if not number.is_finite() or abs(number) > LARGEST:
        return Number(None, "text")
    exact = number * 1000
    whole = exact.to_integral_value(ROUND_HALF_UP)
    return Number(int(whole), "" if whole == exact else "decimals")


def frame_of(value: Value) -> Frame:
    """The frame of points: a number is the ceiling, «51-100» or «từ 51 đến 100» is floor and ceiling."""
    if not isinstance(value, str):
        number = number_of(value)
        return Frame(None, number.value_m, number.problem)
    parts = [number_in_text(part) for part in IN_FRAME.findall(text_of(value).replace("−", "-"))]
    if not text_of(value):
        return Frame(None, None)
    if problem := next((part.problem for part in parts if part.problem), ""):
        return Frame(None, None, problem)
    return frame_between([part.value_m for part in parts if part.value_m is not None], fold_start(value))


def fold_start(value: str) -> str:
    stripped = value.strip()
    return stripped[:1] if stripped[:1] in ">≥" else fold(stripped)


def frame_between(bounds: list[int], start: str) -> Frame:
    if len(bounds) == 1 and not OPEN_ABOVE.match(start):
        return Frame(None, bounds[0])
    if len(bounds) == 2 and bounds[0] < bounds[1]:
        return Frame(bounds[0], bounds[1])
    return Frame(None, None, "text")


def is_number(value: Value) -> bool:
    """Whether the cell reads as a number, by its type or by its text."""
    return number_of(value).value_m is not None
