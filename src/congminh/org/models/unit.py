"""«Cơ quan, tổ chức, đơn vị» and their states: merger, split and renaming in mid-year keep history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.org.models.decision import Decision
from congminh.org.once import is_looking, is_read, once
from congminh.org.search import FoldedField, matching
from congminh.org.sight import Sight, sight_of
from congminh.org.tree import Tree

if TYPE_CHECKING:
    from congminh.org.models.person import Person


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units as they stand on a day."""

    def alive(self, day: date) -> Self:
        """Those that had begun and not ended; both days included."""
        return self.filter(Q(ended=None) | Q(ended__gte=day), begun__lte=day)

    def named(self, day: date) -> Self:
        """With `name` and `parent_id` of `day`, in the same query; ended units keep their last."""
        state = UnitState.objects.filter(unit=OuterRef("pk"), first__lte=day).order_by("-first")
        return self.annotate(name=Subquery(state.values("name")[:1]), parent_id=Subquery(state.values("parent")[:1]))

    def on(self, day: date) -> Self:
        """The units alive on `day`, with their name and parent."""
        return self.alive(day).named(day)

    def tree(self, day: date) -> Tree:
        """Who stands beneath whom on `day`, in one query; of a page in that of `units_on`."""
        if is_looking():
            return once(("tree", day), lambda: _tree_of(unit for unit in units_on(day).values() if unit.is_alive(day)))
        rows = list(self.on(day).order_by().values_list("pk", "parent_id", "kind"))
        return Tree({pk: parent for pk, parent, _kind in rows}, {pk: kind for pk, _parent, kind in rows})

    def subtree(self, unit: Unit, day: date) -> Self:
        """The unit and all beneath it on `day`."""
        return self.on(day).filter(pk__in=Unit.objects.tree(day).beneath([unit.pk]))

    def children(self, units: Iterable[Unit], day: date) -> Self:
        """The units right beneath these on `day`."""
        return self.on(day).filter(Q(parent_id__in=[unit.pk for unit in units]))

    def search(self, text: str, day: date) -> Self:
        """By the name of `day`, typed with or without diacritics."""
        state = UnitState.objects.filter(unit=OuterRef("pk"), first__lte=day).order_by("-first")
        return self.annotate(folded=Subquery(state.values("folded")[:1])).filter(matching(text))

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """One's own agency, what one leads, advises or inspects, and the units those came from."""
        sight = seen_by(person, day or timezone.localdate())
        return self if sight.everything else self.filter(Q(pk__in=sight.names) | Q(succeeded_by__in=sight.names))


class Unit(models.Model):
    """A body in the tree («cơ quan, tổ chức, đơn vị», Điều 2.1); name and parent are in its states."""

    class Kind(models.TextChoices):
        """What the unit is to the people in it (Điều 3.1, Điều 10)."""

        MANAGING = "managing", _("managing agency")
        USING = "using", _("using agency")
        DIRECT = "direct", _("direct unit")

    class Tier(models.TextChoices):
        """Where the unit stands when it is itself evaluated (Điều 5)."""

        MINISTRY = "ministry", _("ministry")
        DEPARTMENT = "department", _("department of a ministry")
        DEPARTMENT_UNIT = "department_unit", _("unit of a department")
        PROVINCE = "province", _("provincial People's Committee")
        PROVINCIAL_AGENCY = "provincial_agency", _("provincial agency")
        PROVINCIAL_AGENCY_UNIT = "provincial_agency_unit", _("unit of a provincial agency")
        COMMUNE = "commune", _("commune People's Committee")
        COMMUNE_AGENCY = "commune_agency", _("agency of a commune")

    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    tier = models.CharField(_("tier"), max_length=30, choices=Tier, blank=True)
    begun = models.DateField(_("first day"))
    ended = models.DateField(_("last day"), null=True, blank=True)
    succeeded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="came_from", verbose_name=_("succeeded by")
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )

    # Of the day asked about: set by `named`.
    name: str
    parent_id: int | None

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=Q(ended=None) | Q(ended__gte=F("begun")), name="org_unit_ends_last"),
            models.CheckConstraint(condition=Q(kind__in=["managing", "using", "direct"]), name="org_unit_kind"),
        )

    def __str__(self) -> str:
        return getattr(self, "name", None) or self.code

    def is_alive(self, day: date) -> bool:
        """Whether the unit had begun on `day` and not ended."""
        return self.begun <= day and (self.ended is None or day <= self.ended)

    def state_on(self, day: date) -> UnitState | None:
        """The state in force on `day`: the last that had begun."""
        return self.states.filter(first__lte=day).order_by("-first").first()


