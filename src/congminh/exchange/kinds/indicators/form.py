"""The form of indicators («mẫu chỉ số của tổ chức»): one row an indicator of a unit in a year."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from congminh.exchange.excel import cells
from congminh.exchange.excel.form import Column, Form
from congminh.exchange.kinds.month import quantity
from congminh.unit_year.asking.acting import FIRST_YEAR

LAST_YEAR = 2100
READER = _("For the reader alone; it is not compared.")

FORM = Form(
    _("Indicators of organisations"),
    (
        Column(
            "unit",
            _("Unit code"),
            _("Of an organisation whose sheet of the year is open."),
            cells.code,
            needed=True,
            also=("ma dv",),
            examples=("TBM-3", "TBM-4"),
        ),
        Column("unit_name", _("Unit name"), READER, cells.text(200), examples=("Phòng Kinh tế", ""), width=34),
        Column(
            "indicator",
            _("Indicator code"),
            _("As the set of criteria has it; the second sheet lists them."),
            cells.code,
            needed=True,
            also=("ma cs",),
            examples=("CS-01", "CS-01"),
            width=14,
        ),
        Column("name", _("Indicator"), READER, cells.text(200), examples=("Hồ sơ đúng hạn", ""), width=34),
        Column(
            "period",
            _("Period"),
            _("The year the value is of."),
            cells.whole(FIRST_YEAR, LAST_YEAR),
            look="whole",
            needed=True,
            also=("nam", "ky danh gia"),
            examples=("2026", "2026"),
            width=10,
        ),
        Column(
            "value",
            _("Value"),
            _("A number such as 98,5, in the measure of the indicator."),
            quantity,
            needed=True,
            also=("gia tri", "so lieu"),
            examples=("98,5", "97"),
            width=12,
        ),
        Column(
            "source",
            _("Source"),
            _("The one source of the indicator; empty: that one. Another source is refused."),
            cells.text(200),
            also=("nguon", "nguon so lieu"),
            examples=("Cổng Dịch vụ công", ""),
            width=34,
        ),
        Column(
            "closes",
            _("Closes on"),
            _("The day it closes, as the set of criteria has it; empty: that day. After it no value is taken."),
            cells.day,
            look="day",
            also=("thoi diem chot", "ngay chot", "chot so lieu"),
            examples=("30/11/2026", ""),
        ),
    ),
)
