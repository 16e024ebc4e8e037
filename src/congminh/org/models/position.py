"""«Vị trí việc làm» and groups of similar duties («nhóm có nhiệm vụ tương đồng»)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.org.models.unit import Unit, seen_by
from congminh.org.search import FoldedField, matching

if TYPE_CHECKING:
    from congminh.org.models.person import Person


def _held(day: date, posts: str) -> Q:
    """Posts held on `day`, by the path to them; delegations have no position."""
    last = f"{posts}__last"
    return Q(Q(**{last: None}) | Q(**{f"{last}__gte": day}), **{f"{posts}__first__lte": day})


class PeerGroupQuerySet(models.QuerySet["PeerGroup"]):
    """Peer groups, common to the whole installation."""

    def search(self, text: str) -> Self:
        """By code or name, typed with or without diacritics."""
        return self.filter(matching(text))

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """All, for whoever holds a post."""
        return self if seen_by(person, day or timezone.localdate()).is_anyone else self.none()

    def counted(self, day: date) -> Self:
        """With `people`, how many hold a post in one of the group's positions on `day`; in the same query."""
        held = _held(day, "positions__posts")
        return self.annotate(people=Count("positions__posts__person", filter=held, distinct=True))


class PeerGroup(models.Model):
    """People of similar duties («nhóm đối tượng có nhiệm vụ tương đồng», Điều 20.5.a): rated side by side."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    folded = FoldedField(_("search text"), of=("name", "code"))

    objects = PeerGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("peer group")
        verbose_name_plural = _("peer groups")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class PositionQuerySet(models.QuerySet["Position"]):
    """Job positions of units, and those common to all."""

    def search(self, text: str) -> Self:
        """By title, typed with or without diacritics."""
        return self.filter(matching(text))

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """The common ones and those of the units one sees."""
        sight = seen_by(person, day or timezone.localdate())
        if sight.everything:
            return self
        return self.filter(Q(unit=None) | Q(unit__in=sight.names)) if sight.is_anyone else self.none()

    def open_in(self, unit: Unit) -> Self:
        """Those a post in `unit` may have: its own and the common ones."""
        return self.filter(Q(unit=unit) | Q(unit=None))

    def counted(self, day: date) -> Self:
        """With peer group, unit by its name of `day`, and `people`, how many hold it then: two queries."""
        people = Count("posts__person", filter=_held(day, "posts"), distinct=True)
        units = models.Prefetch("unit", Unit.objects.named(day))
        return self.annotate(people=people).select_related("peer_group").prefetch_related(units)


class Position(models.Model):
    """A job position («vị trí việc làm», Điều 13.1.a): of one unit, or common to all where `unit` is empty."""

    title = models.CharField(_("title"), max_length=200)
    complexity = models.PositiveSmallIntegerField(
        _("complexity group"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    peer_group = models.ForeignKey(PeerGroup, models.PROTECT, related_name="positions", verbose_name=_("peer group"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="positions", verbose_name=_("unit")
    )
    is_personnel = models.BooleanField(_("advises on personnel"), default=False)
    is_inspector = models.BooleanField(_("inspects"), default=False)
    folded = FoldedField(_("search text"), of=("title",))

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("job position")
        verbose_name_plural = _("job positions")
        ordering = ("unit", "title")
        constraints = (
            models.CheckConstraint(condition=Q(complexity__range=(1, 5)), name="org_position_complexity_1_to_5"),
            models.UniqueConstraint(fields=["unit", "title"], name="org_position_once_in_unit"),
            models.UniqueConstraint(fields=["title"], condition=Q(unit=None), name="org_position_once_in_common"),
        )

    def __str__(self) -> str:
        return self.title
