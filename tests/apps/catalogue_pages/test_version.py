"""A version from list to decision through its pages: standing, steps with their forms, what is to settle."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from congminh.catalogue.actions import put_product
from congminh.catalogue.models import Catalogue, Product
from congminh.org.models import Decision, Person
from tests.apps.catalogue.office import Office, merged
from tests.apps.org_pages.conftest import Entering, faulty, words

SIGNED = {"number": "15/QĐ-UBND", "signed_on": "2026-10-01", "signer": "Chủ tịch UBND tỉnh", "about": "Ban hành"}


def at(office: Office, page: str = "") -> str:
    return f"/danh-muc/{office.catalogue.pk}/{page}"


def step(office: Office, name: str) -> str:
    return f"/ho-so/{office.catalogue.pk}/{name}/"


def sent(client: Client, office: Office, step_name: str, /, **said: Any) -> Any:
    """A step posted as its page would post it."""
    return client.post(step(office, step_name), {"version": office.again().version, **said})


def test_the_page_of_a_draft_says_where_it_stands_and_what_is_mine(draft: Office, enter: Entering) -> None:
    page = enter(draft.here.an).get(at(draft))
    said = words(page)
    assert "Đang thống kê" in said
    assert "Thống kê, phân nhóm sản phẩm/công việc" in said
    assert "Điều 13.1.a" in said
    assert "N1 từ 1 đến 10 điểm" in said
    assert step(draft, "list") in page.content.decode()
    assert step(draft, "record") not in page.content.decode()


def test_an_address_of_the_desk_leads_to_the_same_file(draft: Office, thu: Client) -> None:
    assert words(thu.get(f"/ho-so/{draft.catalogue.pk}/")).startswith("Danh mục sản phẩm/công việc")
    assert draft.catalogue.get_absolute_url() == at(draft)


def test_a_list_goes_from_hand_to_hand_until_the_province_decides(draft: Office, enter: Entering) -> None:
    here = draft.here
    an, thu, chair = (enter(who) for who in (here.an, here.thu, here.chair))
    for name in ("list", "propose_standard", "propose_conversion", "send"):
        answer = sent(an, draft, name)
        assert (answer.status_code, answer.headers["Location"]) == (302, at(draft))
    assert sent(thu, draft, "merge").status_code == 302
    assert sent(chair, draft, "decide", **SIGNED, first="2026-11-01").status_code == 302
    decided = draft.again()
    assert (decided.state, decided.first, str(decided.decision)) == (
        "decided",
        date(2026, 11, 1),
        "15/QĐ-UBND, 01/10/2026",
    )
    page = words(thu.get(at(draft)))
    assert "Quyết định: 15/QĐ-UBND" in page
    assert "Hiệu lực từ: 01/11/2026" in page


def test_what_the_rows_lack_is_said_before_the_step_is_taken(draft: Office, enter: Entering) -> None:
    broken = draft.product("KT.01")
    broken.output = ""
    put_product(broken)
    answer = sent(enter(draft.here.an), draft, "list")
    assert answer.status_code == 422
    assert "KT.01" in words(answer)
    assert draft.again().state == "listing"


def test_personnel_enter_a_decision_already_made(draft: Office, thu: Client) -> None:
    page = thu.get(step(draft, "record"))
    assert "Ban hành Danh mục xã Thanh Bình Minh" in page.content.decode()
    answer = sent(thu, draft, "record", **SIGNED, first="2026-01-01")
    assert answer.status_code == 302
    assert draft.again().state == "decided"


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"number": ""}, {"number"}),
        ({"signed_on": "31/02/2026"}, {"signed_on"}),
        ({"signed_on": "2027-01-01"}, {"signed_on"}),
        ({"signer": "", "first": ""}, {"signer", "first"}),
    ],
)
def test_a_decision_wrongly_typed_is_said_at_its_field_and_stays(
    draft: Office, thu: Client, said: dict[str, str], wrong: set[str]
) -> None:
    answer = sent(thu, draft, "record", **{**SIGNED, "first": "2026-01-01", "about": "Trích yếu gõ dở", **said})
    assert (answer.status_code, faulty(answer)) == (422, wrong)
    assert "Trích yếu gõ dở" in answer.content.decode()
    assert (draft.again().state, Decision.objects.count()) == ("listing", 1)


def test_the_second_to_decide_is_told_who_was_first(draft: Office, thu: Client) -> None:
    assert sent(thu, draft, "record", **SIGNED, first="2026-01-01").status_code == 302
    answer = thu.post(step(draft, "record"), {"version": 0, **SIGNED, "first": "2026-02-01"})
    assert answer.status_code == 409
    assert draft.here.thu.name in words(answer)


def test_a_return_needs_its_reason(draft: Office, enter: Entering) -> None:
    for name in ("list", "propose_standard", "propose_conversion", "send"):
        draft.hand(name, draft.here.an)
    thu = enter(draft.here.thu)
    assert sent(thu, draft, "return", reason="").status_code == 422
    assert sent(thu, draft, "return", reason="Thiếu sản phẩm của Phòng Kinh tế").status_code == 302
    assert draft.again().state == "listing"
    assert "Thiếu sản phẩm của Phòng Kinh tế" in words(thu.get(at(draft)))


def test_a_review_begins_the_next_version_and_the_page_leads_to_it(decided: Office, thu: Client) -> None:
    answer = sent(thu, decided, "revise", reason="Sáp nhập đơn vị", name="")
    assert answer.status_code == 302
    begun = Catalogue.objects.drafts().get()
    assert (begun.name, begun.based_on_id, begun.products.count()) == (decided.catalogue.name, decided.catalogue.pk, 4)
    page = thu.get(at(decided)).content.decode()
    assert f'href="/danh-muc/{begun.pk}/"' in page
    compared = f"/danh-muc/so-sanh/?cu={decided.catalogue.pk}&amp;moi={begun.pk}"
    assert compared in thu.get(f"/danh-muc/{begun.pk}/").content.decode()


def test_what_is_to_settle_is_listed_with_weight_article_and_product(draft: Office, thu: Client) -> None:
    Product.objects.filter(code="KT.01").update(output="", coefficient_m=None)
    Product.objects.filter(code="DC.02").update(coefficient_m=9000)
    page = words(thu.get(at(draft, "can-lam-ro/")))
    assert page.index("chưa nhập, chưa quyết định được") < page.index("chưa quyết định được Điều 13.1.a")
    assert "DC.02" in page and "40 ÷ 5 = 8" in page and "Điều 13.1.c" in page
    assert "3 điểm phải làm rõ trước khi quyết định" in words(thu.get(at(draft)))


def test_where_nothing_is_to_settle_the_page_says_so(draft: Office, thu: Client) -> None:
    assert "Không còn gì phải làm rõ" in words(thu.get(at(draft, "can-lam-ro/")))


def test_many_problems_are_paged_and_the_first_page_tells_how_many(draft: Office, thu: Client) -> None:
    Product.objects.bulk_create(Product(catalogue=draft.catalogue, code=f"G.{n:03}") for n in range(60))
    number = len(draft.again().problems())
    assert number > 60
    assert f"Còn {number - 5} điểm nữa" in words(thu.get(at(draft)))
    assert f"1–50 trong {number}" in words(thu.get(at(draft, "can-lam-ro/")))


def test_who_decides_sees_the_draft_and_a_civil_servant_does_not(here: Any, enter: Entering) -> None:
    office = merged(here)
    assert enter(here.chair).get(at(office)).status_code == 200
    assert enter(here.minh).get(at(office)).status_code == 200
    assert enter(here.lan).get(at(office)).status_code == 404


@pytest.fixture
def minh(decided: Office, enter: Entering) -> Client:
    return enter(decided.here.minh)


NEW = {"output": "Giấy phép xây dựng", "task": "Cấp phép", "coefficient_m": "2,5", "like": ""}


def report(client: Client, office: Office, **said: Any) -> Any:
    return sent(client, office, "report_new", **{**NEW, "unit": office.here.economy.pk, **said})


def test_the_head_of_a_unit_reports_a_new_product_of_its_own_list(decided: Office, minh: Client, thu: Client) -> None:
    page = minh.get(step(decided, "report_new")).content.decode()
    assert "Phòng Kinh tế" in page
    assert "Phòng Văn hóa" not in page
    assert report(minh, decided).status_code == 302
    new = Product.objects.get(standing="proposed")
    assert (new.unit, new.coefficient_m, new.reported_by) == (decided.here.economy, 2500, decided.here.minh)
    said = words(thu.get(at(decided)))
    assert f"{new.code} Giấy phép xây dựng" in said
    assert "Hệ số 2,5 · Phòng Kinh tế · Trần Khải Minh" in said


def test_a_coefficient_may_be_that_of_a_product_it_is_like(decided: Office, minh: Client) -> None:
    assert report(minh, decided, coefficient_m="", like="kt.01").status_code == 302
    assert Product.objects.get(standing="proposed").coefficient_m == 6000


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"coefficient_m": ""}, {"coefficient_m"}),
        ({"output": ""}, {"output"}),
        ({"like": "KHONG.CO"}, {"like"}),
        ({"unit": "999999"}, {"unit"}),
        ({"unit": ""}, {"unit"}),
    ],
)
def test_a_report_wrongly_filled_in_is_said_at_its_field(
    decided: Office, minh: Client, said: dict[str, str], wrong: set[str]
) -> None:
    answer = report(minh, decided, **said)
    assert (answer.status_code, faulty(answer)) == (422, wrong)
    assert not Product.objects.filter(standing="proposed").exists()


def allowed(decided: Office, minh: Client, enter: Entering) -> tuple[Client, Product]:
    report(minh, decided)
    report(minh, decided, output="Biên bản kiểm tra")
    first = Product.objects.filter(standing="proposed").order_by("code")[0]
    chair = enter(decided.here.chair)
    assert sent(chair, decided, "approve_new", product=first.pk).status_code == 302
    return chair, first


def test_one_is_allowed_before_the_decision_and_then_in_the_list(
    decided: Office, minh: Client, lan: Client, enter: Entering
) -> None:
    _chair, first = allowed(decided, minh, enter)
    first.refresh_from_db()
    assert (first.standing, first.approved_by) == ("provisional", decided.here.chair)
    page = words(lan.get("/danh-muc/"))
    assert f"Giấy phép xây dựng {first.get_standing_display()} Cấp phép" in page
    assert "Biên bản kiểm tra" not in page


def test_those_left_out_of_an_addition_need_a_reason(decided: Office, minh: Client, enter: Entering) -> None:
    chair, first = allowed(decided, minh, enter)
    answer = sent(chair, decided, "add", **SIGNED, products=[first.pk], reason="")
    assert (answer.status_code, faulty(answer)) == (422, {"reason"})
    assert sent(chair, decided, "add", **SIGNED, products=[first.pk], reason="Trùng với KT.01").status_code == 302
    assert dict(Product.objects.exclude(standing="listed").values_list("output", "standing")) == {
        "Giấy phép xây dựng": "added",
        "Biên bản kiểm tra": "declined",
    }


def test_all_may_be_declined(decided: Office, minh: Client, enter: Entering) -> None:
    chair, _first = allowed(decided, minh, enter)
    assert sent(chair, decided, "decline", reason="").status_code == 422
    assert sent(chair, decided, "decline", reason="Đã có trong danh mục").status_code == 302
    assert set(Product.objects.exclude(standing="listed").values_list("standing", flat=True)) == {"declined"}
    assert decided.again().state == "decided"


def test_a_bystander_takes_no_step(decided: Office, enter: Entering) -> None:
    people: list[Person] = [decided.here.lan, decided.here.hoa]
    for who in people:
        assert report(enter(who), decided).status_code == 403
    assert not Product.objects.filter(standing="proposed").exists()
