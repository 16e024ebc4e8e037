"""The demonstration's year in full swing: organisations and people in every state a visitor should find."""

from collections import Counter

import pytest
from django.utils import timezone

from congminh.demo.accounts import give_accounts
from congminh.demo.organisation import load_organisation
from congminh.demo.work_rows import in_swing
from congminh.demo.year import load_unit_year, load_year
from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.unit_year.headings import CODES, PARTS
from congminh.unit_year.models import Complaint, CriteriaSet, UnitSheet
from congminh.year.facts.cap import cap_of
from congminh.year.facts.months import months_of
from congminh.year.facts.reckoning import reckoned
from congminh.year.models import Meeting, Opinion, YearRound, YearSheet
from tests.apps.clock import at
from tests.apps.year.autumn import put_months


@pytest.fixture
def loaded(db: None, settings: pytest.FixtureRequest, tmp_path: pytest.TempPathFactory) -> None:
    """The agency with three months told: as rows, since a whole demonstration of work takes its time elsewhere."""
    settings.MEDIA_ROOT = tmp_path
    load_organisation()
    give_accounts()
    for person in Person.objects.filter(code__startswith="TBM-", code__lt="TBM-9"):
        put_months(person, {8: 8800, 9: 9000, 10: 8600})
    load_unit_year()
    load_year()


def sheet(number: int) -> YearSheet:
    return YearSheet.objects.select_related("person", "round", "meeting").get(person__code=f"TBM-{number}")


def test_the_demonstration_shows_a_year_in_full_swing_and_loading_it_again_changes_nothing(loaded: None) -> None:
    _organisations_stand_at_different_steps()
    _people_stand_at_different_steps()
    _the_special_cases_are_there()
    before = (YearSheet.objects.count(), UnitSheet.objects.count(), Entry.objects.count())
    load_unit_year()
    load_year()
    assert (YearSheet.objects.count(), UnitSheet.objects.count(), Entry.objects.count()) == before


def _organisations_stand_at_different_steps() -> None:
    criteria = CriteriaSet.objects.get()
    assert criteria.sums() == PARTS
    assert {row.heading for row in criteria.criteria.all()} == set(CODES)
    states = dict(UnitSheet.objects.values_list("unit__code", "state"))
    assert states == {
        "TBM-1": "drafting",
        "TBM-2": "notified",
        "TBM-3": "submitted",
        "TBM-4": "drafting",
        "TBM-5": "submitted",
    }
    decided = UnitSheet.objects.select_related("result").get(unit__code="TBM-2")
    assert decided.result and decided.result.grade == decided.result.law_grade == "good"
    assert Complaint.objects.get().sheet.unit.code == "TBM-3"


def _people_stand_at_different_steps() -> None:
    round = YearRound.objects.get()
    assert round.year == in_swing(timezone.localdate()).year
    states = Counter(YearSheet.objects.values_list("state", flat=True))
    assert {"drafting", "filed", "convened", "discussed", "heard", "proposed"} == set(states)
    assert sheet(304).state == "drafting" and sheet(201).proposed_grade == "good"
    held, under_way = Meeting.objects.filter(body__code="TBM-2"), Meeting.objects.get(body__code="TBM-3")
    assert all(meeting.is_adopted for meeting in held) and not under_way.is_adopted
    assert Opinion.objects.filter(meeting=under_way).count() == 4
    every = reckoned(round)
    assert all(each.row["months_counted"] >= 3 for each in every.values())
    assert cap_of(round, every).standings


def _the_special_cases_are_there() -> None:
    every = reckoned(YearRound.objects.get())
    assert every[sheet(314).pk].grade == "not_fulfilled" and every[sheet(314).pk].row["grounded"]
    mother = sheet(411)
    assert mother.maternity and mother.months_worked < 12
    months = months_of([mother.person_id], mother.year)[mother.person_id]
    assert not {2, 3, 4, 5, 6, 7} & {month.month for month in months} and len(months) >= 3
    # Minh leads an organisation whose level is not decided: his own waits for it (Điều 20.6).
    assert every[sheet(301).pk].lacks_unit and not every[sheet(201).pk].lacks_unit


def test_in_another_year_the_demonstration_opens_that_year(
    db: None, settings: pytest.FixtureRequest, tmp_path: pytest.TempPathFactory
) -> None:
    settings.MEDIA_ROOT = tmp_path
    with at(timezone.localdate().replace(year=2027, month=2, day=12)):
        load_organisation()
        give_accounts()
        load_unit_year()
        load_year()
        assert YearRound.objects.get().year == 2027 == UnitSheet.objects.order_by("pk")[0].year
        assert Person.objects.get(code="TBM-314").grounds.get().effective.year == 2027
        assert sheet(304).state == "drafting"
