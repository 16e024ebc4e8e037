"""New products of a decided version (Điều 13.3): reported, allowed with a provisional coefficient, added or declined.

By the reading `new_item` the coefficient is the reporter's, provisional until the competent level decides, or
that of a similar product. What was already counted with it is kept by whoever counted (`Product.snapshot`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.catalogue.actions.deciding import kept, said_of
from congminh.catalogue.codes import next_code
from congminh.catalogue.models import Catalogue, Product
from congminh.catalogue.models.catalogue import DECIDED
from congminh.catalogue.refusing import hold, refuse
from congminh.law.procedure import Role
from congminh.law.text import scaled
from congminh.ledger.actions import take
from congminh.ledger.models import Entry
from congminh.org import facts
from congminh.org.models import Decision, Person

Standing = Product.Standing


@transaction.atomic
def propose_new(
    product: Product, person: Person, version: int, like: Product | None = None, evidence: Sequence[File] = ()
) -> Product:
    """Report a product the decided catalogue lacks, with its provisional coefficient («phát sinh mới», Điều 13.3).

    By the head of the agency, or of the unit whose list it joins. Where the agency reads `new_item` as
    like_similar, `like` names the similar product and gives the coefficient. Usable once allowed or added.
    """
    catalogue = product.catalogue
    hold(catalogue.pk, DECIDED)
    _must_be_theirs(product, person)
    product.coefficient_m = _provisional_m(product, like)
    product.code = product.code.strip() or next_code(catalogue)
    product.standing, product.reported_by, product.is_standard = Standing.PROPOSED, person, False
    product.full_clean()
    said = {**_said(product), **({"like": like.code} if like else {})}
    take("report_new", catalogue, person, version, said, evidence)
    product.save()
    return product


@transaction.atomic
def approve_new(product: Product, person: Person, version: int) -> Product:
    """Let a reported product be used with its provisional coefficient from today, before the decision (Điều 13.3)."""
    if product.standing != Standing.PROPOSED:
        refuse(
            "product", _("%(product)s is not waiting to be allowed."), _("Open the catalogue again."), product=product
        )
    take("approve_new", product.catalogue, person, version, _said(product))
    product.standing, product.approved_by, product.approved_at = Standing.PROVISIONAL, person, timezone.now()
    product.first = timezone.localdate()
    return _saved(product)


@transaction.atomic
def add_new(
    catalogue: Catalogue,
    person: Person,
    version: int,
    decision: Decision,
    products: Collection[Product] | None = None,
    reason: str = "",
    evidence: Sequence[File] = (),
) -> Entry:
    """Decide the addition («quyết định bổ sung», Điều 13.3) of `products`, or of all that wait.

    One decision settles all that wait: those left out are declined, and then `reason` says why.
    """
    hold(catalogue.pk, ("adding",))
    waiting = list(catalogue.products.waiting())
    chosen = {product.pk for product in (waiting if products is None else products)}
    added = [product for product in waiting if product.pk in chosen]
    left = [product for product in waiting if product.pk not in chosen]
    if not added:
        refuse("products", _("None of the new products is chosen."), _("Choose those to add, or decline them all."))
    if left and not reason.strip():
        refuse("reason", _("Some new products are left out."), _("Say why they are not added."))
    signed = kept(decision, person)
    data = {**said_of(signed), "added": [each.code for each in added], "declined": [each.code for each in left]}
    entry = take("add", catalogue, person, version, {**data, "reason": reason.strip()}, evidence)
    for product in added:
        product.standing, product.decision = Standing.ADDED, signed
        product.first = product.first or timezone.localdate()
        _saved(product)
    _close(left)
    return entry


@transaction.atomic
def decline_new(catalogue: Catalogue, person: Person, version: int, reason: str) -> Entry:
    """Decline every new product that waits («không bổ sung», Điều 13.3); those in use are closed from today on."""
    hold(catalogue.pk, ("adding",))
    waiting = list(catalogue.products.waiting())
    data = {"reason": reason.strip(), "declined": [product.code for product in waiting]}
    entry = take("decline", catalogue, person, version, data)
    _close(waiting)
    return entry


def _must_be_theirs(product: Product, person: Person) -> None:
    catalogue = product.catalogue
    seats = catalogue.seats()
    if person.pk == seats.head(catalogue.agency_id):
        return
    if Role.HEAD in catalogue.roles_of(person) and product.unit_id in seats.lists_of(person.pk, catalogue.agency_id):
        return
    raise PermissionDenied(_("A new product is reported by the head of the agency or of the unit it is for."))


def _provisional_m(product: Product, like: Product | None) -> int:
    """The coefficient the reading `new_item` gives a new product, in thousandths."""
    if facts.values(timezone.localdate())["new_item"] == "like_similar" and like is None:
        what = _("This agency gives a new product the coefficient of a similar one.")
        refuse("like", what, _("Choose the product it is like."))
    if like and like.catalogue_id != product.catalogue_id:
        refuse("like", _("%(product)s is of another version."), _("Choose one of this version."), product=like)
    given = like.coefficient_m if like else product.coefficient_m
    if not given:
        what = _("A new product needs a provisional coefficient.")
        refuse("coefficient_m", what, _("Enter one, or choose the product it is like."))
    return given


def _said(product: Product) -> dict[str, str]:
    """A new product as an entry keeps it, in the words of the law's language."""
    coefficient = scaled(product.coefficient_m or 0, 3)
    return {"product": product.code, "output": product.output, "coefficient": coefficient}


def _close(products: Collection[Product]) -> None:
    """Not to be assigned any more from today on; what was assigned stays as it was."""
    for product in products:
        product.standing = Standing.DECLINED
        product.last = timezone.localdate() - timedelta(days=1)
        _saved(product)


def _saved(product: Product) -> Product:
    product.version += 1
    product.save()
    return product
