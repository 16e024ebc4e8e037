"""«Công chức»: a person in service, with what one may do in dated posts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.org.models.unit import Unit, seen_by
from congminh.org.search import FoldedField, matching
from congminh.org.sight import Sight

if TYPE_CHECKING:
    from congminh.org.models.post import Post, PostQuerySet


def _posts() -> PostQuerySet:
    from congminh.org.models.post import Post  # a post refers to its person, so it is read after

    return Post.objects.all()


def _nowhere(day: date, there: PostQuerySet) -> Q:
    """Who holds no post on `day`, having held one of `there` or none ever."""
    # By keys and not by Exists: PostgreSQL then hashes each list once, and knows that it is cheap.
    held, any_post = (posts.values("person") for posts in (_posts().held_on(day), _posts()))
    return ~Q(pk__in=held) & (Q(pk__in=there.values("person")) | ~Q(pk__in=any_post))


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

    def within(self, unit: Unit, day: date) -> Self:
        """Those who hold a post in the unit or beneath it on `day`; one query more for the tree."""
        units = Unit.objects.tree(day).beneath([unit.pk])
        return self.filter(pk__in=_posts().held_on(day).filter(unit__in=units).values("person"))

    def without_post(self, day: date) -> Self:
        """Those in service who hold none on `day`; a delegation alone is none."""
        held = _posts().held_on(day).exclude(kind="delegation")
        return self.on(day).exclude(pk__in=held.values("person"))

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Whose name one sees: who holds a post in one's sight; for personnel also who holds none anywhere."""
        day = day or timezone.localdate()
        sight = seen_by(person, day)
        if sight.everything:
            return self
        posts = _posts()
        seen = Q(pk__in=posts.held_on(day).filter(unit__in=sight.names).values("person"))
        if sight.is_personnel:
            seen |= Q(pk__in=posts.filter(unit__in=sight.files).values("person"))
            seen |= ~Q(pk__in=posts.values("person"))
        return self.filter(seen)

    def placed_in(self, units: Collection[int], day: date) -> Self:
        """Who holds a post in these units on `day`; and who holds none, having held one there or none ever."""
        there = _posts().filter(unit__in=units)
        return self.filter(Q(pk__in=there.held_on(day).values("person")) | _nowhere(day, there))

    def whose_file_is_in(self, sight: Sight, person: Person | None, day: date) -> Self:
        """Whose file `person` sees, not the name alone: one's own, and of those who hold a post in units of files.

        For personnel also of those who left such a post and hold none, and of those who never held one.
        """
        if sight.everything:
            return self
        if person is None or not sight.is_anyone:
            return self.none()
        there = _posts().filter(unit__in=sight.files)
        seen = Q(pk=person.pk) | Q(pk__in=there.held_on(day).values("person"))
        return self.filter(seen | _nowhere(day, there) if sight.is_personnel else seen)


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
    # While a page is looked at, what the person sees and the posts they hold by day: set at the door.
    sights: dict[date, Sight]
    seated: dict[date, tuple[Post, ...]]

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
