"""Who sees what («quyền xem»): everyone their agency's names, leaders and personnel the files beneath, inspectors all.

Read from the posts of the day, so that what one sees ends with the post.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    # Of the units seen by name those that use people, or that no such one is above.
    agencies: frozenset[int] = frozenset()

    @property
    def is_anyone(self) -> bool:
        """Whether one sees anything at all: whoever holds a post does."""
        return self.everything or bool(self.names)


@dataclass(frozen=True)
class Advisers:
    """Who advises on personnel («cơ quan, bộ phận tham mưu tổ chức, cán bộ», Điều 17.3) by agency, on one day."""

    tree: Tree
    by_agency: Mapping[int, frozenset[int]]

    def of(self, units: Iterable[int | None], besides: int) -> frozenset[int]:
        """Who advises on the file of a person in `units`: in the agency, else in the nearest one above with anybody.

        Never `besides`, whose file it is: nobody settles their own.
        """
        return frozenset().union(*(self._over(unit, besides) for unit in units))

    def _over(self, unit: int | None, besides: int) -> frozenset[int]:
        others = (self.by_agency.get(above, frozenset()) - {besides} for above in self.tree.upward(unit))
        return next((found for found in others if found), frozenset())


def sight_of(person: Person | None, day: date, tree: Tree) -> Sight:
    """What a person sees on `day`; nothing for nobody, and for one who holds no post or has left."""
    if person is None or not person.serves(day):
        return Sight()
    known = getattr(person, "seated", {})  # by day, where a page has read them already
    posts = known[day] if day in known else list(person.posts.held_on(day).select_related("position"))
    held = [post.position for post in posts if post.position]
    if any(position.is_inspector for position in held):
        return Sight(everything=True)
    agencies = {tree.agency(post.unit_id) for post in posts}
    led = {post.unit_id for post in posts if post.rank != "staff"}
    advised = {tree.agency(post.unit_id) for post in posts if post.position and post.position.is_personnel}
    files = frozenset(tree.beneath(led | advised))
    names = frozenset(tree.beneath(agencies, within_agency=True))
    seen = names | files
    return Sight(
        seen, files, is_personnel=bool(advised), agencies=frozenset(unit for unit in seen if tree.agency(unit) == unit)
    )
