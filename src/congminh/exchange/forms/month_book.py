"""A unit's month as a workbook: everyone's sums, then task by task the working columns of the handbook (VI.1–3).

Numbers are the law's own rows, written exactly; every text is written as a text, so that none can be a formula.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from congminh.assessment.facts import reckoned
from congminh.assessment.facts.running import law_of
from congminh.assessment.facts.tasks import task_rows
from congminh.assessment.models import PeriodSheet
from congminh.assessment.views.figures import OF_LEADERS, OWN, Figures, figures_of
from congminh.assessment.views.showing import STATES
from congminh.exchange.excel.book import add_root, add_sheet, workbook
from congminh.law.decree import Law
from congminh.law.explain import WORDS
from congminh.law.facts import TASK
from congminh.law.in_memory import reckon_rows
from congminh.law.reckon import Values
from congminh.work.models import Task

Row = Mapping[str, Any]
# By sheet its tasks as the law reckons them, with the law that did.
Reckoned = dict[int, list[Row]]


class Column(NamedTuple):
    """A working column: its heading, width, and what stands in it for a task and its row of figures."""

    heading: str
    width: int
    value: Callable[[Task, Row], Any]


def month_book(sheets: Sequence[PeriodSheet]) -> IO[bytes]:
    """The workbook in a temporary file, at its beginning; it is gone when closed. Queries do not grow with people."""
    figures, rows = figures_of(sheets), _rows(sheets)
    tasks = Task.objects.in_bulk({row["task"] for each in rows.values() for row in each})
    file = tempfile.TemporaryFile(prefix="congminh-")  # noqa: SIM115 - the caller closes it
    with workbook(file) as (book, looks):
        number = book.add_format(
            {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "num_format": "0.######"}
        )
        strong = book.add_format({"font_name": "Times New Roman", "font_size": 12, "valign": "top", "bold": True})
        pens = Pens(looks.heading, looks.wrapped, number, looks.plain["day"], strong)
        sums, every = add_sheet(book, _("Sums")), add_sheet(book, _("Tasks"))
        add_root(sums, every)
        _write_sums(sums, sheets, figures, pens)
        _write_tasks(every, sheets, figures, rows, tasks, pens)
    return file


class Pens(NamedTuple):
    """How cells look."""

    heading: Format
    text: Format
    number: Format
    day: Format
    strong: Format


def _write_sums(sheet: Worksheet, sheets: Sequence[PeriodSheet], figures: Mapping[int, Figures], pens: Pens) -> None:
    heads = [_("No."), _("Code"), _("Full name"), _("Post"), _("Unit"), _("State")]
    letters = [f"{name}" for name in ("a", "b", "c", "d", "đ", "e", "R")]
    rest = [_("General criteria"), _("Task results, points"), _("Total"), _("Level")]
    _write_heads(sheet, [*heads, *letters, *rest], [6, 14, 28, 26, 28, 18, *[9] * 7, 12, 12, 10, 30], pens)
    for at, each in enumerate(sheets, start=1):
        said = [
            str(at),
            each.person.code,
            each.person.name,
            each.position,
            str(each.unit),
            str(STATES[each.state][0]()),
        ]
        for column, text in enumerate([*said, *_sums(each, figures.get(each.pk))]):
            sheet.write_string(at, column, text, pens.text)


def _sums(sheet: PeriodSheet, figures: Figures | None) -> list[str]:
    """The figures of a sheet as the law prints them; empty where something is not known yet."""
    if figures is None:
        return []
    names = [*OWN, *OF_LEADERS, "results"]
    led = sheet.leads and not figures.missing & set(OF_LEADERS)
    wanted = {
        name: figures.has_tasks and (name in OWN or led or (name == "results" and not sheet.leads)) for name in names
    }
    shares = [figures.written(name) if is_known else "" for name, is_known in wanted.items()]
    general = figures.written("general") if figures.known("general_cp") else ""
    if not figures.is_whole:
        nothing = "" if figures.has_tasks else WORDS["insufficient_data"](get_language() or "vi")
        return [*shares, general, "", "", nothing]
    return [*shares, general, figures.written("result_score"), figures.total, str(figures.level()["word"])]


def _columns() -> list[Column]:
    """The fourteen columns of the handbook's tables 1 to 3."""
    return [
        Column(_("(2) Task"), 44, lambda task, row: task.name),
        Column(_("(3) Due"), 12, lambda task, row: task.due),
        Column(_("(4) Product"), 26, lambda task, row: f"{task.code} {task.output}".strip()),
        Column(_("(5) Coefficient"), 10, lambda task, row: thousandths(row["coefficient_m"])),
        Column(_("(6) Assigned"), 10, lambda task, row: thousandths(row["assigned_m"])),
        Column(_("(7) Assigned, converted = (5) × (6)"), 14, lambda task, row: scaled(row["assigned"], "assigned")),
        Column(_("(8) Done"), 10, lambda task, row: thousandths(row["done_m"])),
        Column(_("(9) Done, converted = (5) × (8)"), 14, lambda task, row: scaled(row["delivered"], "delivered")),
        Column(_("(10) Finished on"), 12, lambda task, row: task.finished_on),
        Column(_("(11) Delays"), 8, lambda task, row: row["delays"]),
        Column(_("(12) On time, converted"), 14, lambda task, row: scaled(row["on_time"], "on_time")),
        Column(_("(13) Failed reviews"), 8, lambda task, row: row["quality_failures"]),
        Column(_("(14) Well made, converted"), 14, lambda task, row: scaled(row["well_made"], "well_made")),
    ]


