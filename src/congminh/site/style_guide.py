"""What the style guide shows: every component in every state, with names as long as they come."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congminh import law
from congminh.site.assets import PACKAGE
from congminh.site.style_guide_words import LEVELS, LONG_TITLE, MONTHS, PEOPLE, TASK_GROUPS, UNITS

COMPONENTS = (
    "page_head", "notice", "badge", "figure", "strip", "table", "pagination", "field", "stepper", "steps", "dialog",
    "progress", "empty", "filter", "tabs", "links", "acts", "part", "passkey", "tabbar",
)  # fmt: skip


def contracts() -> dict[str, str]:
    """What each component asks for: its first line."""
    folder = PACKAGE / "templates" / "components"
    firsts = ((name, (folder / f"{name}.html").read_text(encoding="utf-8").partition("\n")[0]) for name in COMPONENTS)
    return {name: first.strip("{}# ") for name, first in firsts}


class SampleForm(forms.Form):
    """A form with every kind of field, two of them filled wrongly."""

    product = forms.CharField(label="Tên sản phẩm, công việc", help_text="Ghi như trong danh mục của cơ quan.")
    done = forms.DecimalField(label="Số lượng hoàn thành", localize=True)
    due = forms.DateField(label="Thời hạn hoàn thành", widget=forms.DateInput(attrs={"type": "date"}))
    unit = forms.ChoiceField(label="Đơn vị trực tiếp sử dụng", choices=[(name, name) for name in UNITS])
    delay_unit = forms.ChoiceField(
        label="Cách tính chậm tiến độ",
        widget=forms.RadioSelect,
        choices=[("occurrence", "Theo lần chậm"), ("day", "Theo ngày chậm"), ("working", "Theo ngày làm việc chậm")],
        help_text="Nghị định không nói rõ; cơ quan chọn bằng một quyết định.",
    )
    remark = forms.CharField(label="Nhận xét của người chấm điểm", widget=forms.Textarea(attrs={"rows": 3}))
    evidence = forms.FileField(label="Minh chứng", required=False, help_text="PDF, DOCX hoặc ảnh, đến 10 MB.")
    objective = forms.BooleanField(label="Đề nghị xem xét nguyên nhân khách quan", required=False)
    confirmed_by = forms.CharField(label="Người xác nhận", disabled=True, initial="Trần Quang Minh")

    def clean_done(self) -> Any:
        """Always wrong, to show how an error reads."""
        raise ValidationError(
            "Số lượng 12 lớn hơn số được giao.",
            params={
                "why": "Việc này được giao 5 sản phẩm; phần vượt phải là việc nhận thêm hoặc đột xuất.",
                "next": "Sửa thành 5, rồi thêm 7 sản phẩm bằng nút «Thêm việc đột xuất».",
            },
        )


class ReasonForm(forms.Form):
    """What a step that returns a sheet needs."""

    reason = forms.CharField(
        label="Lý do trả lại",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Chị Lan sẽ đọc được nguyên văn.",
    )


class SearchForm(forms.Form):
    """What a list is asked for, the day wrongly."""

    q = forms.CharField(label="Họ tên hoặc mã", widget=forms.SearchInput)
    day = forms.DateField(label="Tại ngày", widget=forms.DateInput(attrs={"type": "date"}))
    missing = forms.BooleanField(label="Chưa có vị trí", required=False)


class SignedForm(forms.Form):
    """A decision, as an act asks for it."""

    number = forms.CharField(label="Số, ký hiệu")
    signed_on = forms.DateField(label="Ngày ký", widget=forms.DateInput(attrs={"type": "date"}))


def _sample_part() -> dict[str, Any]:
    """Fields under one heading."""
    told = "Chọn quyết định đã có trong hệ thống, hoặc nhập quyết định ở đây."
    return {"name": "decision", "label": "Quyết định", "help": told, "fields": list(SignedForm(prefix="part"))}


def _sample_form() -> SampleForm:
    """The form as it comes back: one number too large, one remark left empty."""
    data = {"product": "Báo cáo số liệu giải ngân vốn đầu tư công", "done": "12", "due": "2026-11-25"}
    form = SampleForm({**data, "unit": UNITS[1], "delay_unit": "occurrence", "remark": ""})
    form.is_valid()
    return form


def marks() -> list[int]:
    """The thresholds of Điều 20, in whole points, lowest first."""
    today = localdate()
    names = ("fulfilled_from", "good_from", "excellent_from")
    return [law.at(today).parameters[name].on(today) for name in names]


def _figures() -> list[dict[str, Any]]:
    """Four scores: one with its parts, one at a threshold, one low, one that cannot be said."""
    parts = [
        {"label": "Số lượng", "article": "Điều 14.2.a", "shown": "89,6 %", "value": 896, "max": 1000},
        {"label": "Chất lượng", "article": "Điều 14.2.b", "shown": "84,0 %", "value": 840, "max": 1000},
        {"label": "Tiến độ", "article": "Điều 14.2.c", "shown": "71,7 %", "value": 717, "max": 1000},
        {"label": "Tiêu chí chung", "article": "Điều 12.2", "shown": "26,2 / 30", "value": 262, "max": 300},
    ]
    return [
        {"label": "Điểm tạm tính đến hôm nay", "value_cp": 8340, "level": LEVELS["good"], "parts": parts,
         "why": "#figure"},
        {"label": "Phiếu tháng 10", "value_cp": 9000, "level": LEVELS["excellent"],
         "note": "Đúng ngưỡng: so sánh trên số chưa làm tròn (Điều 20.1)."},
        {"label": "Phiếu tháng 9", "value_cp": 4875, "level": LEVELS["not_fulfilled"], "why": "#figure"},
        {"label": "Phiếu tháng 8", "value_cp": None, "level": LEVELS["insufficient_data"],
         "note": "Trong kỳ chưa có nhiệm vụ được giao; không tính là 0 điểm."},
    ]  # fmt: skip


def _steps() -> list[dict[str, Any]]:
    """Steps of a sheet: the usual one, one by a dialog, one that must wait."""
    return [
        {"name": "score", "label": "Xác nhận", "article": "Điều 17.2", "primary": True, "key": "A"},
        {"name": "return", "label": "Trả lại, chưa đạt", "article": "Điều 17.2", "dialog": "return-sheet", "key": "R"},
        {"name": "objective", "label": "Nguyên nhân khách quan", "article": "Điều 14.2.b", "key": "O"},
        {
            "name": "notify",
            "label": "Thông báo kết quả",
            "article": "Điều 17.3",
            "blocked": "chờ chấm xong tiêu chí chung",
        },
    ]


def samples(request: HttpRequest) -> dict[str, Any]:
    """The context of the style guide."""
    form = _sample_form()
    return {
        "contracts": contracts(),
        "who": {"name": "Nguyễn Thị Tường Lan", "unit": "UBND xã Suối Vàng", "waiting": 3},
        "head_actions": [
            {"label": "Thêm việc đột xuất", "url": "#field", "icon": "plus"},
            {"label": "Gửi phiếu tháng", "url": "#steps", "primary": True},
        ],
        "long_title": LONG_TITLE,
        "levels": LEVELS.values(),
        "figures": _figures(),
        "marks": marks(),
        "months": MONTHS,
        "task_columns": [
            {"label": "Sản phẩm, công việc"}, {"label": "Hạn", "number": True}, {"label": "Hệ số", "number": True},
            {"label": "Hoàn thành", "number": True}, {"label": "Trạng thái"}, {"label": "Thao tác", "quiet": True},
        ],
        "task_groups": TASK_GROUPS,
        "people_columns": [
            {"label": "Công chức"}, {"label": "Xong / giao", "number": True}, {"label": "Quy đổi", "number": True},
            {"label": "Tạm tính", "number": True}, {"label": "Mức"}, {"label": "Phiếu"},
        ],
        "people_groups": [{"rows": PEOPLE}],
        "page": Paginator(range(4312), 50).get_page(request.GET.get("page")),
        "form": form,
        "form_faults": [{"label": f"{form[name].label}: {errors[0]}", "anchor": form[name].id_for_label}
                        for name, errors in form.errors.items()],
        "steps": _steps(),
        "reason_form": ReasonForm(prefix="return"),
        "dialog_step": {"name": "return", "label": "Trả lại phiếu", "article": "Điều 17.2"},
        "tabs": [
            {"label": _("My work"), "url": "#page_head", "icon": "house", "current": True, "count": 3},
            {"label": _("Sheets"), "url": "#figure", "icon": "file-text"},
            {"label": _("Add work"), "url": "#field", "icon": "plus"},
            {"label": _("Unit"), "url": "#table", "icon": "users"},
            {"label": _("Notices"), "url": "#notice", "icon": "bell"},
        ],
        "search": SearchForm({"q": "ngoc lan", "day": "31/02/2026"}, prefix="search", label_suffix=""),
        "kinds": [
            {"label": "Tất cả", "count": 12, "url": "#tabs", "current": True},
            {"label": "Chưa có vị trí", "count": 3, "url": "#tabs"},
            {"label": "Chưa có tài khoản", "count": 9, "url": "#tabs"},
        ],
        "links": [{"label": "Bổ nhiệm, điều động", "url": "#links"}, {"label": "Đổi tên đơn vị", "url": "#links"}],
        "part": _sample_part(),
        "empty_action": {"label": "Giao việc", "url": "#field"},
    }  # fmt: skip
