"""The findings of a batch as tables of text."""

from congminh.exchange.batch.compare import Comparison
from congminh.law.explain import WORDS
from congminh.law.text import Text, scaled, table

FIGURES = {
    "quantity_bp": Text("a – số lượng (%)", "a – quantity (%)"),
    "quality_bp": Text("b – chất lượng (%)", "b – quality (%)"),
    "timeliness_bp": Text("c – tiến độ (%)", "c – timeliness (%)"),
    "results_bp": Text("R – kết quả (%)", "R – results (%)"),
    "total_cp": Text("tổng điểm", "total"),
    "grade": Text("mức điểm", "level"),
}


def number(hundredths: int | None, language: str) -> str:
    """Hundredths (of a point, of a percent) with two decimals; a dash where there are none."""
    return "–" if hundredths is None else scaled(hundredths, 2, language, at_least=2)


def comparison_lines(found: Comparison, language: str = "vi") -> list[str]:
    """A comparison as text: figure by figure, level to level, and the people who change level."""
    heads = [Text("chỉ tiêu", "figure")(language), Text("số phiếu khác", "sheets that differ")(language)]
    heads += [f"{Text('bình quân', 'mean')(language)} {key}" for key in found.laws]
    blank = [""] * len(found.laws)
    rows = [
        [FIGURES[f.figure](language), str(f.differs), *([number(mean, language) for mean in f.means] or blank)]
        for f in found.figures
    ]
    lines = [Text(f"{found.sheets} phiếu", f"{found.sheets} sheets")(language), "", *table(heads, rows)]
    if not found.moves:
        return [*lines, "", Text("Không ai đổi mức.", "Nobody changes level.")(language)]
    lines += ["", Text("Ai đổi mức:", "Who changes level:")(language)]
    lines += [f"  {n:>7} × " + " → ".join(WORDS[grade](language) for grade in grades) for *grades, n in found.moves]
    return [*lines, "", *_movers(found, language)]


def _movers(found: Comparison, language: str) -> list[str]:
    count = len(found.laws)
    heads = ["person_id", "period", *found.laws, *(Text("mức", "level")(language) for _ in found.laws)]
    rows = []
    for person, period, *rest in found.movers:
        grades, totals = rest[:count], rest[count:]
        told = [number(total, language) for total in totals] + [WORDS[grade](language) for grade in grades]
        rows.append([str(person), str(period), *told])
    more = sum(n for *_, n in found.moves) - len(rows)
    if not more:
        return table(heads, rows)
    left = Text(f"… và {more} phiếu nữa; ghi tất cả ra tệp với --out", f"… and {more} more sheets; --out writes all")
    return [*table(heads, rows), left(language)]
