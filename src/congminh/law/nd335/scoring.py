"""Điều 14–17: the score of one month or quarter, task by task, then person by person.

    a, b, c = converted quantity done / done well / done on time, over the converted quantity assigned
    R = (a + b + c) / 3, or (a + b + c + d + đ + e) / 6 for leaders
    điểm theo dõi, đánh giá = điểm tiêu chí chung + R × 70

Percent and hundredths of a point share the factor 100, so R in percent times 70 is hundredths of a
point: that keeps every product small and every column a whole number.
"""

from collections.abc import Mapping
from typing import Any

from congminh.law.facts import SHEET, TASK
from congminh.law.figures import Figure, Row, Unit
from congminh.law.text import Text


def level(score: str, over: str = "") -> str:
    """The level whose band holds a score in hundredths of a point («mức xếp loại», Điều 20.1–20.3)."""
    return (
        f"CASE WHEN {score} >= 100 * excellent_from{over} THEN 'excellent'"
        f" WHEN {score} >= 100 * good_from{over} THEN 'good'"
        f" WHEN {score} >= 100 * fulfilled_from{over} THEN 'fulfilled' ELSE 'not_fulfilled' END"
    )


def _kept(events: str, deduction: str) -> str:
    """What one event leaves of a product's percent: «mỗi lần … bị trừ 25%», never below nought."""
    return f"greatest(0, 100 - {deduction} * {events})"


def _credited(events: str, kept: str, deduction: str) -> str:
    """The converted quantity credited, by the reading of what one event touches: line or one unit."""
    one_unit = f"coefficient_m * performed * greatest(0, 100 * done_m - 1000 * {deduction} * {events})"
    return f"CASE WHEN deduction_scope = 'line' THEN delivered * {kept} ELSE {one_unit} END"


def _shown_credit(events: str, kept: str, deduction: str) -> Any:
    def shown(row: Row, values: Mapping[str, Any]) -> str:
        if values["deduction_scope"] == "line":
            return f"{{delivered}} × {{{kept}}}"
        lost = f"{values[deduction]} % × {{{events}}}"
        return f"{{coefficient_m}} × max(0; {{done_m}} - {lost})" if row["performed"] else "0"

    return shown


def _shown_share(part: str) -> Any:
    """a, b or c as a person writes it: the credited part, held at the whole, over the whole."""

    def shown(row: Row, values: Mapping[str, Any]) -> str:
        if row["load"] == 0:
            return "0"
        return f"min({{{part}}}; {{load}}) ÷ {{load}}" if values["cap_level"] == "each" else f"{{{part}}} ÷ {{load}}"

    return shown


def _shown_results(row: Row, values: Mapping[str, Any]) -> str:
    names = ["quantity", "quality", "timeliness"]
    if row["post"] != "staff":
        names += ["unit_results", "execution", "cohesion"]
    mean = f"({' + '.join('{' + name + '}' for name in names)}) ÷ {len(names)}"
    return mean if values["cap_level"] == "each" else f"min({mean}; 100 %)"


TASK_FIGURES = (
    Figure(
        "in_plan",
        Text("tính trong tổng nhiệm vụ được giao", "counts as assigned"),
        TASK,
        "Điều 18.1.d",
        "flag(origin IN ('planned', 'handed_over') OR extra_denominator = 'both')",
        Unit.FLAG,
        ("origin",),
    ),
    Figure(
        "performed",
        Text("tính vào kết quả hoàn thành", "counts as done"),
        TASK,
        "Điều 18.1.d",
        "flag(origin <> 'handed_over')",
        Unit.FLAG,
        ("origin",),
    ),
    Figure(
        "assigned",
        Text("số lượng giao (đã quy đổi)", "assigned, converted"),
        TASK,
        "Điều 14.1",
        "coefficient_m * assigned_m * in_plan",
        Unit.CONVERTED,
        ("coefficient_m", "assigned_m", "in_plan"),
        shown=lambda row, values: "{coefficient_m} × {assigned_m}" if row["in_plan"] else "0",
    ),
    Figure(
        "delivered",
        Text("số lượng hoàn thành (đã quy đổi)", "done, converted"),
        TASK,
        "Điều 14.2.a",
        "coefficient_m * done_m * performed",
        Unit.CONVERTED,
        ("coefficient_m", "done_m", "origin"),
        shown=lambda row, values: "{coefficient_m} × {done_m}" if row["performed"] else "0",
    ),
    Figure(
        "quality_kept",
        Text("điểm chất lượng còn lại của sản phẩm", "quality left of the product"),
        TASK,
        "Điều 14.2.b",
        _kept("quality_failures", "quality_deduction"),
        Unit.PERCENT,
        ("quality_failures",),
        shown=lambda row, values: f"max(0; 100 % - {values['quality_deduction']} % × {{quality_failures}})",
    ),
    Figure(
        "timeliness_kept",
        Text("điểm tiến độ còn lại của sản phẩm", "timeliness left of the product"),
        TASK,
        "Điều 14.2.c",
        _kept("delays", "delay_deduction"),
        Unit.PERCENT,
        ("delays",),
        shown=lambda row, values: f"max(0; 100 % - {values['delay_deduction']} % × {{delays}})",
    ),
    Figure(
        "well_made",
        Text("hoàn thành đạt yêu cầu về chất lượng (đã quy đổi)", "done well, converted"),
        TASK,
        "Điều 14.2.b",
        _credited("quality_failures", "quality_kept", "quality_deduction"),
        Unit.CONVERTED_PERCENT,
        ("delivered", "quality_kept"),
        shown=_shown_credit("quality_failures", "quality_kept", "quality_deduction"),
    ),
    Figure(
        "on_time",
        Text("hoàn thành đạt tiến độ trở lên (đã quy đổi)", "done on time, converted"),
        TASK,
        "Điều 14.2.c",
        _credited("delays", "timeliness_kept", "delay_deduction"),
        Unit.CONVERTED_PERCENT,
        ("delivered", "timeliness_kept"),
        shown=_shown_credit("delays", "timeliness_kept", "delay_deduction"),
    ),
)


