"""The rows of the organisation («cơ quan, đơn vị, vị trí việc làm, công chức»)."""

from congminh.org.models.choice import Choice
from congminh.org.models.decision import Decision
from congminh.org.models.person import Leave, Person
from congminh.org.models.post import PeerGroup, Position, Post
from congminh.org.models.unit import Unit, UnitState

__all__ = ["Choice", "Decision", "Leave", "PeerGroup", "Person", "Position", "Post", "Unit", "UnitState"]
