"""The organisation's own procedure: «Đây không phải người đứng đầu của tôi».

The decree says who is competent (Điều 10.1) and no word of what to do where the system shows somebody else:
the steps and the day to settle in are ours.
"""

from congminh.law.procedure import Deadline, Procedure, Role, State, Step
from congminh.law.text import Text

CITE = "Điều 10.1"
# Who waits for this cannot be assigned work or scored by the right person: it is settled by the next working day.
SOON = Deadline("working_days", 1, "ask", CITE)

# fmt: off
REPORTING_LINE = Procedure(
    "reporting_line", Text("Đề nghị xác định lại người đánh giá", "Request about who evaluates"), CITE,
    (
        State("drafting", Text("Đang viết đề nghị", "Being written")),
        State("asked", Text("Chờ bộ phận tổ chức, cán bộ giải quyết", "Awaiting the personnel adviser")),
        State("settled", Text("Đã điều chỉnh", "Put right")),
        State("refused", Text("Giữ nguyên", "Kept as it is")),
        State("withdrawn", Text("Đã rút đề nghị", "Withdrawn")),
    ),
    ("settled", "refused", "withdrawn"),
    (
        Step("ask", Text("Đây không phải người đứng đầu của tôi", "This is not my head"),
             (Role.OWNER,), ("drafting",), "asked", CITE,
             tell=(Role.PERSONNEL,), needs=("reason",)),
        Step("settle", Text("Điều chỉnh xong, báo kết quả", "Put right and tell the result"),
             (Role.PERSONNEL,), ("asked",), "settled", CITE,
             tell=(Role.OWNER, Role.ASSESSOR), needs=("outcome",), within=SOON),
        Step("refuse", Text("Giữ nguyên, nêu lý do", "Keep as it is and say why"),
             (Role.PERSONNEL,), ("asked",), "refused", CITE,
             tell=(Role.OWNER,), needs=("reason",), within=SOON),
        Step("withdraw", Text("Rút đề nghị", "Withdraw the request"),
             (Role.OWNER,), ("asked",), "withdrawn", CITE,
             tell=(Role.PERSONNEL,)),
    ),
)
# fmt: on
