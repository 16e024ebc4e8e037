"""Each act on people, posts and leave, by its page."""

from datetime import date
from typing import Any

from django.test import Client

from congminh.org.models import Leave, Person, Post
from tests.apps.org.commune import Commune, position
from tests.apps.org_pages.conftest import Entering, faulty, words

NOVEMBER, EVE = date(2026, 11, 1), date(2026, 10, 31)


def act(client: Client, code: str, name: str, /, **data: Any) -> Any:
    return client.post(f"/cong-chuc/{code}/{name}/", data)


def placing(here: Commune, **more: Any) -> dict[str, Any]:
    said = {"unit": here.culture.pk, "position": position("Chuyên viên").pk, "rank": "staff", "kind": "main"}
    return {**said, "first": "2026-11-01", "last": "", **more}


def post_act(client: Client, post: Post, name: str, **data: Any) -> Any:
    return client.post(f"/vi-tri-dang-giu/{post.pk}/{name}/", data)


def test_someone_new_is_entered_and_the_first_post_is_asked_next(here: Commune, thu: Client) -> None:
    answer = thu.post("/cong-chuc/them/", {"code": "MOI", "name": "Hồ Thị Mới", "begun": "2026-11-01"})
    assert answer.headers["Location"] == "/cong-chuc/MOI/bo-nhiem/"
    page = thu.get("/cong-chuc/MOI/bo-nhiem/")
    assert "Chọn đơn vị trước" in words(page)
    act(thu, "MOI", "bo-nhiem", **placing(here))
    assert Post.objects.get(person__code="MOI").unit == here.culture


def test_the_unit_comes_first_and_then_its_positions_and_the_common_ones(here: Commune, thu: Client) -> None:
    position("Chuyên viên")
    own = position("Riêng của Kinh tế")
    own.unit = here.economy
    own.save()
    page = thu.get(f"/cong-chuc/LAN/bo-nhiem/?unit={here.culture.pk}").content.decode()
    assert "Chuyên viên</option>" in page
    assert "Riêng của Kinh tế" not in page
    assert "Chọn đơn vị trước" in words(thu.get(f"/cong-chuc/LAN/bo-nhiem/?unit={here.other_commune.pk}"))


def test_a_transfer_ends_the_post_before_and_begins_the_next_in_one(here: Commune, thu: Client) -> None:
    assert faulty(act(thu, "LAN", "bo-nhiem", **placing(here))) == {"first"}
    act(thu, "LAN", "bo-nhiem", **placing(here, moves="on"))
    old, new = here.lan.posts.order_by("first")
    assert (old.unit, old.last, new.unit, new.first) == (here.economy, EVE, here.culture, NOVEMBER)


def test_a_transfer_that_is_refused_ends_nothing(here: Commune, thu: Client) -> None:
    page = act(thu, "LAN", "bo-nhiem", **placing(here, moves="on", rank="head"))
    assert faulty(page) == {"rank"}
    assert here.lan.posts.get().last is None


def test_a_post_needs_its_position_and_says_so(here: Commune, thu: Client) -> None:
    assert faulty(act(thu, "LAN", "bo-nhiem", **placing(here, position=""))) == {"position"}


def test_someone_acts_for_a_head_beside_their_own_post(here: Commune, thu: Client) -> None:
    act(thu, "HOA", "bo-nhiem", **placing(here, rank="head", kind="acting"))
    assert here.hoa.posts.filter(kind="acting", unit=here.culture).exists()


def test_someone_is_seconded_and_keeps_the_main_post(here: Commune, thu: Client) -> None:
    said = {key: value for key, value in placing(here).items() if key != "kind"}
    act(thu, "LAN", "biet-phai", **said)
    assert {post.kind for post in here.lan.posts.all()} == {"main", "seconded"}
    assert faulty(act(thu, "SON", "biet-phai", **said)) == {"position"}


def test_leave_is_recorded_once_and_removed_with_a_trace(here: Commune, thu: Client) -> None:
    said = {"kind": "maternity", "first": "2026-03-01", "last": "2026-08-31"}
    act(thu, "LAN", "nghi", **said)
    leave = Leave.objects.get()
    assert faulty(act(thu, "LAN", "nghi", **said)) == {"first"}
    assert thu.post(f"/ngay-nghi/{leave.pk}/xoa/").headers["Location"] == "/cong-chuc/LAN/"
    assert Leave.objects.exists() is False
    assert "Bỏ kỳ nghỉ" in words(thu.get("/cong-chuc/LAN/"))


def test_whoever_leaves_service_holds_no_post_after_the_last_day(here: Commune, thu: Client) -> None:
    act(thu, "LAN", "thoi-cong-tac", last="2026-10-31")
    assert here.lan.posts.get().last == EVE
    assert Person.objects.get(code="LAN").ended == EVE


def test_a_name_and_a_code_are_put_right_and_the_page_found_again(here: Commune, thu: Client) -> None:
    said = {"code": "TBM-304", "name": "Nguyễn Thị Ngọc Lan Anh", "begun": "2025-07-01"}
    assert act(thu, "LAN", "sua", **said).headers["Location"] == "/cong-chuc/TBM-304/"
    assert faulty(act(thu, "HOA", "sua", **said)) == {"code"}


def test_a_post_is_ended_corrected_and_removed(here: Commune, thu: Client) -> None:
    post = here.lan.posts.get()
    right = {"position": post.position_id, "rank": "staff", "kind": "main", "first": "2025-08-01", "last": ""}
    post_act(thu, post, "sua", **right)
    post_act(thu, post, "ket-thuc", last="2026-10-31")
    post.refresh_from_db()
    assert (post.first, post.last) == (date(2025, 8, 1), EVE)
    assert 'href="/vi-tri-dang-giu/' in thu.get(f"/vi-tri-dang-giu/{post.pk}/sua/").content.decode()
    post_act(thu, post, "xoa")
    assert here.lan.posts.exists() is False


def test_a_deputy_is_given_a_field_of_people_in_the_unit(here: Commune, thu: Client) -> None:
    post = here.hoa.posts.get()
    page = thu.get(f"/vi-tri-dang-giu/{post.pk}/linh-vuc/")
    assert f'value="{here.lan.pk}" id="id_persons_0" checked' in page.content.decode()
    assert faulty(post_act(thu, post, "linh-vuc", on="2026-11-01")) <= {"units", "persons"}
    post_act(thu, post, "linh-vuc", on="2026-11-01", persons=[here.lan.pk])
    new = here.hoa.posts.get(first=NOVEMBER)
    assert list(new.persons_in_charge.all()) == [here.lan]


def test_posts_people_and_leave_beyond_ones_reach_are_not_there(here: Commune, enter: Entering, thu: Client) -> None:
    far = here.far.posts.get()
    assert post_act(thu, far, "ket-thuc", last="2026-10-31").status_code == 404
    assert act(thu, "FAR", "nghi", kind="sick", first="2026-03-01", last="2026-03-02").status_code == 404
    leave = Leave.objects.create(person=here.far, kind="sick", first=EVE, last=EVE)
    assert thu.post(f"/ngay-nghi/{leave.pk}/xoa/").status_code == 404
    assert act(enter(here.minh), "LAN", "nghi").status_code == 403
    assert thu.get("/cong-chuc/LAN/khong-co/").status_code == 404
    assert post_act(thu, here.lan.posts.get(), "khong-co").status_code == 404
    assert (Leave.objects.count(), far.last) == (1, None)