SUMMED = {5: ("load", "assigned"), 7: ("delivered_load", "delivered"), 10: ("on_time_load", "on_time")}
SUMMED |= {12: ("well_made_load", "well_made")}
SHARES = (("quantity", 7), ("timeliness", 10), ("quality", 12))
LEADING = 3


def _write_tasks(
    sheet: Worksheet,
    sheets: Sequence[PeriodSheet],
    figures: Mapping[int, Figures],
    rows: Reckoned,
    tasks: Mapping[int, Task],
    pens: Pens,
) -> None:
    columns = _columns()
    heads = [_("Code"), _("Full name"), _("(1) No."), *(column.heading for column in columns)]
    _write_heads(sheet, heads, [14, 26, 7, *(column.width for column in columns)], pens)
    line = 1
    for each in sheets:
        for number, row in enumerate(rows.get(each.pk, ()), start=1):
            _write_names(sheet, line, each, pens.text)
            sheet.write_number(line, LEADING - 1, number, pens.text)
            for at, column in enumerate(columns, start=LEADING):
                _write(sheet, line, at, column.value(tasks[row["task"]], row), pens)
            line += 1
        if each.pk in figures and rows.get(each.pk):
            line = _write_total(sheet, line, each, rows[each.pk], figures[each.pk], pens)


def _write_total(
    sheet: Worksheet, line: int, each: PeriodSheet, rows: Sequence[Row], figures: Figures, pens: Pens
) -> int:
    """The person's own sums, and for who leads nobody a, c and b beneath; a leader's rest on others' tasks too."""
    _write_names(sheet, line, each, pens.strong)
    sheet.write_string(line, LEADING, _("In all"), pens.strong)
    for at, (_sum, name) in SUMMED.items():
        _write(sheet, line, LEADING + at, scaled(sum(row[name] for row in rows), name), pens)
    if each.leads or not figures.has_tasks:
        return line + 1
    _write_names(sheet, line + 1, each, pens.strong)
    sheet.write_string(line + 1, LEADING, _("Percent of what was assigned"), pens.strong)
    for name, at in SHARES:
        sheet.write_string(line + 1, LEADING + at, figures.written(name), pens.strong)
    return line + 2


def _write_names(sheet: Worksheet, line: int, each: PeriodSheet, pen: Format) -> None:
    sheet.write_string(line, 0, each.person.code, pen)
    sheet.write_string(line, 1, each.person.name, pen)


def _write_heads(sheet: Worksheet, heads: Sequence[str], widths: Sequence[int], pens: Pens) -> None:
    for at, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, head, pens.heading)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)


def _write(sheet: Worksheet, line: int, at: int, value: Any, pens: Pens) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, at, datetime.combine(value, time()), pens.day)
    elif isinstance(value, Decimal | int):
        sheet.write_number(line, at, value, pens.number)
    elif value:
        sheet.write_string(line, at, str(value), pens.text)


def thousandths(value: int) -> Decimal:
    """A coefficient or quantity, exactly."""
    return Decimal(value).scaleb(-3)


def scaled(value: int, name: str) -> Decimal:
    """A figure of a task in its own unit, exactly."""
    places = {"assigned": 6, "delivered": 6, "on_time": 8, "well_made": 8}[name]
    return Decimal(value).scaleb(-places).normalize()


def _rows(sheets: Sequence[PeriodSheet]) -> Reckoned:
    """By sheet the law's figures of its own tasks: as kept with what was told, else as they stand."""
    found: Reckoned = defaultdict(list)
    for law, values, facts in [*_told(sheets), *_standing(sheets)]:
        for row in reckon_rows(law, TASK, {"task": facts}, values, carry=("task",)):
            found[row["person_id"]].append(row)
    return found


def _told(sheets: Iterable[PeriodSheet]) -> list[tuple[Law, Values, list[Row]]]:
    alike: dict[int, list[PeriodSheet]] = defaultdict(list)
    for sheet in sheets:
        if sheet.is_signed and sheet.result:
            alike[sheet.result.basis_id].append(sheet)
    return [(*law_of(same[0]), [fact for sheet in same for fact in _kept(sheet)]) for same in alike.values()]


def _kept(sheet: PeriodSheet) -> list[Row]:
    key = {"person_id": sheet.pk, "period": sheet.period}
    return [{**fact, **key} for fact in sheet.result.task_facts] if sheet.result else []


def _standing(sheets: Iterable[PeriodSheet]) -> list[tuple[Law, Values, list[Row]]]:
    live = [sheet.pk for sheet in sheets if not (sheet.is_signed and sheet.result)]
    every = reckoned(live) if live else []
    return [(each.law, each.values, list(task_rows(each.scope, sorted(each.scope.asked)))) for each in every]
