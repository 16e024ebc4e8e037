"""«Danh mục sản phẩm/công việc quy đổi»: one version of one agency's list, a file that moves by Điều 13."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.checking import Problem, problems
from congminh.catalogue.models.devolution import Devolution
from congminh.catalogue.seats import Seats, seats_on
from congminh.law.procedure import Role
from congminh.ledger.models import CaseFile
from congminh.ledger.procedures import named
from congminh.org.models import Decision, Person, Unit
from congminh.org.sight import sight_of
from congminh.org.tree import Tree

PROCEDURE = "catalogue"
DECIDED = ("decided", "adding")
# The lists are the heads' and personnel's until they are sent; then personnel put them in one form (Điều 13.2).
LISTING = ("listing", "listed", "measured", "converted")
MERGING = ("sent",)


def today_s_seats(day: date) -> Seats:
    """The seats of `day` with the devolutions in force, in eight queries."""
    return seats_on(day, Devolution.objects.in_force(day))


class CatalogueQuerySet(models.QuerySet["Catalogue"]):
    """Versions as they hold on a day, and as people see them."""

    def begun(self, day: date) -> Self:
        """Decided versions in force from `day` or before, the oldest first: of an agency the last one holds."""
        return self.filter(state__in=DECIDED, first__lte=day).order_by("first", "number")

    def drafts(self) -> Self:
        """Versions nobody has decided yet."""
        return self.exclude(state__in=DECIDED)

    def nearest(self, unit: Unit, day: date, tree: Tree) -> Catalogue | None:
        """As `in_force`, on a tree read once."""
        above = list(tree.upward(unit.pk))
        held = {each.agency_id: each for each in self.begun(day).filter(agency__in=above)}
        return next((held[agency] for agency in above if agency in held), None)

    def in_force(self, unit: Unit, day: date) -> Catalogue | None:
        """The version by which people of `unit` work on `day`: of the nearest agency upward that has one.

        A version holds until the next decided one of its agency begins (Điều 13.2). None where there is none.
        """
        return self.nearest(unit, day, Unit.objects.tree(day))

    def by_unit(self, day: date, tree: Tree | None = None) -> dict[int, int]:
        """For each unit alive on `day` the version in force, as ids, in two queries; units without one are left out.

        In one query with the `tree` of the day at hand.
        """
        tree = tree or Unit.objects.tree(day)
        held = dict(self.begun(day).values_list("agency_id", "pk"))
        nearest = {unit: next((each for each in tree.upward(unit) if each in held), None) for unit in tree.parents}
        return {unit: held[agency] for unit, agency in nearest.items() if agency is not None}

    def described(self, day: date) -> Self:
        """With the decision, and the agency by its name of `day`: one more query, however many."""
        agencies = Prefetch("agency", Unit.objects.named(day))
        return self.select_related("decision").prefetch_related(agencies)

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Decided: those of one's agency, of what one leads, advises or inspects, and of the agencies above.

        Not yet decided: only of the agencies one leads, a unit of which one leads, or advises; and those to decide.
        """
        day = day or timezone.localdate()
        tree = Unit.objects.tree(day)
        sight = sight_of(person, day, tree)
        if sight.everything:
            return self
        if not sight.names:
            return self.none()
        above = {agency for unit in sight.names for agency in tree.upward(unit)}
        own = {tree.agency(unit) for unit in sight.files}
        devolved = Devolution.objects.in_force(day) if sight.files else {}
        own |= {agency for agency, to in devolved.items() if to in sight.files}
        return self.filter(Q(agency__in=above, state__in=DECIDED) | Q(agency__in=own))

    def waiting_for(self, person: Person | None, day: date | None = None) -> Self:
        """Those whose next step is this person's («việc chờ tôi»), in ten queries however many."""
        if person is None:
            return self.none()
        open_files = list(self.exclude(state="decided").order_by().values_list("pk", "agency_id", "state"))
        if not open_files:
            return self.none()
        seats = today_s_seats(day or timezone.localdate())
        return self.filter(pk__in=[pk for pk, agency, state in open_files if _waits(person, seats, agency, state)])


