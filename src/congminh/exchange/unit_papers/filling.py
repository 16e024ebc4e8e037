"""From sheets of organisations to what is printed: criteria with points, figures, levels, who signed when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from congminh import law
from congminh.exchange.forms.form_01 import DOTS, Signature, told_of
from congminh.exchange.forms.form_02 import boxes
from congminh.exchange.forms.sheets import LANGUAGE, PLACE, VOUCHED
from congminh.law.nd335.posts import Gap
from congminh.law.procedure import Role
from congminh.law.text import scaled
from congminh.ledger.models import Entry
from congminh.ledger.receipts.making import codes
from congminh.ledger.receipts.square import square
from congminh.org.models import Person, Unit
from congminh.unit_year.actions import marks_of
from congminh.unit_year.facts.indicators import figures_of
from congminh.unit_year.facts.tasks import share_bp
from congminh.unit_year.facts.vouching import SIGNING
from congminh.unit_year.headings import CODES, PART_CITES, PARTS, headings
from congminh.unit_year.models import UnitSheet
from congminh.unit_year.models.queries import DECIDED
from congminh.unit_year.seats import Bench, bench_on

Filled = Mapping[str, Any]
Marks = Sequence[Sequence[Any]]
SIGNS = ("self_evaluate", "decide")
PART_WORDS = {"general": "Tiêu chí chung", "results": "Tiêu chí về kết quả thực hiện nhiệm vụ"}
ROMAN = ("I", "II")
SAID = {True: "có", False: "không", None: DOTS}
# Columns of a mark as `marks_told` gives it.
HEADING, LABEL, MOST, SELF, SELF_NOTE, GIVEN, GIVEN_NOTE = range(7)


def ready_units(sheets: QuerySet[UnitSheet], day: date) -> list[UnitSheet]:
    """Sheets with all that their papers say, unit by unit; a few queries, however many."""
    rows: Any = sheets.described(day).prefetch_related("marks", "criteria__criteria")  # type: ignore[attr-defined]
    found: list[UnitSheet] = list(rows.order_by("unit__code"))
    bench = bench_on(day)
    for sheet in found:
        sheet.use(bench)
    return found


def unit_sheets_of(sheets: Sequence[UnitSheet], reader: Person) -> list[Filled]:
    """What each sheet prints for whoever prints it; a constant number of queries.

    What a head has not sent is on nobody's paper but their own; points given and the level stand once decided.
    """
    if not sheets:
        return []
    bench, figures, signed = sheets[0].bench(), figures_of(sheets), _signed(sheets)
    bench.people(pk for sheet in sheets for pk in (bench.head(sheet.unit_id), bench.recogniser_id(sheet.unit_id)))
    above = Unit.objects.named(bench.day).in_bulk({sheet.unit.parent_id for sheet in sheets if sheet.unit.parent_id})
    told = codes([sheet.pk for sheet in sheets if sheet.state in DECIDED], SIGNING)
    made = (_filled(sheet, reader, bench, above, figures[sheet.pk], signed) for sheet in sheets)
    return [_coded(said, told.get(sheet.pk, "")) for said, sheet in zip(made, sheets, strict=True)]


def _coded(said: Filled, code: str) -> Filled:
    """With the code of its receipt, where a level was decided."""
    return {**said, "notes": [*said["notes"], *told_of(code)], "square": square(code) if code else ""}


def file_name(sheet: UnitSheet) -> str:
    """«phieu-to-chuc-TBM-3-2026», without what a file name cannot hold."""
    return re.sub(r"[^\w-]+", "-", f"phieu-to-chuc-{sheet.unit.code}-{sheet.year}")


def _filled(
    sheet: UnitSheet,
    reader: Person,
    bench: Bench,
    above: Mapping[int, Unit],
    figures: Sequence[Sequence[Any]],
    signed: Mapping[tuple[int, str], Entry],
) -> Filled:
    is_sent = sheet.state != "drafting" or Role.HEAD in sheet.roles_of(reader)
    result = sheet.result if sheet.state in DECIDED else None
    marks = result.marks if result else _marks(sheet, is_sent)
    parent = above.get(sheet.unit.parent_id or 0)
    place = _place([sheet.unit, *([parent] if parent else [])])
    return {
        "above": parent.name if parent else "",
        "agency": sheet.unit.name,
        "year": str(sheet.year),
        "head": _names(bench, [bench.head(sheet.unit_id)]),
        "recogniser": _recogniser(sheet, bench),
        "criteria": sheet.criteria.name,
        "rows": rows(marks, bool(result)),
        "counts": _counts(sheet),
        "counted": _counted(sheet),
        "indicators": [_indicator(each) for each in (result.row.get("indicators", figures) if result else figures)],
        "facts": _facts(sheet, is_sent),
        "self_evaluation": (sheet.self_evaluation if is_sent else "") or DOTS,
        "own": boxes(sheet.proposed_grade if is_sent else ""),
        "decided": boxes(result.grade if result else ""),
        "reason": (result.reason if result else "") or "",
        "self_signed": _signature(signed.get((sheet.pk, "self_evaluate")) if is_sent else None, place),
        "decided_signed": _signature(signed.get((sheet.pk, "decide")) if result else None, place),
        "notes": list(_notes(sheet, result)),
    }


def rows(marks: Marks, shows_given: bool) -> list[dict[str, str]]:
    """The table of points: parts, the decree's headings, criteria beneath each, the whole; sums where all are there."""
    found: list[dict[str, str]] = []
    for number, (part, most) in zip(ROMAN, PARTS.items(), strict=True):
        mine = [mark for mark in marks if CODES[mark[HEADING]][0] == part]
        words = f"{PART_WORDS[part]} ({PART_CITES[part]})"
        found.append(_row("part", number, words, most, _sum(mine, SELF), _given(mine, shows_given)))
        for code, heading in headings().items():
            beneath = [mark for mark in mine if mark[HEADING] == code]
            if heading.part == part and beneath:
                most_cp = sum(mark[MOST] for mark in beneath)
                sums = _sum(beneath, SELF), _given(beneath, shows_given)
                found.append(_row("heading", code, heading.label.vi, most_cp, *sums))
                found += [_criterion(mark, shows_given) for mark in beneath]
    whole = sum(PARTS.values())
    return [*found, _row("total", "", "Tổng cộng", whole, _sum(marks, SELF), _given(marks, shows_given))]


