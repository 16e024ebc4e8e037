"""«Đây không phải người đứng đầu của tôi»: a civil servant asks personnel to put the line of authority right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from congminh.law.procedure import Role
from congminh.ledger.models import CaseFile
from congminh.org.models.person import Person
from congminh.org.models.post import Post
from congminh.org.models.unit import Unit, seen_by
from congminh.org.procedure import REPORTING_LINE


class LineRequestQuerySet(models.QuerySet["LineRequest"]):
    """Requests about who one's head is."""

    def open(self) -> Self:
        """Those asked and not yet settled."""
        return self.filter(state="asked")

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """One's own, those of people whose files one sees, and those that say one is not the head."""
        day = day or timezone.localdate()
        sight = seen_by(person, day)
        seen = Q(person__in=Person.objects.whose_file_is_in(sight, person, day))
        if person is not None and sight.is_anyone:
            seen |= Q(assessor=person)
        return self.filter(seen).select_related("person", "said_head", "assessor")

    def waiting_for(self, person: Person, day: date | None = None) -> Self:
        """Those this person is to settle, and one's own not yet sent; two queries for most, six for personnel."""
        day = day or timezone.localdate()
        mine = Q(person=person, state=REPORTING_LINE.initial)
        if Post.objects.held_on(day).filter(person=person, position__is_personnel=True).exists():
            mine |= Q(pk__in=self._to_settle(person, day))
        return self.filter(mine).select_related("person", "said_head", "assessor")

    def _to_settle(self, person: Person, day: date) -> list[int]:
        advisers, asked = Post.objects.advisers(day), self.open()
        places = places_of(asked.values("person"), day)
        rows = asked.values_list("pk", "person_id", "unit_id")
        return [pk for pk, who, unit in rows if person.pk in advisers.of(places.get(who, [unit]), besides=who)]


class LineRequest(CaseFile):
    """«Đề nghị xác định lại người có thẩm quyền» (Điều 10): who was shown as scoring and rating, and who it should be.

    `shown` keeps both answers as they stood on `day`, with names, in both languages; `unit` is where the
    person worked then.
    """

    procedures: ClassVar[tuple[str, ...]] = (REPORTING_LINE.name,)
    papers_kept_by: ClassVar[str] = ""

    person = models.ForeignKey(Person, models.PROTECT, related_name="line_requests", verbose_name=_("civil servant"))
    day = models.DateField(_("day"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    shown = models.JSONField(_("authority shown"), default=dict)
    assessor = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("shown as scoring")
    )
    said_head = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who it should be")
    )

    objects = LineRequestQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("request about one's head")
        verbose_name_plural = _("requests about one's head")

    def title(self) -> str:
        """What the file is about, in a line."""
        return gettext("Who scores %(person)s") % {"person": self.person}

    @property
    def scored_by(self) -> str:
        """Who was shown as scoring, and why, in the language of whoever reads."""
        return self._shown("scored_by")

    @property
    def rated_by(self) -> str:
        """Who was shown as rating, and why, in the language of whoever reads."""
        return self._shown("rated_by")

    def _shown(self, name: str) -> str:
        words = self.shown.get(name, {})
        return str(words.get(get_language() or "vi") or words.get("vi", ""))

    def roles_of(self, person: Person) -> frozenset[Role]:
        """The owner, and the personnel advisers over the owner; nobody is both."""
        if person.pk == self.person_id:
            return frozenset({Role.OWNER})
        return frozenset({Role.PERSONNEL} if person.pk in self._advisers() else ())

    def people_in(self, role: Role) -> Iterable[Person]:
        """The owner; the advisers over the owner; who was shown as scoring and who scores now."""
        holders = {Role.OWNER: lambda: {self.person_id}, Role.PERSONNEL: self._advisers, Role.ASSESSOR: self._assessors}
        return Person.objects.filter(pk__in=holders[role]()) if role in holders else ()

    def _advisers(self) -> frozenset[int]:
        day = timezone.localdate()
        places = places_of([self.person_id], day).get(self.person_id, [self.unit_id])
        return Post.objects.advisers(day).of(places, besides=self.person_id)

    def _assessors(self) -> set[int]:
        from congminh.law.nd335.authority import Authority
        from congminh.org import facts  # the bridge to the law reads these models, so it is read after

        scores, _rates = facts.authorities(timezone.localdate(), [self.person_id])[self.person_id]
        now = {scores.person} if isinstance(scores, Authority) else set()
        return {int(pk) for pk in {self.assessor_id, *now} if pk and pk != self.person_id}


def places_of(people: Iterable[Any], day: date) -> dict[int, list[int]]:
    """The units in which each of these people holds a post on `day`; a delegation is no place: one query."""
    found: dict[int, list[int]] = defaultdict(list)
    held = Post.objects.held_on(day).exclude(kind="delegation").filter(person__in=people).order_by()
    for person, unit in held.values_list("person_id", "unit_id"):
        found[person].append(unit)
    return dict(found)
