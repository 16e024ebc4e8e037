"""Heads, deputies and others at once: each by the procedure of their post, all of it or nothing."""

from __future__ import annotations

import pytest

from congminh.ledger.actions import Stale
from congminh.ledger.models import Entry, Notice
from congminh.ledger.telling import late_words
from congminh.org.models import Person
from congminh.year.actions import Verdict, decide_all, notify_all, publish_all
from tests.apps.year.autumn import Autumn, rate_unit


def three(autumn: Autumn) -> tuple[Person, Person, Person]:
    """A head proposed, a deputy heard, somebody else spoken of: all wait for An."""
    here = autumn.here
    rate_unit(here, here.economy, "good")
    for who in (here.minh, here.hoa, here.lan):
        autumn.ready(who)
    return here.minh, here.hoa, here.lan


def cites(step: str) -> dict[str, str]:
    """By procedure under which article a step was taken."""
    rows = Entry.objects.filter(step=step).values_list("file__procedure", "cite")
    return dict(rows)


def test_all_three_are_decided_told_and_made_public_at_once_each_by_its_own_article(autumn: Autumn) -> None:
    here, people = autumn.here, three(autumn)
    assert [autumn.sheet(who).state for who in people] == ["proposed", "heard", "discussed"]
    decide_all([Verdict(autumn.sheet(who), "good") for who in people], here.an)
    assert [autumn.sheet(who).state for who in people] == ["decided"] * 3
    assert cites("decide") == {"year_head": "Điều 21.1.d", "year_deputy": "Điều 21.2.d", "year_others": "Điều 21.2.d"}
    notify_all([autumn.sheet(who) for who in people], here.an, "Thông báo 15/TB-UBND")
    assert cites("notify")["year_head"] == "Điều 21.1.đ" and cites("notify")["year_others"] == "Điều 21.2.đ"
    assert Notice.objects.filter(to=here.hoa, entry__step="notify").count() == 1
    publish_all([autumn.sheet(who) for who in people], here.an, "electronic")
    assert [autumn.sheet(who).state for who in people] == ["published"] * 3


def test_where_one_of_them_moved_nothing_is_decided_and_it_is_said_what_came_first(autumn: Autumn) -> None:
    here, people = autumn.here, three(autumn)
    seen = [Verdict(autumn.sheet(who), "good") for who in people]
    decide_all([Verdict(autumn.sheet(here.minh), "good")], here.an)
    with pytest.raises(Stale) as late:
        decide_all(list(reversed(seen)), here.an)
    assert [autumn.sheet(who).state for who in people] == ["decided", "heard", "discussed"]
    # The page shows the first of its list, which is by another procedure than the one that moved.
    assert "Phạm Quốc An" in late_words(late.value, autumn.sheet(here.lan))
