"""Words in two languages and numbers as people write them: «2,7», «89,64 %», «76,70 điểm»."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple
from unicodedata import category, normalize


class Text(NamedTuple):
    """One phrase in both languages; Vietnamese is the text that counts."""

    vi: str
    en: str

    def __call__(self, language: str = "vi") -> str:
        return self.en if language == "en" else self.vi


class _WithoutMarks(dict[int, int | None]):
    """What becomes of each letter, worked out when it is first met: marks above and below go, the rest stays."""

    def __missing__(self, letter: int) -> int | None:
        kept = self[letter] = None if category(chr(letter)) == "Mn" else letter
        return kept


_WITHOUT_MARKS = _WithoutMarks()


def unaccented(text: str) -> str:
    """Lower case without diacritics, «đ» as d: «Đỗ Thị Minh Thu» → «do thi minh thu»."""
    return normalize("NFD", text).casefold().replace("đ", "d").translate(_WITHOUT_MARKS)


def half_up(value: Fraction, decimals: int) -> Fraction:
    """Round `value` (≥ 0) half-up to `decimals` places: the one rounding, outside the engines."""
    scale = 10**decimals
    return Fraction((2 * value.numerator * scale + value.denominator) // (2 * value.denominator), scale)


def decimal(value: Fraction, decimals: int, language: str = "vi", at_least: int = 0) -> str:
    """Write `value` half-up with up to `decimals` places, of which at least `at_least` are kept."""
    rounded = half_up(abs(value), decimals)
    number = rounded.numerator * 10**decimals // rounded.denominator
    return scaled(-number if value < 0 else number, decimals, language, at_least)


def scaled(number: int, places: int, language: str = "vi", at_least: int = 0) -> str:
    """Write a whole number of 10^-places exactly: 2700 thousandths → «2,7»; nothing is rounded."""
    whole, rest = divmod(abs(number), 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0").ljust(at_least, "0") if places else ""
    sign = "-" if number < 0 else ""
    mark = "." if language == "en" else ","
    return f"{sign}{whole}{mark}{decimals}" if decimals else f"{sign}{whole}"


def percent(value: Fraction, language: str = "vi", decimals: int = 2) -> str:
    """Write a fraction of one as «điểm tỷ lệ phần trăm»: 3/4 → «75 %»."""
    return f"{decimal(value * 100, decimals, language)} %"


def points(value: Fraction, edges: tuple[Fraction, ...] = (), language: str = "vi", decimals: int = 2) -> str:
    """Write points half-up, with as many places as it takes not to contradict a band's edge.

    89.996 is below 90 («tốt»); printed «90,00» it would say otherwise, so it prints «89,996».
    """
    places = decimals
    while any(value < edge <= half_up(value, places) for edge in edges):
        places += 1
    return decimal(value, places, language, at_least=decimals)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> list[str]:
    """A plain table: the columns in `left` to the left, the others to the right, one rule under the heads."""
    widths = [max(len(row[n]) for row in (heads, *rows)) for n in range(len(heads))]

    def line(row: Sequence[str]) -> str:
        cells = (cell.ljust(widths[n]) if n in left else cell.rjust(widths[n]) for n, cell in enumerate(row))
        return "  ".join(cells).rstrip()

    return [line(heads), "  ".join("─" * width for width in widths), *map(line, rows)]
