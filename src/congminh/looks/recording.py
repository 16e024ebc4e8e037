"""Writing looks down, after the answer has gone out: two statements, however many people a list holds."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from django.db import DatabaseError, transaction
from django.utils import timezone

from congminh.looks.models import Look, Seen
from congminh.looks.subjects import Subject, listening
from congminh.org.models import Person, Post, Unit

log = logging.getLogger(__name__)
AGAIN = timedelta(minutes=10)
AT_ONCE = 2000
# What the database would not take just now; written with the next.
_WAITING: deque[Looked] = deque(maxlen=1000)


@dataclass(frozen=True)
class Looked:
    """A look that was had, not written yet."""

    by: int
    posts: Sequence[Post]
    how: str
    route: str
    at: datetime
    subjects: tuple[Subject, ...]

    @property
    def key(self) -> str:
        """The same for the same reader, page, shape, people and files."""
        what = sorted((each.person, each.file or 0) for each in self.subjects)
        return blake2b(f"{self.route} {self.how} {what}".encode(), digest_size=16).hexdigest()


def looked(by: int, posts: Sequence[Post], how: str, route: str, subjects: Iterable[Subject]) -> Looked | None:
    """A look at figures of others, one's own left out; None when there were no others."""
    others = tuple(each for each in subjects if each.person != by)
    return Looked(by, posts, how, route, timezone.now(), others) if others else None


def write(look: Looked) -> None:
    """Write a look, and those that waited; one that cannot be written waits for the next, and is logged.

    A look at the same within ten minutes is the same look: it is not written again.
    """
    _WAITING.append(look)
    for _ in range(len(_WAITING)):
        each = _WAITING.popleft()
        try:
            _insert(each)
        except DatabaseError:
            log.exception("a look of %s at %s people is still to be written", each.by, len(each.subjects))
            _WAITING.append(each)
            return


@transaction.atomic
def _insert(look: Looked) -> None:
    lately = Look.objects.filter(by=look.by, key=look.key, at__gt=look.at - AGAIN, at__lte=look.at)
    if lately.exists():
        return
    role, post = basis(look.posts, look.subjects[0].unit, look.at)
    people = len({each.person for each in look.subjects})
    made = Look.objects.create(
        by_id=look.by, key=look.key, at=look.at, role=role, post=post, how=look.how, route=look.route, people=people
    )
    rows = (Seen(look=made, person_id=each.person, file_id=each.file, at=look.at) for each in look.subjects)
    Seen.objects.bulk_create(rows, batch_size=AT_ONCE)


def basis(posts: Sequence[Post], unit: int | None, at: datetime) -> tuple[str, Post | None]:
    """What lets somebody see figures of others («căn cứ»): inspecting, else leading, else advising by a post.

    Of several posts the one whose unit stands above that of the person looked at; as `org.sight` has it.
    """
    for post in posts:
        if post.position and post.position.is_inspector:
            return Look.Role.INSPECTS, post
    leading = [post for post in posts if post.rank != "staff"]
    advising = [post for post in posts if post.position and post.position.is_personnel]
    if len({post.pk for post in (*leading, *advising)}) <= 1 or unit is None:
        return _first(leading, advising, posts)
    tree = Unit.objects.tree(timezone.localdate(at))
    led = [post for post in leading if unit in tree.beneath([post.unit_id])]
    advised = [post for post in advising if unit in tree.beneath([tree.agency(post.unit_id)])]
    return _first(led, advised, posts)


def _first(leading: Sequence[Post], advising: Sequence[Post], posts: Sequence[Post]) -> tuple[str, Post | None]:
    if leading:
        return Look.Role.LEADS, leading[0]
    if advising:
        return Look.Role.ADVISES, advising[0]
    return Look.Role.OTHER, posts[0] if posts else None


@contextmanager
def looking_for(reader: Person, how: str, route: str) -> Iterator[None]:
    """What a worker makes for somebody counts as their look; written when it is made."""
    with listening() as found:
        yield
    day = timezone.localdate()
    posts = list(reader.posts.held_on(day).select_related("position")) if reader.serves(day) else []
    if look := looked(reader.pk, posts, how, route, found):
        write(look)
