"""Điều 11.3: an act counts once, in one year, where it happened."""

from dataclasses import replace
from datetime import date

from congminh import law as laws
from congminh.law.nd335.discipline import Discipline, counted, grounds

OLD, NEW = 1, 2
REPRIMAND = Discipline("ký sai thẩm quyền", "administrative", date(2026, 9, 4), OLD)


def test_a_duty_related_discipline_is_a_ground_in_the_year_it_takes_effect() -> None:
    assert grounds([REPRIMAND], 2026, OLD) == {"duty_discipline"}
    assert not grounds([REPRIMAND], 2025, OLD)
    assert not grounds([REPRIMAND], 2027, OLD)


def test_a_discipline_that_does_not_concern_duty_is_none() -> None:
    assert not grounds([replace(REPRIMAND, duty_related=False)], 2026, OLD)


def test_degradation_is_a_ground_of_its_own() -> None:
    assert grounds([replace(REPRIMAND, duty_related=False, degradation=True)], 2026, OLD) == {"degradation"}


def test_party_and_administrative_discipline_for_one_act_count_in_one_year_only() -> None:
    both = [REPRIMAND, Discipline("ký sai thẩm quyền", "party", date(2027, 1, 20), OLD)]
    assert [each.year for each in counted(both)] == [2026]
    assert not grounds(both, 2027, OLD)


def test_two_acts_in_two_years_count_in_both() -> None:
    both = [REPRIMAND, Discipline("để quá hạn hồ sơ", "party", date(2027, 1, 20), OLD)]
    assert sorted(each.year for each in counted(both)) == [2026, 2027]


def test_an_act_used_before_it_was_disciplined_is_not_counted_again() -> None:
    later = replace(REPRIMAND, effective=date(2027, 3, 1), used_in=2026)
    assert not grounds([later], 2027, OLD)
    assert grounds([replace(later, used_in=None)], 2027, OLD)


def test_a_decision_of_the_same_year_still_counts_though_the_act_was_used_before_it() -> None:
    assert grounds([replace(REPRIMAND, used_in=2026)], 2026, OLD) == {"duty_discipline"}
    assert not grounds([replace(REPRIMAND, used_in=2025)], 2026, OLD)


def test_an_act_at_the_old_organisation_counts_there_though_disciplined_at_the_new() -> None:
    moved = replace(REPRIMAND, disciplined_at=NEW)
    assert grounds([moved], 2026, OLD)
    assert not grounds([moved], 2026, NEW)
    assert counted([moved])[0].cite == "Điều 11.3.c"


def test_an_act_disciplined_where_it_happened_counts_by_the_rule_itself() -> None:
    assert counted([REPRIMAND])[0].cite == "Điều 11.3.a"
    assert counted([replace(REPRIMAND, disciplined_at=OLD)])[0].cite == "Điều 11.3.a"


def test_acts_at_both_organisations_count_each_at_its_own() -> None:
    both = [REPRIMAND, Discipline("chậm tham mưu", "administrative", date(2026, 11, 2), NEW)]
    assert {(each.organisation, each.cite) for each in counted(both)} == {(OLD, "Điều 11.3.d"), (NEW, "Điều 11.3.d")}


def test_every_article_named_here_resolves() -> None:
    assert {each.cite for each in counted([REPRIMAND])} <= set(laws.named("nd335").articles)