def _criterion(mark: Sequence[Any], shows_given: bool) -> dict[str, str]:
    notes = [mark[SELF_NOTE], mark[GIVEN_NOTE] if shows_given else ""]
    row = _row("criterion", "", mark[LABEL], mark[MOST], mark[SELF], mark[GIVEN] if shows_given else None)
    return {**row, "note": "; ".join(filter(None, notes))}


def _row(kind: str, number: str, text: str, most_cp: int, own_cp: int | None, given_cp: int | None) -> dict[str, str]:
    points = {"most": most_cp, "own": own_cp, "given": given_cp}
    written = {name: "" if value is None else scaled(value, 2, LANGUAGE) for name, value in points.items()}
    return {"kind": kind, "number": number, "text": text, "note": "", **written}


def _sum(marks: Marks, column: int) -> int | None:
    known = [mark[column] for mark in marks if mark[column] is not None]
    return sum(known) if known and len(known) == len(marks) else None


def _given(marks: Marks, shows_given: bool) -> int | None:
    return _sum(marks, GIVEN) if shows_given else None


def _marks(sheet: UnitSheet, is_sent: bool) -> Marks:
    """Points as they stand, in the columns a result keeps; of a sheet not sent yet none."""
    return [
        [each.heading, each.label, each.max_cp, *((mark.self_cp, mark.self_note) if is_sent else (None, "")), None, ""]
        for each, mark in marks_of(sheet)
    ]


def _place(units: Sequence[Unit]) -> str:
    """«Địa danh» of a paper: of the first of these units whose name holds one."""
    return next((found["place"] for unit in units if (found := PLACE.fullmatch(unit.name))), "")