def units_on(day: date) -> Mapping[int, Unit]:
    """Every unit there ever was, by key, with name and parent of `day`; one query, on a page once."""
    return once(("units", day), lambda: {unit.pk: unit for unit in Unit.objects.named(day).order_by()})


def named_units(keys: Iterable[int], day: date) -> Mapping[int, Unit]:
    """At least these units by their name of `day`; one query, none on a page that has read every unit."""
    if is_read(("units", day)):
        return units_on(day)
    return {unit.pk: unit for unit in Unit.objects.named(day).filter(pk__in=set(keys)).order_by()}


def _tree_of(alive: Iterable[Unit]) -> Tree:
    units = list(alive)
    return Tree({unit.pk: unit.parent_id for unit in units}, {unit.pk: unit.kind for unit in units})


def seen_by(person: Person | None, day: date) -> Sight:
    """What a person sees on `day` («quyền xem»), in two queries; while a page is looked at, once."""
    known = getattr(person, "sights", {})
    if day not in known:
        known[day] = sight_of(person, day, Unit.objects.tree(day))
    return known[day]


Row = TypeVar("Row", bound=models.Model)


class WithUnits(models.QuerySet[Row]):
    """Rows that belong to units, which are read by their name of a day."""

    _named: tuple[date, tuple[str, ...]] | None = None

    def with_units(self, day: date, *names: str) -> Self:
        """With these units by their name of `day`: one more query, however many rows; on a page that of `units_on`."""
        return self._with(is_looking(), day, names)

    def with_known_units(self, day: date, *names: str) -> Self:
        """As `with_units`, but where the page has not read every unit it reads these alone."""
        return self._with(is_read(("units", day)), day, names)

    def _with(self, on_page: bool, day: date, names: tuple[str, ...]) -> Self:
        if not on_page:
            return self.prefetch_related(*(Prefetch(name, Unit.objects.named(day)) for name in names))
        found = self.all()
        found._named = (day, names)
        return found

    def _clone(self) -> Self:
        made: Self = super()._clone()  # type: ignore[misc]
        made._named = self._named
        return made

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None  # type: ignore[has-type]
        super()._fetch_all()  # type: ignore[misc]
        if not fresh or self._named is None:
            return
        day, names = self._named
        rows: list[Any] = [row for row in self._result_cache or () if isinstance(row, models.Model)]
        units = units_on(day) if rows else {}
        for row in rows:
            for name in names:
                key = getattr(row, f"{name}_id")
                setattr(row, name, None if key is None else units[key])


class UnitStateQuerySet(models.QuerySet["UnitState"]):
    """States of units, as their history is read."""

    def history(self) -> Self:
        """The newest first, with `parent_name`, the name of the unit above on the first day of each: one query."""
        above = UnitState.objects.filter(unit=OuterRef("parent"), first__lte=OuterRef("first")).order_by("-first")
        named = self.annotate(parent_name=Subquery(above.values("name")[:1]))
        return named.select_related("parent", "decision").order_by("-first")


class UnitState(models.Model):
    """A unit's name and place from a day on («tên gọi, cấp trên»); it has a start and never an end."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="states", verbose_name=_("unit"))
    first = models.DateField(_("from"))
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit above")
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )
    folded = FoldedField(_("search text"), of=("name",))

    # The name of the unit above: set by `history`.
    parent_name: str | None

    objects = UnitStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("state of a unit")
        verbose_name_plural = _("states of units")
        ordering = ("unit", "first")
        constraints = (
            models.UniqueConstraint(fields=["unit", "first"], name="org_unitstate_once_a_day"),
            models.CheckConstraint(condition=~Q(parent=F("unit")), name="org_unitstate_not_above_itself"),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.first:%d/%m/%Y}"
