"""«Nhiệm vụ gắn với sản phẩm/công việc», one row of a catalogue, and the coefficient as it was when used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.models.catalogue import Catalogue
from congminh.catalogue.models.group import MOST_POINTS_M, Group
from congminh.catalogue.reading.coefficients import STANDARD_M
from congminh.law.facts import TASK
from congminh.org.models import Decision, Person, Unit
from congminh.org.search import FoldedField, matching

COEFFICIENT = next(fact for fact in TASK.facts if fact.name == "coefficient_m")


@dataclass(frozen=True)
class Snapshot:
    """A product as it stood when it was used for a task (Điều 18.1.b): ids, words, coefficient in thousandths.

    A task keeps these numbers for itself: whatever later becomes of the catalogue, a coefficient already
    given never moves, and a signed score reckons again to the same digit.
    """

    product: int
    catalogue: int
    number: int
    code: str
    output: str
    coefficient_m: int
    provisional: bool


class ProductQuerySet(models.QuerySet["Product"]):
    """Products as people look for them."""

    def usable(self, day: date) -> Self:
        """Decided with the version, or new ones from the day they were allowed to the day they were closed."""
        begun = Q(standing=Product.Standing.LISTED) | Q(first__lte=day)
        return self.filter(begun, Q(last=None) | Q(last__gte=day))

    def in_force(self, unit: Unit, day: date) -> Self:
        """What may be assigned in `unit` on `day`: the common list and the unit's own, of the version in force.

        A unit has the lists of the units above it in its agency, and of those that went on in it.
        """
        tree = Unit.objects.tree(day)
        catalogue = Catalogue.objects.nearest(unit, day, tree)
        if catalogue is None:
            return self.none()
        lists = _went_on_in(set(tree.upward(unit.pk)))
        ours = self.filter(Q(unit=None) | Q(unit__in=lists), catalogue=catalogue)
        return ours.usable(day).select_related("group", "catalogue")

    def waiting(self) -> Self:
        """New ones on which nobody has decided yet (Điều 13.3)."""
        return self.filter(standing__in=[Product.Standing.PROPOSED, Product.Standing.PROVISIONAL])

    def described(self, day: date) -> Self:
        """With the group, and the unit by its name of `day`: one more query, however many products."""
        return self.select_related("group").prefetch_related(Prefetch("unit", Unit.objects.named(day)))

    def search(self, text: str) -> Self:
        """By code or by what is done, typed with or without diacritics: each word begins one of theirs."""
        return self.filter(matching(text))

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Those of the catalogues one sees."""
        return self.filter(catalogue__in=Catalogue.objects.visible_to(person, day).order_by().values("pk"))


def describe(products: Sequence[Product], catalogue: Catalogue) -> None:
    """As `described` on the day of their catalogue, for products at hand; two queries, however many."""
    day = catalogue.first or catalogue.opened_at.date()
    prefetch_related_objects(products, "group", Prefetch("unit", Unit.objects.named(day)))


def _went_on_in(units: set[int]) -> set[int]:
    """These and the units that went on in them («sáp nhập»), however long ago."""
    became = dict(Unit.objects.exclude(succeeded_by=None).order_by().values_list("pk", "succeeded_by"))
    found = set(units)
    while more := {old for old, new in became.items() if new in found} - found:
        found |= more
    return found


