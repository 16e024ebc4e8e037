"""Accounts («tài khoản») of the demonstration's cast, named by their keys; nobody can sign in to them by a password."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from congminh.demo import agency
from congminh.demo.organisation import code
from congminh.org.actions import give_account
from congminh.org.models import Person

ADMINISTRATOR, ADMINISTRATOR_NAME = "quan-tri", "Quản trị hệ thống"


@transaction.atomic
def give_accounts() -> None:
    """An account for each of the cast who has none, and one for the system administrator («quản trị»).

    An outsider of the cast belongs to no agency, so has an account and is nobody in the organisation.
    """
    loaded = agency.load()
    people = {person.code: person for person in Person.objects.filter(code__in=map(code, loaded.cast.values()))}
    for key, number in loaded.cast.items():
        person = people.get(code(number))
        user = _user(key, person.name if person else loaded.apart[number].name)
        if person and person.user_id is None:
            give_account(person, user)
    _user(ADMINISTRATOR, ADMINISTRATOR_NAME, is_superuser=True)


def _user(username: str, name: str, **flags: Any) -> Any:
    users = get_user_model().objects
    found = users.filter(username=username).first()
    return found or users.create_user(username, first_name=name, **flags)
