"""The mean of a quarter and of half a year: from what was signed, month by month (Điều 17.3)."""

from fractions import Fraction

from congminh.assessment.facts import means
from congminh.assessment.facts.means import Mean
from congminh.assessment.models import Basis, PeriodSheet, Result, Round
from congminh.law.calendar import Period
from congminh.org.models import Person, Unit
from tests.apps.org.commune import Commune, found
from tests.apps.worlds import world

QUARTER, HALF = Period(2026, "quarter", 1), Period(2026, "half_year", 1)


here = world(found)


def signed(agency: Unit, who: Person, period: Period, total_cp: int | None, days: int = 20) -> PeriodSheet:
    """A sheet with its result, as a closing leaves it."""
    dates = {"first": period.first, "last": period.last, "self_by": period.last, "confirm_by": period.last}
    span = len(period.months())
    key = {"agency": agency, "period": period.code, "span": span}
    round, _ = Round.objects.get_or_create(**key, defaults={**dates, "publish_by": period.last})
    place = {"agency": agency, "unit": agency, "rank": "staff", "period": period.code, "span": span}
    sheet = PeriodSheet.objects.create(
        procedure="period_sheet", state="closed", round=round, person=who, days_worked=days, **place
    )
    basis, _ = Basis.objects.get_or_create(digest="0" * 64, defaults={"law": "nd335", "values": {}, "sql": ""})
    sums = dict.fromkeys(("tasks", "load", "delivered_load", "well_made_load", "on_time_load"), 0)
    facts = {"unit": agency, "post": "staff", "peer_group": "all", "general_cp": 3000, "tasks_text": "[]", **sums}
    grade = "insufficient_data" if total_cp is None else "good"
    sheet.result = Result.objects.create(sheet=sheet, number=1, basis=basis, total_cp=total_cp, grade=grade, **facts)
    sheet.save(update_fields=["result"])
    return sheet


def month(number: int) -> Period:
    return Period(2026, "month", number)


def test_a_quarter_is_the_mean_of_its_three_months(here: Commune) -> None:
    for number, total_cp in ((1, 9000), (2, 8000), (3, 8501), (4, 100)):
        signed(here.commune, here.lan, month(number), total_cp)
    assert means([here.lan.pk], QUARTER) == {here.lan.pk: Mean(8500, Fraction(25501, 300), 3, 3)}


def test_half_a_year_is_the_mean_of_its_six_months(here: Commune) -> None:
    for number in range(1, 8):
        signed(here.commune, here.lan, month(number), 7000 + 100 * number)
    assert means([here.lan.pk], HALF)[here.lan.pk] == Mean(7350, Fraction(147, 2), 6, 6)


def test_a_month_without_a_score_is_not_counted(here: Commune) -> None:
    signed(here.commune, here.lan, month(1), 9000)
    signed(here.commune, here.lan, month(2), None)
    assert means([here.lan.pk, here.minh.pk], QUARTER) == {here.lan.pk: Mean(9000, Fraction(90), 1, 1)}


def test_quarters_scored_as_such_fill_their_months(here: Commune) -> None:
    signed(here.commune, here.lan, Period(2026, "quarter", 1), 9000)
    signed(here.commune, here.lan, Period(2026, "quarter", 2), 8000)
    assert means([here.lan.pk], QUARTER)[here.lan.pk].mean_cp == 9000
    assert means([here.lan.pk], HALF)[here.lan.pk].exact == 85


def test_a_month_in_two_agencies_counts_once_by_where_more_days_were_worked(here: Commune) -> None:
    signed(here.commune, here.lan, month(1), 9000, days=8)
    signed(here.other_commune, here.lan, month(1), 7000, days=14)
    assert means([here.lan.pk], QUARTER)[here.lan.pk] == Mean(7000, Fraction(70), 1, 1)


def test_many_people_are_asked_in_two_queries(here: Commune, django_assert_num_queries: object) -> None:
    for who in (here.lan, here.minh, here.hoa):
        signed(here.commune, who, month(1), 9000)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(means([here.lan.pk, here.minh.pk, here.hoa.pk], QUARTER)) == 3
