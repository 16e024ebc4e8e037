"""Sheets beneath leaders, read in a few queries however deep the tree; lists cut unit by unit."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.assessment.asking.listing import ByUnit, in_order
from congminh.assessment.facts import scope
from congminh.assessment.facts.places import place_of
from congminh.assessment.models import PeriodSheet
from congminh.org.models import Post
from congminh.org.once import looking
from tests.apps.assessment.month import Month
from tests.apps.org.commune import person, post, unit


def charge_of(sheet: PeriodSheet) -> tuple[dict[int, frozenset[int]], int]:
    """Who is in whose charge, with the queries it took."""
    with CaptureQueriesContext(connection) as queries:
        (found,) = scope.scopes([sheet.pk])
    return found.charge, len(queries)


def test_whoever_leads_anywhere_beneath_is_read_with_the_head_of_the_agency(month: Month) -> None:
    here = month.here
    charge, asked = charge_of(month.sheet(here.an))
    pks = {name: month.sheet(getattr(here, name)).pk for name in ("an", "minh", "hoa", "lan", "thu", "thuong")}
    assert charge[pks["an"]] == set(pks.values()) - {pks["an"]}
    assert charge[pks["minh"]] == {pks["hoa"], pks["lan"]}
    assert charge[pks["hoa"]] == {pks["lan"]}
    assert charge[pks["thuong"]] == {pks["thu"]}
    assert charge_of(month.sheet(here.hoa))[1] == asked == 5


@pytest.mark.parametrize("depth", [1, 4])
def test_a_deeper_tree_takes_no_more_queries(month: Month, depth: int) -> None:
    above, sheets = month.here.economy, PeriodSheet.objects.filter(person=month.here.lan)
    for level in range(depth):
        above, who = unit(f"KT{level}", f"Tổ {level}", "direct", above), person(f"TO{level}", f"Tổ trưởng {level}")
        post(who, above, "head")
        like: Any = sheets.get()
        columns = {"round": like.round, "period": like.period, "agency": like.agency, "peer_group": "all"}
        PeriodSheet.objects.create(
            procedure="period_sheet", state="in_progress", person=who, unit=above, rank="head", position="Tổ trưởng",
            days_worked=22, days_due=22, **columns,
        )  # fmt: skip
    charge, asked = charge_of(month.sheet(month.here.minh))
    assert len(charge[month.sheet(month.here.minh).pk]) == 2 + depth
    assert asked == 5


def test_a_leader_in_charge_outside_the_tree_brings_in_those_beneath_too(month: Month) -> None:
    here = month.here
    Post.objects.get(person=here.hoa).persons_in_charge.add(here.thuong)
    charge, _asked = charge_of(month.sheet(here.hoa))
    thuong, thu = month.sheet(here.thuong).pk, month.sheet(here.thu).pk
    assert charge[month.sheet(here.hoa).pk] == {month.sheet(here.lan).pk, thuong}
    assert charge[thuong] == {thu}


def test_sheets_as_they_were_read_stand_where_their_keys_would(month: Month) -> None:
    month.scored(month.here.minh, month.here.an)
    month.told(month.here.lan, month.here.minh)
    sheets = list(PeriodSheet.objects.select_related("result"))
    (by_key,), (as_read,) = scope.scopes([sheet.pk for sheet in sheets]), scope.scopes(sheets)
    assert by_key.places == as_read.places == {sheet.pk: place_of(sheet) for sheet in sheets}
    assert by_key.charge == as_read.charge


def test_a_page_of_a_list_is_the_same_cut_whichever_units_it_spans(month: Month) -> None:
    sheets = PeriodSheet.objects.all()
    whole = list(in_order(sheets))
    counts: dict[int, int] = {}
    for sheet in whole:
        counts[sheet.unit_id] = counts.get(sheet.unit_id, 0) + 1
    listed = ByUnit(sheets, list(counts.items()))
    assert len(listed) == len(whole) == 6 and len(counts) == 3
    for start in range(len(whole)):
        for stop in range(start + 1, len(whole) + 1):
            with looking():
                assert list(listed[start:stop]) == whole[start:stop]
