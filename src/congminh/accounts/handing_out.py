"""Accounts handed out by personnel: given to some or to many, given a new password, closed, opened again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.accounts.factors.setting import take_all_away
from congminh.accounts.models import Account, Slips
from congminh.jobs.actions import begin
from congminh.jobs.models import Job
from congminh.jobs.work import job
from congminh.org.actions import give_accounts, make_accounts, prepare_accounts
from congminh.org.actions.accounts import Given, Prepared, one_time_password
from congminh.org.actions.trace import Action, trace
from congminh.org.models import Person

# Hashing a password is slow on purpose: for so many a page can wait; more are long work.
AT_ONCE = 20
# A page of slips that can still be printed: some two hundred sheets of paper.
MOST = 1000


def hand_out(people: Iterable[Person], by: Person) -> list[Given]:
    """Accounts for those of `people` who have none, with passwords to be changed at the first sign-in."""
    return give_accounts(list(people), by=by, then=_must_change)


@transaction.atomic
def begin_handing_out(people: Sequence[Person], by: Person) -> Job:
    """As `hand_out`, as long work for whoever asks: its result is the page that shows the slips a single time."""
    Slips.objects.forget_old()
    slips = Slips.objects.create(owner=by)
    label = _("Accounts for %(number)s people") % {"number": len(people)}
    return begin(give_many, by, label, people=[person.pk for person in people], slips=slips.pk)


def _hash(task: Job, people: Sequence[int], slips: int) -> list[Prepared]:
    """The slow part, before anything is written."""
    found = Slips.objects.get(pk=slips, owner=task.owner)
    return prepare_accounts(Person.objects.filter(pk__in=people), task.progress, found.password)


@job(before=_hash)
def give_many(task: Job, prepared: Sequence[Prepared], people: Sequence[int], slips: int) -> str:
    """The accounts, and what their slips come of; the page of the slips is the result."""
    given = make_accounts(prepared, by=task.owner, then=_must_change)
    if not given:
        raise ValidationError(_("Everybody chosen has an account by now."))
    Slips.objects.get(pk=slips, owner=task.owner).keep({one.person.pk: _user_of(one.person).password for one in given})
    return reverse("slips", args=[slips])


@transaction.atomic
def show_slips(slips: Slips) -> list[Given]:
    """The slips, this single time: what they come of is thrown away. None where they were shown already."""
    held = Slips.objects.select_for_update().get(pk=slips.pk)
    if not held.is_ready:
        return []
    people = Person.objects.with_posts(timezone.localdate()).filter(pk__in=held.given).select_related("user")
    found = [_slip(person, held) for person in people.order_by("folded") if _is_as_given(person, held)]
    held.seed, held.given, held.shown_at = "", {}, timezone.now()
    held.save(update_fields=["seed", "given", "shown_at"])
    return found


def _slip(person: Person, slips: Slips) -> Given:
    return Given(person, _user_of(person).get_username(), slips.password(person))


def _is_as_given(person: Person, slips: Slips) -> bool:
    """Whether the password is still the one on the slip."""
    user: Any = person.user
    return user is not None and user.password == slips.given[str(person.pk)]


def _must_change(users: Sequence[Any]) -> None:
    Account.objects.bulk_create(Account(user=user, must_change_password=True) for user in users)


@transaction.atomic
def renew(person: Person, by: Person) -> Given:
    """A new password to be changed at the next sign-in; whoever is signed in with the old one is signed out.

    Second factors go too: whoever lost them begins anew."""
    user = _user_of(person)
    password = one_time_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    Account.objects.update_or_create(user=user, defaults={"must_change_password": True})
    taken = take_all_away(user)
    trace(Action.RENEW_PASSWORD, by, person=person, after={"account": user.get_username(), "factors_taken": taken})
    return Given(person, user.get_username(), password)


@transaction.atomic
def set_open(person: Person, is_open: bool, by: Person) -> None:
    """Close an account («khóa»): nobody can sign in with it, and whoever is signed in is out; or open it again."""
    user = _user_of(person)
    if person.pk == by.pk:
        raise ValidationError(_("This is your own account: somebody else has to close it."))
    user.is_active = is_open
    user.save(update_fields=["is_active"])
    if is_open:
        Account.objects.update_or_create(user=user, defaults={"opened_on": timezone.localdate()})
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
