"""The decree's procedures as tables of steps (Điều 9, 13, 17–18, 21.3, 22).

Those of Điều 21 are in `yearly_rating`, that of a single task in `task_procedure`, that of a month or quarter in
`sheet_procedure`. A row reads: what is done, by whom, from where to where, by which article; then whom it is told
to, what must be handed in, what must hold, by when. The decree sets no day of the month for a sheet: those dates
are the agency's (reading `calendar_days`), and so is the filing window of a petition (`petition_window`).
"""

from __future__ import annotations

from congminh.law.nd335.deadlines import NUMBERS
from congminh.law.nd335.sheet_procedure import PERIOD_SHEET
from congminh.law.nd335.task_procedure import TASK
from congminh.law.nd335.yearly_rating import SYNCHRONISED, YEAR_DEPUTY, YEAR_HEAD, YEAR_OTHERS, participants
from congminh.law.procedure import Deadline, Notice, Procedure, Role, State, Step
from congminh.law.text import Text

__all__ = [
    "CATALOGUE",
    "ORGANISATION",
    "PERIOD_SHEET",
    "PETITION",
    "PROCEDURES",
    "RE_RATING",
    "TASK",
    "YEAR_DEPUTY",
    "YEAR_HEAD",
    "YEAR_OTHERS",
    "participants",
]

# fmt: off
ORGANISATION = Procedure(
    "organisation", Text("Đánh giá, xếp loại chất lượng tổ chức", "Evaluating an organisation"), "Điều 9",
    (
        State("drafting", Text("Đang tự đánh giá", "Self-evaluation under way")),
        State("submitted", Text("Chờ công nhận kết quả", "Awaiting recognition")),
        State("verifying", Text("Đang kiểm tra, xác minh", "Being verified")),
        State("verified", Text("Đã kiểm tra, xác minh", "Verified")),
        State("decided", Text("Đã quyết định, chờ thông báo", "Decided, to be notified")),
        State("notified", Text("Đã thông báo kết quả", "Notified")),
    ),
    ("notified",),
    (
        Step("self_evaluate", Text("Tự đánh giá, đề xuất mức xếp loại", "Self-evaluate and propose a level"),
             (Role.HEAD,), ("drafting",), "submitted", "Điều 9.2.a",
             tell=(Role.RECOGNISER,), needs=("self_evaluation", "proposed_grade")),
        Step("return", Text("Trả lại để hoàn thiện", "Return for correction"),
             (Role.RECOGNISER,), ("submitted", "verified"), "drafting", "Điều 9.2.a",
             tell=(Role.HEAD,), needs=("reason",)),
        Step("order_verification", Text("Chỉ đạo kiểm tra, xác minh", "Order a verification"),
             (Role.RECOGNISER,), ("submitted", "verified"), "verifying", "Điều 9.2.a",
             tell=(Role.INSPECTOR,), needs=("complaint",)),
        Step("report_verification", Text("Báo cáo kết quả xác minh", "Report the verification"),
             (Role.INSPECTOR,), ("verifying",), "verified", "Điều 9.2.a",
             tell=(Role.RECOGNISER,), needs=("conclusion",)),
        Step("decide", Text("Quyết định mức xếp loại", "Decide the level"),
             (Role.RECOGNISER,), ("submitted", "verified"), "decided", "Điều 9.2.a",
             needs=("score", "grade"), when=("lower_units_decided", "complaints_verified"),
             within=Deadline("before_date", 0, "year", "Điều 9.1", before=(12, 15),
                             special=Deadline("before_date", 1, "year", "Điều 9.1", before=(1, 15)))),
        Step("notify", Text("Thông báo kết quả", "Notify the result"),
             (Role.RECOGNISER,), ("decided",), "notified", "Điều 9.2.b",
             tell=(Role.HEAD, Role.RELATED)),
        Step("annul", Text("Hủy kết quả để đánh giá lại", "Annul, to evaluate anew"),
             (Role.RECOGNISER,), ("notified",), "submitted", "Điều 4.4",
             tell=(Role.HEAD, Role.RELATED), needs=("reason",)),
    ),
    (Notice("Điều 9.2.b", (Role.HEAD, Role.RELATED)),),
)

