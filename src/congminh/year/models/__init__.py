"""The rows of a year («đợt xếp loại, Mẫu 02, căn cứ, cuộc họp, tỷ lệ xuất sắc, kết quả đã quyết định»)."""

from congminh.year.models.brought import MonthBrought
from congminh.year.models.ground import Ground
from congminh.year.models.limits import Choice, ExceptionDecision
from congminh.year.models.meeting import Attendance, Meeting, Opinion
from congminh.year.models.petition import YearPetition
from congminh.year.models.re_rating import ReRating
from congminh.year.models.result import YearResult
from congminh.year.models.round import YearRound
from congminh.year.models.sheet import YearSheet

__all__ = [
    "Attendance",
    "Choice",
    "ExceptionDecision",
    "Ground",
    "Meeting",
    "MonthBrought",
    "Opinion",
    "ReRating",
    "YearPetition",
    "YearResult",
    "YearRound",
    "YearSheet",
]
