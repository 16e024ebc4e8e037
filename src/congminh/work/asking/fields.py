"""What the forms of the month share: faults put beside their fields, products searched for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from congminh.catalogue.models import Product
from congminh.catalogue.models.product import ProductQuerySet
from congminh.org.doors import Visit
from congminh.org.models import Post, Unit

FOUND = 20


def put_faults(form: forms.Form, fault: ValidationError, places: Mapping[str, str]) -> None:
    """What an action refused, at the form's fields; `places` says where a column of the action stands in the form."""
    found = fault.error_dict if hasattr(fault, "error_dict") else {NON_FIELD_ERRORS: fault.error_list}
    for name, errors in found.items():
        place = places.get(name, name)
        for error in errors:
            form.add_error(place if place in form.fields else None, error)


def own_unit(visit: Visit) -> Unit:
    """The unit of whoever asks: of the main post, else of the first held."""
    posts = sorted(visit.posts, key=lambda post: post.kind != Post.Kind.MAIN)
    return posts[0].unit


def products_in(unit: Unit, day: date) -> ProductQuerySet:
    """The products that may be assigned in a unit: those in force with a coefficient."""
    return Product.objects.in_force(unit, day).filter(coefficient_m__isnull=False).order_by("code")


def found(products: ProductQuerySet, text: str) -> list[Product]:
    """The products searched for, typed with or without diacritics, the first few; none where nothing was typed."""
    return list(products.search(text).defer("folded", "reason", "note")[:FOUND]) if text.strip() else []
