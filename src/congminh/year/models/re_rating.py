"""«Xếp loại lại» (Điều 4.4, 21.3): a result found wrong later; a new decision replaces it, and the old one stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congminh.law.nd335.procedure import RE_RATING
from congminh.law.procedure import Role
from congminh.ledger.models import CaseFile, Entry
from congminh.org.models import Person
from congminh.year.models.result import YearResult
from congminh.year.models.sheet import YearSheet

# In these somebody still has to act, and whose turn it is.
NEXT = {
    "raised": Role.PERSONNEL,
    "examined": Role.MANAGING_HEAD,
    "replaced": Role.MANAGING_HEAD,
}


class ReRatingQuerySet(models.QuerySet["ReRating"]):
    """Files of rating anew."""

    def open(self) -> Self:
        """Those not settled to the end."""
        return self.filter(state__in=NEXT)

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Those on the sheets one sees."""
        seen = YearSheet.objects.visible_to(person, day).order_by().values("pk")
        return self.filter(sheet__in=seen).select_related("sheet__person", "sheet__round", "result")

    def waiting_for(self, person: Person | None, day: date | None = None) -> Self:
        """Those whose next step is this person's; one query where none is open."""
        if person is None or not self.open().exists():
            return self.none()
        rows = list(self.visible_to(person, day).open())
        if rows:
            seats = rows[0].sheet.seats()
            for row in rows:
                row.sheet.use(seats)
        mine = [row.pk for row in rows if NEXT[row.state] in row.roles_of(person)]
        return self.filter(pk__in=mine).select_related("sheet__person", "sheet__round", "result")


class ReRating(CaseFile):
    """One file on one sheet; `result` is the decision found wrong, `made` the one that replaced it."""

    procedures: ClassVar[tuple[str, ...]] = (RE_RATING.name,)

    sheet = models.ForeignKey(YearSheet, models.PROTECT, related_name="re_ratings", verbose_name=_("year sheet"))
    result = models.ForeignKey(YearResult, models.PROTECT, related_name="+", verbose_name=_("decision found wrong"))
    made = models.ForeignKey(
        YearResult, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new decision")
    )
    open_on = models.OneToOneField(
        YearSheet, models.PROTECT, null=True, blank=True, related_name="re_rating", verbose_name=_("open on")
    )

    objects = ReRatingQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("rating anew")
        verbose_name_plural = _("ratings anew")
        constraints = (
            models.CheckConstraint(condition=Q(open_on=None) | Q(open_on=models.F("sheet")), name="year_re_rating_on"),
        )

    def __str__(self) -> str:
        return self.title()

    def title(self) -> str:
        """Whose year is rated anew."""
        return self.sheet.title()

    @classmethod
    def kept_now(cls, entries: Sequence[Entry]) -> dict[int, dict[str, Any]]:
        """What the decisions these entries signed say now."""
        from congminh.year.facts.vouching import kept_now  # the bridge to the decisions reads these models

        return kept_now(entries)

    def roles_of(self, person: Person) -> frozenset[Role]:
        """As in the sheet, and MANAGING_HEAD for the head of the agency that manages civil servants (Điều 21.3)."""
        held = self.sheet.roles_of(person)
        if Role.OWNER in held:
            return held
        head = self.sheet.seats().managing_head(self.sheet.agency_id)
        return held | {Role.MANAGING_HEAD} if person.pk == head else held

    def people_in(self, role: Role) -> Iterable[Person]:
        """As in the sheet, and the head of the managing agency."""
        if role != Role.MANAGING_HEAD:
            return self.sheet.people_in(role)
        seats = self.sheet.seats()
        return seats.people([seats.managing_head(self.sheet.agency_id)])
