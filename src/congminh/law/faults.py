"""What is wrong with the rows a reckoning starts from: what, where (row and column), what to do.

The rules are SQL (`facts.rules`), so the same text checks a case in memory, a table of the database
and a file of fifty million rows.
"""

from dataclasses import dataclass

from congminh.law.facts import MOST_LOAD, Rule, faulty, rules
from congminh.law.figures import Grain
from congminh.law.text import Text

SHOWN = 20
WHOLE_FILE = "–"


@dataclass(frozen=True)
class Fault:
    """One value that cannot be reckoned with, and its place («lỗi dữ liệu»)."""

    table: str
    row: int | str
    column: str
    value: str
    what: Text

    def __str__(self) -> str:
        return self.text("en")

    def text(self, language: str = "vi") -> str:
        """The fault as one line a person can act on; what concerns the whole file names no row or column."""
        places = ((Text("dòng", "row"), self.row), (Text("cột", "column"), self.column))
        place = "".join(f", {word(language)} {where}" for word, where in places if where != WHOLE_FILE)
        value = f"«{self.value}» " if self.value or self.row != WHOLE_FILE else ""
        return f"{self.table}{place}: {value}{self.what(language)}"


class BadFacts(ValueError):
    """Rows that cannot be reckoned; `faults` says which, in order, and `more` how many were left unsaid."""

    def __init__(self, faults: list[Fault], more: int = 0) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults, self.more = faults, more


def count_query(grain: Grain, table: str) -> str:
    """SQL for how many rows of `table` are to be refused."""
    return f"SELECT count(*) FROM {table} AS given WHERE {faulty(grain)}"


def place_query(grain: Grain, table: str, row: str, raw: str = "") -> str:
    """SQL for the first faults of `table`: (row, rule's place in `facts.rules`, value), by row and column.

    `raw` is the prefix of the columns that hold the values as they were written, where there are such.
    """
    found = [
        f"SELECT {row} AS place, {n} AS rule, CAST({raw}{rule.column} AS VARCHAR) AS found FROM {table} AS given"
        f" WHERE NOT coalesce({rule.test}, 1 = 0)"
        for n, rule in enumerate(rules(grain))
    ]
    return f"SELECT place, rule, found FROM ({' UNION ALL '.join(found)}) AS every ORDER BY place, rule LIMIT {SHOWN}"


def read_places(grain: Grain, name: str, rows: list[tuple]) -> list[Fault]:
    """The rows of `place_query` as faults; an empty value is said to be empty."""
    every: list[Rule] = list(rules(grain))
    return [Fault(name, place, every[n].column, "" if v is None else str(v), every[n].what) for place, n, v in rows]


def too_much(period: int) -> Text:
    """What to say of a load beyond the bound."""
    most = f"{MOST_LOAD // 10**6:,}"
    return Text(
        f"tổng quy đổi kỳ {period} vượt {most.replace(',', '.')} sản phẩm chuẩn; kiểm tra hệ số, số lượng",
        f"more than {most} standard products in period {period}; check coefficients and quantities",
    )
