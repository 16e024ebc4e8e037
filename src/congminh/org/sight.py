"""Who sees what («quyền xem»): everyone their agency's names, leaders and personnel the files beneath, inspectors all.

Read from the posts of the day, so that what one sees ends with the post.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from congminh.org.tree import Tree

if TYPE_CHECKING:
    from congminh.org.models import Person


@dataclass(frozen=True)
class Sight:
    """Units seen by name, and units whose people's files are seen too."""

    names: frozenset[int] = frozenset()
    files: frozenset[int] = frozenset()
    everything: bool = False
    is_personnel: bool = False


def sight_of(person: Person | None, day: date, tree: Tree) -> Sight:
    """What a person sees on `day`; nothing for nobody, and for one who holds no post or has left."""
    if person is None or not person.serves(day):
        return Sight()
    posts = list(person.posts.held_on(day).select_related("position"))
    held = [post.position for post in posts if post.position]
    if any(position.is_inspector for position in held):
        return Sight(everything=True)
    agencies = {tree.agency(post.unit_id) for post in posts}
    led = {post.unit_id for post in posts if post.rank != "staff"}
    advised = {tree.agency(post.unit_id) for post in posts if post.position and post.position.is_personnel}
    files = frozenset(tree.beneath(led | advised))
    names = frozenset(tree.beneath(agencies, within_agency=True))
    return Sight(names | files, files, is_personnel=bool(advised))
