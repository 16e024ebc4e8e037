"""Doors of the month's work: who heads a unit, by a post of their own, acting or delegated."""

from congminh.org.doors import Door, Visit


def _heads(visit: Visit) -> bool:
    return any(post.rank == "head" for post in visit.posts)


def _leads(visit: Visit) -> bool:
    return any(post.rank != "staff" for post in visit.posts)


HEADS = Door("heads", _heads)
LEADERS = Door("leaders", _leads)
