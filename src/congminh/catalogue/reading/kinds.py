"""The kinds of doubt in the order of the report: what each is called and what a person should do."""

from __future__ import annotations

from .records import Doubt, Text

KINDS: dict[str, tuple[Text, Text]] = {
    "headings": (
        Text("Tiêu đề cột phải đoán hoặc thiếu", "Headings guessed or missing"),
        Text(
            "Đối chiếu với bản giấy; sửa hàng tiêu đề theo Phụ lục III của Sổ tay rồi kiểm tra lại.",
            "Compare with the signed paper; put the headings of the handbook's Phụ lục III and check again.",
        ),
    ),
    "hidden_sheet": (
        Text("Trang tính ẩn có bảng danh mục", "Hidden sheet with a table"),
        Text(
            "Nếu là bản cũ thì xóa trang tính; nếu còn dùng thì bỏ ẩn.",
            "Delete the sheet if it is an old version; unhide it if it is in use.",
        ),
    ),
    "sheet_skipped": (
        Text("Trang tính có dữ liệu nhưng không thấy bảng", "Sheet with data but no table found"),
        Text(
            "Nếu trang tính là danh mục, ghi lại hàng tiêu đề; nếu không, có thể bỏ qua.",
            "Restore the row of headings if the sheet is a catalogue; otherwise leave it.",
        ),
    ),
    "near_empty": (
        Text("Dòng gần như trống, không nhập", "Nearly empty rows, not read"),
        Text("Điền cho đủ hoặc xóa dòng.", "Complete the row or delete it."),
    ),
    "not_a_number": (
        Text("Ô phải là số nhưng không đọc được thành số", "Cells that should be numbers and are not"),
        Text("Ghi lại bằng số, ví dụ 45 hoặc 2,5.", "Enter a number, such as 45 or 2.5."),
    ),
    "excel_error": (
        Text("Ô mang lỗi của Excel hoặc công thức chưa tính", "Excel errors or formulas not calculated"),
        Text(
            "Mở bằng Excel, sửa công thức, lưu lại rồi kiểm tra lại.",
            "Open in Excel, mend the formula, save and check again.",
        ),
    ),
    "decimals": (
        Text("Số có quá ba chữ số thập phân, đã làm tròn", "More than three decimals, rounded"),
        Text("Ghi đúng số trong quyết định.", "Enter the number of the decision."),
    ),
    "merged_value": (
        Text("Số lấy từ ô gộp nhiều dòng", "Numbers taken from a cell merged over rows"),
        Text(
            "Bỏ gộp ô và ghi số cho từng dòng.",
            "Unmerge the cell and enter the number in each row.",
        ),
    ),
    "missing": (
        Text("Thiếu nội dung bắt buộc", "Required contents missing"),
        Text("Bổ sung theo quyết định phê duyệt danh mục.", "Complete it from the decision."),
    ),
    "code_twice": (
        Text("Mã dùng cho nhiều dòng", "Codes used twice"),
        Text("Đổi mã hoặc xóa dòng trùng.", "Change the code or delete the repeated row."),
    ),
    "code_again": (
        Text("Mã trùng, đã nhập với mã mới", "Repeated codes, entered under new ones"),
        Text(
            "Đổi lại mã nếu cần; mã mới giữ nguyên ở lần nhập sau.",
            "Change it if you wish; it stays at the next import.",
        ),
    ),
    "unit_unknown": (
        Text("Không nhận ra phòng, ban", "Units not known"),
        Text(
            "Chọn đơn vị cho tên này, hoặc để sản phẩm ở danh mục dùng chung.",
            "Choose the unit of this name, or leave the products in the common list.",
        ),
    ),
    "product_twice": (
        Text("Một sản phẩm ghi nhiều lần", "Products listed twice"),
        Text(
            "Loại trùng lặp, chỉ giữ một dòng (Điều 13.1.a).",
            "Remove the duplicate, keep one row (Điều 13.1.a).",
        ),
    ),
    "output_twice": (
        Text("Cùng tên sản phẩm đầu ra ở các mã khác nhau", "The same output under different codes"),
        Text(
            "Là một sản phẩm thì loại trùng lặp (Điều 13.1.a); là hai thì ghi tên cho phân biệt được.",
            "Remove it if it is one product (Điều 13.1.a); name the outputs apart if they are two.",
        ),
    ),
    "group_unknown": (
        Text("Nhóm không nhận ra được", "Unknown groups"),
        Text("Ghi một trong các nhóm N1 đến N5.", "Enter one of the groups N1 to N5."),
    ),
    "groups_too_many": (
        Text("Quá 05 nhóm", "More than five groups"),
        Text(
            "Phân loại lại thành tối đa 05 nhóm theo cấp độ phức tạp (Điều 13.1.a).",
            "Classify again into at most five groups of complexity (Điều 13.1.a).",
        ),
    ),
    "ceiling_differs": (
        Text("Cùng nhóm nhưng khác khung điểm", "One group with different frames"),
        Text("Thống nhất một khung điểm cho mỗi nhóm.", "Give each group one frame of points."),
    ),
    "points_above_ceiling": (
        Text("Điểm chấm vượt khung điểm của nhóm", "Points above the group's ceiling"),
        Text("Chấm lại điểm hoặc xếp lại nhóm.", "Score again or change the group."),
    ),
    "points_below_floor": (
        Text("Điểm chấm dưới khung điểm của nhóm", "Points below the group's frame"),
        Text("Chấm lại điểm hoặc xếp lại nhóm.", "Score again or change the group."),
    ),
    "standard": (
        Text("Chưa xác định được điểm của sản phẩm chuẩn", "Points of the standard product unclear"),
        Text(
            "Xác định một đơn vị sản phẩm/công việc chuẩn, hệ số 1 (Điều 13.1.b).",
            "Settle one standard product of coefficient 1 (Điều 13.1.b).",
        ),
    ),
    "standard_several": (
        Text("Nhiều sản phẩm có hệ số 1", "Several products of coefficient 1"),
        Text(
            "Nếu sản phẩm chuẩn là sản phẩm khác thì chọn lại (Điều 13.1.b).",
            "Choose another if the standard product is another one (Điều 13.1.b).",
        ),
    ),
    "coefficient_bounds": (
        Text("Hệ số không lớn hơn 0 hoặc lớn hơn 1000", "Coefficients not above 0, or above 1000"),
        Text("Tính lại hệ số quy đổi.", "Reckon the coefficient again."),
    ),
    "coefficient_mismatch": (
        Text("Hệ số khác điểm chấm chia cho điểm sản phẩm chuẩn", "Coefficient is not points ÷ standard points"),
        Text(
            "Tính lại hệ số hoặc sửa điểm chấm (Sổ tay, Chương II).",
            "Reckon the coefficient again or mend the points (handbook, chapter II).",
        ),
    ),
    "criteria_sum": (
        Text("Tiêu chí chung không cộng thành 30 điểm", "General criteria do not sum to 30 points"),
        Text(
            "Sửa điểm tối đa của các tiêu chí để tổng bằng 30 (Điều 12.2, Mẫu 01).",
            "Mend the points of the criteria so that they sum to 30 (Điều 12.2, Mẫu 01).",
        ),
    ),
    "criteria_parts": (
        Text("Điểm của nhóm hoặc dòng cộng không khớp", "Points of a group or total do not agree"),
        Text("Sửa điểm của nhóm hoặc của từng tiêu chí.", "Mend the points of the group or of its criteria."),
    ),
}


def doubt(kind: str, sheet: str, row: int, column: str, vi: str, en: str) -> Doubt:
    """A doubt of a known kind, with that kind's advice; KeyError for a kind that is not in `KINDS`."""
    return Doubt(sheet, row, column, Text(vi, en), KINDS[kind][1], kind)
