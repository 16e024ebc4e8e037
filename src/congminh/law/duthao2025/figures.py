"""What the draft reckons otherwise: shares without the 25 %, any discipline, the cap by Party members."""

from congminh.law.facts import CAP, TASK, YEAR
from congminh.law.figures import Figure, Unit
from congminh.law.text import Text

CHANGED = (
    Figure(
        "quality_kept",
        Text("sản phẩm đạt yêu cầu chất lượng", "the product meets its requirements"),
        TASK,
        "Dự thảo 9/2025, chất lượng",
        "CASE WHEN quality_failures = 0 THEN 100 ELSE 0 END",
        Unit.PERCENT,
        ("quality_failures",),
    ),
    Figure(
        "timeliness_kept",
        Text("sản phẩm đúng tiến độ", "the product is on time"),
        TASK,
        "Dự thảo 9/2025, tiến độ",
        "CASE WHEN delays = 0 THEN 100 ELSE 0 END",
        Unit.PERCENT,
        ("delays",),
    ),
    Figure(
        "well_made",
        Text("hoàn thành đạt yêu cầu (đã quy đổi)", "done as required, converted"),
        TASK,
        "Dự thảo 9/2025, chất lượng",
        "delivered * quality_kept",
        Unit.CONVERTED_PERCENT,
        ("delivered", "quality_kept"),
        shown="{delivered} × {quality_kept}",
    ),
    Figure(
        "on_time",
        Text("hoàn thành đúng tiến độ (đã quy đổi)", "done on time, converted"),
        TASK,
        "Dự thảo 9/2025, tiến độ",
        "delivered * timeliness_kept",
        Unit.CONVERTED_PERCENT,
        ("delivered", "timeliness_kept"),
        shown="{delivered} × {timeliness_kept}",
    ),
    Figure(
        "grounded",
        Text("bị kỷ luật trong năm hoặc suy thoái", "any discipline in the year, or degradation"),
        YEAR,
        "Dự thảo 9/2025, kỷ luật",
        "flag(degradation + party_prohibition + setting_example + duty_discipline + any_discipline > 0"
        " OR (unit_corruption = 1 AND post <> 'staff'))",
        Unit.FLAG,
        ("degradation", "duty_discipline", "any_discipline"),
    ),
    Figure(
        "percent",
        Text("tỷ lệ đảng viên được xếp loại xuất sắc", "share of Party members rated excellent"),
        CAP,
        "Dự thảo 9/2025, tỷ lệ xuất sắc",
        "party_percent",
        Unit.PERCENT,
        ("party_percent",),
    ),
    Figure(
        "room",
        Text("số người xuất sắc nhiều nhất theo tỷ lệ", "most excellent by the share"),
        CAP,
        "Dự thảo 9/2025, tỷ lệ xuất sắc",
        "CASE WHEN exceptional = 1 THEN eligible ELSE div(percent * rated, 100) END",
        parts=("percent", "rated"),
    ),
)
