"""«Công chức» and their leave («nghỉ»)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.org.models.unit import Unit
from congminh.org.search import FoldedField, matching
from congminh.org.sight import sight_of

if TYPE_CHECKING:
    from congminh.org.models.post import Post, PostQuerySet


def _posts() -> PostQuerySet:
    from congminh.org.models.post import Post  # a post refers to its person, so it is read after

    return Post.objects.all()


class PersonQuerySet(models.QuerySet["Person"]):
    """People as they serve on a day."""

    def on(self, day: date) -> Self:
        """Those in service; both days included."""
        return self.filter(Q(ended=None) | Q(ended__gte=day), begun__lte=day)

    def with_posts(self, day: date) -> Self:
        """With `held`, the posts of `day` with unit and position: two more queries, however many people."""
        return self.prefetch_related(Prefetch("posts", _posts().held_on(day).described(day), to_attr="held"))

    def search(self, text: str) -> Self:
        """By name or code, typed with or without diacritics: each word begins one of theirs."""
        return self.filter(matching(text))

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Whose name one sees: who holds a post in one's sight; for personnel also who holds none anywhere."""
        day = day or timezone.localdate()
        sight = sight_of(person, day, Unit.objects.tree(day))
        if sight.everything:
            return self
        posts = _posts().filter(person=OuterRef("pk"))
        seen = Q(Exists(posts.held_on(day).filter(unit__in=sight.names)))
        if sight.is_personnel:
            seen |= Q(Exists(posts.filter(unit__in=sight.files))) | ~Q(Exists(posts))
        return self.filter(seen)


class Person(models.Model):
    """A civil servant («công chức», Điều 2.2); what one may do comes from dated posts."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("full name"), max_length=120)
    folded = FoldedField(_("search text"), of=("name", "code"))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    begun = models.DateField(_("first day of service"))
    ended = models.DateField(_("last day of service"), null=True, blank=True)

    # Posts of the day asked about: set by `with_posts`.
    held: list[Post]

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("civil servant")
        verbose_name_plural = _("civil servants")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=Q(ended=None) | Q(ended__gte=F("begun")), name="org_person_ends_last"),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Keeps the search text with the name, also when only some fields are saved."""
        if update_fields is not None and {"name", "code"} & set(update_fields):
            update_fields = {*update_fields, "folded"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def serves(self, day: date) -> bool:
        """Whether the person is in service on `day`."""
        return self.begun <= day and (self.ended is None or day <= self.ended)


class Leave(models.Model):
    """Days a civil servant was away («nghỉ», Điều 11.2); both days included."""

    class Kind(models.TextChoices):
        """Why: the first three bear on the year (Điều 11.2)."""

        SICK = "sick", _("sick leave")
        MATERNITY = "maternity", _("maternity leave")
        UNPAID = "unpaid", _("unpaid leave")
        ANNUAL = "annual", _("annual leave")
        OTHER = "other", _("other leave")

    person = models.ForeignKey(Person, models.PROTECT, related_name="leaves", verbose_name=_("civil servant"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        ordering = ("person", "first")
        constraints = (
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="org_leave_ends_last"),
            models.CheckConstraint(
                condition=Q(kind__in=["sick", "maternity", "unpaid", "annual", "other"]), name="org_leave_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.first:%d/%m/%Y}–{self.last:%d/%m/%Y}"