def _waits(person: Person, seats: Seats, agency: int, state: str) -> bool:
    roles = seats.roles_of(person.pk, agency, state in DECIDED)
    return any(step.leads(state) != state for step in named(PROCEDURE).open_to(roles, state))


class Catalogue(CaseFile):
    """One version of an agency's catalogue («danh mục», Điều 13), with its decision once there is one.

    In force from `first` until the next decided version of the agency begins; `decimals` are those of its
    coefficients (reading `coefficient_decimals`, as chosen when the version was begun).
    """

    procedures: ClassVar[tuple[str, ...]] = (PROCEDURE,)

    agency = models.ForeignKey(Unit, models.PROTECT, related_name="catalogues", verbose_name=_("agency"))
    number = models.PositiveSmallIntegerField(_("version number"))
    name = models.CharField(_("name"), max_length=200)
    first = models.DateField(_("in force from"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )
    decimals = models.PositiveSmallIntegerField(_("decimals of a coefficient"), default=1)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("based on")
    )
    begun_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("begun by")
    )

    objects = CatalogueQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")
        ordering = ("agency", "-number")
        constraints = (
            models.UniqueConstraint(fields=["agency", "number"], name="catalogue_number_once"),
            models.UniqueConstraint(fields=["agency", "first"], name="catalogue_first_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="catalogue_number_from_1"),
            models.CheckConstraint(condition=Q(decimals__range=(1, 3)), name="catalogue_decimals_1_to_3"),
            models.CheckConstraint(
                condition=Q(first=None, decision=None) | Q(first__isnull=False, decision__isnull=False),
                name="catalogue_decided_has_day",
            ),
        )

    def __str__(self) -> str:
        return self.title()

    def title(self) -> str:
        """The name of the catalogue and the number of the version."""
        return gettext("%(name)s, version %(number)s") % {"name": self.name, "number": self.number}

    @property
    def is_decided(self) -> bool:
        """Whether the version was decided, in force already or not yet."""
        return self.state in DECIDED

    def seats(self) -> Seats:
        """Who is who today; read once, and anew after `refresh_from_db`."""
        found: Seats | None = self.__dict__.get("_seats")
        if found is None:
            found = self.__dict__["_seats"] = today_s_seats(timezone.localdate())
        return found

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Also forgets who is who."""
        self.__dict__.pop("_seats", None)
        super().refresh_from_db(*args, **kwargs)

    def roles_of(self, person: Person) -> frozenset[Role]:
        """HEAD of the agency (of a decided version: of any of its units too), PERSONNEL, MANAGING_HEAD who decides."""
        return self.seats().roles_of(person.pk, self.agency_id, self.is_decided)

    def people_in(self, role: Role) -> Iterable[Person]:
        """Who is told: every head of the agency and its units, its personnel advisers, who decides."""
        return Person.objects.filter(pk__in=self.seats().people_in(role, self.agency_id))

    def holds(self, fact: str) -> bool:
        """catalogue_complete: nothing stands in the way of a decision; catalogue_usable: of entering one made."""
        stops = {"catalogue_complete": ("use", "decision"), "catalogue_usable": ("use",)}.get(fact, ())
        return bool(stops) and not any(problem.stops in stops for problem in self.problems())

    def problems(self) -> list[Problem]:
        """All that stands in the way of a decision, or is worth a look; see `checking`. Two queries."""
        return problems(list(self.groups.all()), list(self.products.select_related("group")), self.decimals)

    def may_change(self, person: Person, unit_id: int | None) -> bool:
        """Whether the person may change rows of the common list (None) or of a unit's own list, as the file stands."""
        roles = self.seats().roles_of(person.pk, self.agency_id, self.is_decided)
        if self.state in MERGING:
            return Role.PERSONNEL in roles
        if self.state not in LISTING:
            return False
        return bool(roles & {Role.HEAD, Role.PERSONNEL}) or self._keeps(person, unit_id)

    def _keeps(self, person: Person, unit_id: int | None) -> bool:
        return unit_id is not None and unit_id in self.seats().lists_of(person.pk, self.agency_id)
