"""«Giao việc»: people × products, the load of each beside their peers, nothing written before «giao»."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congminh.ledger.models import Entry, Notice
from congminh.org.models import Person, Post
from congminh.work.actions import put_goal
from congminh.work.models import Goal, Task, Whole
from tests.apps.org.commune import SINCE, person, position, post
from tests.apps.work.desk import THIS, Desk
from tests.apps.work_pages.conftest import Entering, text

TODAY = timezone.localdate()
PAGE = "/giao-viec/"


def said(desk: Desk, people: list[Person] | None = None, codes: tuple[str, ...] = ("KT.01",), **more: Any) -> Any:
    """What the form sends: two of each product by the last day of this month."""
    sent: dict[str, Any] = {"nguoi": [each.pk for each in people or [desk.here.lan]], "cach": "moi-nguoi", "sp": []}
    for code in codes:
        pk = desk.product(code).pk
        sent["sp"].append(pk)
        sent |= {f"quantity_{pk}": "2", f"due_{pk}": THIS.last.isoformat(), f"name_{pk}": ""}
    return {**sent, **more}


def test_people_times_products_are_assigned_as_one_batch(desk: Desk, enter: Entering) -> None:
    sent = said(desk, [desk.here.lan, desk.here.hoa], ("KT.01", "DC.02"), giao=1, urgent="on")
    answer = enter(desk.here.minh).post(PAGE, sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    made = {(task.person.code, task.code, task.assigned_m, task.due, task.urgent) for task in Task.objects.all()}
    assert made == {(who, code, 2000, THIS.last, True) for who in ("LAN", "HOA") for code in ("KT.01", "DC.02")}
    assert len({str(entry.data["batch"]) for entry in Entry.objects.filter(step="assign")}) == 1
    assert Notice.objects.filter(to=desk.here.lan).count() == 1


def test_only_giao_writes(desk: Desk, enter: Entering) -> None:
    minh = enter(desk.here.minh)
    for button in ({"xem": 1}, {"tim": 1, "q": "bao cao"}, {"them": desk.product("DC.02").pk}, {}):
        answer = minh.post(PAGE, said(desk, **button))
        assert answer.status_code == 200
    assert not Task.objects.exists()


def test_a_product_is_found_added_and_left_out_and_what_was_typed_stays(desk: Desk, enter: Entering) -> None:
    minh, first, second = enter(desk.here.minh), desk.product("KT.01").pk, desk.product("DC.02").pk
    found = minh.post(PAGE, {"tim": 1, "q": "bao cao nhanh", "nguoi": [desk.here.lan.pk]}).content.decode()
    assert f'name="them" value="{second}"' in found
    assert "checked" in found.partition(f'id="nguoi-{desk.here.lan.pk}"')[2][:20]
    typed = said(desk, them=second, **{f"quantity_{first}": "7,5", f"name_{first}": "Thẩm định thửa 12"})
    added = minh.post(PAGE, typed).content.decode()
    assert f'name="sp" value="{second}"' in added
    assert 'value="7,5"' in added
    assert "Thẩm định thửa 12" in added
    gone = minh.post(PAGE, said(desk, codes=("KT.01", "DC.02"), bo=first)).content.decode()
    assert f'name="sp" value="{first}"' not in gone
    assert f'name="sp" value="{second}"' in gone


def test_the_load_follows_what_is_typed_and_is_set_beside_the_peers(desk: Desk, enter: Entering) -> None:
    other = person("TU", "Dương Thị Tú")
    post(other, desk.here.economy)
    desk.given()
    minh = enter(desk.here.minh)
    before = text(minh.get(PAGE, {"ky": desk.given().period}).content.decode())
    assert "24,0" in before
    after = text(minh.post(PAGE, said(desk, [other], xem=1)).content.decode())
    assert "0,0 → 12,0" in after
    assert Task.objects.count() == 2


def test_a_higher_post_that_carries_less_is_pointed_out_and_nothing_is_blocked(desk: Desk, enter: Entering) -> None:
    minh = enter(desk.here.minh)
    page = text(minh.post(PAGE, said(desk, xem=1)).content.decode())
    assert "Lê Thị Quỳnh Hoa được giao ít hơn bình quân công chức không giữ chức vụ của Phòng Kinh tế." in page
    assert minh.post(PAGE, said(desk, giao=1)).status_code == 302


def test_one_product_is_shared_equally_and_never_more_than_it_is(desk: Desk, enter: Entering) -> None:
    pk = desk.product().pk
    sent = said(desk, [desk.here.lan, desk.here.hoa], cach="chung", giao=1, **{f"quantity_{pk}": "1,001"})
    assert enter(desk.here.minh).post(PAGE, sent).status_code == 302
    assert sorted(Task.objects.values_list("assigned_m", flat=True)) == [500, 501]
    assert (Whole.objects.get().total_m, Task.objects.filter(whole=None).count()) == (1001, 0)


def test_a_goal_of_the_unit_or_above_is_chosen(desk: Desk, enter: Entering) -> None:
    names = {"economy": "Cấp giấy cho 120 hộ", "commune": "Giải ngân 95%", "culture": "Việc của phòng khác"}
    goals = {
        where: put_goal(Goal(unit=getattr(desk.here, where), name=name, first=THIS.code, last=THIS.code), desk.here.an)
        for where, name in names.items()
    }
    minh = enter(desk.here.minh)
    page = minh.get(PAGE).content.decode()
    assert names["economy"] in page
    assert names["commune"] in page
    assert names["culture"] not in page
    minh.post(PAGE, said(desk, giao=1, goal=goals["commune"].pk))
    assert Task.objects.get().goal == goals["commune"]


@pytest.mark.parametrize(
    ("wrong", "place", "told"),
    [
        ({"quantity_{pk}": "nhiều"}, "id_quantity_{pk}_error", "không phải là số lượng"),
        ({"quantity_{pk}": "0"}, "id_quantity_{pk}_error", ""),
        ({"due_{pk}": "hôm nào đó"}, "id_due_{pk}_error", ""),
        ({"due_{pk}": (THIS.first - timedelta(days=40)).isoformat()}, "id_due_{pk}_error", ""),
        ({"due_{pk}": (THIS.last + timedelta(days=1)).isoformat()}, "id_due_{pk}_error", "ngoài kỳ"),
        ({"name_{pk}": "Tên " * 200}, "id_name_{pk}_error", ""),
        ({"nguoi": []}, "id_nguoi_error", "Chưa chọn ai"),
        ({"sp": []}, "notice seal", "Chưa chọn sản phẩm"),
    ],
)
def test_each_fault_stands_at_its_product_or_person_and_the_form_comes_back(
    desk: Desk, enter: Entering, wrong: dict[str, Any], place: str, told: str
) -> None:
    pk = str(desk.product().pk)
    sent = said(desk, giao=1, **{name.replace("{pk}", pk): value for name, value in wrong.items()})
    answer = enter(desk.here.minh).post(PAGE, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert place.replace("{pk}", pk) in page
    assert told in text(page)
    assert not Task.objects.exists()


def test_a_fault_of_several_people_is_said_once(desk: Desk, enter: Entering) -> None:
    pk = desk.product().pk
    late = (THIS.last + timedelta(days=1)).isoformat()
    sent = said(desk, [desk.here.lan, desk.here.hoa], giao=1, **{f"due_{pk}": late})
    page = text(enter(desk.here.minh).post(PAGE, sent).content.decode())
    assert page.count("ngoài kỳ") == 1


def test_a_head_sees_their_own_people_alone(desk: Desk, enter: Entering) -> None:
    page = text(enter(desk.here.minh).get(PAGE).content.decode())
    assert desk.here.lan.name in page
    assert desk.here.hoa.name in page
    assert desk.here.thu.name not in page
    an = text(enter(desk.here.an).get(PAGE).content.decode())
    assert desk.here.minh.name in an
    assert desk.here.thuong.name in an
    assert desk.here.lan.name not in an
    sent = said(desk, [desk.here.thu], giao=1)
    assert enter(desk.here.minh).post(PAGE, sent).status_code == 422


def test_only_who_heads_a_unit_assigns_and_only_in_it(desk: Desk, enter: Entering) -> None:
    for who in (desk.here.lan, desk.here.hoa, desk.here.thu):
        assert enter(who).get(PAGE).status_code == 403
    minh = enter(desk.here.minh)
    assert minh.get(PAGE, {"don_vi": "VX"}).status_code == 404
    for asked in ("x", "202613"):
        assert minh.get(PAGE, {"ky": asked}).status_code == 404


def test_the_page_takes_as_many_queries_for_400_people_as_for_10(desk: Desk, enter: Entering) -> None:
    minh, counts, here = enter(desk.here.minh), [], desk.here.economy
    for number in (10, 390):
        start = Person.objects.count()
        people = Person.objects.bulk_create(
            Person(code=f"N{start + n}", name=f"Bế {n}", begun=SINCE) for n in range(number)
        )
        seat = {"unit": here, "first": SINCE, "position": position("Chuyên viên"), "rank": "staff"}
        Post.objects.bulk_create(Post(person=who, **seat) for who in people)
        with CaptureQueriesContext(connection) as queries:
            minh.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 17
