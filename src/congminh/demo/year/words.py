"""What people of the demonstration wrote and said in the year; all of it is invented."""

REPORTS = (
    "Hoàn thành chương trình công tác năm; giải quyết dứt điểm hồ sơ tồn đọng của quý II.",
    "Đã hoàn thành các nhiệm vụ được giao, có hai nhiệm vụ đột xuất; tự thấy còn chậm ở khâu báo cáo.",
    "Bám sát kế hoạch, tham gia tổ công tác khắc phục mưa lũ; tiếp tục học thêm về nghiệp vụ chuyển đổi số.",
    "Nhận thêm việc của đồng nghiệp đi bồi dưỡng mà vẫn bảo đảm tiến độ các nhiệm vụ chính.",
)
OPINIONS = (
    "Chủ động, phối hợp tốt với các bộ phận; báo cáo đúng hạn.",
    "Nắm chắc chuyên môn; cần mạnh dạn đề xuất hơn khi gặp vướng mắc.",
    "Được người dân tin cậy; khối lượng việc lớn mà ít sai sót.",
    "Cần sắp xếp thời gian để không dồn việc vào cuối tháng.",
)
PARTY_OPINIONS = (
    "Giữ gìn đoàn kết nội bộ, gương mẫu; nhất trí với kết quả các tháng.",
    "Có trách nhiệm với lĩnh vực được phân công; đề nghị quan tâm hơn đến công tác kiểm tra.",
)
MINUTES = (
    "Công chức báo cáo kết quả tự xếp loại; các ý kiến thống nhất với ưu điểm và hạn chế đã nêu. "
    "Cuộc họp thông qua biên bản với toàn thể thành viên có mặt nhất trí."
)
RETURNED = "Đề nghị bổ sung báo cáo tự xếp loại về nhiệm vụ đầu năm học."
NOTE_OF_LEAVE = "Nghỉ sinh con từ ngày 2/2 đến ngày 31/7."
ROOMS = ("Phòng họp số 1, trụ sở UBND xã", "Phòng họp số 2, trụ sở UBND xã")
BROUGHT = {"agency": "UBND xã Thanh Bình Minh", "document": "96/BC-UBND"}
ACT = {
    "act": "Để quá hạn mười hai hồ sơ đăng ký hộ kinh doanh",
    "document": "Quyết định số 188/QĐ-UBND",
    "signer": "Chủ tịch UBND xã",
    "form": "Khiển trách",
}
