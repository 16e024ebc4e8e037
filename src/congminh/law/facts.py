"""The columns a reckoning starts from («số liệu đầu vào»): names, units, bounds, and their checks.

Both the decree and the draft reckon from these. Inside the bounds no product and no sum can leave 64
bits (`docs/decisions/0004`); outside them a row is refused with its place, never cut or rounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from congminh.law.figures import Fact, Grain, Unit
from congminh.law.text import Text

ORIGINS = ("planned", "handed_over", "taken_over", "ad_hoc")
POSTS = ("staff", "deputy", "head")
GRADES = ("not_fulfilled", "fulfilled", "good", "excellent")
MOST_LOAD = 10**13  # ten million standard products in one period, in millionths

_PERSON = Fact("person_id", Text("mã công chức", "person"), high=2**63 - 1)
_PERIOD = Fact("period", Text("kỳ (nămtháng)", "period (yyyymm)"), "Điều 3.4", low=200001, high=210012)
_YEAR = Fact("year", Text("năm", "year"), "Điều 19.1", low=2000, high=2100)
_UNIT = Fact("unit_id", Text("đơn vị", "unit"), "Điều 3.1", high=2**63 - 1)
_PEERS = Fact("peer_group", Text("nhóm nhiệm vụ tương đồng", "peer group"), "Điều 20.5.a", Unit.TEXT)
_POST = Fact("post", Text("chức vụ", "post"), "Điều 15", Unit.TEXT, allowed=POSTS)


def _leader(name: str, letter: str, vi: str, en: str, cite: str) -> Fact:
    return Fact(name, Text(vi, en), cite, Unit.PERCENT, allowed=(50, 100), needed=False, letter=letter)


def _flag(name: str, vi: str, en: str, cite: str) -> Fact:
    return Fact(name, Text(vi, en), cite, Unit.FLAG, high=1)


def _share(name: str, vi: str, en: str, cite: str) -> Fact:
    return Fact(name, Text(vi, en), cite, Unit.BASIS_POINT, high=100_000)


def _number(name: str, vi: str, en: str, cite: str, high: int, low: int = 0) -> Fact:
    return Fact(name, Text(vi, en), cite, Unit.THOUSANDTH if name.endswith("_m") else Unit.COUNT, low, high)


TASK = Grain(
    "task",
    Text("nhiệm vụ", "task"),
    ("person_id", "period"),
    (
        _PERSON,
        _PERIOD,
        Fact("origin", Text("nguồn nhiệm vụ", "origin"), "Điều 18.1.d", Unit.TEXT, allowed=ORIGINS),
        _number("coefficient_m", "hệ số quy đổi", "coefficient", "Điều 13.1.c", 10**6, low=1),
        _number("assigned_m", "số lượng giao", "quantity assigned", "Điều 18.1.b", 10**7),
        _number("done_m", "số lượng hoàn thành", "quantity done", "Điều 14.2.a", 10**7),
        _number("quality_failures", "số lần đánh giá chưa đạt", "failed reviews", "Điều 14.2.b", 1000),
        _number("delays", "số lần chậm", "delays", "Điều 14.2.c", 1000),
    ),
)

SHEET = Grain(
    "sheet",
    Text("phiếu theo dõi, đánh giá", "period sheet"),
    ("person_id", "period"),
    (
        _PERSON,
        _PERIOD,
        _UNIT,
        _PEERS,
        _POST,
        Fact("general_cp", Text("điểm tiêu chí chung", "general criteria"), "Điều 12.2", Unit.POINT, high=3000),
        _leader(
            "unit_results", "d", "kết quả hoạt động của cơ quan, tổ chức, đơn vị", "results of the unit", "Điều 15.3.a"
        ),
        _leader("execution", "đ", "khả năng tổ chức triển khai thực hiện nhiệm vụ", "execution", "Điều 15.3.b"),
        _leader("cohesion", "e", "năng lực tập hợp, đoàn kết công chức", "cohesion", "Điều 15.3.c"),
    ),
    TASK,
    ("person_id", "period"),
)

IN_CHARGE = Grain(
    "in_charge",
    Text("công chức thuộc thẩm quyền quản lý", "someone in a leader's charge"),
    ("person_id", "period"),
    (
        Fact("person_id", Text("mã người lãnh đạo, quản lý", "leader"), "Điều 15.3.a", high=2**63 - 1),
        _PERIOD,
        Fact("grade", Text("mức điểm của cấp dưới", "the subordinate's level"), "Điều 15.3.a", Unit.TEXT),
    ),
)

LEADER = Grain(
    "leader",
    Text("công chức giữ chức vụ lãnh đạo, quản lý", "leader"),
    ("person_id", "period"),
    (_PERSON, _PERIOD),
    IN_CHARGE,
    ("person_id", "period"),
)

MONTH = Grain(
    "month",
    Text("tháng đã chấm điểm", "scored month"),
    ("person_id", "year"),
    (
        _PERSON,
        _YEAR,
        _number("month", "tháng (tháng cuối của quý)", "month (a quarter's last)", "Điều 17.3", 12, low=1),
        _number("span", "số tháng của kỳ", "months of the period", "Điều 17.3", 3, low=1),
        Fact("total_cp", Text("tổng điểm đã ký", "signed total"), "Điều 17.1", Unit.POINT, high=10_000),
    ),
)

YEAR = Grain(
    "year",
    Text("xếp loại năm", "year"),
    ("person_id", "year"),
    (
        _PERSON,
        _YEAR,
        _UNIT,
        _PEERS,
        _POST,
        _number("months_worked", "số tháng công tác trong năm", "months worked", "Điều 11.1", 12),
        _flag("maternity", "nghỉ thai sản theo chế độ bảo hiểm xã hội", "maternity leave", "Điều 11.2"),
        _flag("sick", "nghỉ ốm theo chế độ bảo hiểm xã hội", "sick leave", "Điều 11.2"),
        _flag("unpaid", "nghỉ việc riêng không hưởng lương", "unpaid leave", "Điều 11.2"),
        _flag("degradation", "bị kết luận suy thoái, “tự diễn biến”, “tự chuyển hóa”", "degradation", "Điều 20.4.b"),
        _flag("party_prohibition", "vi phạm những điều đảng viên không được làm", "party rule", "Điều 20.4.b"),
        _flag(
            "setting_example",
            "vi phạm trách nhiệm nêu gương, ảnh hưởng xấu đến uy tín",
            "setting an example",
            "Điều 20.4.b",
        ),
        _flag(
            "duty_discipline", "bị kỷ luật do vi phạm liên quan đến hoạt động công vụ", "duty discipline", "Điều 20.4.c"
        ),
        _flag(
            "unit_corruption",
            "đơn vị trực tiếp phụ trách bị xử lý về tham ô, tham nhũng, lãng phí",
            "unit corruption",
            "Điều 20.4.d",
        ),
        _flag(
            "any_discipline",
            "kỷ luật không do suy thoái, không liên quan đến hoạt động công vụ",
            "other discipline",
            "Điều 11.3.a",
        ),
        Fact(
            "unit_grade",
            Text("mức xếp loại của tổ chức", "the organisation's level"),
            "Điều 20.6",
            Unit.TEXT,
            allowed=GRADES,
            needed=False,
        ),
    ),
    MONTH,
    ("person_id", "year"),
)

_MEANS_FACTS = (_PERSON, _YEAR)
QUARTER = Grain("quarter", Text("quý", "quarter"), ("person_id", "year"), _MEANS_FACTS, MONTH, ("person_id", "year"))
HALF_YEAR = Grain(
    "half_year", Text("6 tháng", "half-year"), ("person_id", "year"), _MEANS_FACTS, MONTH, ("person_id", "year")
)

CAP = Grain(
    "cap",
    Text("tỷ lệ hoàn thành xuất sắc nhiệm vụ", "cap on excellent"),
    ("unit_id", "peer_group"),
    (
        _UNIT,
        _PEERS,
        _number("eligible", "số người đạt mức xuất sắc theo điểm", "eligible", "Điều 20.1", 10**6),
        _number("good", "số người đạt mức tốt theo điểm", "good", "Điều 20.2", 10**6),
        _number("rated", "số người được xếp loại", "rated", "Điều 20", 10**6),
        _flag("exceptional", "tổ chức có thành tích xuất sắc, nổi trội", "exceptional", "Điều 20.5.b"),
        _number("decided_percent", "tỷ lệ được quyết định (%)", "percent decided", "Điều 20.5", 100),
        _number("party_percent", "tỷ lệ đảng viên xuất sắc (%)", "excellent Party members (%)", "Điều 23.3.a", 100),
    ),
)

ORGANISATION = Grain(
    "organisation",
    Text("cơ quan, tổ chức, đơn vị", "organisation"),
    ("unit_id", "year"),
    (
        _UNIT,
        _YEAR,
        Fact("score_cp", Text("tổng điểm đánh giá", "score"), "Điều 8", Unit.POINT, high=10_000),
        _share("done_bp", "tỷ lệ nhiệm vụ hoàn thành", "tasks done", "Điều 7.1.b"),
        _share("on_time_bp", "tỷ lệ nhiệm vụ đúng thời hạn", "tasks on time", "Điều 8.3"),
        _share("exceeded_bp", "tỷ lệ vượt mức yêu cầu", "beyond what was required", "Điều 8.1.a"),
        # Apart from time: Điều 8.3 weighs lateness alone. Left empty, quality is taken as assured.
        Fact(
            "quality_assured",
            Text("bảo đảm chất lượng, hiệu quả", "quality and effect assured"),
            "Điều 8.1.a",
            Unit.FLAG,
            high=1,
            needed=False,
        ),
        _flag(
            "subordinate_failed",
            "có đơn vị cấp dưới trực tiếp không hoàn thành",
            "a subordinate unit failed",
            "Điều 8.1.b",
        ),
        _flag("findings_remedied", "đã khắc phục toàn bộ hạn chế, khuyết điểm", "findings remedied", "Điều 8.1.c"),
        _flag(
            "misconduct", "bị kết luận sai phạm trong công tác cán bộ, mất đoàn kết nội bộ", "misconduct", "Điều 8.4.a"
        ),
        _flag("force_majeure", "lý do bất khả kháng", "force majeure", "Điều 8.4.b"),
    ),
)

GRAINS = (TASK, SHEET, IN_CHARGE, LEADER, MONTH, QUARTER, HALF_YEAR, YEAR, CAP, ORGANISATION)


@dataclass(frozen=True)
class Rule:
    """One thing every row of a table must satisfy: a portable SQL test, the column to blame, what to do."""

    column: str
    test: str
    what: Text


def _bounds(fact: Fact) -> Rule:
    """The rule a fact's own declaration makes: one of, or between."""
    if fact.allowed:
        listed = ", ".join(f"'{each}'" if fact.is_text else str(each) for each in fact.allowed)
        test, names = f"{fact.name} IN ({listed})", ", ".join(str(each) for each in fact.allowed)
        what = Text(f"phải là một trong: {names}", f"must be one of: {names}")
    elif fact.is_text:
        test, what = f"{fact.name} IS NOT NULL", Text("không được để trống", "must not be empty")
    else:
        test = f"{fact.name} BETWEEN {fact.low} AND {fact.high}"
        what = Text(f"phải từ {fact.low} đến {fact.high}", f"must be from {fact.low} to {fact.high}")
    return Rule(fact.name, test if fact.needed else f"({fact.name} IS NULL OR {test})", what)


