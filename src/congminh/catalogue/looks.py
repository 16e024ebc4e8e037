"""The check of the catalogues before a period opens: a unit at work without a list of products («danh mục»)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from congminh.catalogue.models import Catalogue
from congminh.law.nd335.posts import Post as Seat
from congminh.org.precheck import Board, Finding, look


@look("without_catalogue", _("Without a catalogue"))
def without_catalogue(board: Board) -> Iterator[Finding]:
    """Units in which somebody is to be scored and no catalogue is in force; one query."""
    what = _("{unit} has no catalogue in force on this day, so no product can be assigned there: bring one in.")
    held = Catalogue.objects.by_unit(board.day, board.tree)
    without = [unit for unit in board.standing if unit.pk not in held]
    at_work = _units_at_work(board) if without else ()
    for unit in without:
        if unit.pk in at_work:
            yield board.finding("without_catalogue", "bring_catalogue", what, unit=unit.pk)


def _units_at_work(board: Board) -> set[int]:
    """The units where somebody in service is placed whom one in the system scores."""
    posts = (board.chart.post_of(person) for person in board.people if person in board.chart.by_person)
    return {int(post.unit) for post in posts if isinstance(post, Seat) and not board.heads_the_top(post)}
