"""The names, tasks and people of the style guide: the cast, with titles as long as they come."""

from typing import Any

UNITS = (
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công",
)
LONG_TITLE = (
    "Phiếu theo dõi, đánh giá tháng 11 năm 2026 của công chức Công Huyền Tôn Nữ Thị Nguyệt Đường, "
    "Phòng Nông nghiệp và Môi trường đặc khu Phú Quốc"
)

LEVELS: dict[str, dict[str, str]] = {
    "excellent": {"word": "Hoàn thành xuất sắc nhiệm vụ", "tone": "good", "picture": "scale"},
    "good": {"word": "Hoàn thành tốt nhiệm vụ", "tone": "good"},
    "fulfilled": {"word": "Hoàn thành nhiệm vụ", "tone": "warn"},
    "not_fulfilled": {"word": "Không hoàn thành nhiệm vụ", "tone": "seal"},
    "insufficient_data": {"word": "Chưa đủ dữ liệu", "tone": "off"},
    "ad_hoc": {"word": "Đột xuất, tính thêm", "tone": "calm"},
}

LATE = {"word": "Chậm 1 lần, trừ 25 %", "tone": "seal"}
RUNNING = {"word": "Đang làm", "tone": "off"}
WAITING = {"word": "Chờ Trần Quang Minh", "tone": "warn"}
CONFIRMED = {"word": "Đã xác nhận", "tone": "good"}


def _task(name: str, aim: str, due: str, figures: tuple[str, str], state: dict[str, str], act: str) -> dict[str, Any]:
    """One task as a row shows it; `figures` are its coefficient and how much of it is done."""
    return {
        "name": name, "aim": aim, "due": due, "coefficient": figures[0], "done": figures[1],
        "state": state, "act": act, "primary": act == "Xong",
    }  # fmt: skip


TASK_GROUPS: list[dict[str, Any]] = [
    {
        "label": "Quá hạn",
        "tone": "late",
        "rows": [
            _task(
                "Báo cáo số liệu giải ngân vốn đầu tư công", "Mục tiêu: giải ngân từ 95 % kế hoạch năm 2026 trở lên",
                "18/11", ("8,0", "0,6 / 1"), LATE, "Nêu nguyên nhân",
            ),
        ],
    },
    {
        "label": "Tuần này",
        "rows": [
            _task(
                "Trả lời kiến nghị của cử tri sau kỳ họp Hội đồng nhân dân",
                "Mục tiêu: 100 % kiến nghị được trả lời đúng hạn", "24/11", ("2,7", "2 / 3"), RUNNING, "Xong",
            ),
            _task(
                "Biên bản họp rà soát hộ nghèo, hộ cận nghèo", "Trần Quang Minh giao ngày 17/11", "25/11",
                ("2,0", "0 / 1"), LEVELS["ad_hoc"], "Xong",
            ),
        ],
    },
    {
        "label": "Đã báo xong",
        "rows": [
            _task(
                "Dự thảo kế hoạch tuyển chọn và gọi công dân nhập ngũ năm 2027",
                "Mục tiêu: hoàn thành chỉ tiêu quân số", "15/11", ("14,0", "1 / 1"), WAITING, "Xem",
            ),
            _task(
                "Giải quyết hồ sơ thủ tục hành chính lĩnh vực đất đai", "Lấy từ hệ thống một cửa, 42 hồ sơ", "20/11",
                ("0,3", "42 / 45"), CONFIRMED, "Xem",
            ),
        ],
    },
]  # fmt: skip

SENT = {"word": "Đã gửi", "tone": "calm"}
UNSENT = {"word": "Chưa gửi", "tone": "off"}

PEOPLE: list[dict[str, Any]] = [
    {"name": "Lê Thị Thanh Hoa", "post": "Phó trưởng phòng", "done": "24 / 26", "converted": "118,4", "score": "91,20",
     "level": {"word": "Xuất sắc", "tone": "good", "picture": "scale"}, "sheet": UNSENT},
    {"name": "Nguyễn Thị Tường Lan", "post": "Chuyên viên", "done": "11 / 17", "converted": "86,0", "score": "83,40",
     "level": {"word": "Tốt", "tone": "good"}, "sheet": SENT},
    {"name": "Công Huyền Tôn Nữ Thị Nguyệt Đường",
     "post": "Chuyên viên chính, kiêm Phó Giám đốc Trung tâm Phục vụ hành chính công",
     "done": "15 / 21", "converted": "101,2", "score": "68,70",
     "level": {"word": "Hoàn thành", "tone": "warn"}, "sheet": SENT},
    {"name": "Hoàng Văn Tùng", "post": "Chuyên viên (tập sự)", "done": "0 / 0", "converted": "0,0", "score": "",
     "level": LEVELS["insufficient_data"], "sheet": UNSENT},
]  # fmt: skip

# (score, level) by month of one person's year; a month without enough data is neither nought nor full.
_YEAR = (
    ("78,20", "good"), ("81,05", "good"), ("69,90", "fulfilled"), ("74,33", "good"), ("90,00", "excellent"),
    ("92,15", "excellent"), ("88,40", "good"), ("–", "insufficient_data"), ("48,75", "not_fulfilled"),
    ("90,00", "excellent"), ("83,40", "good"),
)  # fmt: skip
MONTHS: list[dict[str, str]] = [
    {
        "when": f"T{number}",
        "shown": shown,
        "word": LEVELS[level]["word"],
        "tone": LEVELS[level]["tone"],
        "url": "#strip",
    }
    for number, (shown, level) in enumerate(_YEAR, 1)
]
