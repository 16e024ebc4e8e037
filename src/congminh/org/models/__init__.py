"""The rows of the organisation («cơ quan, đơn vị, vị trí việc làm, công chức»)."""

from congminh.org.models.change import Change
from congminh.org.models.check import Check, CheckFinding
from congminh.org.models.choice import Choice
from congminh.org.models.decision import Decision
from congminh.org.models.leave import Leave
from congminh.org.models.line_request import LineRequest
from congminh.org.models.person import Person
from congminh.org.models.position import PeerGroup, Position
from congminh.org.models.post import Post
from congminh.org.models.unit import Unit, UnitState

__all__ = [
    "Change",
    "Check",
    "CheckFinding",
    "Choice",
    "Decision",
    "Leave",
    "LineRequest",
    "PeerGroup",
    "Person",
    "Position",
    "Post",
    "Unit",
    "UnitState",
]