def _counts(sheet: UnitSheet) -> list[dict[str, str]]:
    whole = sheet.tasks_given
    parts = (
        ("Nhiệm vụ được giao trong năm (theo chương trình, kế hoạch và phát sinh)", whole),
        ("Nhiệm vụ đã hoàn thành", sheet.tasks_done),
        ("Nhiệm vụ hoàn thành đúng thời hạn", sheet.tasks_on_time),
        ("Nhiệm vụ hoàn thành vượt mức yêu cầu", sheet.tasks_exceeded),
    )
    return [
        {
            "label": label,
            "number": "" if number is None else str(number),
            "share": f"{scaled(share_bp(number, whole), 2, LANGUAGE)} %" if whole and number is not None else "",
        }
        for label, number in parts
    ]


def _counted(sheet: UnitSheet) -> str:
    """Where the numbers of tasks come from, and as of which day."""
    if not sheet.tasks_given:
        return "Chưa có số liệu nhiệm vụ của năm."
    source = sheet.tasks_source or "đếm từ nhiệm vụ ghi nhận trong hệ thống"
    return f"Nguồn: {source}; tính đến ngày {sheet.tasks_as_of:%d/%m/%Y}."


def _indicator(figure: Sequence[Any]) -> dict[str, str]:
    code, name, measure, source, value_m = figure
    value = f"{scaled(value_m, 3, LANGUAGE)} {measure}" if value_m is not None else "–"
    return {"code": code, "name": name, "value": value, "source": source}


def _facts(sheet: UnitSheet, is_sent: bool) -> list[dict[str, str]]:
    """What a level rests on beside points and tasks, as the head says, and as was judged once decided."""
    is_judged = sheet.state in DECIDED
    judged = sheet.remedied if sheet.remedied_given is None else sheet.remedied_given
    found = [("Đã khắc phục toàn bộ hạn chế, khuyết điểm được chỉ ra (Điều 8.1.c)", judged if is_judged else None)]
    if is_sent and not is_judged:
        found = [(found[0][0], sheet.remedied)]
    if is_judged and sheet.result:
        failed = bool(sheet.result.row.get("subordinate_failed"))
        found.append(("Có đơn vị cấp dưới trực tiếp không hoàn thành nhiệm vụ (Điều 8.1.b)", failed))
        found.append(("Có kết luận sai phạm về công tác cán bộ, mất đoàn kết (Điều 8.4.a)", sheet.misconduct))
        found.append(("Có lý do bất khả kháng (Điều 8.4.b)", sheet.force_majeure))
    return [{"label": label, "said": SAID[value]} for label, value in found]


def _recogniser(sheet: UnitSheet, bench: Bench) -> str:
    found = bench.recogniser(sheet.unit_id)
    if isinstance(found, Gap):
        return DOTS
    return f"{_names(bench, [int(found.person)])}, người đứng đầu {bench.name(int(found.post.unit))} ({found.article})"


def _names(bench: Bench, people: Iterable[int | None]) -> str:
    return ", ".join(person.name for person in bench.people(people)) or DOTS


def _signed(sheets: Sequence[UnitSheet]) -> dict[tuple[int, str], Entry]:
    """Who sent and who decided last; one query."""
    entries = Entry.objects.filter(file__in=[sheet.pk for sheet in sheets], step__in=SIGNS)
    return {(entry.file_id, entry.step): entry for entry in entries.select_related("who").order_by("number")}


def _signature(entry: Entry | None, place: str) -> dict[str, str]:
    signed = Signature() if entry is None else Signature(entry.who.name, place, localtime(entry.at).date())
    return {"name": signed.name, "dated": signed.dated()}


def _notes(sheet: UnitSheet, result: Any) -> Iterable[str]:
    """What kind of paper it is, what the figures rest on, and by what they can be proved."""
    title = law.named("nd335").title(LANGUAGE)
    yield f"{title} không ban hành mẫu phiếu cho tổ chức; bản in này trình bày theo các Điều 5–9 của Nghị định."
    if result is None:
        yield "Bản in khi chưa có kết quả xếp loại; số liệu có thể thay đổi."
    else:
        yield f"Kết quả lần {result.number}, tính theo {title}. Mã đối chiếu: {result.seal()[:VOUCHED]}."
