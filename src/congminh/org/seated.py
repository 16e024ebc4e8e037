"""What the seats of a day say of people, whoever asks: who they are, what they are called, who advises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from congminh.org.models import Person, Post
from congminh.org.models.post import seats_of
from congminh.org.sight import Advisers


class Seated:
    """People of a `day`, each read once and kept in `known`."""

    day: date
    known: dict[int, Person]

    def people(self, pks: Iterable[int | None]) -> list[Person]:
        """These as rows, each read once."""
        wanted = [pk for pk in dict.fromkeys(pks) if pk is not None]
        if new := [pk for pk in wanted if pk not in self.known]:
            self.known.update(Person.objects.in_bulk(new))
        return [self.known[pk] for pk in wanted]

    def names(self, pks: Iterable[int | None]) -> list[str]:
        """What these are called: of who heads, advises or inspects as the seats were read."""
        wanted = [pk for pk in dict.fromkeys(pks) if pk is not None]
        seated = {seat.person: seat.name for seat in seats_of(self.day)}
        if all(pk in seated for pk in wanted):
            return [seated[pk] for pk in wanted]
        return [person.name for person in self.people(wanted)]

    @cached_property
    def advisers(self) -> Advisers:
        """Who advises on personnel in which agency; two queries."""
        return Post.objects.advisers(self.day)
