"""Sheets of organisations as people look for them: seen by, waiting for; a constant number of queries each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.utils import timezone

from congminh.law.procedure import Role
from congminh.org.models import Person
from congminh.org.models.unit import WithUnits, seen_by
from congminh.unit_year.seats import bench_on

if TYPE_CHECKING:
    from congminh.unit_year.models.sheet import UnitSheet  # noqa: F401

DECIDED = ("decided", "notified")
# In these the recogniser weighs the sheet and may write on it.
WEIGHED = ("submitted", "verified")
# Whose step is next, by state.
NEXT = {
    "drafting": Role.HEAD,
    "submitted": Role.RECOGNISER,
    "verified": Role.RECOGNISER,
    "decided": Role.RECOGNISER,
    "verifying": Role.INSPECTOR,
}


class UnitSheetQuerySet(WithUnits["UnitSheet"]):
    """Sheets of organisations."""

    def described(self, day: date) -> Self:
        """With the set of criteria and the result, and the unit by its name of `day`: one more query, however many."""
        return self.select_related("criteria__decision", "result__by", "draft_by").with_known_units(day, "unit")

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Those of the units one leads or advises, with all beneath; all for an inspector."""
        sight = seen_by(person, day or timezone.localdate())
        return self if sight.everything else self.filter(unit__in=sight.files)

    def waiting_for(self, person: Person | None, day: date | None = None) -> Self:
        """Those whose next step is this person's («việc chờ tôi»): one query where none is open, nine at most."""
        if person is None:
            return self.none()
        day = day or timezone.localdate()
        near = self.visible_to(person, day).filter(state__in=NEXT).order_by()
        rows = list(near.values_list("pk", "unit_id", "state"))
        if not rows:
            return self.none()
        bench = bench_on(day)
        mine = [pk for pk, unit, state in rows if NEXT[state] in bench.roles_of(person.pk, unit)]
        return self.filter(pk__in=mine).described(day)
