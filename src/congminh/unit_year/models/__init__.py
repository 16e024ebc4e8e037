"""The rows of an organisation's year («bộ tiêu chí, chỉ số, phiếu, phản ánh, kết quả, tỷ lệ xuất sắc»)."""

from congminh.unit_year.models.cap import CapException, TieChoice
from congminh.unit_year.models.criteria import CriteriaSet, Criterion, Indicator, IndicatorValue
from congminh.unit_year.models.result import UnitResult
from congminh.unit_year.models.sheet import Complaint, UnitMark, UnitSheet

__all__ = [
    "CapException",
    "Complaint",
    "CriteriaSet",
    "Criterion",
    "Indicator",
    "IndicatorValue",
    "TieChoice",
    "UnitMark",
    "UnitResult",
    "UnitSheet",
]
