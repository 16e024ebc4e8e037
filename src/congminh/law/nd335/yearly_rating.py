"""The year's rating of civil servants as tables of steps («trình tự, thủ tục xếp loại chất lượng», Điều 21).

Three tables share their beginning (Mẫu 02, the meeting) and their end (notice, publication). They differ
in who is asked and who decides. Where the decree is silent (a form returned, an absent person) the step
asks for a reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from congminh.law.nd335.deadlines import NUMBERS
from congminh.law.procedure import Deadline, Notice, Procedure, Role, State, Step
from congminh.law.text import Text

RATING_DEADLINE = Deadline(
    "before_date",
    0,
    "year",
    "Điều 19.2",
    before=(12, 15),
    special=Deadline("before_date", 1, "year", "Điều 19.2", before=(1, 15)),
)

# fmt: off
DRAFTING = State("drafting", Text("Đang lập Mẫu 02", "Form 02 being drawn up"))
FILED = State("filed", Text("Chờ tổ chức họp nhận xét, đánh giá", "Awaiting the meeting to be called"))
CONVENED = State("convened", Text("Đang họp nhận xét, đánh giá", "Meeting called, remarks being given"))
DISCUSSED = State("discussed", Text("Đã thông qua biên bản họp", "Minutes adopted"))
HEARD = State("heard", Text("Đã có ý kiến của cấp ủy đảng", "Party committee heard"))
PROPOSED = State("proposed", Text("Chờ quyết định mức xếp loại", "Awaiting the decision"))
DECIDED = State("decided", Text("Đã quyết định, chờ thông báo", "Decided, to be notified"))
NOTIFIED = State("notified", Text("Đã thông báo cho công chức, chờ công khai", "Notified, to be published"))
PUBLISHED = State("published", Text("Đã công khai kết quả", "Published"))
SYNCHRONISED = State("synchronised", Text("Đã cập nhật cơ sở dữ liệu quốc gia", "In the national database"))
NOT_RATED = State("not_rated", Text("Không xếp loại", "Not rated"))
FINALS = ("published", "synchronised", "not_rated")


def _to_the_minutes(clause: str, hosts: tuple[Role, ...]) -> tuple[Step, ...]:
    """From Mẫu 02 to the adopted minutes: points a and b of `clause`."""
    return (
        Step("file_form", Text("Lập và gửi Mẫu 02", "Draw up and send Form 02"),
             (Role.OWNER,), ("drafting",), "filed", f"{clause}.a",
             tell=(Role.PERSONNEL,), needs=("form_02",)),
        Step("file_for_absent", Text("Lập phiếu cho công chức vắng mặt", "Draw up the form for an absentee"),
             (Role.PERSONNEL,), ("drafting",), "filed", "Điều 19.3",
             tell=(Role.OWNER,), needs=("reason",)),
        Step("leave_unrated", Text("Không xếp loại", "Leave unrated"),
             (Role.PERSONNEL,), ("drafting", "filed"), "not_rated", "Điều 11.1",
             tell=(Role.OWNER,), needs=("reason",), when=("cannot_be_rated",)),
        Step("rate_after_all", Text("Đưa lại vào diện xếp loại", "Rate after all"),
             (Role.PERSONNEL,), ("not_rated",), "drafting", "Điều 11.2",
             tell=(Role.OWNER,), needs=("reason",), when=("can_be_rated",)),
        Step("return_form", Text("Trả lại Mẫu 02 để hoàn thiện", "Return Form 02 for correction"),
             (Role.PERSONNEL, Role.DECIDER), ("filed",), "drafting", f"{clause}.a",
             tell=(Role.OWNER,), needs=("reason",)),
        Step("convene", Text("Triệu tập cuộc họp", "Call the meeting"),
             hosts, ("filed",), "convened", f"{clause}.b",
             tell=(Role.OWNER, Role.MEETING), needs=("meeting_time",)),
        Step("remark", Text("Góp ý kiến", "Give an opinion"),
             (Role.MEETING,), ("convened",), "convened", f"{clause}.b",
             needs=("opinion",)),
        Step("adopt_minutes", Text("Thông qua biên bản họp", "Adopt the minutes"),
             hosts, ("convened",), "discussed", f"{clause}.b",
             tell=(Role.OWNER,), needs=("self_report", "minutes")),
    )


def _hear_party(clause: str) -> Step:
    return Step("hear_party", Text("Nhận xét của cấp ủy đảng", "Give the Party committee's opinion"),
                (Role.PARTY,), ("discussed",), "heard", f"{clause}.c",
                tell=(Role.PERSONNEL, Role.DECIDER), needs=("party_opinion",))


def _decide(clause: str, source: str) -> Step:
    return Step("decide", Text("Quyết định mức xếp loại", "Decide the rating"),
                (Role.DECIDER,), (source,), "decided", f"{clause}.d",
                tell=(Role.PERSONNEL,), needs=("grade",), within=RATING_DEADLINE)


def _made_known(clause: str) -> tuple[Step, ...]:
    """From the decision to publication (point đ of `clause`) and the national database."""
    return (
        Step("notify", Text("Thông báo bằng văn bản cho công chức", "Notify the civil servant in writing"),
             (Role.DECIDER,), ("decided",), "notified", f"{clause}.đ",
             tell=(Role.OWNER, Role.PERSONNEL), needs=("written_notice",)),
        Step("publish", Text("Công khai kết quả", "Publish the result"),
             (Role.DECIDER,), ("notified",), "published", f"{clause}.đ",
             tell=(Role.STAFF,), needs=("form_of_publication",)),
        Step("sync", Text("Cập nhật vào cơ sở dữ liệu quốc gia", "Send to the national database"),
             (Role.PERSONNEL,), ("published",), "synchronised", "Điều 26.1.d",
             within=Deadline("days", NUMBERS["sync_days"], "decide", "Điều 26.1.d")),
    )


def _notices(clause: str) -> tuple[Notice, ...]:
    return (Notice(f"{clause}.đ", (Role.OWNER, Role.STAFF)),)


YEAR_HEAD = Procedure(
    "year_head", Text("Xếp loại chất lượng người đứng đầu", "Rating the head of a unit"), "Điều 21.1",
    (DRAFTING, FILED, CONVENED, DISCUSSED, HEARD, PROPOSED, DECIDED, NOTIFIED, PUBLISHED, SYNCHRONISED, NOT_RATED),
    FINALS,
    (
        *_to_the_minutes("Điều 21.1", (Role.PERSONNEL,)),
        _hear_party("Điều 21.1"),
        Step("propose", Text("Tổng hợp, đề xuất mức xếp loại", "Sum up and propose the rating"),
             (Role.PERSONNEL,), ("heard",), "proposed", "Điều 21.1.d",
             tell=(Role.DECIDER,), needs=("proposed_grade",)),
        Step("send_back", Text("Yêu cầu đề xuất lại", "Ask for a new proposal"),
             (Role.DECIDER,), ("proposed",), "heard", "Điều 21.1.d",
             tell=(Role.PERSONNEL,), needs=("reason",)),
        _decide("Điều 21.1", "proposed"),
        *_made_known("Điều 21.1"),
    ),
    _notices("Điều 21.1"),
)

YEAR_DEPUTY = Procedure(
    "year_deputy", Text("Xếp loại chất lượng cấp phó của người đứng đầu", "Rating a deputy"), "Điều 21.2",
    (DRAFTING, FILED, CONVENED, DISCUSSED, HEARD, DECIDED, NOTIFIED, PUBLISHED, SYNCHRONISED, NOT_RATED),
    FINALS,
    (
        *_to_the_minutes("Điều 21.2", (Role.HEAD, Role.PERSONNEL)),
        _hear_party("Điều 21.2"),
        _decide("Điều 21.2", "heard"),
        *_made_known("Điều 21.2"),
    ),
    _notices("Điều 21.2"),
)

YEAR_OTHERS = Procedure(
    "year_others", Text("Xếp loại chất lượng công chức", "Rating a civil servant"), "Điều 21.2",
    (DRAFTING, FILED, CONVENED, DISCUSSED, DECIDED, NOTIFIED, PUBLISHED, SYNCHRONISED, NOT_RATED),
    FINALS,
    (
        *_to_the_minutes("Điều 21.2", (Role.HEAD, Role.PERSONNEL)),
        _decide("Điều 21.2", "discussed"),
        *_made_known("Điều 21.2"),
    ),
    _notices("Điều 21.2"),
)
# fmt: on

BY_POST = {"head": YEAR_HEAD, "deputy": YEAR_DEPUTY, "staff": YEAR_OTHERS}


@dataclass(frozen=True)
class Participants:
    """A group that takes part in the meeting («thành phần tham dự»); `in_writing`: may write instead."""

    name: str
    label: Text
    cite: str
    in_writing: bool = False


def participants(post: str, has_component_units: bool, is_large: bool = False) -> tuple[Participants, ...]:
    """Who attends the meeting on a person of this post: head, deputy or staff (Điều 21.1.b, 21.2.b).

    `has_component_units`: the agency has «đơn vị cấu thành»; `is_large`: «quy mô lớn», so that the heads
    of its units may give opinions in writing. Raises KeyError for another post.
    """
    cite = f"{BY_POST[post].cite}.b"
    if not has_component_units:
        label = Text("toàn thể công chức của cơ quan, tổ chức, đơn vị", "all civil servants of the agency")
        return (Participants("all_staff", label, cite),)
    if post == "staff":
        label = Text("toàn thể công chức của đơn vị cấu thành", "all civil servants of the component unit")
        return (Participants("component_staff", label, cite),)
    leaders = Text("tập thể lãnh đạo cơ quan, tổ chức, đơn vị", "the collective leadership of the agency")
    party = Text("đại diện cấp ủy đảng", "a representative of the Party committee")
    heads = Text("người đứng đầu các đơn vị cấu thành", "the heads of the component units")
    return (
        Participants("leadership", leaders, cite),
        Participants("party", party, cite),
        Participants("component_heads", heads, cite, in_writing=is_large),
    )