_PERIOD_RULE = Rule("period", "period % 100 BETWEEN 1 AND 12", Text("tháng phải từ 01 đến 12", "month must be 01–12"))
_OWN_RULES: dict[str, tuple[Rule, ...]] = {
    "task": (
        _PERIOD_RULE,
        Rule(
            "assigned_m",
            "(origin IN ('taken_over', 'ad_hoc') OR assigned_m >= 1)",
            Text("nhiệm vụ trong kế hoạch phải có số lượng giao", "a planned task needs a quantity assigned"),
        ),
    ),
    "sheet": (
        _PERIOD_RULE,
        *(
            Rule(
                name,
                f"(coalesce(post, '') NOT IN ('deputy', 'head') OR {name} IS NOT NULL)",
                Text("người đứng đầu, cấp phó phải có 50 hoặc 100", "a head or deputy needs 50 or 100"),
            )
            for name in ("unit_results", "execution", "cohesion")
        ),
    ),
}


def rules(grain: Grain) -> Iterator[Rule]:
    """Every rule a row of the grain's table must satisfy: its facts' bounds, then the grain's own."""
    yield from (_bounds(fact) for fact in grain.facts)
    yield from _OWN_RULES.get(grain.name, ())


def faulty(grain: Grain) -> str:
    """A portable SQL condition that is true for exactly the rows to refuse."""
    return f"NOT coalesce({' AND '.join(rule.test for rule in rules(grain))}, 1 = 0)"
