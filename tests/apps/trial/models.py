"""A period sheet in its plainest form: an owner, an assessor, personnel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q

from congminh.law.procedure import Role
from congminh.ledger.models import CaseFile
from congminh.ledger.procedures import add
from congminh.org.models import Person
from tests.apps.trial.procedure import TRIAL

add(TRIAL)


class TrialSheets(models.QuerySet["TrialSheet"]):
    """Seen by whoever is somebody in it; waiting for whoever may take its next step."""

    def visible_to(self, person: Person) -> TrialSheets:
        return self.filter(Q(owner=person) | Q(assessor=person) | Q(personnel=person))

    def waiting_for(self, person: Person) -> TrialSheets:
        doing, scoring = ("assigning", "submitted", "scored"), ("in_progress",)
        return self.filter(Q(owner=person, state__in=scoring) | Q(assessor=person, state__in=doing))


class TrialSheet(CaseFile):
    procedures: ClassVar = (TRIAL.name,)

    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    personnel = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    remark = models.TextField(default="")

    objects = TrialSheets.as_manager()

    def _holders(self) -> dict[Role, int]:
        return {Role.OWNER: self.owner_id, Role.ASSESSOR: self.assessor_id, Role.PERSONNEL: self.personnel_id}

    def roles_of(self, person: Person) -> frozenset[Role]:
        return frozenset(role for role, holder in self._holders().items() if holder == person.pk)

    def people_in(self, role: Role) -> Iterable[Person]:
        return Person.objects.filter(pk=self._holders()[role])
