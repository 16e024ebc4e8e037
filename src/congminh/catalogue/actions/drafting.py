"""Drawing up a version (Điều 13.1.a–c): its groups and products, while it may be changed and by whom it may be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.catalogue.codes import next_code
from congminh.catalogue.models import Catalogue, Group, Product
from congminh.catalogue.models.catalogue import LISTING, MERGING, PROCEDURE
from congminh.catalogue.models.group import MOST_POINTS_M
from congminh.catalogue.reading.checks import most_groups
from congminh.catalogue.reading.coefficients import HIGHEST_M, STANDARD_M, expected_m
from congminh.catalogue.refusing import hold, refuse
from congminh.ledger.actions import open_file
from congminh.org import facts
from congminh.org.models import Person, Unit

CHANGEABLE = (*LISTING, *MERGING)


class Frame(NamedTuple):
    """A group of products with its frame of points («khung điểm»), in thousandths."""

    name: str
    floor_m: int | None = None
    ceiling_m: int | None = None


@transaction.atomic
def begin_catalogue(
    agency: Unit, name: str, based_on: Catalogue | None = None, by: Person | None = None, day: date | None = None
) -> Catalogue:
    """A new version of the agency's catalogue, with the groups and products of the one it is based on.

    Decimals of coefficients are those of the reading chosen on `day` (today). One draft at a time; `by` is the
    head of the agency, one of its units, or personnel (None: the installation itself).
    """
    day = day or timezone.localdate()
    _must_be_agency(agency, day)
    # Whoever begins another at the same moment waits for this one, and sees it.
    Unit.objects.filter(pk=agency.pk).update(code=F("code"))
    if draft := Catalogue.objects.drafts().filter(agency=agency).first():
        refuse("agency", _("A version is being drawn up already: %(draft)s."), _("Go on with that one."), draft=draft)
    if based_on and based_on.agency_id != agency.pk:
        refuse("based_on", _("%(other)s is another agency's."), _("Choose a version of this agency."), other=based_on)
    last = Catalogue.objects.filter(agency=agency).aggregate(last=Max("number"))["last"] or 0
    decimals = int(facts.values(day)["coefficient_decimals"])
    new = Catalogue(procedure=PROCEDURE, agency=agency, number=last + 1, name=name.strip(), decimals=decimals)
    new.based_on, new.begun_by = based_on, by
    if by and not (new.roles_of(by) or new.seats().lists_of(by.pk, agency.pk)):
        raise PermissionDenied(_("The catalogue of an agency is begun by its heads or its personnel advisers."))
    new.full_clean(exclude=["casefile_ptr", "procedure", "state"])
    open_file(new)
    if based_on:
        _copy_rows(based_on, new)
    return new


@transaction.atomic
def set_groups(catalogue: Catalogue, frames: Sequence[Frame], by: Person | None = None) -> list[Group]:
    """The groups of a version in order («phân nhóm», Điều 13.1.a): at most five, ceilings rising.

    A group left out must hold no product.
    """
    _may_change(catalogue, by, None)
    _must_be_frames(frames)
    gone = catalogue.groups.filter(number__gt=len(frames))
    if left := Product.objects.filter(group__in=gone).first():
        refuse("groups", _("%(product)s is in a group you leave out."), _("Move its products first."), product=left)
    gone.delete()
    for number, frame in enumerate(frames, start=1):
        catalogue.groups.update_or_create(number=number, defaults=frame._asdict())
    return list(catalogue.groups.order_by("number"))


@transaction.atomic
def put_product(product: Product, by: Person | None = None, seen: int | None = None) -> Product:
    """Add a product to its version, or change it; `seen` is the product's `version` the change was typed on.

    Without a code it gets the next one free. The version must be one that may be changed, the unit one of the
    agency's, and `by` personnel, the head of the agency, or for a unit's own list the head of that unit.
    """
    catalogue = product.catalogue
    stored = Product.objects.get(pk=product.pk) if product.pk else None
    for unit in {product.unit_id, *([stored.unit_id] if stored else [])}:
        _may_change(catalogue, by, unit)
    product.code = product.code.strip() or next_code(catalogue)
    _must_be_within(product)
    if product.is_standard and product.coefficient_m is None:
        product.coefficient_m = STANDARD_M
    if stored:
        _must_be_as_seen(stored, product.version if seen is None else seen)
        product.version = stored.version + 1
    product.full_clean()
    product.save()
    return product


@transaction.atomic
def remove_product(product: Product, by: Person | None = None, seen: int | None = None) -> None:
    """Take a product out of a version that may be changed («loại bỏ», Điều 13.1.a)."""
    _may_change(product.catalogue, by, product.unit_id)
    _must_be_as_seen(product, product.version if seen is None else seen)
    product.delete()


@transaction.atomic
def choose_standard(product: Product, by: Person | None = None) -> Product:
    """Propose the standard product («đơn vị sản phẩm/công việc chuẩn», Điều 13.1.b): coefficient 1, one alone."""
    _may_change(product.catalogue, by, None)
    siblings = Product.objects.filter(catalogue=product.catalogue_id)
    siblings.filter(is_standard=True).exclude(pk=product.pk).update(is_standard=False, version=F("version") + 1)
    siblings.filter(pk=product.pk).update(is_standard=True, coefficient_m=STANDARD_M, version=F("version") + 1)
    product.refresh_from_db()
    return product


@transaction.atomic
def reckon_coefficients(catalogue: Catalogue, by: Person | None = None) -> int:
    """Every coefficient from its points («quy đổi», Điều 13.1.c; Sổ tay II.III.4); how many changed.

    Points ÷ the standard product's points, half-up to the version's decimals. A product without points, or whose
    coefficient somebody gave a reason for, is left; one that would leave its bounds has none, and a problem.
    """
    _may_change(catalogue, by, None)
    standard = catalogue.products.filter(is_standard=True).first()
    if standard is None or not standard.points_m:
        refuse("standard_product", _("The standard product has no points yet."), _("Choose it and enter its points."))
    changed = []
    for product in catalogue.products.filter(points_m__isnull=False, reason=""):
        right_m = expected_m(product.points_m or 0, standard.points_m, catalogue.decimals)
        fits = right_m if 0 < right_m <= HIGHEST_M else None
        if product.coefficient_m != fits:
            product.coefficient_m, product.version = fits, product.version + 1
            changed.append(product)
    Product.objects.bulk_update(changed, ["coefficient_m", "version"], batch_size=500)
    return len(changed)


def _must_be_agency(agency: Unit, day: date) -> None:
    if agency.kind == Unit.Kind.DIRECT:
        what = _("%(unit)s is a unit within an agency.")
        refuse("agency", what, _("Begin the catalogue of its agency; the unit has its own list in it."), unit=agency)
    if not agency.is_alive(day):
        refuse("agency", _("%(unit)s does not exist on this day."), _("Choose another agency."), unit=agency)


def _copy_rows(source: Catalogue, target: Catalogue) -> None:
    """Groups and products; new ones of the source that were allowed become rows to decide with the version."""
    places: dict[int, Group] = {}
    for group in source.groups.all():
        places[group.pk] = Group.objects.create(catalogue=target, number=group.number, **_frame_of(group))
    kept = source.products.exclude(standing__in=[Product.Standing.PROPOSED, Product.Standing.DECLINED])
    Product.objects.bulk_create(_copied(product, target, places) for product in kept.order_by("pk"))


def _frame_of(group: Group) -> dict[str, object]:
    return Frame(group.name, group.floor_m, group.ceiling_m)._asdict()


def _copied(product: Product, target: Catalogue, places: dict[int, Group]) -> Product:
    columns = (
        "code",
        "unit_id",
        "task",
        "work",
        "output",
        "points_m",
        "coefficient_m",
        "is_standard",
        "reason",
        "note",
    )
    group = places[product.group_id] if product.group_id else None
    return Product(catalogue=target, group=group, **{name: getattr(product, name) for name in columns})


def _may_change(catalogue: Catalogue, by: Person | None, unit_id: int | None) -> None:
    """Hold the version, if it may be changed, and by this person; None is the installation itself."""
    hold(catalogue.pk, CHANGEABLE)
    if by and not catalogue.may_change(by, unit_id):
        raise PermissionDenied(_("This list is not yours to change: only personnel and its own head may."))


def _must_be_frames(frames: Sequence[Frame]) -> None:
    if len(frames) > (most := most_groups()):
        what, mend = _("%(number)s groups are too many."), _("Sort the products into at most %(most)s.")
        refuse("groups", what, mend, number=len(frames), most=most)
    before = 0
    for number, frame in enumerate(frames, start=1):
        if not frame.name.strip():
            refuse("groups", _("Group %(number)s has no name."), _("Enter one, such as N1."), number=number)
        if frame.ceiling_m is not None:
            if not before < frame.ceiling_m <= MOST_POINTS_M:
                what = _("The ceiling of group %(group)s is not above that of the group before.")
                refuse("groups", what, _("Let ceilings rise from group to group."), group=frame.name)
            before = frame.ceiling_m
        if frame.floor_m is not None and (frame.ceiling_m is None or not 0 <= frame.floor_m < frame.ceiling_m):
            what = _("The floor of group %(group)s is not below its ceiling.")
            refuse("groups", what, _("Enter a lower floor, or none."), group=frame.name)


def _must_be_within(product: Product) -> None:
    catalogue = product.catalogue
    if product.unit_id is not None and product.unit_id not in catalogue.seats().units(catalogue.agency_id):
        what = _("%(unit)s is not a unit of this agency today.")
        refuse("unit", what, _("Choose one of its units, or none for the common list."), unit=product.unit)


def _must_be_as_seen(product: Product, seen: int) -> None:
    """Compare and set: the product is as it was when the change was typed."""
    if not Product.objects.filter(pk=product.pk, version=seen).update(version=F("version")):
        what = _("Someone changed %(product)s meanwhile.")
        refuse("__all__", what, _("Open it again and compare; nothing you typed is lost."), product=product)
