"""Whoever comes from an agency outside brings their months, and with them the time worked (Điều 11.1, 19.1)."""

from __future__ import annotations

from datetime import date

from congminh.org.models import Person
from congminh.year.actions import Filled, bring_months, file_form, rate_after_all, settle_year
from congminh.year.facts import reckoned
from congminh.year.models import MonthBrought
from tests.apps.org.commune import person, post
from tests.apps.year.autumn import YEAR, Autumn, begun, put_months


def newcomer(autumn: Autumn) -> Person:
    """Somebody in the commune since September, two months told there."""
    who = person("MOI", "Kiều Tuấn Vũ")
    post(who, autumn.here.economy, first=date(YEAR, 9, 1))
    put_months(who, dict.fromkeys((9, 10), 8800), where=autumn.here.commune)
    settle_year(autumn.opened.round, autumn.here.thu)
    return who


def brought(autumn: Autumn, who: Person, *months: int) -> list[MonthBrought]:
    """Months as the old agency signed them."""
    paper = {"agency": "Sở Xây dựng tỉnh bạn", "document": "12/BC-SXD", "signed_on": date(YEAR, 9, 3)}
    rows = [MonthBrought(person=who, year=YEAR, month=month, total_cp=7200, **paper) for month in months]
    return bring_months(rows, autumn.here.thu)


def test_months_brought_from_outside_count_as_time_worked_once_they_are_entered(db: None) -> None:
    autumn = begun()
    who = newcomer(autumn)
    assert (autumn.sheet(who).state, autumn.sheet(who).months_worked) == ("not_rated", 4)
    brought(autumn, who, *range(1, 9))
    settle_year(autumn.opened.round, autumn.here.thu)
    sheet = autumn.sheet(who)
    assert sheet.months_worked == 12
    rate_after_all(sheet, autumn.here.thu, sheet.version, "Có kết quả tám tháng ở cơ quan cũ")
    sheet = autumn.sheet(who)
    file_form(sheet, who, sheet.version, Filled("good", "Hoàn thành nhiệm vụ"))
    row = reckoned(autumn.opened.round)[sheet.pk].row
    # 8 × 72 and 2 × 88 over ten months.
    assert (row["grade"], row["points"], row["months_counted"]) == ("good", 75200, 10)


def test_a_month_taken_back_and_a_month_known_here_add_no_time(db: None) -> None:
    autumn = begun()
    who = newcomer(autumn)
    rows = brought(autumn, who, 8)
    settle_year(autumn.opened.round, autumn.here.thu)
    assert autumn.sheet(who).months_worked == 5
    MonthBrought.objects.filter(pk=rows[0].pk).update(withdrawn_at="2026-11-01T00:00:00Z", withdrawn_for="Nhầm người")
    settle_year(autumn.opened.round, autumn.here.thu)
    assert autumn.sheet(who).months_worked == 4
