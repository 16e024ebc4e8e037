"""Which page mends a finding: the act on the person, the post or the unit it is about, filled in already.

An app whose checks are mended on its own pages adds them with `@mends`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congminh.org.models import CheckFinding, Post

Posts = Mapping[tuple[int | None, int | None], list[Post]]
Way = Callable[[CheckFinding, Posts], str]


@dataclass(frozen=True)
class Mend:
    """The word on the button, and the page it leads to."""

    label: str | Promise
    way: Way


MENDS: dict[str, Mend] = {}


def mends(action: str, label: str | Promise) -> Callable[[Way], Way]:
    """Mark a function as the way to the page that mends findings by `action`."""

    def mark(way: Way) -> Way:
        MENDS[action] = Mend(label, way)
        return way

    return mark


def ways(found: Iterable[CheckFinding], within: Collection[int], back: str) -> list[dict[str, Any]]:
    """Each finding with the button that mends it and leads back; none for a unit beyond one's reach."""
    rows = list(found)
    posts = _posts(rows)
    return [{"finding": each, "mend": _button(each, posts, within, back)} for each in rows]


def _button(finding: CheckFinding, posts: Posts, within: Collection[int], back: str) -> dict[str, Any] | None:
    mend = MENDS.get(finding.mend)
    if mend is None or (finding.unit_id and finding.unit_id not in within):
        return None
    address = mend.way(finding, posts)
    joined = "&" if "?" in address else "?"
    return {"label": mend.label, "url": f"{address}{joined}{urlencode({'next': back})}"}


def _posts(rows: Iterable[CheckFinding]) -> Posts:
    """The posts findings are about, by person and unit, as of the day of the check: one query."""
    found: dict[tuple[int | None, int | None], list[Post]] = defaultdict(list)
    people = {row.person_id for row in rows if row.person_id}
    days = {row.run.day for row in rows}
    for post in Post.objects.filter(person__in=people) if people else ():
        if any(post.first <= day and (post.last is None or day <= post.last) for day in days):
            found[post.person_id, post.unit_id].append(post)
    return found


def _person(finding: CheckFinding, act: str = "") -> str:
    code = finding.person.code if finding.person else ""
    return reverse("person_act", args=[code, act]) if act else reverse("person", args=[code])


def _unit(finding: CheckFinding, act: str = "") -> str:
    code = finding.unit.code if finding.unit else ""
    return reverse("unit_act", args=[code, act]) if act else reverse("unit", args=[code])


@mends("appoint", _("Appoint"))
def appoint(finding: CheckFinding, posts: Posts) -> str:
    """A post for a person, in the unit of the last one; or a head for a unit."""
    if finding.person_id is None:
        return f"{_unit(finding, 'bo-nhiem')}?rank=head"
    where = f"?unit={finding.unit_id}" if finding.unit_id else ""
    return f"{_person(finding, 'bo-nhiem')}{where}"


@mends("end_post", _("End the post"))
def end_post(finding: CheckFinding, posts: Posts) -> str:
    """The one post meant; where there are several, the page to choose from."""
    held = posts.get((finding.person_id, finding.unit_id), [])
    if len(held) == 1:
        return reverse("post_act", args=[held[0].pk, "ket-thuc"])
    return _person(finding) if finding.person_id else _unit(finding)


@mends("give_field", _("Give a field in charge"))
def give_field(finding: CheckFinding, posts: Posts) -> str:
    """The deputy's post."""
    held = [post for post in posts.get((finding.person_id, finding.unit_id), []) if post.rank == Post.Rank.DEPUTY]
    return reverse("post_act", args=[held[0].pk, "linh-vuc"]) if held else _person(finding)


@mends("move_unit", _("Move the unit"))
def move_unit(finding: CheckFinding, posts: Posts) -> str:
    """Another unit above."""
    return _unit(finding, "chuyen")


@mends("correct_unit", _("Put the unit right"))
def correct_unit(finding: CheckFinding, posts: Posts) -> str:
    """Its kind or tier."""
    return _unit(finding, "sua") if finding.unit_id else _person(finding)


@mends("bring_catalogue", _("Bring in a catalogue"))
def bring_catalogue(finding: CheckFinding, posts: Posts) -> str:
    """The catalogue in force, where one is begun or brought in from Excel."""
    return reverse("catalogues")


@mends("give_account", _("Give an account"))
def give_account(finding: CheckFinding, posts: Posts) -> str:
    """The accounts, with this person alone."""
    return f"{reverse('accounts')}?{urlencode({'q': finding.person.code if finding.person else ''})}"
