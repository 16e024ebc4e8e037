"""Doors of the month's work: who heads a unit, by a post of their own, acting or delegated; who plans for one."""

from congminh.org.doors import Door, Visit


def _heads(visit: Visit) -> bool:
    return any(post.rank == "head" for post in visit.posts)


def _plans(visit: Visit) -> bool:
    return any(post.rank != "staff" or (post.position and post.position.is_personnel) for post in visit.posts)


HEADS = Door("heads", _heads, whole=True)
# Whoever leads a unit, or advises on personnel in its agency.
PLANNERS = Door("planners", _plans)
