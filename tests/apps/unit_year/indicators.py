"""A set of criteria with two indicators: one entered, one taken from tasks."""

from datetime import date

from congminh.unit_year.actions import begin_set, decide_set, put_criteria, put_indicators
from congminh.unit_year.actions.setting import IndicatorRow
from congminh.unit_year.models import UnitSheet
from tests.apps.unit_year.year import Year, rows


def with_indicators(year: Year) -> UnitSheet:
    """The economy office's sheet under a set with two indicators: one entered, one taken from tasks."""
    here = year.here
    drawn = begin_set(here.commune, here.thu, "Bộ có chỉ số")
    put_criteria(drawn, here.thu, rows())
    on_time = IndicatorRow("Hồ sơ đúng hạn", "%", "Cổng dịch vụ công", "entered", 11, 30)
    put_indicators(drawn, here.thu, [on_time, on_time._replace(name="Nhiệm vụ đúng hạn", takes="on_time")])
    decide_set(drawn, here.thu, here.decision, date(2026, 2, 1))
    UnitSheet.objects.filter(unit=here.economy).update(criteria=drawn)
    return year.sheet(here.economy)
