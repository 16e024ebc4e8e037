"""Điều 8, 11, 17.3, 20: the means, the year's level, the cap on excellent, the level of an organisation."""

from congminh.law.facts import CAP, GRADES, HALF_YEAR, MONTH, ORGANISATION, QUARTER, YEAR
from congminh.law.figures import Figure, Grain, Unit
from congminh.law.nd335.scoring import level
from congminh.law.text import Text


def _rank(grade: str) -> str:
    """A level as a number, 1 not fulfilled … 4 excellent; 4 where none is given, so that it limits nothing."""
    listed = " ".join(f"WHEN {grade} = '{name}' THEN {place}" for place, name in enumerate(GRADES, start=1))
    return f"CASE {listed} ELSE {len(GRADES)} END"


def _named(rank: str) -> str:
    """The level of a rank, the other way round."""
    listed = " ".join(f"WHEN {rank} = {place} THEN '{name}'" for place, name in enumerate(GRADES, start=1))
    return f"CASE {listed} END"


MONTH_FIGURES = (
    Figure(
        "weight",
        Text("số tháng mà kỳ này được tính vào điểm trung bình", "months this period counts for in the mean"),
        MONTH,
        "Điều 17.3",
        "CASE WHEN span > 1 THEN CASE WHEN year_from_quarters = 'fill_months' THEN span ELSE 1 END"
        " WHEN december <> 'cut_off' AND month = 12 THEN 0"
        " WHEN december = 'reuse' AND month = 11 THEN 2 ELSE 1 END",
        parts=("month", "span"),
    ),
    Figure(
        "weighted",
        Text("điểm tính vào điểm trung bình", "points that enter the mean"),
        MONTH,
        "Điều 17.3",
        "total_cp * weight",
        Unit.POINT,
        ("total_cp", "weight"),
        shown="{total_cp} × {weight}",
    ),
    Figure(
        "spanned",
        Text("điểm tính vào điểm trung bình quý, 06 tháng", "points that enter a quarter's or half-year's mean"),
        MONTH,
        "Điều 17.3",
        "total_cp * span",
        Unit.POINT,
        ("total_cp", "span"),
        shown="{total_cp} × {span}",
    ),
)


def _mean(grain: Grain, name: str, label: Text, length: str) -> tuple[Figure, ...]:
    """«Điểm trung bình cộng» over the months of a period: their sum over the months counted.

    December's reading (Q2) touches the year alone: a quarter or half-year waits for its last month.
    """
    weight, weighted, excused = "span", "spanned", ""
    if grain is YEAR:
        weight, weighted, excused = "weight", "weighted", "maternity + sick + unpaid > 0 OR "
        length = f"CASE WHEN december = 'eleven_months' THEN {length} - 1 ELSE {length} END"
    pooled = f"{excused}year_months = 'scored' OR year_from_quarters = 'mean_of_quarters'"

    def figure(
        name: str, vi: str, en: str, formula: str, unit: Unit, parts: tuple[str, ...], over: str = "", shown: str = ""
    ) -> Figure:
        return Figure(name, Text(vi, en), grain, "Điều 17.3", formula, unit, parts, over, shown)

    return (
        figure("months_scored", "số tháng có điểm", "months scored", f"sum({weight})", Unit.COUNT, (weight,)),
        figure("points", "tổng điểm các tháng", "points in all", f"sum({weighted})", Unit.POINT, (weighted,)),
        figure(
            "months_counted",
            "số tháng tính trung bình",
            "months the mean is taken over",
            f"nullif(CASE WHEN {pooled} OR months_scored = 0 THEN months_scored ELSE {length} END, 0)",
            Unit.COUNT,
            ("months_scored",),
        ),
        figure(
            name,
            *label,
            "points",
            Unit.POINT,
            ("points", "months_counted"),
            over="months_counted",
            shown="{points} ÷ {months_counted}",
        ),
    )


YEAR_FIGURES = (
    *_mean(YEAR, "year_mean", Text("tổng điểm trung bình cả năm", "the year's mean"), "year_length"),
    Figure(
        "rateable",
        Text("đủ điều kiện xếp loại", "can be rated"),
        YEAR,
        "Điều 11.1",
        "flag(maternity = 1 OR sick = 1 OR months_worked >= rating_months)",
        Unit.FLAG,
        ("months_worked", "maternity", "sick"),
    ),
    Figure(
        "grounded",
        Text("thuộc trường hợp không hoàn thành nhiệm vụ", "a ground for not fulfilled holds"),
        YEAR,
        "Điều 20.4",
        "flag(degradation + party_prohibition + setting_example + duty_discipline > 0"
        " OR (unit_corruption = 1 AND post <> 'staff'))",
        Unit.FLAG,
        ("degradation", "party_prohibition", "setting_example", "duty_discipline", "unit_corruption"),
    ),
    Figure(
        "band",
        Text("mức theo điểm trung bình", "the level of the mean"),
        YEAR,
        "Điều 20",
        f"CASE WHEN band_on = 'printed' THEN {level('year_mean_cp')} ELSE {level('points', ' * months_counted')} END",
        Unit.TEXT,
        ("year_mean",),
    ),
    Figure(
        "ceiling",
        Text("mức cao nhất có thể của người đứng đầu", "the highest level a head can have"),
        YEAR,
        "Điều 20.6",
        f"CASE WHEN post = 'head' THEN {_rank('unit_grade')} ELSE {len(GRADES)} END",
        parts=("post", "unit_grade"),
    ),
    Figure(
        "grade",
        Text("mức xếp loại chất lượng, trước khi xét tỷ lệ xuất sắc", "level, before the cap on excellent"),
        YEAR,
        "Điều 20",
        "CASE WHEN rateable = 0 THEN 'not_rated' WHEN grounded = 1 THEN 'not_fulfilled'"
        " WHEN months_counted IS NULL THEN 'insufficient_data'"
        f" ELSE {_named('least(ceiling, ' + _rank('band') + ')')} END",
        Unit.TEXT,
        ("rateable", "grounded", "band", "ceiling"),
    ),
)

