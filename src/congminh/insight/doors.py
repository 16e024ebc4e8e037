"""Who may suppose other readings, and who may see what is paid by levels: personnel advisers and inspectors."""

from __future__ import annotations

from congminh.org.doors import Door, Visit


def _watches(visit: Visit) -> bool:
    held = [post.position for post in visit.posts if post.position]
    return any(position.is_personnel or position.is_inspector for position in held)


WATCHERS = Door("watchers", _watches)
