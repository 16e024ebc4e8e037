"""Each act on a unit, by its page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from congminh.org.models import Post, Unit
from tests.apps.org.commune import TODAY, Commune, position, unit
from tests.apps.org_pages.conftest import faulty, words

NOVEMBER = date(2026, 11, 1)


def act(client: Client, code: str, name: str, /, **data: Any) -> Any:
    return client.post(f"/don-vi/{code}/{name}/", data)


def named(code: str, day: date = NOVEMBER) -> Unit:
    return Unit.objects.named(day).get(code=code)


def test_a_unit_is_established_beneath_another_and_its_page_opens(here: Commune, thu: Client) -> None:
    said = {"code": "MT", "name": "Phòng Môi trường", "kind": "direct", "tier": "", "begun": "2026-11-01"}
    assert act(thu, "X", "thanh-lap", **said).headers["Location"] == "/don-vi/MT/"
    made = named("MT")
    assert (made.name, made.parent_id, made.begun) == ("Phòng Môi trường", here.commune.pk, NOVEMBER)


def test_a_code_taken_is_told_beside_it(here: Commune, thu: Client) -> None:
    said = {"code": "KT", "name": "Phòng khác", "kind": "direct", "begun": "2026-11-01"}
    assert faulty(act(thu, "X", "thanh-lap", **said)) == {"code"}


def test_the_name_it_has_is_no_new_name(here: Commune, thu: Client) -> None:
    assert faulty(act(thu, "KT", "doi-ten", name="Phòng Kinh tế", on="2026-11-01")) == {"name"}


def test_a_unit_moves_but_never_beneath_itself(here: Commune, thu: Client) -> None:
    team = unit("TO", "Tổ", "direct", here.economy)
    assert faulty(act(thu, "KT", "chuyen", parent=team.pk, on="2026-11-01")) == {"parent"}
    assert faulty(act(thu, "KT", "chuyen", parent=here.other_commune.pk, on="2026-11-01")) == {"parent"}
    act(thu, "TO", "chuyen", parent=here.culture.pk, on="2026-11-01")
    assert named("TO").parent_id == here.culture.pk
    assert named("TO", TODAY).parent_id == here.economy.pk


def test_two_units_merge_into_a_third_with_their_people(here: Commune, thu: Client) -> None:
    new = unit("KTVX", "Phòng Kinh tế – Văn hóa", "direct", here.commune, NOVEMBER)
    here.thuong.posts.update(rank="deputy")
    act(thu, "VX", "sap-nhap", into=new.pk, others=[here.economy.pk], on="2026-11-01")
    held = Post.objects.held_on(NOVEMBER).filter(unit=new)
    assert {post.person.code for post in held} == {"MINH", "HOA", "LAN", "THU", "THUONG"}
    assert {Unit.objects.get(code=code).ended for code in ("KT", "VX")} == {date(2026, 10, 31)}


def test_a_unit_is_not_merged_into_itself(here: Commune, thu: Client) -> None:
    page = act(thu, "VX", "sap-nhap", into=here.economy.pk, others=[here.economy.pk], on="2026-11-01")
    assert faulty(page) == {"others"}


def test_a_unit_is_divided_with_each_person_where_they_are_placed(here: Commune, thu: Client) -> None:
    new = unit("DC", "Phòng Địa chính", "direct", here.commune, NOVEMBER)
    places = {f"place_{who.pk}": here.economy.pk for who in (here.minh, here.hoa)}
    act(thu, "KT", "chia-tach", ends="no", on="2026-11-01", **places, **{f"place_{here.lan.pk}": new.pk})
    assert [post.person for post in Post.objects.held_on(NOVEMBER).filter(unit=new)] == [here.lan]
    assert Post.objects.held_on(TODAY).get(person=here.lan).unit == here.economy
    here.economy.refresh_from_db()
    assert here.economy.ended is None


def test_a_unit_that_ends_keeps_nobody(here: Commune, thu: Client) -> None:
    places = {f"place_{who.pk}": here.culture.pk for who in (here.minh, here.hoa)}
    kept = act(
        thu, "KT", "chia-tach", ends="yes", on="2026-11-01", **places, **{f"place_{here.lan.pk}": here.economy.pk}
    )
    assert faulty(kept) == {"ends"}
    assert "Nguyễn Thị Ngọc Lan" in words(kept)


def test_a_unit_is_dissolved_once_it_is_empty(here: Commune, thu: Client) -> None:
    team = unit("TO", "Tổ", "direct", here.economy)
    assert faulty(act(thu, "KT", "giai-the", last="2026-10-31")) == {"last"}
    act(thu, "TO", "giai-the", last="2026-10-31")
    team.refresh_from_db()
    assert team.ended == date(2026, 10, 31)


def test_what_was_typed_wrongly_of_a_unit_is_put_right_and_its_page_found_again(here: Commune, thu: Client) -> None:
    answer = act(thu, "KT", "sua", code="KTE", kind="direct", tier="commune_agency")
    assert answer.headers["Location"] == "/don-vi/KTE/"
    assert Unit.objects.get(pk=here.economy.pk).tier == "commune_agency"


def test_the_heads_signature_is_delegated_to_somebody_found_by_name(here: Commune, thu: Client) -> None:
    act(thu, "KT", "uy-quyen", to="quynh hoa", first="2026-11-01", last="2026-11-15")
    assert Post.objects.get(kind="delegation").person == here.hoa
    assert faulty(act(thu, "KT", "uy-quyen", to="minh", first="2026-11-01", last="2026-11-15")) == {"to"}


def test_a_name_of_several_people_lists_them_with_their_codes(here: Commune, thu: Client) -> None:
    page = act(thu, "KT", "uy-quyen", to="nguyen", first="2026-11-01", last="2026-11-15")
    assert faulty(page) == {"to"}
    assert "LAN · Nguyễn Thị Ngọc Lan; THUONG · Nguyễn Phan Hoài Thương" in words(page)
    assert "Hãy nhập mã của người cần chọn." in words(page)
    assert "Không tìm thấy ai với “xyz”." in words(act(thu, "KT", "uy-quyen", to="xyz", first="", last=""))


def test_a_head_is_appointed_from_the_page_of_the_unit(here: Commune, thu: Client) -> None:
    team = unit("TO", "Tổ địa chính", "direct", here.economy)
    page = thu.get("/don-vi/TO/bo-nhiem/?rank=head")
    assert '<option value="head" selected>' in page.content.decode()
    said = {"person": "LAN", "position": position("Tổ trưởng").pk, "rank": "head", "kind": "concurrent"}
    act(thu, "TO", "bo-nhiem", **said, first="2026-11-01", last="")
    assert Post.objects.get(unit=team).person == here.lan


def test_somebody_of_another_agency_is_not_found(here: Commune, thu: Client) -> None:
    said = {"person": "FAR", "position": position("Tổ trưởng").pk, "rank": "staff", "kind": "main"}
    assert faulty(act(thu, "KT", "bo-nhiem", **said, first="2026-11-01")) == {"person"}


@pytest.mark.parametrize("code", ["KT", "X"])
def test_every_act_opens(here: Commune, thu: Client, code: str) -> None:
    for name in ("bo-nhiem", "uy-quyen", "thanh-lap", "doi-ten", "chuyen", "sap-nhap", "chia-tach", "giai-the", "sua"):
        assert thu.get(f"/don-vi/{code}/{name}/").status_code == 200, name
