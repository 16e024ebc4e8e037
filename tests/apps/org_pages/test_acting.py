"""What every act shares: seen before it is done, faults beside fields, one decision, back to where one came from."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from congminh.org.models import Change, Decision, UnitState
from tests.apps.org.commune import Commune, unit
from tests.apps.org_pages.conftest import Entering, faulty, words

SIGNED = {
    "number": "45/QĐ-UBND",
    "signed_on": "2026-10-01",
    "signer": "Phạm Quốc An",
    "about": "Đổi tên Phòng Kinh tế",
}
RENAMED = {"name": "Phòng Kinh tế – Hạ tầng", "on": "2026-11-01"}


def rename(client: Client, code: str = "KT", **more: Any) -> Any:
    return client.post(f"/don-vi/{code}/doi-ten/", {**RENAMED, **more})


def test_looking_first_tells_every_change_and_keeps_none(here: Commune, thu: Client) -> None:
    before = Change.objects.count()
    into = {"into": here.economy.pk, "on": "2026-11-01", "look": "1", **SIGNED}
    page = thu.post("/don-vi/VX/sap-nhap/", into)
    told = words(page)
    assert "Chưa ghi gì cả." in told
    assert "Nguyễn Phan Hoài Thương" in told
    assert "Đỗ Thị Minh Thu" in told
    assert 'value="45/QĐ-UBND"' in page.content.decode()
    assert Change.objects.count() == before
    assert Decision.objects.count() == 1
    here.culture.refresh_from_db()
    assert here.culture.ended is None


def test_doing_it_says_so_and_goes_back_to_the_unit(here: Commune, thu: Client) -> None:
    answer = rename(thu)
    assert answer.headers["Location"] == "/don-vi/KT/"
    assert "Đã đổi tên đơn vị." in words(thu.get("/don-vi/KT/?ngay=2026-11-01"))
    assert Change.objects.get(action="rename_unit").who == here.thu


def test_a_decision_entered_here_is_kept_once_and_chosen_the_next_time(here: Commune, thu: Client) -> None:
    rename(thu, **SIGNED)
    rename(thu, "VX", **SIGNED)
    decision = Decision.objects.get(number="45/QĐ-UBND")
    states = UnitState.objects.filter(first=date(2026, 11, 1))
    assert {state.decision for state in states} == {decision}
    assert f'<option value="{decision.pk}">45/QĐ-UBND' in thu.get("/don-vi/KT/chuyen/").content.decode()
    thu.post("/don-vi/KT/doi-ten/", {"name": "Phòng Khác", "on": "2026-12-01", "decision": decision.pk})
    assert UnitState.objects.get(name="Phòng Khác").decision == decision


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"number": "45/QĐ-UBND"}, {"signed_on", "signer", "about"}),
        ({**SIGNED, "signed_on": "2027-01-01"}, {"signed_on"}),
        ({**SIGNED, "signed_on": "chưa rõ"}, {"signed_on"}),
        ({**SIGNED, "number": "9" * 61}, {"number"}),
    ],
)
def test_a_decision_half_entered_is_told_beside_what_is_missing(
    here: Commune, thu: Client, typed: dict[str, str], fields: set[str]
) -> None:
    page = rename(thu, **typed)
    assert page.status_code == 422
    assert faulty(page) == fields
    assert 'value="Phòng Kinh tế – Hạ tầng"' in page.content.decode()
    assert UnitState.objects.filter(name=RENAMED["name"]).exists() is False


def test_one_decision_not_two(here: Commune, thu: Client) -> None:
    assert faulty(rename(thu, decision=here.decision.pk, **SIGNED)) == {"decision"}


def test_what_the_action_refuses_stands_beside_its_field_with_all_that_was_typed(thu: Client, here: Commune) -> None:
    page = rename(thu, on="2025-06-30")
    assert faulty(page) == {"on"}
    assert "Phòng Kinh tế không tồn tại vào ngày 30/06/2025" in words(page)
    assert 'value="2025-06-30"' in page.content.decode()


def test_a_fault_without_a_field_stands_above_them_all(here: Commune, thu: Client) -> None:
    post = here.hoa.posts.get()
    page = thu.post(f"/vi-tri-dang-giu/{post.pk}/ket-thuc/", {"last": "2025-01-01"})
    assert faulty(page) == {"last"}
    unit("TO", "Tổ", "direct", here.culture)
    page = thu.post("/don-vi/VX/giai-the/", {"last": "2026-10-31"})
    assert faulty(page) == {"last"}


def test_one_comes_back_to_where_one_came_from_but_never_to_another_site(here: Commune, thu: Client) -> None:
    page = thu.get("/don-vi/KT/doi-ten/?next=/kiem-tra/%3Flan=3")
    assert 'name="next" value="/kiem-tra/?lan=3"' in page.content.decode()
    assert rename(thu, next="/kiem-tra/?lan=3").headers["Location"] == "/kiem-tra/?lan=3"
    again = thu.post("/don-vi/VX/doi-ten/", {**RENAMED, "next": "https://example.org/"})
    assert again.headers["Location"] == "/don-vi/VX/"


def test_only_personnel_act_and_only_within_their_reach(here: Commune, enter: Entering, thu: Client) -> None:
    for other in (here.lan, here.minh, here.an, here.chair):
        assert rename(enter(other)).status_code == 403
    assert rename(enter(here.son)).status_code == 404
    assert rename(thu, "Y").status_code == 404
    assert rename(thu, "T").status_code == 404
    assert thu.get("/don-vi/KT/khong-co/").status_code == 404
    assert Change.objects.filter(action="rename_unit").exists() is False


def test_looking_at_the_form_changes_nothing_and_a_forged_post_is_refused(here: Commune, enter: Entering) -> None:
    enter(here.thu)
    here.thu.refresh_from_db()
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    strict.force_login(here.thu.user)
    assert strict.get("/don-vi/KT/doi-ten/?name=Khác&on=2026-11-01").status_code == 200
    assert rename(strict).status_code == 403
    assert UnitState.objects.filter(unit=here.economy).count() == 1
