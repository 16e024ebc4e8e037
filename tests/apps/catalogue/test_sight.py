"""Who sees which catalogue, and for whom it waits."""

from datetime import date

import pytest
from django.utils import timezone

from congminh.catalogue.actions import devolve, propose_new
from congminh.catalogue.models import Catalogue, Product
from tests.apps.catalogue.office import Office, after, merged
from tests.apps.org.commune import SINCE, Commune, post, unit

CAST = ("chair", "an", "minh", "hoa", "lan", "thu", "thuong", "dung", "son", "far")


def seers(here: Commune) -> set[str]:
    return {who for who in CAST if Catalogue.objects.visible_to(getattr(here, who)).exists()}


def waiting(here: Commune) -> set[str]:
    return {who for who in CAST if Catalogue.objects.waiting_for(getattr(here, who)).exists()}


def test_what_was_decided_is_seen_by_everyone_of_the_agency_and_who_stands_above(decided: Office) -> None:
    assert seers(decided.here) == {"chair", "an", "minh", "hoa", "lan", "thu", "thuong", "dung"}


def test_a_draft_is_seen_by_those_who_lead_advise_or_inspect(draft: Office) -> None:
    assert seers(draft.here) == {"chair", "an", "minh", "hoa", "thu", "thuong", "dung"}


def test_nobody_is_shown_nothing(decided: Office) -> None:
    assert not Catalogue.objects.visible_to(None).exists()
    assert not Catalogue.objects.waiting_for(None).exists()
    assert not Product.objects.visible_to(None).exists()


def test_a_catalogue_of_the_agency_above_is_seen_below(decided: Office) -> None:
    team = unit("KT1", "Tổ địa chính", "direct", decided.here.economy)
    post(decided.here.son, team)
    assert "son" in seers(decided.here)


def test_sight_is_of_the_day_asked_about(decided: Office) -> None:
    decided.here.lan.posts.update(last=date(2026, 3, 31))
    assert Catalogue.objects.visible_to(decided.here.lan, date(2026, 3, 31)).exists()
    assert not Catalogue.objects.visible_to(decided.here.lan, date(2026, 4, 1)).exists()


def test_products_are_seen_with_their_catalogue(decided: Office) -> None:
    after(decided, date(2027, 1, 1))
    assert Product.objects.visible_to(decided.here.lan).count() == 8
    assert Product.objects.visible_to(decided.here.far).count() == 0


def test_who_the_power_was_devolved_to_sees_what_is_to_decide(draft: Office) -> None:
    devolve(draft.here.commune, draft.here.other_commune, SINCE, draft.here.decision)
    assert "far" in seers(draft.here)


def test_a_draft_waits_for_the_head_and_for_personnel_who_may_enter_it(draft: Office) -> None:
    assert waiting(draft.here) == {"an", "thu"}


def test_it_waits_for_personnel_once_sent_then_for_who_decides(here: Commune) -> None:
    office = merged(here)
    assert waiting(here) == {"chair"}
    office.step("send_back", here.chair, {"reason": "Chuẩn hóa lại"})
    assert waiting(here) == {"thu"}


def test_what_is_decided_waits_for_nobody_until_something_new_is_reported(decided: Office) -> None:
    assert waiting(decided.here) == set()
    propose_new(decided.new(coefficient_m=1000), decided.here.an, 1)
    assert waiting(decided.here) == {"chair"}


@pytest.mark.parametrize("who", CAST)
def test_whoever_it_waits_for_has_a_step_and_sees_it(draft: Office, who: str) -> None:
    person = getattr(draft.here, who)
    for catalogue in Catalogue.objects.waiting_for(person, timezone.localdate()):
        assert catalogue.open_to(person)
        assert catalogue in Catalogue.objects.visible_to(person)