CATALOGUE = Procedure(
    "catalogue", Text("Danh mục sản phẩm/công việc", "Catalogue of products"), "Điều 13",
    (
        State("listing", Text("Đang thống kê", "Being listed")),
        State("listed", Text("Đã có Danh mục sản phẩm/công việc", "Products listed")),
        State("measured", Text("Đã đề xuất đơn vị chuẩn", "Standard product proposed")),
        State("converted", Text("Đã đề xuất quy đổi", "Conversion proposed")),
        State("sent", Text("Chờ tổng hợp, chuẩn hóa", "Awaiting merging")),
        State("merged", Text("Chờ quyết định", "Awaiting the decision")),
        State("decided", Text("Đã quyết định, đang áp dụng", "Decided and in force")),
        State("adding", Text("Đang áp dụng, chờ quyết định bổ sung", "In force, an addition asked for")),
    ),
    ("decided",),
    (
        Step("list", Text("Thống kê, phân nhóm sản phẩm/công việc", "List and group the products"),
             (Role.HEAD,), ("listing",), "listed", "Điều 13.1.a", needs=("products",)),
        Step("propose_standard", Text("Đề xuất đơn vị chuẩn", "Propose the standard product"),
             (Role.HEAD,), ("listed",), "measured", "Điều 13.1.b", needs=("standard_product",)),
        Step("propose_conversion", Text("Đề xuất quy đổi", "Propose the conversion"),
             (Role.HEAD,), ("measured",), "converted", "Điều 13.1.c", needs=("coefficients",)),
        Step("send", Text("Gửi cơ quan tham mưu", "Send to the personnel adviser"),
             (Role.HEAD,), ("converted",), "sent", "Điều 13.1.d", tell=(Role.PERSONNEL,)),
        Step("return", Text("Trả lại để rà soát", "Return for review"),
             (Role.PERSONNEL,), ("sent",), "listing", "Điều 13.2",
             tell=(Role.HEAD,), needs=("reason",)),
        Step("merge", Text("Tổng hợp, chuẩn hóa và trình", "Merge, standardise and submit"),
             (Role.PERSONNEL,), ("sent",), "merged", "Điều 13.2",
             tell=(Role.MANAGING_HEAD,), when=("catalogue_complete",)),
        Step("send_back", Text("Yêu cầu chuẩn hóa lại", "Ask for a new standardisation"),
             (Role.MANAGING_HEAD,), ("merged",), "sent", "Điều 13.2",
             tell=(Role.PERSONNEL,), needs=("reason",)),
        Step("decide", Text("Quyết định danh mục", "Decide the catalogue"),
             (Role.MANAGING_HEAD,), ("merged",), "decided", "Điều 13.2",
             tell=(Role.HEAD, Role.PERSONNEL), needs=("decision",), when=("catalogue_complete",)),
        Step("record", Text("Nhập danh mục đã có quyết định", "Enter a catalogue already decided"),
             (Role.PERSONNEL,), ("listing",), "decided", "Điều 13.2",
             tell=(Role.HEAD, Role.MANAGING_HEAD), needs=("decision",), when=("catalogue_usable",)),
        Step("report_new", Text("Báo cáo sản phẩm/công việc mới", "Report a new product"),
             (Role.HEAD,), ("decided", "adding"), "adding", "Điều 13.3",
             tell=(Role.PERSONNEL, Role.MANAGING_HEAD), needs=("product", "coefficient")),
        Step("approve_new", Text("Cho dùng hệ số tạm", "Allow the provisional coefficient"),
             (Role.MANAGING_HEAD,), ("adding",), "adding", "Điều 13.3",
             tell=(Role.HEAD, Role.PERSONNEL), needs=("product",)),
        Step("add", Text("Quyết định bổ sung", "Decide the addition"),
             (Role.MANAGING_HEAD,), ("adding",), "decided", "Điều 13.3",
             tell=(Role.HEAD, Role.PERSONNEL), needs=("decision",)),
        Step("decline", Text("Không bổ sung", "Decline the addition"),
             (Role.MANAGING_HEAD,), ("adding",), "decided", "Điều 13.3",
             tell=(Role.HEAD, Role.PERSONNEL), needs=("reason",)),
        # What was decided holds until the next version does: a review opens a file of its own.
        Step("revise", Text("Rà soát, điều chỉnh danh mục", "Review the catalogue"),
             (Role.HEAD, Role.PERSONNEL), ("decided",), "decided", "Điều 26.1.c",
             tell=(Role.HEAD, Role.PERSONNEL), needs=("reason",)),
    ),
    (Notice("Điều 13.1.d", (Role.PERSONNEL,)), Notice("Điều 13.3", (Role.MANAGING_HEAD,))),
)