_ROUNDED = "CASE WHEN cap_rounding = 'nearest' THEN 50 ELSE 0 END"

CAP_FIGURES = (
    Figure(
        "percent",
        Text("tỷ lệ tối đa được áp dụng", "percent that applies"),
        CAP,
        "Điều 20.5",
        "CASE WHEN exceptional = 1 THEN least(decided_percent, exceptional_cap)"
        " ELSE least(decided_percent, excellent_cap) END",
        Unit.PERCENT,
        ("decided_percent", "exceptional"),
    ),
    Figure(
        "base",
        Text("số người làm căn cứ tính tỷ lệ", "people the percent is taken of"),
        CAP,
        "Điều 20.5.a",
        "CASE WHEN cap_base = 'original_good' THEN good WHEN cap_base = 'all' THEN rated ELSE eligible + good END",
        parts=("eligible", "good", "rated"),
    ),
    Figure(
        "room",
        Text("số người xuất sắc nhiều nhất theo tỷ lệ", "most excellent by the percent"),
        CAP,
        "Điều 20.5.a",
        # Who is cut from excellent becomes good and enters the base: x ≤ p (E + T − x), so x ≤ p (E + T) / (1 + p).
        f"div(percent * base + {_ROUNDED}, CASE WHEN cap_base = 'final_good' THEN 100 + percent ELSE 100 END)",
        parts=("percent", "base"),
    ),
    Figure(
        "excellent_max",
        Text("số người được xếp loại xuất sắc tối đa", "most who may be rated excellent"),
        CAP,
        "Điều 20.5",
        "least(eligible, greatest(room, CASE WHEN cap_small = 'at_least_one' THEN 1 ELSE 0 END))",
        parts=("eligible", "room"),
    ),
)

ORGANISATION_FIGURES = (
    Figure(
        "sound",
        Text(
            "hoàn thành 100% nhiệm vụ, đúng thời hạn, bảo đảm chất lượng, hiệu quả", "all done, on time, with quality"
        ),
        ORGANISATION,
        "Điều 8.2",
        "flag(done_bp >= 10000 AND on_time_bp >= 10000 AND coalesce(quality_assured, 1) = 1)",
        Unit.FLAG,
        ("done_bp", "on_time_bp", "quality_assured"),
    ),
    Figure(
        "outstanding",
        Text("đáp ứng các điều kiện của mức xuất sắc", "meets the conditions of excellent"),
        ORGANISATION,
        "Điều 8.1",
        "flag(sound = 1 AND exceeded_bp >= 100 * exceeded_from AND subordinate_failed = 0 AND findings_remedied = 1)",
        Unit.FLAG,
        ("sound", "exceeded_bp", "subordinate_failed", "findings_remedied"),
    ),
    Figure(
        "acceptable",
        Text("hoàn thành 100% nhiệm vụ, số chưa bảo đảm tiến độ không quá 20%", "all done, few late"),
        ORGANISATION,
        "Điều 8.3",
        "flag(done_bp >= 10000 AND 10000 - on_time_bp <= 100 * late_at_most)",
        Unit.FLAG,
        ("done_bp", "on_time_bp"),
    ),
    Figure(
        "failed",
        Text("thuộc trường hợp không hoàn thành nhiệm vụ", "a case of not fulfilled"),
        ORGANISATION,
        "Điều 8.4",
        "flag(score_cp < 100 * organisation_fulfilled_from OR misconduct = 1"
        " OR (done_bp < 100 * done_from AND force_majeure = 0))",
        Unit.FLAG,
        ("score_cp", "misconduct", "done_bp", "force_majeure"),
    ),
    Figure(
        "grade",
        Text("mức xếp loại chất lượng tổ chức", "level of the organisation"),
        ORGANISATION,
        "Điều 8",
        "CASE WHEN failed = 1 THEN 'not_fulfilled'"
        # Force majeure is no gap: the law itself leaves the level to the authority (Điều 8.4.b).
        " WHEN done_bp < 100 * done_from THEN 'authority_decides'"
        " WHEN outstanding = 1 AND score_cp >= 100 * organisation_excellent_from THEN 'excellent'"
        " WHEN sound = 1 AND score_cp >= 100 * organisation_good_from THEN 'good'"
        " WHEN acceptable = 1 THEN 'fulfilled'"
        " WHEN org_gap = 'authority' THEN 'authority_decides' ELSE org_gap END",
        Unit.TEXT,
        ("failed", "outstanding", "sound", "acceptable", "done_bp", "score_cp"),
    ),
)

FIGURES = (
    *MONTH_FIGURES,
    *_mean(QUARTER, "quarter_mean", Text("điểm trung bình quý", "the quarter's mean"), "quarter_length"),
    *_mean(HALF_YEAR, "half_year_mean", Text("điểm trung bình 06 tháng", "the half-year's mean"), "half_year_length"),
    *YEAR_FIGURES,
    *CAP_FIGURES,
    *ORGANISATION_FIGURES,
)