def _sum(name: str, label: Text, cite: str, of: str, unit: Unit = Unit.CONVERTED) -> Figure:
    return Figure(name, label, SHEET, cite, f"sum({of})", unit, (of,))


SUMS = (
    Figure("tasks", Text("số nhiệm vụ", "number of tasks"), SHEET, "Điều 18.1.d", "sum(1)"),
    _sum("load", Text("tổng số lượng được giao (đã quy đổi)", "assigned in all, converted"), "Điều 14.1", "assigned"),
    _sum(
        "delivered_load",
        Text("tổng số lượng hoàn thành (đã quy đổi)", "done in all, converted"),
        "Điều 14.2.a",
        "delivered",
    ),
    _sum(
        "well_made_load",
        Text("tổng hoàn thành đạt chất lượng (đã quy đổi)", "done well in all, converted"),
        "Điều 14.2.b",
        "well_made",
        Unit.CONVERTED_PERCENT,
    ),
    _sum(
        "on_time_load",
        Text("tổng hoàn thành đạt tiến độ (đã quy đổi)", "done on time in all, converted"),
        "Điều 14.2.c",
        "on_time",
        Unit.CONVERTED_PERCENT,
    ),
)


def _share(name: str, letter: str, label: Text, cite: str, part: str, whole: str) -> Figure:
    """a, b, c: each over what was assigned; held at 100 % one by one, or together as R (reading Q4)."""
    held = f"CASE WHEN cap_level = 'each' THEN least({part}, {whole}) ELSE {part} * flag(load > 0) END"
    percent = held if whole != "load" else f"100 * {held}"
    unit_part = part.split(" ")[-1]
    return Figure(
        name, label, SHEET, cite, percent, Unit.PERCENT, (unit_part, "load"), "whole", _shown_share(unit_part), letter
    )


SHEET_FIGURES = (
    Figure(
        "whole",
        Text("mẫu số: tổng số lượng được giao (đã quy đổi)", "denominator: assigned in all"),
        SHEET,
        "Điều 14.1",
        "CASE WHEN load > 0 THEN load WHEN empty_assignment = 'zero' THEN 1 END",
        Unit.CONVERTED,
        ("load",),
    ),
    _share("quantity", "a", Text("số lượng", "quantity"), "Điều 14.2.a", "delivered_load", "load"),
    _share("quality", "b", Text("chất lượng", "quality"), "Điều 14.2.b", "well_made_load", "100 * load"),
    _share("timeliness", "c", Text("tiến độ", "timeliness"), "Điều 14.2.c", "on_time_load", "100 * load"),
    Figure(
        "criteria",
        Text("số tiêu chí", "number of criteria"),
        SHEET,
        "Điều 16",
        "CASE WHEN post = 'staff' THEN staff_criteria ELSE leader_criteria END",
        parts=("post",),
    ),
    Figure(
        "leadership",
        Text("tổng điểm d, đ, e", "d, đ and e together"),
        SHEET,
        "Điều 15.3",
        "CASE WHEN post = 'staff' THEN 0 ELSE unit_results + execution + cohesion END",
        Unit.PERCENT,
        ("unit_results", "execution", "cohesion"),
    ),
    Figure(
        "shares",
        Text("mẫu số của kết quả", "denominator of the results"),
        SHEET,
        "Điều 16",
        "criteria * whole",
        Unit.CONVERTED,
        ("criteria", "whole"),
    ),
    Figure(
        "results",
        Text("kết quả thực hiện nhiệm vụ", "task results"),
        SHEET,
        "Điều 16",
        "CASE WHEN cap_level = 'each' THEN quantity + quality + timeliness + leadership * whole"
        " ELSE least(quantity + quality + timeliness + leadership * coalesce(whole, 0), 100 * coalesce(shares, 0)) END",
        Unit.PERCENT,
        ("quantity", "quality", "timeliness", "unit_results", "execution", "cohesion"),
        "shares",
        _shown_results,
        "R",
    ),
    Figure(
        "result_score",
        Text("điểm tiêu chí kết quả thực hiện nhiệm vụ", "points for task results"),
        SHEET,
        "Điều 12.3",
        "result_points * results",
        Unit.POINT,
        ("results",),
        "shares",
        lambda row, values: f"{{results}} × {values['result_points']}",
    ),
    Figure(
        "general",
        Text("điểm tiêu chí chung", "points for the general criteria"),
        SHEET,
        "Điều 12.2",
        "least(general_cp, 100 * general_points)",
        Unit.POINT,
        ("general_cp",),
    ),
    Figure(
        "total",
        Text("điểm theo dõi, đánh giá", "monitoring score"),
        SHEET,
        "Điều 17.1",
        "general * shares + result_score",
        Unit.POINT,
        ("general", "result_score"),
        "shares",
        "{general} + {result_score}",
    ),
    Figure(
        "grade",
        Text("mức điểm tương ứng với mức xếp loại chất lượng", "the level whose band the score is in"),
        SHEET,
        "Điều 20",
        "CASE WHEN whole IS NULL THEN CASE WHEN empty_assignment = 'exempt' THEN 'not_rated'"
        " ELSE 'insufficient_data' END"
        f" WHEN band_on = 'printed' THEN {level('total_cp')} ELSE {level('total', ' * shares')} END",
        Unit.TEXT,
        ("total",),
    ),
)

FIGURES = (*TASK_FIGURES, *SUMS, *SHEET_FIGURES)
