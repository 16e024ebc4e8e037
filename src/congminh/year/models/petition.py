"""«Kiến nghị về kết quả xếp loại năm» (Điều 22): a petition on a decision of the year, told to the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from congminh.assessment.models import Petition
from congminh.assessment.models.petition import OPEN, RECEIVED, UPHELD, PetitionQuerySet
from congminh.law.nd335.authority import Authority
from congminh.law.procedure import Role
from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.year.models.result import YearResult
from congminh.year.models.sheet import YearSheet
from congminh.year.seats import YearSeats, year_seats_on

REPLACED = "replaced"


class YearPetitionQuerySet(PetitionQuerySet):
    """Petitions on the year's level: seen by the same people, who act by the seats of the year."""

    def open(self) -> Self:
        """Those not settled to the end: a new decision is still to be made public."""
        return self.filter(state__in=(*OPEN, REPLACED))

    def about_kind(self) -> Self:
        """All of them."""
        return self

    def described(self) -> Self:
        """With the person, the sheet and its year, the decision complained of and the new one."""
        return self.select_related("person", "year_sheet__person", "year_sheet__round", "year_result", "made")


class YearPetition(Petition):
    """One petition on the decision of one year sheet; `made` is the decision that replaced it (Điều 21.3)."""

    acts: ClassVar[Mapping[str, tuple[Role, ...]]] = {
        RECEIVED: (Role.RESOLVER,),
        UPHELD: (Role.MANAGING_HEAD,),
        REPLACED: (Role.MANAGING_HEAD, Role.DECIDER),
    }

    year_sheet = models.ForeignKey(YearSheet, models.PROTECT, related_name="petitions", verbose_name=_("year sheet"))
    year_result = models.ForeignKey(YearResult, models.PROTECT, related_name="+", verbose_name=_("decision"))
    made = models.ForeignKey(
        YearResult, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new decision")
    )

    objects = YearPetitionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("petition on the year")
        verbose_name_plural = _("petitions on the year")

    def title(self) -> str:
        """Whose year is complained of."""
        return f"{self.label}: {self.year_sheet.person.name}"

    @classmethod
    def kept_now(cls, entries: Sequence[Entry]) -> dict[int, dict[str, Any]]:
        """What the decisions these entries signed say now."""
        from congminh.year.facts.vouching import kept_now  # the bridge to the decisions reads these models

        return kept_now(entries)

    def seats_of(self, day: date) -> YearSeats:
        """Who is who in the year's sheets of a day."""
        return year_seats_on(day)

    def settled_by(self) -> Authority | None:
        """Who is to settle it today (Điều 10.2, 22); None where the law names nobody."""
        return self._year_seats().settles(self.person_id, self.year_sheet.place, self.decided_by_id)

    def roles_of(self, person: Person) -> frozenset[Role]:
        """OWNER alone for the person; else as in the sheet, RESOLVER, and MANAGING_HEAD (Điều 21.3)."""
        if person.pk == self.person_id:
            return frozenset({Role.OWNER})
        held = {role for role in (Role.RESOLVER, Role.MANAGING_HEAD, Role.DECIDER) if person.pk == self._seated(role)}
        seats = self._year_seats()
        if person.pk in seats.personnel(self.person_id, self.agency_id):
            held.add(Role.PERSONNEL)
        return frozenset(held | {Role.INSPECTOR} if seats.inspects(person.pk) else held)

    def people_in(self, role: Role) -> Iterable[Person]:
        """Who is told; «công chức trong cơ quan» are those with a sheet of the year."""
        seats = self._year_seats()
        if role == Role.OWNER:
            return [self.person]
        if role == Role.PERSONNEL:
            return seats.people(sorted(seats.personnel(self.person_id, self.agency_id)))
        if role == Role.STAFF:
            return seats.people(seats.staff(self.year_sheet.round_id))
        return seats.people([self._seated(role)])

    def holds(self, fact: str) -> bool:
        """A petition on a year waits for the result to be told; it is settled by a new decision (Điều 21.3)."""
        told = self.year_sheet.is_told and self.year_sheet.result_id is not None
        return {"result_notified": told, "about_period": False, "about_year": True}.get(fact, False)

    def _year_seats(self) -> YearSeats:
        found: Any = self.seats()
        return found  # type: ignore[no-any-return]

    def _seated(self, role: Role) -> int | None:
        seats, place = self._year_seats(), self.year_sheet.place
        if role == Role.RESOLVER:
            found = self.settled_by()
            return int(found.person) if found else None
        if role == Role.DECIDER:
            return seats.decider_id(self.person_id, place)
        return seats.managing_head(self.agency_id) if role == Role.MANAGING_HEAD else None
