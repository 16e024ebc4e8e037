"""Accounts handed out by personnel: given, given a new password, closed, opened again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congminh.accounts.models import Account
from congminh.org.actions import give_accounts
from congminh.org.actions.accounts import Given, one_time_password
from congminh.org.actions.trace import Action, trace
from congminh.org.models import Person

# Hashing a password is slow on purpose: so many at once fit in a page that waits, and on a few sheets of paper.
AT_ONCE = 40


def hand_out(people: Iterable[Person], by: Person) -> list[Given]:
    """Accounts for those of `people` who have none, with passwords to be changed at the first sign-in."""
    return give_accounts(list(people)[:AT_ONCE], by=by, then=_must_change)


def _must_change(users: Sequence[Any]) -> None:
    Account.objects.bulk_create(Account(user=user, must_change_password=True) for user in users)


@transaction.atomic
def renew(person: Person, by: Person) -> Given:
    """A new password to be changed at the next sign-in; whoever is signed in with the old one is signed out."""
    user = _user_of(person)
    password = one_time_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    Account.objects.update_or_create(user=user, defaults={"must_change_password": True})
    trace(Action.RENEW_PASSWORD, by, person=person, after={"account": user.get_username()})
    return Given(person, user.get_username(), password)


@transaction.atomic
def set_open(person: Person, is_open: bool, by: Person) -> None:
    """Close an account («khóa»): nobody can sign in with it, and whoever is signed in is out; or open it again."""
    user = _user_of(person)
    if person.pk == by.pk:
        raise ValidationError(_("This is your own account: somebody else has to close it."))
    user.is_active = is_open
    user.save(update_fields=["is_active"])
    action = Action.OPEN_ACCOUNT if is_open else Action.CLOSE_ACCOUNT
    trace(action, by, person=person, after={"account": user.get_username()})


def _user_of(person: Person) -> Any:
    """The account, unless it is a system administrator's: those are kept by administrators alone."""
    user: Any = person.user
    if user is None:
        raise ValidationError(_("%(person)s has no account: give one first.") % {"person": person})
    if user.is_superuser or user.is_staff:
        raise ValidationError(_("This account is a system administrator's: only an administrator may change it."))
    return user