# Điều 22 has whoever is competent settle it and names no second level. So that nobody weighs their own score alone,
# the resolver is the next in the line of Điều 10 who did not give it; where there is nobody else, who gave it.
PETITION_DEADLINE = Deadline("working_days", NUMBERS["petition_days"], "lodge", "Điều 22")
PETITION = Procedure(
    "petition", Text("Giải quyết kiến nghị", "Settling a petition"), "Điều 22",
    (
        State("drafting", Text("Đang viết kiến nghị", "Being written")),
        State("received", Text("Đã nhận, chờ giải quyết", "Received, to be settled")),
        State("upheld", Text("Chấp nhận, chờ kết quả mới", "Upheld, awaiting the new result")),
        State("refused", Text("Không chấp nhận", "Refused")),
        State("corrected", Text("Đã đánh giá lại", "Evaluated anew")),
        State("replaced", Text("Đã có quyết định thay thế", "Replaced by a new decision")),
        State("published", Text("Đã công khai kết quả mới", "New result published")),
    ),
    ("refused", "corrected", "published"),
    (
        Step("lodge", Text("Gửi kiến nghị", "Lodge the petition"),
             (Role.OWNER,), ("drafting",), "received", "Điều 22",
             tell=(Role.RESOLVER, Role.PERSONNEL), needs=("grounds",), when=("result_notified",)),
        Step("uphold", Text("Chấp nhận kiến nghị", "Uphold the petition"),
             (Role.RESOLVER,), ("received",), "upheld", "Điều 22",
             tell=(Role.OWNER, Role.ASSESSOR, Role.PERSONNEL, Role.MANAGING_HEAD), needs=("reason",),
             within=PETITION_DEADLINE),
        Step("refuse", Text("Không chấp nhận kiến nghị", "Refuse the petition"),
             (Role.RESOLVER,), ("received",), "refused", "Điều 22",
             tell=(Role.OWNER, Role.PERSONNEL), needs=("reason",), within=PETITION_DEADLINE),
        Step("correct", Text("Đánh giá lại tháng hoặc quý", "Evaluate the month or quarter anew"),
             (Role.ASSESSOR,), ("upheld",), "corrected", "Điều 4.4",
             tell=(Role.OWNER, Role.PERSONNEL), needs=("reason",), when=("about_period",)),
        Step("replace", Text("Ban hành quyết định xếp loại mới", "Issue a new rating decision"),
             (Role.MANAGING_HEAD,), ("upheld",), "replaced", "Điều 21.3",
             tell=(Role.OWNER, Role.DECIDER, Role.PERSONNEL), needs=("decision", "grade"),
             when=("about_year",)),
        Step("publish", Text("Công khai kết quả mới", "Publish the new result"),
             (Role.MANAGING_HEAD, Role.DECIDER), ("replaced",), "published", "Điều 4.1",
             tell=(Role.STAFF,), needs=("form_of_publication",)),
    ),
    (Notice("Điều 22", (Role.RESOLVER, Role.OWNER)),),
)

RE_RATING = Procedure(
    "re_rating", Text("Xếp loại lại chất lượng công chức", "Rating a civil servant anew"), "Điều 21.3",
    (
        State("drafting", Text("Phát hiện kết quả không chính xác", "A wrong result found")),
        State("raised", Text("Chờ kiểm chứng", "Awaiting verification")),
        State("examined", Text("Chờ quyết định", "Awaiting the decision")),
        State("kept", Text("Giữ nguyên kết quả", "Result kept")),
        State("replaced", Text("Đã có quyết định thay thế", "Replaced by a new decision")),
        State("published", Text("Đã công khai kết quả mới", "New result published")),
        SYNCHRONISED,
    ),
    ("kept", "published", "synchronised"),
    (
        Step("raise", Text("Báo cáo kết quả không chính xác", "Report a wrong result"),
             (Role.INSPECTOR, Role.PERSONNEL, Role.DECIDER), ("drafting",), "raised", "Điều 4.4",
             tell=(Role.OWNER, Role.PERSONNEL, Role.MANAGING_HEAD), needs=("reason", "evidence")),
        Step("examine", Text("Kiểm chứng, đề xuất", "Verify and propose"),
             (Role.PERSONNEL,), ("raised",), "examined", "Điều 4.4",
             tell=(Role.MANAGING_HEAD,), needs=("findings", "proposed_grade")),
        Step("keep", Text("Giữ nguyên kết quả", "Keep the result"),
             (Role.MANAGING_HEAD,), ("examined",), "kept", "Điều 4.4",
             tell=(Role.OWNER, Role.PERSONNEL), needs=("reason",)),
        Step("replace", Text("Ban hành quyết định xếp loại mới", "Issue a new rating decision"),
             (Role.MANAGING_HEAD,), ("examined",), "replaced", "Điều 21.3",
             tell=(Role.OWNER, Role.DECIDER, Role.PERSONNEL), needs=("decision", "grade", "reason")),
        Step("publish", Text("Công khai kết quả mới", "Publish the new result"),
             (Role.MANAGING_HEAD, Role.DECIDER), ("replaced",), "published", "Điều 4.1",
             tell=(Role.STAFF,), needs=("form_of_publication",)),
        Step("sync", Text("Cập nhật vào cơ sở dữ liệu quốc gia", "Send to the national database"),
             (Role.PERSONNEL,), ("published",), "synchronised", "Điều 26.1.d",
             within=Deadline("days", NUMBERS["sync_days"], "replace", "Điều 26.1.d")),
    ),
)
# fmt: on

PROCEDURES = (
    TASK,
    PERIOD_SHEET,
    YEAR_HEAD,
    YEAR_DEPUTY,
    YEAR_OTHERS,
    ORGANISATION,
    CATALOGUE,
    PETITION,
    RE_RATING,
)
