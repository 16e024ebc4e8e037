"""Requests about one's own personal data, and who read which notice of what is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.law.procedure import Role
from congminh.ledger.models import CaseFile
from congminh.org.models import Person, Post
from congminh.org.models.line_request import places_of
from congminh.org.models.unit import seen_by
from congminh.privacy.procedure import CORRECTING, ERASING, OF_KIND, OPEN, STOPPING
from congminh.privacy.register import Purpose, purposes


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    """Requests as they are seen and answered."""

    def open(self) -> Self:
        """Those not answered to the end."""
        return self.filter(state__in=OPEN)

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """One's own; those one answers; all for an inspector. Leading the unit is no reason to see one."""
        day = day or timezone.localdate()
        if person is None or not person.serves(day):
            return self.none()
        if seen_by(person, day).everything:
            return self.select_related("person")
        return self.filter(Q(person=person) | Q(pk__in=self._answered_by(person, day))).select_related("person")

    def waiting_for(self, person: Person | None, day: date | None = None) -> Self:
        """Those this person is to answer; two queries for most."""
        day = day or timezone.localdate()
        if person is None:
            return self.none()
        return self.filter(pk__in=self.open()._answered_by(person, day)).select_related("person")

    def _answered_by(self, person: Person, day: date) -> list[int]:
        if not Post.objects.held_on(day).filter(person=person, position__is_personnel=True).exists():
            return []
        advisers, rows = Post.objects.advisers(day), list(self.order_by().values_list("pk", "person_id"))
        places = places_of({who for _pk, who in rows}, day)
        return [pk for pk, who in rows if person.pk in advisers.of(places.get(who, []), besides=who)]


class DataRequest(CaseFile):
    """«Yêu cầu về dữ liệu cá nhân» (Luật 91/2025, Điều 4): `kind` of OF_KIND, on `purposes` of the register; `about`
    says what is wrong or wished. Answered by the personnel advisers of the agency, never on their own data.
    """

    class Kind(models.TextChoices):
        """What is asked (Luật 91/2025, Điều 4.1)."""

        SEE = "see", _("See and have a copy")
        CORRECT = "correct", _("Correct what is wrong")
        ERASE = "erase", _("Erase")
        RESTRICT = "restrict", _("Restrict the processing")
        OBJECT = "object", _("Object to the processing")

    procedures: ClassVar[tuple[str, ...]] = (CORRECTING.name, STOPPING.name, ERASING.name)
    # It is no record of an evaluation: what it says may be erased once it is settled.
    papers_kept_by: ClassVar[str] = ""

    person = models.ForeignKey(Person, models.PROTECT, related_name="data_requests", verbose_name=_("civil servant"))
    kind = models.CharField(_("what is asked"), max_length=10, choices=Kind)
    purposes = models.JSONField(_("purposes"), default=list)
    about = models.TextField(_("what is wrong or wished"), blank=True)

    objects = DataRequestQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        constraints = (models.CheckConstraint(condition=Q(kind__in=list(OF_KIND)), name="privacy_request_kind"),)

    def title(self) -> str:
        """Who asks what, in a line."""
        return f"{self.person}: {self.get_kind_display()}"

    @property
    def chosen(self) -> list[Purpose]:
        """The purposes it is about, as the register has them now."""
        every = purposes()
        return [every[key] for key in self.purposes if key in every]

    def roles_of(self, person: Person) -> frozenset[Role]:
        """The owner; the personnel advisers over the owner; who inspects reads."""
        if person.pk == self.person_id:
            return frozenset({Role.OWNER})
        return frozenset({Role.PERSONNEL} if person.pk in self._advisers() else ())

    def people_in(self, role: Role) -> Iterable[Person]:
        """The owner, or the advisers."""
        holders: dict[Role, Any] = {Role.OWNER: lambda: {self.person_id}, Role.PERSONNEL: self._advisers}
        return Person.objects.filter(pk__in=holders[role]()) if role in holders else ()

    def holds(self, fact: str) -> bool:
        """Seeing is a copy one takes oneself; nothing is erased or stopped that the law keeps."""
        if fact == "is_to_see":
            return self.kind == self.Kind.SEE
        if self.kind == self.Kind.ERASE:
            return bool(self.chosen) and all(each.erase for each in self.chosen)
        if self.kind in (self.Kind.RESTRICT, self.Kind.OBJECT):
            return bool(self.chosen) and all(each.stop for each in self.chosen)
        return fact == "may_be_carried_out"

    def _advisers(self) -> frozenset[int]:
        day = timezone.localdate()
        places = places_of([self.person_id], day).get(self.person_id, [])
        return Post.objects.advisers(day).of(places, besides=self.person_id)


class Acknowledgement(models.Model):
    """«Đã đọc thông báo»: one account read one version of the notice of what is recorded; no consent."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="acknowledgements", verbose_name=_("account")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("notice read")
        verbose_name_plural = _("notices read")
        constraints = (models.UniqueConstraint(fields=["user", "version"], name="privacy_read_once"),)

    def __str__(self) -> str:
        return f"{self.user} {self.version}"