class Product(models.Model):
    """One item of a catalogue («nhiệm vụ gắn với sản phẩm/công việc», Điều 13.1.a); figures in thousandths.

    Without `unit` it is common to the agency. A new item («phát sinh mới», Điều 13.3) is usable from `first`, the
    day its provisional coefficient was allowed or it was added, and to `last` where it was declined.
    """

    class Standing(models.TextChoices):
        """Whether the product came with the version or after it (Điều 13.3)."""

        LISTED = "listed", _("in the catalogue")
        PROPOSED = "proposed", _("new, reported")
        PROVISIONAL = "provisional", _("new, provisional coefficient")
        ADDED = "added", _("added by decision")
        DECLINED = "declined", _("not added")

    catalogue = models.ForeignKey(Catalogue, models.CASCADE, related_name="products", verbose_name=_("catalogue"))
    code = models.CharField(_("code"), max_length=40)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("unit")
    )
    task = models.TextField(_("task"), blank=True)
    work = models.TextField(_("work in detail"), blank=True)
    output = models.TextField(_("output"), blank=True)
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("group")
    )
    points_m = models.PositiveIntegerField(_("points, in thousandths"), null=True, blank=True)
    coefficient_m = models.PositiveIntegerField(_("coefficient, in thousandths"), null=True, blank=True)
    is_standard = models.BooleanField(_("standard product"), default=False)
    reason = models.TextField(_("why the coefficient is not points over standard points"), blank=True)
    note = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    folded = FoldedField(_("search text"), of=("code", "output", "task", "work"), max_length=2000)

    standing = models.CharField(_("standing"), max_length=12, choices=Standing, default=Standing.LISTED, editable=False)
    first = models.DateField(_("from"), null=True, blank=True, editable=False)
    last = models.DateField(_("last day"), null=True, blank=True, editable=False)
    reported_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("reported by")
    )
    approved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("allowed by")
    )
    approved_at = models.DateTimeField(_("allowed at"), null=True, blank=True, editable=False)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("decision")
    )

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ("catalogue", "code")
        constraints = (
            models.UniqueConstraint(
                "catalogue",
                Lower("code"),
                name="catalogue_product_code_once",
                violation_error_message=_("Another product of this catalogue has this code: enter another."),
            ),
            models.UniqueConstraint(
                fields=["catalogue"],
                condition=Q(is_standard=True),
                name="catalogue_product_one_standard",
                violation_error_message=_("The catalogue has a standard product already: there is one alone."),
            ),
            models.CheckConstraint(condition=~Q(code=""), name="catalogue_product_has_code"),
            models.CheckConstraint(
                condition=Q(points_m=None) | Q(points_m__range=(1, MOST_POINTS_M)),
                name="catalogue_product_points",
                violation_error_message=_("Points are above 0 and at most 1,000,000."),
            ),
            models.CheckConstraint(
                condition=Q(coefficient_m=None) | Q(coefficient_m__range=(COEFFICIENT.low, COEFFICIENT.high)),
                name="catalogue_product_coefficient",
                violation_error_message=_("A coefficient is above 0 and at most 1,000."),
            ),
            models.CheckConstraint(
                condition=Q(is_standard=False) | Q(coefficient_m=None) | Q(coefficient_m=STANDARD_M),
                name="catalogue_product_standard_is_1",
                violation_error_message=_("The standard product has the coefficient 1."),
            ),
            models.CheckConstraint(
                condition=Q(standing__in=["listed", "proposed", "provisional", "added", "declined"]),
                name="catalogue_product_standing",
            ),
            models.CheckConstraint(
                condition=~Q(standing__in=["provisional", "added"]) | Q(first__isnull=False),
                name="catalogue_product_new_has_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.output or self.work or self.task}"

    def clean(self) -> None:
        """Says by field what the database does not check: the group is one of this catalogue."""
        if self.group and self.group.catalogue_id != self.catalogue_id:
            raise ValidationError({"group": _("This group is another catalogue's: choose one of this catalogue.")})

    @property
    def is_provisional(self) -> bool:
        """Whether the coefficient waits for a decision (Điều 13.3)."""
        return self.standing in (self.Standing.PROPOSED, self.Standing.PROVISIONAL)

    def is_usable(self, day: date | None = None) -> bool:
        """Whether the product may be assigned on `day` while its catalogue is in force."""
        day = day or timezone.localdate()
        begun = self.standing == self.Standing.LISTED or (self.first is not None and self.first <= day)
        return begun and (self.last is None or day <= self.last)

    def snapshot(self) -> Snapshot:
        """The product as it stands now, for a task to keep; ValueError while it has no coefficient."""
        if self.coefficient_m is None:
            raise ValueError(f"{self} has no coefficient yet: it cannot be assigned")
        return Snapshot(
            self.pk,
            self.catalogue_id,
            self.catalogue.number,
            self.code,
            self.output,
            self.coefficient_m,
            self.is_provisional,
        )
