"""A period sheet in its plainest form: an owner, an assessor, personnel."""

from collections.abc import Iterable

from django.db import models

from congminh.law.procedure import Role
from congminh.ledger.models import CaseFile
from congminh.org.models import Person


class TrialSheet(CaseFile):
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    personnel = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    remark = models.TextField(default="")

    def _holders(self) -> dict[Role, int]:
        return {Role.OWNER: self.owner_id, Role.ASSESSOR: self.assessor_id, Role.PERSONNEL: self.personnel_id}

    def roles_of(self, person: Person) -> frozenset[Role]:
        return frozenset(role for role, holder in self._holders().items() if holder == person.pk)

    def people_in(self, role: Role) -> Iterable[Person]:
        return Person.objects.filter(pk=self._holders()[role])
