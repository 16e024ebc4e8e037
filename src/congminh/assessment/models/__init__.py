"""The rows of a period («lịch, kỳ, phiếu Mẫu 01, điểm từng tiêu chí, kết quả đã thông báo, kiến nghị»)."""

from congminh.assessment.models.mark import Mark
from congminh.assessment.models.petition import Petition
from congminh.assessment.models.result import Basis, Result
from congminh.assessment.models.round import Round
from congminh.assessment.models.sheet import PeriodSheet
from congminh.assessment.models.timetable import Timetable

__all__ = ["Basis", "Mark", "PeriodSheet", "Petition", "Result", "Round", "Timetable"]
