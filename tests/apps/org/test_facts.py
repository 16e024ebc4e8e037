"""From rows to the law: who scores me, who rates me, why; and the readings in force on a day."""

from datetime import date, timedelta

from django.utils.translation import override

from congminh.law.nd335.authority import Authority, in_charge_of
from congminh.law.nd335.posts import Gap
from congminh.ledger.words import said
from congminh.org import facts
from congminh.org.actions import choose_reading, delegate, end_post
from congminh.org.models import Person, Post
from tests.apps.org.commune import SINCE, TODAY, Commune, person, post


def who(here: Commune, name: str, day: date = TODAY) -> tuple[tuple[str, str], tuple[str, str]]:
    """Who scores and who rates, each with the article."""
    found = []
    for answer in facts.authorities(day)[getattr(here, name).pk]:
        assert isinstance(answer, Authority), answer
        found.append((Person.objects.get(pk=answer.person).code, answer.article))
    return found[0], found[1]


def test_article_10_is_answered_for_the_cast(here: Commune) -> None:
    assert who(here, "lan") == (("MINH", "Điều 10.1.c"), ("AN", "Điều 10.2.b"))
    assert who(here, "hoa") == (("MINH", "Điều 10.1.c"), ("AN", "Điều 10.2.b"))
    assert who(here, "minh") == (("AN", "Điều 10.1.b"), ("AN", "Điều 10.2.b"))
    assert who(here, "an") == (("CHAIR", "Điều 10.1.a"), ("CHAIR", "Điều 10.2.a"))


def test_the_answer_says_why_in_names_people_know(here: Commune) -> None:
    scores, _ = facts.authorities(TODAY)[here.lan.pk]
    assert isinstance(scores, Authority)
    assert scores.why.vi == "người đứng đầu đơn vị nơi công chức công tác (Phòng Kinh tế); Điều 10.1.c"
    assert str(scores.post.unit) == str(here.economy.pk), "ids that leave are plain ids"


def test_what_is_missing_is_said_in_names_too(here: Commune) -> None:
    end_post(here.minh.posts.get(), TODAY - timedelta(days=1))
    scores, rates = facts.authorities(TODAY)[here.lan.pk]
    assert isinstance(scores, Gap) and scores.kind == "nobody"
    assert "Đơn vị Phòng Kinh tế không có người đứng đầu" in scores.why.vi
    assert isinstance(rates, Authority)
    nowhere, _ = facts.authorities(TODAY)[here.son.pk]
    assert isinstance(nowhere, Gap) and nowhere.why.vi.startswith("Công chức Vi Trường Sơn không có vị trí nào")


def test_two_heads_are_named(here: Commune) -> None:
    post(here.hoa, here.economy, "head", "concurrent")
    scores, _ = facts.authorities(TODAY)[here.lan.pk]
    assert isinstance(scores, Gap) and scores.kind == "two"
    assert set(scores.persons) == {here.minh.pk, here.hoa.pk}
    assert all(type(each) is int for each in scores.persons)
    assert "Lê Thị Quỳnh Hoa, Trần Khải Minh" in scores.why.vi


def test_one_person_s_page_gets_the_same_answers_as_everyone_s(here: Commune) -> None:
    delegate(here.economy, here.hoa, TODAY, TODAY)
    everyone = facts.authorities(TODAY)
    assert len(everyone) == Person.objects.count()
    for pk, answers in everyone.items():
        assert facts.authorities(TODAY, [pk]) == {pk: answers}


def test_whoever_has_left_is_not_asked_about(here: Commune) -> None:
    Person.objects.filter(pk=here.son.pk).update(ended=date(2026, 9, 30))
    assert here.son.pk not in facts.authorities(TODAY)
    assert here.son.pk in facts.authorities(date(2026, 9, 30))


def test_a_delegate_scores_only_where_the_agency_reads_delegation_so(here: Commune) -> None:
    delegate(here.economy, here.hoa, TODAY, TODAY)
    assert who(here, "lan")[0] == ("HOA", "Điều 10.1.c")
    choose_reading("delegation", "none", TODAY, here.decision)
    assert who(here, "lan")[0] == ("MINH", "Điều 10.1.c")


def test_the_chart_holds_a_deputy_s_field(here: Commune) -> None:
    here.hoa.posts.get().units_in_charge.add(here.culture)
    charge = in_charge_of(here.hoa.pk, facts.chart(TODAY))
    assert charge == {here.lan.pk, here.thu.pk, here.thuong.pk}


def test_the_chart_s_ids_are_the_rows_ids(here: Commune) -> None:
    chart = facts.chart(TODAY)
    assert {type(pk) for pk in [*chart.units, *chart.by_person]} == {int}
    assert chart.units[here.economy.pk].parent == here.commune.pk
    assert chart.by_person.keys() == set(Post.objects.values_list("person", flat=True))


def test_a_named_id_is_the_id_to_every_query(here: Commune) -> None:
    named = facts.Named(here.lan.pk, "0; DROP TABLE org_person")
    assert Person.objects.get(pk=named) == here.lan
    assert list(Post.objects.filter(person_id=named)) == list(here.lan.posts.all())


def test_a_choice_holds_from_its_day_until_the_next(here: Commune) -> None:
    choose_reading("cap_base", "all", date(2026, 3, 1), here.decision)
    choose_reading("cap_base", "good_or_better", date(2026, 6, 1), here.decision)
    options = [facts.values(day)["cap_base"] for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 6, 1))]
    assert options == ["final_good", "all", "good_or_better"]
    assert facts.choices(date(2026, 2, 28)) == {}


def test_the_law_s_words_are_read_in_the_reader_s_language(here: Commune) -> None:
    scores, _ = facts.authorities(TODAY)[here.lan.pk]
    assert isinstance(scores, Authority)
    lazy = said(scores.why)
    with override("en"):
        assert str(lazy).startswith("head of the unit")
    with override("vi"):
        assert str(lazy).startswith("người đứng đầu")


def test_history_answers_by_the_posts_of_its_day(here: Commune) -> None:
    end_post(here.minh.posts.get(), date(2026, 3, 31))
    successor = person("NEW", "Giáp Thị Vân")
    post(successor, here.economy, "head", first=date(2026, 4, 1))
    assert who(here, "lan", date(2026, 3, 31))[0][0] == "MINH"
    assert who(here, "lan", date(2026, 4, 1))[0][0] == "NEW"
    assert who(here, "lan", SINCE)[0][0] == "MINH"
