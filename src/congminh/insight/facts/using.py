"""«Sử dụng kết quả» (Điều 23): lists a leader asks for, each by a rule in plain sight, none automatic."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from congminh.insight.facts.counting import rated, within
from congminh.law.text import Text
from congminh.org.sight import Sight


@dataclass(frozen=True)
class Use:
    """One list: for what, by which article, which levels of the year put somebody on it, and what people must weigh."""

    name: str
    label: Text
    cite: str
    levels: tuple[str, ...]
    rule: Text
    weigh: Text


USES: tuple[Use, ...] = (
    Use(
        "vi-tri-cao-hon",
        Text("Xem xét vị trí việc làm cao hơn", "Considered for a higher job position"),
        "Điều 23.3.d",
        ("excellent", "good"),
        Text(
            "Người được xếp loại năm ở mức hoàn thành xuất sắc hoặc hoàn thành tốt nhiệm vụ.",
            "Those rated excellent or good in the year.",
        ),
        Text(
            "Chỉ bố trí nếu có vị trí việc làm phù hợp với chuyên môn, nghiệp vụ và người đó đáp ứng yêu cầu. "
            "Nghị định không đặt ngưỡng mức xếp loại; hai mức này là ngưỡng của danh sách.",
            "Only where a fitting position exists and the person meets its requirements. The decree sets no level; "
            "these two are the list's own.",
        ),
    ),
    Use(
        "quy-hoach-bo-nhiem",
        Text("Quy hoạch, bổ nhiệm", "Planning and appointment"),
        "Điều 23.3.c",
        ("excellent", "good"),
        Text(
            "Người được xếp loại năm ở mức hoàn thành xuất sắc hoặc hoàn thành tốt nhiệm vụ.",
            "Those rated excellent or good in the year.",
        ),
        Text(
            "Tiêu chuẩn, điều kiện quy hoạch và bổ nhiệm theo quy định riêng; kết quả xếp loại chỉ là một căn cứ.",
            "Standards of planning and appointment are laid down elsewhere; the rating is one basis.",
        ),
    ),
    Use(
        "khen-thuong",
        Text("Thi đua, khen thưởng", "Emulation and commendation"),
        "Điều 23.3.c",
        ("excellent",),
        Text("Người được xếp loại năm ở mức hoàn thành xuất sắc nhiệm vụ.", "Those rated excellent in the year."),
        Text(
            "Danh hiệu, hình thức khen thưởng do hội đồng xét theo pháp luật về thi đua, khen thưởng.",
            "Titles and forms are for the council, under the law on emulation and commendation.",
        ),
    ),
    Use(
        "bo-tri-thap-hon",
        Text("Xem xét vị trí thấp hơn hoặc cho thôi việc", "Considered for a lower position or dismissal"),
        "Điều 23.3.đ",
        ("not_fulfilled",),
        Text("Người được xếp loại năm ở mức không hoàn thành nhiệm vụ.", "Those rated not fulfilled in the year."),
        Text(
            "Trường hợp “không đáp ứng yêu cầu nhiệm vụ” do cấp có thẩm quyền kết luận, không suy ra từ điểm. "
            "Người đang kiến nghị vẫn có quyền được trả lời trước khi xem xét (Điều 22).",
            "Whether somebody “does not meet requirements” is for the competent level to conclude, not for a score. A "
            "petition is answered first (Điều 22).",
        ),
    ),
    Use(
        "dao-tao",
        Text("Đào tạo, bồi dưỡng", "Training"),
        "Điều 23.3.c",
        ("fulfilled", "not_fulfilled"),
        Text(
            "Người được xếp loại năm ở mức hoàn thành nhiệm vụ hoặc không hoàn thành nhiệm vụ.",
            "Those rated fulfilled or not fulfilled in the year.",
        ),
        Text(
            "Nội dung bồi dưỡng do thủ trưởng và công chức thống nhất từ hạn chế đã nêu trong phiếu (Điều 23.1.b).",
            "What to train is agreed from the shortcomings named on the sheets (Điều 23.1.b).",
        ),
    ),
)
PARTY = Use(
    "dang-vien",
    Text("Căn cứ xếp loại đảng viên", "Basis for rating Party members"),
    "Điều 23.3.a",
    ("excellent", "good", "fulfilled", "not_fulfilled"),
    Text("Mọi công chức đã có quyết định xếp loại năm.", "Every civil servant whose year was decided."),
    Text(
        "Gửi tổ chức đảng trước khi đánh giá, xếp loại đảng viên. Hệ thống không lưu ai là đảng viên; "
        "cột cuối để tổ chức đảng ghi.",
        "Sent to the Party organisation before it rates its members. The system does not hold who is one; "
        "the last column is for them.",
    ),
)
EVERY = {use.name: use for use in (*USES, PARTY)}


def chosen(use: Use, year: int, sight: Sight, levels: Collection[str] = ()) -> Any:
    """The year sheets a list is of, of those whose files one sees: person, unit and decision loaded."""
    rows = within(rated(year), sight).filter(result__grade__in=levels or use.levels)
    return rows.select_related("person", "result__decision").order_by("unit__code", "person__code").distinct()
