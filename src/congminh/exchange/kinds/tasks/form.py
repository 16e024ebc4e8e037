"""The form of tasks («mẫu giao việc»): one row a task."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from congminh.exchange.excel import cells
from congminh.exchange.excel.form import Choice, Column, Form
from congminh.exchange.kinds.month import quantity

MARKS: tuple[Choice, ...] = (("x", "x", ()),)
MOST_NUMBER = 999_999_999
READER = _("For whoever reads the file; rows are matched by codes alone.")

NUMBER = Column(
    "task",
    _("Task number"),
    _("Of a task that is there, as an export has it. Empty for a new task."),
    cells.whole(1, MOST_NUMBER),
    also=("so nv", "ma nhiem vu"),
    examples=("", "1204"),
    width=12,
)
FULL_NAME = Column("full_name", _("Full name"), READER, cells.text(200), examples=("Nguyễn Thị Ngọc Lan", ""), width=26)
OUTPUT = Column(
    "output", _("Output"), READER, cells.text(1000), also=("san pham dau ra",), examples=("Báo cáo nhanh", ""), width=34
)

FORM = Form(
    _("Tasks to assign"),
    (
        NUMBER,
        Column(
            "person",
            _("Civil servant code"),
            _("Whose task it is. You assign the work of those whom you score."),
            cells.code,
            needed=True,
            also=("ma cc", "ma so cong chuc"),
            examples=("TBM-304", ""),
        ),
        FULL_NAME,
        Column(
            "unit",
            _("Unit code"),
            _("Where the work is done. Empty: where the person is evaluated."),
            cells.code,
            also=("ma dv",),
            examples=("", ""),
            width=12,
        ),
        Column(
            "product",
            _("Product code"),
            _("Of the catalogue in force on the day of assignment."),
            cells.code,
            needed=True,
            also=("ma sp", "ma san pham cong viec"),
            examples=("DC.02", ""),
            width=14,
        ),
        OUTPUT,
        Column(
            "name",
            _("Content of the task"),
            _("Which one it is, such as the file or the subject. Empty: as the product is called."),
            cells.text(400),
            also=("ten nhiem vu",),
            examples=("Báo cáo giải ngân quý III", ""),
            width=40,
        ),
        Column(
            "quantity",
            _("Quantity assigned"),
            _("How many, such as 5 or 0,8."),
            quantity,
            needed=True,
            also=("so luong",),
            examples=("2", "3"),
            width=10,
        ),
        Column(
            "given",
            _("Assigned on"),
            _("Today or an earlier day: dd/mm/yyyy. Empty: today."),
            cells.day,
            look="day",
            also=("ngay giao",),
            examples=("01/10/2026", ""),
        ),
        Column(
            "due",
            _("Due on"),
            _("The task is scored in the period in which this day falls: dd/mm/yyyy."),
            cells.day,
            look="day",
            needed=True,
            also=("han", "han hoan thanh", "thoi han"),
            examples=("20/10/2026", "25/10/2026"),
        ),
        Column(
            "urgent",
            _("Urgent"),
            _("x for an urgent task; «không» takes the mark away."),
            cells.mark,
            choices=MARKS,
            examples=("", "x"),
            width=8,
        ),
        Column(
            "reason",
            _("Reason for the change"),
            _("Needed where a row changes a task that is there; kept with the task."),
            cells.text(500),
            also=("ly do",),
            examples=("", "Bổ sung theo công văn của UBND xã"),
            width=34,
        ),
    ),
)
