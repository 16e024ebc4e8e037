"""Files sent through the page of a kind, and the import that came of them."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from congminh.exchange.models import Import
from tests.apps.exchange.books import Rows, book, table

HEADS = (
    "Stt", "Mã CV", "Phòng, ban", "Nhiệm vụ", "Công việc chi tiết", "Sản phẩm đầu ra", "Phân nhóm", "Khung điểm",
    "Điểm chấm", "Hệ số quy đổi", "Ghi chú",
)  # fmt: skip
# The products in force in the small commune, as a sheet would have them.
THERE = (
    ("DC.01", "", "Soạn thảo văn bản", "Soạn công văn theo mẫu", "Văn bản hành chính", "N1", "1-10", 5, 1, ""),
    ("DC.02", "", "Báo cáo số liệu", "Tổng hợp số liệu theo biểu", "Báo cáo nhanh", "N2", "11-50", 40, 8, ""),
    ("KT.01", "Phòng Kinh tế", "Quản lý đất đai", "Thẩm định hồ sơ", "Phiếu thẩm định đất", "N2", "11-50", 30, 6, ""),
    (
        "VX.01",
        "Phòng Văn hóa",
        "Bảo trợ xã hội",
        "Lập danh sách chi trả",
        "Danh sách chi trả",
        "N3",
        "51-100",
        60,
        12,
        "",
    ),
)
NEW = ("KT.02", "Phòng Kinh tế", "Cấp phép", "Thẩm định thiết kế", "Giấy phép xây dựng", "N2", "11-50", 35, 7, "")


def send(client: Client, kind: str, content: bytes, name: str = "danh-sach.xlsx", follow: bool = True) -> Any:
    """A file sent by the card of a kind."""
    file = SimpleUploadedFile(name, content)
    return client.post(f"/nhap-excel/gui/{kind}/", {"file": file}, follow=follow)


def sheet(kind: str, rows: Rows) -> bytes:
    """A workbook of such rows under the headings of the form."""
    return book({"Sheet1": table(kind, rows)})


def products(*rows: Sequence[Any]) -> bytes:
    """A catalogue's workbook as the handbook heads it."""
    return book({"Danh mục": [HEADS, *([number, *row] for number, row in enumerate(rows, start=1))]})


def last() -> Import:
    """The import made last."""
    return Import.objects.order_by("-pk")[0]


def page(source: Import, more: str = "") -> str:
    return f"/nhap-excel/{source.pk}/{more}"
