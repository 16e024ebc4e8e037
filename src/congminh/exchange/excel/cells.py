"""What a cell's text means: codes, days, whole numbers, choices; each raises Wrong for what it cannot mean."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from congminh.exchange.excel.form import Choice, Reader, Wrong, fold, in_languages
from congminh.exchange.excel.reader import UNCALCULATED
from congminh.exchange.words import in_both

EXCEL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)")
DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})( 0?0:00)?")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
SEPARATORS = re.compile(r"[;,\n]+")
YEARS = range(1930, 2100)
YES, NO = ("x", "v", "co", "yes", "true", "1"), ("khong", "no", "false", "0")


def text(longest: int) -> Reader:
    """Words in one line, at most `longest` letters."""

    def read(said: str) -> str:
        line = " ".join(plain(said).split())
        if len(line) > longest:
            raise Wrong("too_long", longest=str(longest), length=str(len(line)))
        return line

    return read


def code(said: str) -> str:
    """A code of letters and digits, or a whole number."""
    found = " ".join(plain(said).split())
    if len(found) > 40:
        raise Wrong("too_long", longest="40", length=str(len(found)))
    if SEPARATORS.search(found):
        raise Wrong("one_code")
    return found


def codes(said: str) -> tuple[str, ...]:
    """Codes with a semicolon, a comma or a new line between them, each once."""
    found = (code(each.strip()) for each in SEPARATORS.split(plain(said)) if each.strip())
    return tuple(dict.fromkeys(found))


def day(said: str) -> date:
    """A day: an Excel date, or dd/mm/yyyy."""
    found = plain(said)
    if parts := DAY.fullmatch(found):
        return _day(int(parts[3]), int(parts[2]), int(parts[1]))
    if parts := YEAR_FIRST.fullmatch(found):
        return _day(int(parts[1]), int(parts[2]), int(parts[3]))
    raise Wrong("not_a_day")


def whole(least: int, most: int) -> Reader:
    """A whole number from `least` to `most`; words before it are let pass («nhóm 3»)."""

    def read(said: str) -> int:
        found = re.fullmatch(r"[^\W\d]*\s*(\d{1,9})", plain(said).strip())
        if not found or not least <= int(found[1]) <= most:
            raise Wrong("not_whole", least=str(least), most=str(most))
        return int(found[1])

    return read


def choice(options: tuple[Choice, ...]) -> Reader:
    """One of some values, by what it is called in either language or by another name of it."""

    @cache
    def known() -> dict[str, str]:
        return {name: value for value, label, also in options for name in {fold(value), *also, *in_languages(label)}}

    def read(said: str) -> str:
        value = known().get(fold(plain(said)))
        if value is None:
            listed = in_both(lambda: "; ".join(str(label) for _value, label, _also in options))
            raise Wrong("not_a_choice", options=listed)
        return value

    return read


def mark(said: str) -> bool:
    """An x; «không» takes it away."""
    found = fold(plain(said))
    if found not in (*YES, *NO):
        raise Wrong("not_a_mark")
    return found in YES


def plain(said: str) -> str:
    """The text of a cell that holds a value."""
    if EXCEL_ERROR.fullmatch(said):
        raise Wrong("excel_error")
    if said == UNCALCULATED:
        raise Wrong("not_calculated")
    return said


def _day(year: int, month: int, number: int) -> date:
    try:
        found = date(year, month, number)
    except ValueError as error:
        raise Wrong("not_a_day") from error
    if year not in YEARS:
        raise Wrong("not_a_day")
    return found
