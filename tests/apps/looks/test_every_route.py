"""No page that shows figures of others is forgotten: every route is walked, and what it read from the database watched.

A route that reads columns of figures while somebody else looks must leave a look, or stand in OWN or COUNTED below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import product
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from congminh.assessment.models import PeriodSheet
from congminh.looks.models import Look
from congminh.org.models import Person
from congminh.year.models import Meeting, YearRound, YearSheet
from tests.apps.assessment.month import Month
from tests.apps.test_access import TABLE, routes
from tests.apps.year.autumn import Autumn, rate_unit

# Columns that hold somebody's scores or level.
FIGURES = re.compile(
    r'"assessment_(?:result|mark)"\."(?:total_cp|grade|results_bp|general_cp|self_cp|given_cp|points_cp)"'
    r'|"year_yearresult"\."(?:grade|year_mean_cp|law_grade)"|"year_yearsheet"\."(?:self_grade|proposed_grade)"'
)
# These read one's own figures alone.
OWN = {"home", "beside", "sheets", "my_years", "receipt", "year_receipt", "lodge_petition", "lodge_year_petition"}
# These read whole rows of sheets and draw no figure of them.
NOT_DRAWN = {"meetings", "raise_wrong"}
# These tell how many, never who.
COUNTED = {"statistics", "statistics_months", "statistics_selves", "statistics_upward", "table_xlsx", "table_pdf"}
Entering = Callable[..., Client]


def addresses(pks: Iterable[int], codes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every route that can be looked at, with every row of this world for its arguments."""
    named = [row.get("at", {}) for row in TABLE["routes"].values()]
    for route in routes():
        name = str(route.name)
        given = {"pk": list(pks), "code": list(codes), "unit": list(pks)}
        for arg in arguments(route) - set(given):
            given[arg] = sorted({str(each[arg]) for each in named if arg in each})
        wanted = sorted(arguments(route))
        for values in product(*(given[arg] for arg in wanted)):
            try:
                yield name, reverse(name, kwargs=dict(zip(wanted, values, strict=True)))
            except NoReverseMatch:
                continue


def arguments(route: URLPattern) -> set[str]:
    """The names of a route's arguments."""
    return set(route.pattern.converters)


def looked_by(client: Client, address: str, asked: dict[str, Any]) -> tuple[bool, bool]:
    """Whether figures of anybody were read for an answer of 200, and whether a look was left; nothing is kept."""
    read: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and FIGURES.search(sql.partition(" FROM ")[0]):
            execute(f"SELECT 1 FROM ({sql}) AS found", params, many, context)
            if context["cursor"].fetchone():
                read.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(watch):
            answer = client.get(address, asked)
        for close in answer._resource_closers:  # type: ignore[attr-defined]
            close()
        left = Look.objects.exists()
        transaction.set_rollback(True)
    return answer.status_code == 200 and bool(read), left


def walked(
    client: Client, pks: Iterable[int], codes: Iterable[str], own: Collection[str] = ()
) -> tuple[set[str], set[str]]:
    """The routes that left a look, and those that read figures and left none; without addresses of one's `own`."""
    recorded, forgotten = set(), set()
    asked = {key.partition(" ")[0]: row.get("get", {}) for key, row in TABLE["routes"].items()}
    for name, address in addresses(pks, codes):
        if name in ("sign_out", "play") or address in own:
            continue
        read, left = looked_by(client, address, asked.get(name, {}))
        if left:
            recorded.add(name)
        elif read:
            forgotten.add(name)
    return recorded, forgotten - OWN - NOT_DRAWN - COUNTED


def year_keys(year: Autumn) -> list[int]:
    """Rows of a year: Lan's sheet, the year itself, a meeting."""
    sheet = YearSheet.objects.get(person=year.here.lan)
    meetings = list(Meeting.objects.values_list("pk", flat=True)[:1])
    return sorted({sheet.pk, YearRound.objects.get(agency=year.here.commune).pk, *meetings})


def meeting_about(person: Person) -> set[str]:
    """The addresses of the meeting on somebody alone: nobody is told of having read of oneself."""
    keys = Meeting.objects.filter(sheets__person=person).values_list("pk", flat=True)
    return {reverse(name, args=[pk]) for pk in keys for name in ("meeting", "minutes_pdf", "minutes_docx")}


# What is known to show figures: were the watching at fault, these would be missing.
OF_A_MONTH = {"sheet", "sheet_why", "form_01_pdf", "form_01_docx", "forms_01_pdf", "month_xlsx", "period_people"}
OF_A_YEAR = {"year_sheet", "year_why", "form_02_pdf", "form_02_docx", "year_board", "meeting", "minutes_pdf", "case"}
OF_RESULTS = {"year_file", "year_notice_pdf", "year_notice_docx", "year_cap", "use", "income"}
OF_DECIDING = {"year_deciding", "year_results", "publish_year"}


def test_every_route_that_shows_the_year_of_others_leaves_a_look(closed: Autumn, enter: Entering) -> None:
    recorded, forgotten = walked(
        enter(closed.here.thu), year_keys(closed), [closed.here.lan.code], meeting_about(closed.here.thu)
    )
    assert forgotten == set()
    assert recorded >= OF_A_YEAR | OF_RESULTS


def test_every_route_that_shows_a_year_under_way_leaves_a_look(autumn: Autumn, enter: Entering) -> None:
    """Where one level waits for the one who decides, one is told, and one is made public."""
    here = autumn.here
    autumn.ready(here.lan)
    autumn.published(here.hoa, "good")
    rate_unit(here, here.economy, "good")
    autumn.told(here.minh, "good")
    recorded, forgotten = walked(enter(here.an), year_keys(autumn), [here.lan.code], meeting_about(here.an))
    assert forgotten - OF_A_MONTH == set()  # his own: nobody else's month has a sheet here
    assert recorded >= OF_A_YEAR | OF_DECIDING


def test_every_route_that_shows_a_month_of_others_leaves_a_look(month: Month, enter: Entering) -> None:
    sheet = PeriodSheet.objects.get(person=month.here.lan)
    recorded, forgotten = walked(enter(month.here.thu), [sheet.pk], [month.here.lan.code])
    assert forgotten == set()
    assert recorded >= OF_A_MONTH


def test_a_page_that_forgets_to_tell_is_found(month: Month, enter: Entering, monkeypatch: Any) -> None:
    """The watching itself: with one page's telling taken away, that page is named."""
    from congminh.assessment.views import figures
    from congminh.assessment.views import sheet as view

    for module in (figures, view):
        monkeypatch.setattr(module, "looked_at", lambda rows: None)
    sheet = PeriodSheet.objects.get(person=month.here.lan)
    read, left = looked_by(enter(month.here.thu), f"/phieu/{sheet.pk}/", {})
    assert (read, left) == (True, False)
