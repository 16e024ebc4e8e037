"""The steps the trial sheet goes through: those of a month, with the assignment of work in front."""

from congminh.law.procedure import Procedure, Role, State, Step
from congminh.law.text import Text

# fmt: off
TRIAL = Procedure(
    "trial_sheet", Text("Phiếu thử", "Trial sheet"), "Điều 18",
    (
        State("assigning", Text("Đang giao nhiệm vụ", "Tasks being assigned")),
        State("in_progress", Text("Đang thực hiện nhiệm vụ", "Tasks in progress")),
        State("submitted", Text("Chờ nhận xét, xác nhận, chấm điểm", "Awaiting confirmation and score")),
        State("scored", Text("Đã chấm điểm, chờ thông báo", "Scored, to be notified")),
        State("notified", Text("Đã thông báo kết quả", "Notified")),
        State("closed", Text("Đã khóa kỳ", "Period closed")),
    ),
    ("closed",),
    (
        Step("assign", Text("Giao nhiệm vụ", "Assign tasks"),
             (Role.ASSESSOR,), ("assigning", "in_progress"), "in_progress", "Điều 18.1",
             tell=(Role.OWNER,), needs=("tasks",)),
        Step("hand_over", Text("Báo cáo không thể hoàn thành nhiệm vụ", "Report a task one cannot finish"),
             (Role.OWNER,), ("in_progress",), "in_progress", "Điều 18.1.d",
             tell=(Role.ASSESSOR,), needs=("task", "reason")),
        Step("update", Text("Cập nhật kết quả thực hiện", "Update results"),
             (Role.OWNER,), ("in_progress",), "in_progress", "Điều 18.2",
             needs=("results",)),
        Step("self_assess", Text("Tự đánh giá và gửi Mẫu 01", "Self-assess and send Form 01"),
             (Role.OWNER,), ("in_progress",), "submitted", "Điều 17.2",
             tell=(Role.ASSESSOR,), needs=("form_01",)),
        Step("return", Text("Trả lại để hoàn thiện", "Return for correction"),
             (Role.ASSESSOR,), ("submitted", "scored"), "in_progress", "Điều 17.2",
             tell=(Role.OWNER,), needs=("reason",)),
        Step("score", Text("Nhận xét, xác nhận, chấm điểm", "Comment, confirm and score"),
             (Role.ASSESSOR,), ("submitted", "scored"), "scored", "Điều 17.2",
             needs=("remark",)),
        Step("notify", Text("Thông báo kết quả", "Notify the result"),
             (Role.ASSESSOR,), ("scored",), "notified", "Điều 17.3",
             tell=(Role.OWNER, Role.PERSONNEL)),
        Step("close", Text("Tổng hợp, khóa kỳ", "Sum up and close the period"),
             (Role.PERSONNEL,), ("notified",), "closed", "Điều 17.3"),
    ),
)
# fmt: on
