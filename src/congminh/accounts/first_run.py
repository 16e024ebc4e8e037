"""An empty system's first agency («cơ quan») and the one who will fill it: its personnel adviser, with an account."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from congminh.accounts.models import Account
from congminh.org.actions import appoint, begin_unit, give_account
from congminh.org.models import PeerGroup, Person, Position, Post, Unit

# Read out and typed without doubt: no 0/o, 1/l/i.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
PEER_GROUP = ("tham-muu", "Công chức tham mưu chuyên môn")
POSITION = "Chuyên viên tổ chức – cán bộ"
COMPLEXITY = 3


@dataclass(frozen=True)
class Beginning:
    """What is said of the first agency: its name, code and tier, who advises on personnel, since when."""

    agency: str
    code: str
    tier: str
    adviser: str
    adviser_code: str
    since: date


def has_data() -> bool:
    """Whether anybody has an account or stands in the organisation: also in a database behind this version."""
    there = connection.introspection.table_names()
    users, people = get_user_model(), Person
    return any(kind._meta.db_table in there and kind._default_manager.exists() for kind in (users, people))


@transaction.atomic
def begin_agency(first: Beginning) -> str:
    """The agency, its personnel adviser in a post, and an account named by the adviser's code; its password.

    The password is shown this once and must be changed at the first sign-in. Raises ValidationError where
    there is an agency already: it is for its own personnel adviser to bring in what is missing.
    """
    if there := Unit.objects.named(first.since).order_by("pk").first():
        said = _("There is an agency already: %(agency)s. Its personnel adviser adds units and people on the site.")
        raise ValidationError(said % {"agency": there})
    unit = begin_unit(Unit(code=first.code, kind=Unit.Kind.USING, tier=first.tier, begun=first.since), first.agency)
    person = Person(code=first.adviser_code, name=first.adviser, begun=first.since)
    person.full_clean()
    person.save()
    appoint(Post(person=person, unit=unit, position=_position(unit), first=first.since))
    return hand_out(person)


def _position(unit: Unit) -> Position:
    group = PeerGroup.objects.get_or_create(code=PEER_GROUP[0], defaults={"name": PEER_GROUP[1]})[0]
    return Position.objects.create(
        title=POSITION, complexity=COMPLEXITY, peer_group=group, unit=unit, is_personnel=True
    )


def hand_out(person: Person) -> str:
    """An account for a person, named by the code in small letters; the password to hand out with it."""
    password = "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(4))
    user = get_user_model().objects.create_user(person.code.lower(), password=password, first_name=person.name)
    Account.objects.create(user=user, must_change_password=True)
    give_account(person, user)
    return password
