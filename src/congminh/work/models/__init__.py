"""The rows of daily work («nhiệm vụ, mục tiêu của kế hoạch, sản phẩm chia phần, việc thường xuyên, nhật ký»)."""

from congminh.work.models.goal import Goal
from congminh.work.models.note import DailyNote
from congminh.work.models.task import Task
from congminh.work.models.template import Template
from congminh.work.models.whole import Whole

__all__ = ["DailyNote", "Goal", "Task", "Template", "Whole"]
