"""Accounts («tài khoản»): given to one, or to many with passwords to be used once."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from congminh.law.text import unaccented
from congminh.org.actions.refusal import refuse
from congminh.org.actions.trace import Action, changed, trace, trace_all
from congminh.org.models import Person

# Of signs that look alike (0 o, 1 l i, 5 s, 2 z, 9 g q, u v) one at most, and none that a Vietnamese keyboard left
# on turns into another: Telex needs a vowel, «w» or «dd», VNI a vowel or «d».
LETTERS = "bcfhkmnprtvx234678"
GROUPS, GROUP = 3, 4
# Hashing takes 0.1 s of one core each; it leaves Python's lock, so several cores help.
AT_ONCE = min(4, os.cpu_count() or 1)
BATCH = 500
REST = re.compile(r"[^a-z0-9.@+_-]+")

Progress = Callable[[int, int], Any]
Word = Callable[[Person], str]
Then = Callable[[Sequence[Any]], object]


class Prepared(NamedTuple):
    """A person who has no account yet, and the password to be, plain and hashed."""

    person: Person
    password: str
    hashed: str


class Given(NamedTuple):
    """What a person is handed on paper: the password is kept nowhere else."""

    person: Person
    username: str
    password: str


@transaction.atomic
def give_account(person: Person, user: AbstractBaseUser, *, by: Person | None = None) -> None:
    """The account a civil servant signs in with («tài khoản»): one each."""
    other = Person.objects.filter(user__pk=user.pk).exclude(pk=person.pk).first()
    if other:
        refuse("user", _("This account is %(other)s's: choose another."), other=other)
    person.user = user  # type: ignore[assignment]
    person.save(update_fields=["user"])
    trace(Action.GIVE_ACCOUNT, by, person=person, after={"account": user.get_username()})


def give_accounts(
    people: Iterable[Person],
    *,
    by: Person | None = None,
    progress: Progress | None = None,
    then: Then | None = None,
) -> list[Given]:
    """Accounts for those of `people` who have none, named by their codes, with passwords to be used once.

    As `prepare_accounts`, then `make_accounts`: long work does the first outside its transaction.
    """
    return make_accounts(prepare_accounts(people, progress), by=by, then=then)


def prepare_accounts(
    people: Iterable[Person], progress: Progress | None = None, word: Word | None = None
) -> list[Prepared]:
    """One-time passwords for those of `people` without an account, hashed; nothing is written.

    Hashing is slow on purpose: about 50 s for a thousand on two cores. `progress` hears (done, total). With `word`
    it says each password, else they are drawn by lot.
    """
    without = [person for person in people if person.user_id is None]
    passwords = [word(person) if word else one_time_password() for person in without]
    found: list[Prepared] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for person, password, hashed in zip(without, passwords, pool.map(make_password, passwords), strict=True):
            found.append(Prepared(person, password, hashed))
            if progress:
                progress(len(found), len(without))
    return found


@transaction.atomic
def make_accounts(prepared: Sequence[Prepared], *, by: Person | None = None, then: Then | None = None) -> list[Given]:
    """The accounts, for whoever still has none: somebody may have given one while passwords were hashed.

    In the same transaction `then` is called with the new users: what they must do at first sign-in is noted there.
    """
    free = _free([each.person.pk for each in prepared])
    still = [each for each in prepared if each.person.pk in free]
    given = [
        Given(each.person, username, each.password)
        for each, username in zip(still, _usernames([each.person for each in still]), strict=True)
    ]
    users = _users(given, [each.hashed for each in still])
    for each, user in zip(given, users, strict=True):
        each.person.user = user
    Person.objects.bulk_update([each.person for each in given], ["user"], batch_size=BATCH)
    trace_all(changed(Action.GIVE_ACCOUNT, by, person=each.person, after={"account": each.username}) for each in given)
    if then:
        then(users)
    return given


def one_time_password() -> str:
    """Fifty bits in groups of four, as «k7mf-x2pr-h3tb»: read from paper once, typed once."""
    return spelt(secrets.randbits(256))


def spelt(number: int) -> str:
    """A large number drawn by lot as a one-time password; of some 200 bits the remainder matters to nobody."""
    letters = []
    for _letter in range(GROUPS * GROUP):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "-".join("".join(letters[start : start + GROUP]) for start in range(0, len(letters), GROUP))


def _users(given: Sequence[Given], hashes: Sequence[str]) -> list[Any]:
    model: Any = get_user_model()
    rows = [
        model(username=each.username, password=hashed, first_name=each.person.name)
        for each, hashed in zip(given, hashes, strict=True)
    ]
    return model.objects.bulk_create(rows, batch_size=BATCH)


def _free(people: Sequence[int]) -> set[int]:
    """Of these people those without an account, held so that nobody gives them one meanwhile."""
    batches = (people[start : start + BATCH] for start in range(0, len(people), BATCH))
    without = Person.objects.filter(user=None).select_for_update()
    return {pk for batch in batches for pk in without.filter(pk__in=batch).values_list("pk", flat=True)}


def _usernames(people: Sequence[Person]) -> list[str]:
    """The code of each in small letters, with a number where that is taken."""
    users: Any = get_user_model().objects  # type: ignore[attr-defined]
    taken, found = set(users.values_list("username", flat=True)), []
    for person in people:
        base = name = REST.sub("-", unaccented(person.code))
        number = 1
        while name in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name)
        found.append(name)
    return found
