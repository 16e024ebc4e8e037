"""One task as a table of steps («giao nhiệm vụ, thực hiện, xác nhận»: Điều 3.4, 14.2, 18.1, 18.2).

The decree asks that results be recorded and confirmed and says no more of how. What is ours: a return that counts
no failed review (only a «sai sót lớn về nội dung» does), undoing, moving on what nobody confirmed in time, and
results done elsewhere that a file brings in: they wait to be confirmed as any other.
"""

from __future__ import annotations

from congminh.law.procedure import KEPT, Procedure, Role, State, Step
from congminh.law.text import Text

# Until it is confirmed, what was assigned may be put right.
UNDER_WAY = ("assigned", "returned", "reported")
# A cause waives what was counted against the task: a failed review, or a delay once the work is reported.
COUNTED_AGAINST = ("returned", "reported", "confirmed")

# fmt: off
TASK = Procedure(
    "task", Text("Nhiệm vụ", "Task"), "Điều 18",
    (
        State("drafting", Text("Đang soạn", "Being drafted")),
        State("proposed", Text("Chờ duyệt", "Awaiting approval")),
        State("assigned", Text("Đã giao, đang thực hiện", "Assigned, in progress")),
        State("reported", Text("Đã báo cáo, chờ xác nhận", "Reported, awaiting confirmation")),
        State("returned", Text("Trả lại, chờ làm lại", "Returned, to be done again")),
        State("confirmed", Text("Đã xác nhận", "Confirmed")),
        State("handing_over", Text("Chờ giao công chức khác", "To be given to another")),
        State("handed_over", Text("Đã giao công chức khác", "Given to another")),
        State("declined", Text("Không duyệt", "Declined")),
        State("cancelled", Text("Đã hủy", "Cancelled")),
    ),
    ("confirmed", "handed_over", "declined", "cancelled"),
    (
        Step("assign", Text("Giao nhiệm vụ", "Assign the task"),
             (Role.ASSESSOR,), ("drafting",), "assigned", "Điều 18.1.b",
             tell=(Role.OWNER,)),
        Step("propose", Text("Đề nghị công nhận nhiệm vụ ngoài kế hoạch", "Propose a task outside the plan"),
             (Role.OWNER,), ("drafting",), "proposed", "Điều 18.1.d",
             tell=(Role.ASSESSOR,), needs=("task",)),
        Step("approve", Text("Duyệt, giao thực hiện", "Approve, to be done"),
             (Role.ASSESSOR,), ("proposed",), "assigned", "Điều 18.1.d",
             tell=(Role.OWNER,), when=("to_be_done",)),
        Step("approve_done", Text("Duyệt nhiệm vụ đã làm", "Approve what was done"),
             (Role.ASSESSOR,), ("proposed",), "reported", "Điều 18.1.d",
             tell=(Role.OWNER,), when=("done_already",)),
        Step("decline", Text("Không duyệt", "Decline"),
             (Role.ASSESSOR,), ("proposed",), "declined", "Điều 18.1.d",
             tell=(Role.OWNER,), needs=("reason",)),
        Step("withdraw", Text("Rút đề nghị", "Withdraw the proposal"),
             (Role.OWNER,), ("proposed",), "cancelled", "Điều 18.1.d"),
        Step("report", Text("Báo cáo kết quả", "Report the result"),
             (Role.OWNER,), UNDER_WAY, "reported", "Điều 18.2",
             needs=("quantity", "finished_on")),
        Step("record", Text("Ghi kết quả làm ở nơi khác", "Record a result done elsewhere"),
             (Role.ASSESSOR, Role.PERSONNEL), ("assigned", "reported"), "reported", "Điều 18.2",
             tell=(Role.OWNER, Role.ASSESSOR), needs=("quantity", "finished_on"), when=("brought_in",)),
        Step("unrecord", Text("Hoàn tác kết quả làm ở nơi khác", "Take back a result done elsewhere"),
             (Role.ASSESSOR, Role.PERSONNEL), ("reported",), "assigned", "Điều 18.2",
             tell=(Role.OWNER, Role.ASSESSOR), needs=("reason",), when=("brought_in",)),
        Step("update", Text("Cập nhật tiến độ", "Record progress"),
             (Role.OWNER,), ("assigned",), "assigned", "Điều 18.2",
             needs=("quantity",)),
        Step("confirm", Text("Xác nhận kết quả", "Confirm the result"),
             (Role.ASSESSOR,), ("reported",), "confirmed", "Điều 3.4"),
        Step("return", Text("Đánh giá chưa đạt, trả lại", "Return as a failed review"),
             (Role.ASSESSOR,), ("reported",), "returned", "Điều 14.2.b",
             tell=(Role.OWNER,), needs=("reason",)),
        Step("send_back", Text("Trả lại để bổ sung, không tính lần chưa đạt", "Send back, not a failed review"),
             (Role.ASSESSOR,), ("reported",), "returned", "Điều 18.2",
             tell=(Role.OWNER,), needs=("reason",)),
        Step("undo", Text("Hoàn tác", "Undo"),
             (Role.ASSESSOR,), ("confirmed", "returned"), "reported", "Điều 3.4",
             tell=(Role.OWNER,), when=("undoable",)),
        Step("force_forward", Text("Chuyển tiếp khi quá hạn xác nhận", "Move on past the day of confirming"),
             (Role.ASSESSOR, Role.PERSONNEL), ("reported",), "confirmed", "Điều 3.4",
             tell=(Role.OWNER, Role.ASSESSOR), needs=("reason",)),
        Step("ask_cause", Text("Đề nghị xác nhận nguyên nhân khách quan", "Ask for an objective cause"),
             (Role.OWNER,), COUNTED_AGAINST, KEPT, "Điều 14.2",
             tell=(Role.ASSESSOR,), needs=("reason",), when=("counted_against",)),
        Step("accept_cause", Text("Xác nhận nguyên nhân khách quan", "Confirm the objective cause"),
             (Role.ASSESSOR, Role.DECIDER), COUNTED_AGAINST, KEPT, "Điều 14.2",
             tell=(Role.OWNER,), needs=("reason",), when=("cause_asked",)),
        Step("refuse_cause", Text("Không xác nhận nguyên nhân khách quan", "Refuse the objective cause"),
             (Role.ASSESSOR, Role.DECIDER), COUNTED_AGAINST, KEPT, "Điều 14.2",
             tell=(Role.OWNER,), needs=("reason",), when=("cause_asked",)),
        Step("hand_over", Text("Báo cáo không thể hoàn thành", "Report that one cannot finish"),
             (Role.OWNER,), ("assigned", "returned"), "handing_over", "Điều 18.1.d",
             tell=(Role.ASSESSOR,), needs=("reason",)),
        Step("give_to", Text("Giao công chức khác", "Give to another"),
             (Role.ASSESSOR,), ("handing_over",), "handed_over", "Điều 18.1.d",
             tell=(Role.OWNER,), needs=("taker",)),
        Step("take_back", Text("Tiếp tục thực hiện", "Go on with the task"),
             (Role.OWNER, Role.ASSESSOR), ("handing_over",), "assigned", "Điều 18.1.d",
             tell=(Role.OWNER, Role.ASSESSOR)),
        Step("adjust", Text("Điều chỉnh nhiệm vụ", "Adjust the task"),
             (Role.ASSESSOR,), UNDER_WAY, KEPT, "Điều 18.1.b",
             tell=(Role.OWNER,), needs=("reason",)),
        Step("cancel", Text("Hủy nhiệm vụ", "Cancel the task"),
             (Role.ASSESSOR,), ("assigned", "handing_over"), "cancelled", "Điều 18.1.a",
             tell=(Role.OWNER,), needs=("reason",), when=("nothing_reported",)),
    ),
)
# fmt: on
