"""How bad input is refused: a ValidationError that names its field."""

from __future__ import annotations

from datetime import date
from typing import Any, Never

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from congminh.org.models import Person, Unit


def refuse(field: str, message: str, **said: Any) -> Never:
    """Raises the ValidationError of `field`: what is wrong and what to do, with `said` filled in."""
    raise ValidationError({field: message % said})


def vn(day: date) -> str:
    """A day as people write it: 01/07/2025."""
    return f"{day:%d/%m/%Y}"


def must_live(unit: Unit, day: date, field: str) -> None:
    """Refuses a unit that does not exist on `day`."""
    if not unit.is_alive(day):
        said = _("%(unit)s does not exist on %(day)s: choose another unit or day.")
        refuse(field, said, unit=unit, day=vn(day))


def must_serve(person: Person, day: date, field: str) -> None:
    """Refuses a person who is not in service on `day`."""
    if not person.serves(day):
        said = _("%(person)s is not in service on %(day)s: choose another day.")
        refuse(field, said, person=person, day=vn(day))
