"""One person's month or quarter as a table of steps («theo dõi, đánh giá»: Điều 3.4, 4.4, 17.2, 17.3).

Its tasks have a table of their own (`task_procedure`). The decree sets no day of the month and says nothing of
somebody late, on leave all period, or of how a result is corrected; ours are: moving on at the agency's days with
a reason, leaving a person out, and reopening one sheet, for which one person asks and another agrees.
"""

from __future__ import annotations

from congminh.law.nd335.deadlines import NUMBERS
from congminh.law.nd335.yearly_rating import SYNCHRONISED
from congminh.law.procedure import KEPT, Deadline, Notice, Procedure, Role, State, Step
from congminh.law.text import Text

SIGNED = ("notified", "closed", "synchronised")
EITHER = (Role.ASSESSOR, Role.PERSONNEL)

# fmt: off
PERIOD_SHEET = Procedure(
    "period_sheet", Text("Theo dõi, đánh giá tháng hoặc quý", "Monthly or quarterly evaluation"), "Điều 17",
    (
        State("in_progress", Text("Đang thực hiện, chờ tự đánh giá", "In progress, to be self-evaluated")),
        State("submitted", Text("Chờ nhận xét, xác nhận, chấm điểm", "Awaiting confirmation and score")),
        State("scored", Text("Đã chấm điểm, chờ thông báo", "Scored, to be notified")),
        State("notified", Text("Đã thông báo kết quả", "Notified")),
        State("closed", Text("Đã khóa kỳ", "Period closed")),
        State("left_out", Text("Không đánh giá kỳ này", "Not evaluated this period")),
        SYNCHRONISED,
    ),
    ("closed", "synchronised", "left_out"),
    (
        Step("self_assess", Text("Tự đánh giá và gửi Mẫu 01", "Self-assess and send Form 01"),
             (Role.OWNER,), ("in_progress",), "submitted", "Điều 17.2",
             tell=(Role.ASSESSOR,), needs=("form_01",), when=("reopened_in_time",)),
        Step("move_on", Text("Chuyển phiếu quá hạn tự đánh giá", "Move on a sheet not self-assessed in time"),
             (Role.PERSONNEL,), ("in_progress",), "submitted", "Điều 17.2",
             tell=(Role.OWNER, Role.ASSESSOR), needs=("reason",), when=("self_day_over",)),
        Step("return", Text("Trả lại để hoàn thiện", "Return for correction"),
             (Role.ASSESSOR,), ("submitted", "scored"), "in_progress", "Điều 17.2",
             tell=(Role.OWNER,), needs=("reason",), when=("reopened_in_time",)),
        Step("score", Text("Nhận xét, xác nhận, chấm điểm", "Comment, confirm and score"),
             (Role.ASSESSOR,), ("submitted", "scored"), "scored", "Điều 17.2",
             needs=("remark",), when=("reopened_in_time",)),
        Step("score_unsent", Text("Chấm điểm khi công chức không gửi phiếu", "Score a sheet never sent"),
             (Role.ASSESSOR,), ("in_progress",), "scored", "Điều 3.4",
             tell=(Role.OWNER,), needs=("reason",), when=("self_day_over", "reopened_in_time")),
        Step("notify", Text("Thông báo kết quả", "Notify the result"),
             (Role.ASSESSOR,), ("scored",), "notified", "Điều 17.3",
             tell=(Role.OWNER, Role.PERSONNEL), when=("charge_told", "reopened_in_time")),
        Step("notify_late", Text("Thông báo kết quả quá hạn", "Notify a result that is late"),
             (Role.PERSONNEL,), ("scored",), "notified", "Điều 17.3",
             tell=(Role.OWNER, Role.ASSESSOR), needs=("reason",),
             when=("publish_day_over", "charge_told", "reopened_in_time")),
        Step("close", Text("Tổng hợp, khóa kỳ", "Sum up and close the period"),
             (Role.PERSONNEL,), ("notified",), "closed", "Điều 17.3"),
        Step("sync", Text("Cập nhật vào cơ sở dữ liệu quốc gia", "Send to the national database"),
             (Role.PERSONNEL,), ("closed",), "synchronised", "Điều 26.1.d",
             within=Deadline("days", NUMBERS["sync_days"], "notify", "Điều 26.1.d")),
        Step("ask_reopen", Text("Đề nghị mở lại để đánh giá lại", "Ask to reopen for a new evaluation"),
             EITHER, SIGNED, KEPT, "Điều 4.4",
             tell=(Role.OWNER, *EITHER), needs=("reason", "until"), when=("no_reopening_asked",)),
        Step("reopen", Text("Đồng ý mở lại", "Agree to reopen"),
             EITHER, SIGNED, "submitted", "Điều 4.4",
             tell=(Role.OWNER, *EITHER), when=("reopening_asked",)),
        Step("refuse_reopen", Text("Không đồng ý mở lại", "Do not agree to reopen"),
             EITHER, SIGNED, KEPT, "Điều 4.4",
             tell=(Role.OWNER, *EITHER), needs=("reason",), when=("reopening_asked",)),
        Step("restore", Text("Hết hạn mở lại, giữ kết quả đã thông báo", "Keep the result; the time is over"),
             (Role.PERSONNEL,), ("in_progress", "submitted", "scored"), "notified", "Điều 4.4",
             tell=(Role.OWNER, Role.ASSESSOR), when=("reopening_lapsed",)),
        Step("leave_out", Text("Không đánh giá kỳ này", "Leave out of this period"),
             (Role.PERSONNEL,), ("in_progress", "submitted"), "left_out", "Điều 11",
             tell=(Role.OWNER, Role.ASSESSOR), needs=("reason",), when=("never_signed",)),
        Step("take_in", Text("Đưa lại vào kỳ đánh giá", "Take in again"),
             (Role.PERSONNEL,), ("left_out",), "in_progress", "Điều 11",
             tell=(Role.OWNER, Role.ASSESSOR), needs=("reason",)),
    ),
    (Notice("Điều 17.3", (Role.OWNER, Role.PERSONNEL)),),
)
# fmt: on
