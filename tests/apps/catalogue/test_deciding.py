"""From list to decision by the steps of Điều 13: who, what each hands in, what stands in the way, who is told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from congminh.catalogue.actions import (
    begin_catalogue,
    decide,
    devolve,
    hand_on,
    put_product,
    record_decided,
    remove_product,
    revise,
)
from congminh.catalogue.models import Catalogue, Product
from congminh.law.procedure import Role
from congminh.ledger.actions import Stale, take
from congminh.ledger.models import Entry
from congminh.org.actions import delegate, end_post
from congminh.org.models import Change, Decision, Person
from tests.apps.catalogue.office import FIRST, Office, a_decision, after, drawn_up, merged
from tests.apps.org.commune import SINCE, Commune


def told(entry: Entry) -> set[str]:
    return {notice.to.code for notice in entry.notices.all()}


def test_a_catalogue_goes_from_list_to_decision(here: Commune) -> None:
    office = merged(here)
    decide(office.again(), here.chair, 5, a_decision(), FIRST)
    file = office.again()
    assert (file.state, file.first, str(file.decision)) == ("decided", FIRST, "283/QĐ-UBND, 31/12/2025")
    steps = [(entry.step, entry.cite, entry.who.code) for entry in file.entries.all()]
    assert steps == [
        ("list", "Điều 13.1.a", "AN"),
        ("propose_standard", "Điều 13.1.b", "AN"),
        ("propose_conversion", "Điều 13.1.c", "AN"),
        ("send", "Điều 13.1.d", "AN"),
        ("merge", "Điều 13.2", "THU"),
        ("decide", "Điều 13.2", "CHAIR"),
    ]


def test_what_is_handed_in_is_read_from_the_rows(here: Commune) -> None:
    office = merged(here)
    entry = decide(office.again(), here.chair, 5, a_decision(), FIRST)
    assert entry.data == {
        "decision": "283/QĐ-UBND",
        "signer": "Chủ tịch UBND xã",
        "signed_on": "2025-12-31",
        "first": "2026-01-01",
        "products": 4,
        "standard_product": "DC.01",
        "coefficients": 4,
    }
    first = office.catalogue.entries.get(step="list")
    assert first.data == {"products": 4, "standard_product": "DC.01", "coefficients": 4}


def test_the_heads_of_units_are_told_with_the_head_of_the_agency(here: Commune) -> None:
    office = merged(here)
    assert told(office.catalogue.entries.get(step="merge")) == {"CHAIR"}
    assert told(decide(office.again(), here.chair, 5, a_decision(), FIRST)) == {"AN", "MINH", "THUONG", "THU"}


@pytest.mark.parametrize(("step", "who"), [("list", "minh"), ("list", "thu"), ("list", "chair"), ("list", "lan")])
def test_only_the_head_of_the_agency_hands_its_list_on(draft: Office, step: str, who: str) -> None:
    with pytest.raises(PermissionDenied):
        hand_on(step, draft.catalogue, getattr(draft.here, who), 0)
    assert not draft.catalogue.entries.exists()


@pytest.mark.parametrize("who", ["an", "thu", "minh", "dung"])
def test_only_the_head_of_the_managing_agency_decides(here: Commune, who: str) -> None:
    office = merged(here)
    with pytest.raises(PermissionDenied):
        decide(office.again(), getattr(here, who), 5, a_decision(), FIRST)
    assert not Decision.objects.filter(number="283/QĐ-UBND").exists(), "nothing half-saved"


def test_a_second_decision_is_told_that_someone_was_first(here: Commune) -> None:
    office = merged(here)
    seen = office.again()
    decide(Catalogue.objects.get(pk=seen.pk), here.chair, 5, a_decision(), FIRST)
    with pytest.raises((Stale, ValidationError)):
        decide(seen, here.chair, 5, a_decision("2/QĐ"), FIRST)
    assert office.again().entries.count() == 6


def test_a_step_on_an_older_view_is_stale(here: Commune) -> None:
    office = merged(here)
    with pytest.raises(Stale):
        decide(office.again(), here.chair, 4, a_decision(), FIRST)


def test_an_empty_list_is_not_handed_on(here: Commune) -> None:
    empty = begin_catalogue(here.commune, "Danh mục")
    with pytest.raises(ValidationError):
        hand_on("list", empty, here.an, 0)


@pytest.mark.parametrize(
    ("values", "step"),
    [({"output": ""}, "list"), ({"group": None}, "list"), ({"coefficient_m": None}, "propose_conversion")],
)
def test_each_step_asks_for_what_its_point_asks_for(draft: Office, values: dict[str, object], step: str) -> None:
    product = draft.product("KT.01")
    for name, value in values.items():
        setattr(product, name, value)
    put_product(product)
    for name in ("list", "propose_standard", "propose_conversion"):
        if name == step:
            with pytest.raises(ValidationError) as caught:
                draft.hand(name, draft.here.an)
            assert caught.value.messages[0].startswith("KT.01: ")
            return
        draft.hand(name, draft.here.an)


def test_without_a_standard_product_none_is_proposed(draft: Office) -> None:
    Product.objects.filter(is_standard=True).update(is_standard=False)
    draft.hand("list", draft.here.an)
    with pytest.raises(ValidationError):
        draft.hand("propose_standard", draft.here.an)


def test_a_coefficient_unlike_its_points_waits_for_a_reason(draft: Office) -> None:
    product = draft.product("KT.01")
    product.coefficient_m = 6500
    put_product(product)
    for name in ("list", "propose_standard"):
        draft.hand(name, draft.here.an)
    with pytest.raises(ValidationError) as caught:
        draft.hand("propose_conversion", draft.here.an)
    assert "6,5" in caught.value.messages[0] and "30 ÷ 5 = 6" in caught.value.messages[0]
    product.reason = "Hội đồng chuyên gia, biên bản 12"
    put_product(product)
    draft.hand("propose_conversion", draft.here.an)
    assert draft.again().state == "converted"


def test_many_problems_are_summed_up(draft: Office) -> None:
    for _ in range(7):
        put_product(draft.new(output=""))
    with pytest.raises(ValidationError) as caught:
        draft.hand("list", draft.here.an)
    assert len(caught.value.messages) == 6
    assert any(character.isdigit() for character in caught.value.messages[-1])


def test_personnel_send_a_list_back_with_a_reason_and_heads_are_told(draft: Office) -> None:
    for name in ("list", "propose_standard", "propose_conversion", "send"):
        draft.hand(name, draft.here.an)
    with pytest.raises(ValidationError):
        draft.step("return", draft.here.thu)
    draft.step("return", draft.here.thu, {"reason": "Còn trùng lặp"})
    assert draft.again().state == "listing"
    assert told(draft.catalogue.entries.get(step="return")) == {"AN", "MINH", "THUONG"}


def test_the_buttons_follow_the_rows(here: Commune) -> None:
    office = merged(here)
    names = [step.name for step in office.again().open_to(here.chair)]
    assert names == ["send_back", "decide"]
    Product.objects.filter(code="KT.01").update(coefficient_m=None)
    assert [step.name for step in office.again().open_to(here.chair)] == ["send_back"]
    with pytest.raises(ValidationError):
        take("decide", office.catalogue, here.chair, 5, {"decision": "1/QĐ"})


def test_a_catalogue_decided_on_paper_is_entered_by_personnel(draft: Office) -> None:
    entry = record_decided(draft.catalogue, draft.here.thu, 0, a_decision(), FIRST)
    assert (entry.step, entry.cite, entry.role, entry.after) == ("record", "Điều 13.2", Role.PERSONNEL, "decided")
    assert told(entry) == {"AN", "MINH", "THUONG", "CHAIR"}
    assert draft.again().first == FIRST


@pytest.mark.parametrize("who", ["an", "minh", "chair", "lan"])
def test_nobody_but_personnel_enters_one(draft: Office, who: str) -> None:
    with pytest.raises(PermissionDenied):
        record_decided(draft.catalogue, getattr(draft.here, who), 0, a_decision(), FIRST)


def test_what_was_signed_on_paper_is_entered_as_it_was_signed(draft: Office) -> None:
    for values in ({"output": "", "coefficient_m": 4000}, {"group": 1, "points_m": 90_000, "coefficient_m": 2000}):
        put_product(draft.new(**values))
    assert {problem.stops for problem in draft.catalogue.problems()} == {"decision", ""}
    record_decided(draft.catalogue, draft.here.thu, 0, a_decision(), FIRST)
    assert draft.again().state == "decided"


def test_what_nothing_can_be_reckoned_with_is_not_entered(draft: Office) -> None:
    put_product(draft.new())
    with pytest.raises(ValidationError) as caught:
        record_decided(draft.catalogue, draft.here.thu, 0, a_decision(), FIRST)
    assert caught.value.messages[0].startswith("SP.001: ")
    assert draft.again().state == "listing" and not Decision.objects.filter(number="283/QĐ-UBND").exists()


def test_a_decision_not_yet_signed_is_refused(draft: Office) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError) as caught:
        record_decided(draft.catalogue, draft.here.thu, 0, a_decision(signed_on=tomorrow), FIRST)
    assert set(caught.value.message_dict) == {"signed_on"}


def test_a_decision_entered_leaves_its_trace(draft: Office) -> None:
    record_decided(draft.catalogue, draft.here.thu, 0, a_decision(), FIRST)
    change = Change.objects.get(decision__number="283/QĐ-UBND")
    assert change.who == draft.here.thu


def test_a_decision_known_already_is_not_entered_twice(draft: Office) -> None:
    known = a_decision()
    known.save()
    record_decided(draft.catalogue, draft.here.thu, 0, a_decision(), FIRST)
    assert draft.again().decision == known
    assert Decision.objects.filter(number=known.number).count() == 1


@pytest.mark.parametrize(("first", "is_refused"), [(FIRST, True), (date(2025, 12, 1), True), (date(2026, 7, 1), False)])
def test_a_version_begins_after_those_decided_before_it(decided: Office, first: date, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(ValidationError) as caught:
            after(decided, first)
        assert "01/01/2026" in caught.value.message_dict["first"][0]
    else:
        assert after(decided, first).again().number == 2


def test_a_review_opens_the_next_version_and_leaves_the_one_in_force(decided: Office) -> None:
    draft = revise(decided.catalogue, decided.here.minh, 1, "Nhận thêm việc hộ tịch")
    assert (draft.number, draft.based_on_id, draft.state) == (2, decided.catalogue.pk, "listing")
    old = decided.again()
    assert (old.state, old.first, old.entries.last().step) == ("decided", FIRST, "revise")
    assert told(old.entries.last()) == {"AN", "THUONG", "THU"}
    with pytest.raises(ValidationError):
        revise(old, decided.here.thu, old.version, "Lần nữa")
    assert decided.again().entries.count() == 2, "the second review left no trace, since it did not begin"


def test_a_review_needs_a_reason_and_a_part_in_the_agency(decided: Office) -> None:
    with pytest.raises(ValidationError):
        revise(decided.catalogue, decided.here.thu, 1, "  ")
    with pytest.raises(PermissionDenied):
        revise(decided.catalogue, decided.here.lan, 1, "Muốn đổi")
    assert Catalogue.objects.count() == 1


def test_where_the_power_was_devolved_the_commune_decides(here: Commune) -> None:
    devolve(here.commune, here.commune, SINCE, here.decision, by=here.chair)
    office = merged(here)
    assert told(office.catalogue.entries.get(step="merge")) == {"AN"}
    with pytest.raises(PermissionDenied):
        decide(office.again(), here.chair, 5, a_decision(), FIRST)
    decide(office.again(), here.an, 5, a_decision(), FIRST)
    assert office.again().state == "decided"


def test_a_devolution_begins_on_its_day_and_is_taken_back_by_the_next(here: Commune) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    devolve(here.commune, here.commune, tomorrow, here.decision)
    draft = drawn_up(here).catalogue
    assert Role.MANAGING_HEAD not in draft.roles_of(here.an)
    devolve(here.commune, here.commune, SINCE, here.decision)
    devolve(here.commune, here.province, date(2026, 3, 1), here.decision)
    draft.refresh_from_db()
    assert Role.MANAGING_HEAD not in draft.roles_of(here.an)
    assert Role.MANAGING_HEAD in draft.roles_of(here.chair)


@pytest.mark.parametrize("who", ["an", "thu", "minh", "far"])
def test_nobody_gives_themselves_the_power(here: Commune, who: str) -> None:
    with pytest.raises(PermissionDenied):
        devolve(here.commune, here.commune, SINCE, here.decision, by=getattr(here, who))


def test_with_no_agency_above_the_head_of_the_agency_decides(here: Commune) -> None:
    here.commune.states.update(parent=None)
    draft = drawn_up(here).catalogue
    assert draft.roles_of(here.an) == {Role.HEAD, Role.MANAGING_HEAD}


def test_who_stands_in_for_a_head_hands_the_list_on(draft: Office) -> None:
    today = timezone.localdate()
    delegate(draft.here.commune, draft.here.minh, today, today)
    assert Role.HEAD in draft.again().roles_of(draft.here.minh)
    assert Role.HEAD not in draft.again().roles_of(draft.here.an)


def test_nobody_heads_what_has_no_head(draft: Office) -> None:
    end_post(draft.here.an.posts.get(), timezone.localdate() - timedelta(days=1))
    assert draft.again().roles_of(draft.here.an) == frozenset()
    assert {person.code for person in draft.catalogue.people_in(Role.HEAD)} == {"MINH", "THUONG"}


def test_an_outsider_has_no_role_and_no_step(decided: Office) -> None:
    for who in (decided.here.son, decided.here.far, decided.here.lan):
        assert decided.catalogue.roles_of(who) == frozenset()
        assert decided.catalogue.open_to(who) == ()


def test_personnel_of_the_managing_agency_take_part_too(here: Commune) -> None:
    adviser = Person.objects.create(code="NV", name="Kiều Thị Nội", begun=SINCE)
    held = here.thu.posts.get()
    held.pk, held.person, held.unit = None, adviser, here.province
    held.save()
    assert drawn_up(here).catalogue.roles_of(adviser) == {Role.PERSONNEL}


def test_a_draft_may_lose_its_last_product_but_not_be_decided_so(draft: Office) -> None:
    for product in draft.catalogue.products.all():
        remove_product(product)
    assert [problem.kind for problem in draft.catalogue.problems()] == ["empty"]
    with pytest.raises(ValidationError):
        record_decided(draft.catalogue, draft.here.thu, 0, a_decision(), FIRST)
