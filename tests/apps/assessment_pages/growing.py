"""More people in the commune's open period, as many as wanted."""

from __future__ import annotations

from congminh.assessment.actions import notify_all, score, send, settle_round
from congminh.assessment.models import PeriodSheet
from congminh.org.models import Person, Post
from tests.apps.assessment.month import Month, filled, given_by_head
from tests.apps.org.commune import SINCE, position


def grow(month: Month, number: int, mark: str, sent: int = 2) -> None:
    """More people in the unit with a sheet in the open period: so many sent as one sends it, the others at a stroke."""
    held = position("Vị trí staff")
    rows = [Person(code=f"{mark}{n}", name=f"Người {mark} {n}", begun=SINCE) for n in range(number)]
    people = Person.objects.bulk_create(rows)
    Post.objects.bulk_create(Post(person=who, unit=month.here.economy, first=SINCE, position=held) for who in people)
    settle_round(month.round, month.here.thu)
    sheets = PeriodSheet.objects.filter(round=month.round)
    for sheet in sheets.filter(person__in=people[:sent]).select_related("person", "round"):
        send(sheet, sheet.person, 0, filled())
    sheets.filter(person__in=people[sent:]).update(state="submitted", self_cp=2900)


def grow_told(month: Month, number: int, mark: str, told: int = 2) -> None:
    """More people in the unit, of whom so many were told their result and the others sent their sheets."""
    grow(month, number, mark, told)
    codes = [f"{mark}{n}" for n in range(told)]
    sheets = PeriodSheet.objects.filter(person__code__in=codes).select_related("person", "round")
    for sheet in sheets:
        score(sheet, month.here.minh, sheet.version, given_by_head(sheet))
    notify_all(list(sheets.all()), month.here.minh)
