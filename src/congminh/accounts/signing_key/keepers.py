"""Who may have the key of the log changed («thẩm quyền đổi khóa ký»).

Whoever runs the machine, or leads or advises on personnel in the agency whose installation this is, asks; who leads or
advises there agrees: never the machine's administrator alone, however many accounts they have. That agency is the
highest in which anybody who can sign in advises on personnel.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from congminh.org.doors import Door
from congminh.org.models import Person, Post, Unit
from congminh.org.tree import Tree


def may_ask(user: Any, day: date) -> bool:
    """Whether an account may ask for another key."""
    return bool(user.is_active and (user.is_superuser or may_agree(user, day)))


def may_agree(user: Any, day: date) -> bool:
    """Whether the person of an account leads or advises on personnel in the agency of this installation, on `day`."""
    person = Person.objects.filter(user=user.pk).first()
    if not user.is_active or person is None or not person.serves(day):
        return False
    tree = Unit.objects.tree(day)
    agencies = _of_this_installation(tree, day)
    posts = person.posts.held_on(day).select_related("position")
    return any((_advises(post) and tree.agency(post.unit_id) in agencies) or _heads(post, agencies) for post in posts)


def _of_this_installation(tree: Tree, day: date) -> set[int]:
    advisers = Post.objects.held_on(day).filter(position__is_personnel=True, person__user__is_active=True)
    agencies = {tree.agency(unit) for unit in advisers.values_list("unit", flat=True)}
    depths = {agency: len(list(tree.upward(agency))) for agency in agencies}
    return {agency for agency, depth in depths.items() if depth == min(depths.values())}


def _advises(post: Post) -> bool:
    return bool(post.position and post.position.is_personnel)


def _heads(post: Post, agencies: set[int]) -> bool:
    return post.rank == Post.Rank.HEAD and post.unit_id in agencies


KEEPERS = Door("key keepers", lambda visit: may_ask(visit.user, visit.day))
