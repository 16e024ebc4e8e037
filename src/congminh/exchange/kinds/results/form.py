"""The form of results («mẫu kết quả làm ở nơi khác»): one row a task that is there."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from congminh.exchange.excel import cells
from congminh.exchange.excel.form import Column, Form
from congminh.exchange.kinds.month import quantity
from congminh.exchange.kinds.tasks.form import FULL_NAME, MARKS, NUMBER, OUTPUT, READER

FORM = Form(
    _("Results done elsewhere"),
    (
        replace(
            NUMBER,
            note=_("As an export has it. Empty: the one task of the person with the product that is under way."),
            examples=("1204", ""),
        ),
        Column(
            "person",
            _("Civil servant code"),
            _("Whose task it is; needed where the number is empty."),
            cells.code,
            also=("ma cc", "ma so cong chuc"),
            examples=("TBM-304", "TBM-304"),
        ),
        FULL_NAME,
        Column(
            "product",
            _("Product code"),
            _("The product of the task; needed where the number is empty."),
            cells.code,
            also=("ma sp", "ma san pham cong viec"),
            examples=("DC.02", "KT-16"),
            width=14,
        ),
        replace(OUTPUT, examples=("Báo cáo nhanh", "")),
        Column("name", _("Content of the task"), READER, cells.text(400), width=40),
        Column("assigned", _("Quantity assigned"), READER, cells.text(40), width=10),
        Column("due", _("Due on"), READER, cells.text(40), look="day", also=("han",)),
        Column(
            "quantity",
            _("Quantity done"),
            _("How many were done, such as 5 or 0,8; a part counts too."),
            quantity,
            needed=True,
            also=("so luong hoan thanh", "so luong hoan thanh thuc te", "hoan thanh"),
            examples=("2", "0,8"),
            width=10,
        ),
        Column(
            "finished",
            _("Finished on"),
            _("The day the work was really finished: dd/mm/yyyy."),
            cells.day,
            look="day",
            needed=True,
            also=("ngay hoan thanh thuc te",),
            examples=("18/10/2026", "22/10/2026"),
        ),
        Column(
            "note",
            _("Note"),
            _("Such as where it was done."),
            cells.text(1000),
            examples=("Hệ thống quản lý văn bản", ""),
            width=34,
        ),
        Column(
            "link",
            _("Link to the result"),
            _("The address of the result, beginning with https://."),
            cells.text(500),
            examples=("", ""),
            width=30,
        ),
        Column(
            "confirm",
            _("Confirm at once"),
            _("x: you confirm it, where you score the person. Otherwise it waits to be confirmed."),
            cells.mark,
            choices=MARKS,
            also=("xac nhan",),
            examples=("x", ""),
            width=10,
        ),
    ),
)
