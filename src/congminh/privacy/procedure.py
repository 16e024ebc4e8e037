"""«Yêu cầu của chủ thể dữ liệu cá nhân»: one table of steps for each legal clock.

Nghị định 356/2025, Điều 5: an answer within 2 working days; seeing and correcting within 10 days, restricting and
objecting within 15, erasing within 20. How far those articles were read is said in `register.yaml`.
"""

from __future__ import annotations

from congminh.law.procedure import Deadline, Procedure, Role, State, Step
from congminh.law.text import Text

RIGHTS = "Luật 91/2025 Điều 4.1"
CLOCK = "NĐ 356/2025 Điều 5"
RECEIVED, TAKEN_UP = "received", "taken_up"
# In these somebody still has to answer.
OPEN = (RECEIVED, TAKEN_UP)
ANSWER = Deadline("working_days", 2, "send", CLOCK)


def _procedure(name: str, label: Text, days: int, refused_by: str) -> Procedure:
    """The steps of a request that is to be carried out within so many days of being received."""
    within = Deadline("days", days, "send", CLOCK)
    # fmt: off
    return Procedure(
        name, label, RIGHTS,
        (
            State("drafting", Text("Đang viết", "Being written")),
            State(RECEIVED, Text("Đã nhận, chờ phản hồi", "Received, awaiting an answer")),
            State(TAKEN_UP, Text("Đang giải quyết", "Being dealt with")),
            State("carried_out", Text("Đã thực hiện", "Carried out")),
            State("refused", Text("Không thực hiện, đã nêu lý do", "Not carried out, with the reason")),
            State("withdrawn", Text("Đã rút", "Withdrawn")),
        ),
        ("carried_out", "refused", "withdrawn"),
        (
            Step("send", Text("Gửi yêu cầu", "Send the request"),
                 (Role.OWNER,), ("drafting",), RECEIVED, RIGHTS, tell=(Role.PERSONNEL,)),
            Step("take_copy", Text("Tự lấy bản dữ liệu của mình", "Take a copy of one's own data"),
                 (Role.OWNER,), ("drafting",), "carried_out", RIGHTS, when=("is_to_see",)),
            Step("take_up", Text("Phản hồi đã nhận, báo cách giải quyết", "Answer that it is received"),
                 (Role.PERSONNEL,), (RECEIVED,), TAKEN_UP, CLOCK,
                 tell=(Role.OWNER,), needs=("answer",), within=ANSWER),
            Step("carry_out", Text("Thực hiện và trả lời", "Carry it out and answer"),
                 (Role.PERSONNEL,), OPEN, "carried_out", CLOCK,
                 tell=(Role.OWNER,), needs=("answer",), when=("may_be_carried_out",), within=within),
            Step("decline", Text("Không thực hiện, nêu lý do", "Do not carry it out, and say why"),
                 (Role.PERSONNEL,), OPEN, "refused", refused_by,
                 tell=(Role.OWNER,), needs=("article", "answer"), within=within),
            Step("withdraw", Text("Rút yêu cầu", "Withdraw the request"),
                 (Role.OWNER,), OPEN, "withdrawn", RIGHTS, tell=(Role.PERSONNEL,)),
        ),
    )
    # fmt: on


CORRECTING = _procedure(
    "data_correcting",
    Text("Yêu cầu xem, chỉnh sửa dữ liệu cá nhân", "Request to see or correct personal data"),
    10,
    "Luật 91/2025 Điều 13",
)
STOPPING = _procedure(
    "data_stopping",
    Text("Yêu cầu hạn chế, phản đối xử lý dữ liệu cá nhân", "Request to restrict, or objection to, processing"),
    15,
    "Luật 91/2025 Điều 19",
)
ERASING = _procedure(
    "data_erasing",
    Text("Yêu cầu xóa dữ liệu cá nhân", "Request to erase personal data"),
    20,
    "Luật 91/2025 Điều 14",
)
# By what is asked, the procedure with its clock.
OF_KIND = {
    "see": CORRECTING,
    "correct": CORRECTING,
    "restrict": STOPPING,
    "object": STOPPING,
    "erase": ERASING,
}
