"""What the notes of ordinary months say: why a line ran late, came back or stayed short."""

from congminh.demo.catalogue import LEADING, SHARED, Product
from congminh.demo.lines import draw

LATE = {
    "paper": (
        "Trình sau thời hạn ghi trong bảng giao việc.",
        "Chờ ý kiến đơn vị phối hợp nhưng không xin gia hạn.",
        "Số liệu của thôn gửi muộn, chưa đôn đốc kịp thời.",
        "Dồn việc cuối tháng nên hoàn thành sau hạn.",
        "Phải sửa nhiều lần nên trình ký muộn.",
    ),
    "small": (
        "Trễ hẹn do dồn hồ sơ.",
        "Cập nhật sau thời hạn quy định.",
        "Chưa thao tác trên hệ thống trong ngày.",
    ),
    "leading": (
        "Kết luận, phân công ban hành sau hạn.",
        "Lùi lịch do trùng việc, chưa ủy quyền cho cấp phó.",
        "Để việc quá hạn rồi mới đôn đốc.",
    ),
    "inbox": ("Để văn bản quá hạn xử lý trên hệ thống.",),
}
RETURNED = {
    "paper": (
        "Trả lại: số liệu ở biểu và ở phần lời chưa khớp.",
        "Trả lại: viện dẫn văn bản đã hết hiệu lực.",
        "Trả lại: thiếu ý kiến của đơn vị phối hợp.",
        "Trả lại: chưa nêu rõ đơn vị chịu trách nhiệm và thời hạn.",
        "Trả lại: thiếu tài liệu kiểm chứng kèm theo.",
    ),
    "small": (
        "Làm lại: nhập sai thông tin.",
        "Làm lại: thao tác nhầm bước trên hệ thống.",
        "Làm lại: thiếu chữ ký số hoặc tệp đính kèm.",
    ),
    "leading": (
        "Phải sửa kết luận vì chưa rõ người làm và thời hạn.",
        "Cấp trên yêu cầu làm rõ thêm số liệu.",
        "Phân công chồng chéo, phải điều chỉnh lại.",
    ),
}
SHORT = {
    "nothing": "Chưa thực hiện trong kỳ, chuyển sang tháng sau.",
    "part": "Hoàn thành một phần, phần còn lại chuyển sang tháng sau.",
    "count": "Chưa đủ số lượng được giao, phần còn lại chuyển sang tháng sau.",
}


def why_late(product: Product, *key: object) -> str:
    """The reason noted on a line that ran late «chậm tiến độ» (Điều 14.2.c)."""
    return _one_of(LATE[_kind(product)], "why late", *key)


def why_returned(product: Product, *key: object) -> str:
    """The reason noted on a line that failed its review «đánh giá chưa đạt» (Điều 14.2.b)."""
    return _one_of(RETURNED[_kind(product)], "why returned", *key)


def why_short(assigned_m: int, done_m: int) -> str:
    """What is noted on a line of which less was done than assigned (thousandths); empty when all was done."""
    if done_m == assigned_m:
        return ""
    return SHORT["nothing"] if not done_m else SHORT["part"] if assigned_m <= 1000 else SHORT["count"]


def _kind(product: Product) -> str:
    if product.listed_under == LEADING:
        return "leading"
    if product.listed_under == SHARED:
        return "inbox" if product.coefficient_m < 1000 else "paper"
    return "small" if product.coefficient_m < 4000 else "paper"


def _one_of(sentences: tuple[str, ...], *key: object) -> str:
    return sentences[draw(len(sentences), *key)]
