"""The form of units («mẫu danh sách đơn vị»): one row a unit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from congminh.exchange.excel import cells
from congminh.exchange.excel.form import Choice, Column, Form
from congminh.exchange.kinds import decisions
from congminh.org.models import Unit

KIND, TIER = Unit.Kind, Unit.Tier
KINDS: tuple[Choice, ...] = (
    (KIND.MANAGING, KIND.MANAGING.label, ("co quan quan ly", "quan ly")),
    (KIND.USING, KIND.USING.label, ("co quan su dung", "su dung")),
    (
        KIND.DIRECT,
        KIND.DIRECT.label,
        ("co quan truc tiep su dung cong chuc", "don vi truc tiep su dung", "truc tiep su dung", "truc tiep"),
    ),
)
ALSO = {
    TIER.PROVINCE: ("ubnd tinh", "ubnd cap tinh", "cap tinh", "tinh"),
    TIER.COMMUNE: ("ubnd xa", "ubnd cap xa", "ubnd phuong", "cap xa", "xa"),
    TIER.PROVINCIAL_AGENCY: ("so", "so nganh"),
    TIER.COMMUNE_AGENCY: ("phong thuoc xa", "phong thuoc cap xa"),
}
TIERS: tuple[Choice, ...] = tuple((tier, tier.label, ALSO.get(tier, ())) for tier in TIER)

FORM = Form(
    _("Units"),
    (
        Column(
            "code",
            _("Unit code"),
            _("Short, of your own choosing, never the same for two units: it is how rows find their unit again."),
            cells.code,
            needed=True,
            also=("ma dv",),
            examples=("TBM-1", "TBM-3"),
        ),
        Column(
            "name",
            _("Unit name"),
            _("The whole name. To rename a unit, write the new name and the day it holds from."),
            cells.text(200),
            needed=True,
            also=("ten dv", "ten co quan don vi"),
            examples=("Ủy ban nhân dân xã Thanh Bình Minh", "Phòng Kinh tế"),
            width=44,
        ),
        Column(
            "parent",
            _("Code of the unit above"),
            _("Of a unit in the system or in this file, whatever the order of rows. Empty only at the top."),
            cells.code,
            also=("ma don vi cap tren", "ma cap tren", "ma dv cap tren"),
            examples=("", "TBM-1"),
        ),
        Column(
            "kind",
            _("Kind of unit"),
            _("What the unit is to its civil servants: choose from the list."),
            cells.choice(KINDS),
            choices=KINDS,
            also=("loai", "loai don vi"),
            examples=(KIND.USING, KIND.DIRECT),
            width=36,
        ),
        Column(
            "tier",
            _("Tier"),
            _("Where the unit stands when it is itself evaluated: choose from the list, or leave empty."),
            cells.choice(TIERS),
            choices=TIERS,
            also=("cap", "cap hanh chinh"),
            examples=(TIER.COMMUNE, TIER.COMMUNE_AGENCY),
            width=34,
        ),
        Column(
            "first",
            _("From"),
            _("The day the unit begins, or the new name or place holds from: dd/mm/yyyy."),
            cells.day,
            look="day",
            also=("tu ngay", "ngay bat dau", "ngay thanh lap", "hieu luc tu ngay"),
            examples=("01/07/2025", "01/07/2025"),
        ),
        *decisions.COLUMNS,
    ),
)
