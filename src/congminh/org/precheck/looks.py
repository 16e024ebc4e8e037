"""The checks of the organisation itself: posts, heads, the tree, who is competent, fields in charge, accounts."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from congminh.law.nd335.posts import Gap
from congminh.law.nd335.posts import Post as Seat
from congminh.ledger.words import said
from congminh.org import facts
from congminh.org.precheck.board import Board, Finding, look

MENDS = {"nobody": "appoint", "two": "end_post", "circular": "move_unit", "outside": "correct_unit"}


@look("without_post", _("Without a post"))
def without_post(board: Board) -> Iterator[Finding]:
    """Whoever serves and holds nothing, or a delegation alone."""
    what = _("{person} holds no post: enter the post with its first day.")
    for person in board.people:
        if all(post.kind == "delegation" for post in board.chart.by_person.get(person, ())):
            yield board.finding("without_post", "appoint", what, person)


@look("two_main_posts", _("Two main posts at once"))
def two_main_posts(board: Board) -> Iterator[Finding]:
    """Whoever holds more than one main post."""
    what = _("{person} holds two main posts at once: end the one that is over.")
    for person in board.everyone:
        mains = [post for post in board.chart.by_person.get(person, ()) if post.kind == "main"]
        if len(mains) > 1:
            yield board.finding("two_main_posts", "end_post", what, person, mains[0].unit)


@look("ended_unit", _("A post in a unit that has ended"))
def ended_unit(board: Board) -> Iterator[Finding]:
    """Posts held in units that do not exist on the day."""
    what = _("{person} holds a post in {unit}, which does not exist on this day: end the post or enter it anew.")
    for post in board.posts:
        if post.unit not in board.chart.units:
            yield board.finding("ended_unit", "end_post", what, post.person, post.unit)


@look("left_service", _("A post of someone who has left"))
def left_service(board: Board) -> Iterator[Finding]:
    """Posts of people who are not in service."""
    what = _("{person} is not in service on this day but holds a post in {unit}: end the post.")
    for post in board.posts:
        if post.person not in board.people:
            yield board.finding("left_service", "end_post", what, post.person, post.unit)


@look("unit_without_head", _("A unit without a head"))
def unit_without_head(board: Board) -> Iterator[Finding]:
    """Units nobody heads, acts for or is delegated to head."""
    what = _("{unit} has no head: enter a head, an acting head or a delegation.")
    for unit, gap in _headless(board):
        if gap.kind == "nobody":
            yield board.finding("unit_without_head", "appoint", what, unit=unit)


@look("two_heads", _("Two heads at once"))
def two_heads(board: Board) -> Iterator[Finding]:
    """Units that several head."""
    for unit, gap in _headless(board):
        if gap.kind == "two":
            yield Finding("two_heads", None, board.units[unit], said(gap.why), "end_post")


def _headless(board: Board) -> Iterator[tuple[int, Gap]]:
    for unit in board.standing:
        head = board.chart.head_of(facts.Named(unit.pk, str(unit)))
        if isinstance(head, Gap):
            yield unit.pk, head


@look("circular", _("A circle in the tree of units"))
def circular(board: Board) -> Iterator[Finding]:
    """Units that stand above themselves."""
    what = _("{unit} stands above itself in the tree: choose another unit above it.")
    for unit in sorted(board.tree.circular() & {unit.pk for unit in board.standing}):
        yield board.finding("circular", "move_unit", what, unit=unit)


@look("without_authority", _("Nobody competent to score or to rate"))
def without_authority(board: Board) -> Iterator[Finding]:
    """Whoever has a post and still nobody to score or rate them, unless another check says why."""
    why = (without_post, two_main_posts, ended_unit)
    known = {finding.who.pk for check in why for finding in check(board) if finding.who}
    placed = {pk: board.chart.post_of(facts.Named(pk, person.name)) for pk, person in board.people.items()}
    asked = [facts.Named(pk, board.people[pk].name) for pk in placed if pk in board.chart.by_person and pk not in known]
    for person, answer in facts.answers(board.chart, asked).items():
        gap = next((each for each in answer if isinstance(each, Gap)), None)
        place = placed[person]
        seat = place if isinstance(place, Seat) else None
        if gap and not (seat and board.heads_the_top(seat)):
            unit = board.units.get(int(seat.unit)) if seat else None
            yield Finding("without_authority", board.people[person], unit, said(gap.why), MENDS[gap.kind])


@look("deputy_without_field", _("A deputy without a field in charge"))
def deputy_without_field(board: Board) -> Iterator[Finding]:
    """Deputies whose posts name no unit and no person in charge (Điều 15.4)."""
    what = _("{person}, deputy head of {unit}, has no field in charge: name the units or people of the field.")
    for post in board.posts:
        if post.rank == "deputy" and not post.units_in_charge and not post.persons_in_charge:
            yield board.finding("deputy_without_field", "give_field", what, post.person, post.unit)


@look("without_account", _("Without an account"))
def without_account(board: Board) -> Iterator[Finding]:
    """Whoever serves and cannot sign in."""
    what = _("{person} has no account to sign in with: give one.")
    for person in board.people.values():
        if person.user_id is None:
            yield board.finding("without_account", "give_account", what, person.pk)
