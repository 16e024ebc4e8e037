"""«Công chức»: the list, the search, the page of one."""

from datetime import date

from django.test import Client

from congminh.org.actions import end_post, leave_service, record_leave
from congminh.org.models import Leave, Person
from tests.apps.org.commune import SINCE, Commune, person, post
from tests.apps.org_pages.conftest import Entering, rows, words


def test_the_list_says_post_unit_and_who_scores_by_which_article(thu: Client) -> None:
    told = list(rows(thu.get("/cong-chuc/")))
    assert "Nguyễn Thị Ngọc Lan LAN Vị trí staff Phòng Kinh tế Trần Khải Minh Điều 10.1.c" in told
    assert "Phạm Quốc An AN Vị trí head UBND xã Thanh Bình Minh Võ Đình Thái Điều 10.1.a" in told
    assert [row.split()[0] for row in told] == ["Đỗ", "Lê", "Nguyễn", "Nguyễn", "Phạm", "Trần", "Vi"]


def test_people_are_found_without_diacritics_by_name_and_by_code(thu: Client) -> None:
    assert len(list(rows(thu.get("/cong-chuc/?q=ngoc lan")))) == 1
    assert len(list(rows(thu.get("/cong-chuc/?q=hoa")))) == 2
    assert "Không tìm thấy ai" in words(thu.get("/cong-chuc/?q=khong-ai"))


def test_the_list_narrows_to_a_unit_with_all_beneath_and_to_those_without_a_post(here: Commune, thu: Client) -> None:
    assert len(list(rows(thu.get(f"/cong-chuc/?don_vi={here.economy.pk}")))) == 3
    assert len(list(rows(thu.get(f"/cong-chuc/?don_vi={here.commune.pk}")))) == 6
    (alone,) = rows(thu.get("/cong-chuc/?chua_co=on"))
    assert alone.startswith("Vi Trường Sơn SON chưa có vị trí")


def test_a_unit_one_does_not_see_is_no_choice(here: Commune, thu: Client) -> None:
    page = thu.get(f"/cong-chuc/?don_vi={here.other_commune.pk}")
    assert 'id="id_don_vi_error"' in page.content.decode()
    assert "Lò Văn Xa" not in words(page)


def test_whoever_has_left_is_found_only_when_searched_for(here: Commune, thu: Client) -> None:
    leave_service(here.lan, date(2026, 9, 30))
    assert "Ngọc Lan" not in words(thu.get("/cong-chuc/"))
    assert "đã thôi công tác" in words(thu.get("/cong-chuc/?q=lan"))


def test_a_gap_is_said_in_the_list(here: Commune, thu: Client) -> None:
    end_post(here.minh.posts.get(), date(2026, 9, 30))
    assert any(row.endswith("Phòng Kinh tế chưa xác định") for row in rows(thu.get("/cong-chuc/?q=ngoc lan")))


def test_suggestions_are_people_one_sees(here: Commune, lan: Client) -> None:
    said = lan.get("/cong-chuc/goi-y/?said_head=minh").content.decode()
    assert 'value="MINH · Trần Khải Minh"' in said
    assert "LAN" not in said
    assert "option" not in lan.get("/cong-chuc/goi-y/?said_head=").content.decode()
    assert "FAR" not in lan.get("/cong-chuc/goi-y/?q=lo van xa").content.decode()


def test_my_own_page_says_who_scores_me_who_rates_me_and_why(lan: Client) -> None:
    told = words(lan.get("/cong-chuc/LAN/"))
    assert "Ai chấm tôi, ai xếp loại tôi, vì sao" in told
    assert "Trần Khải Minh người đứng đầu đơn vị nơi công chức công tác (Phòng Kinh tế); Điều 10.1.c" in told
    assert "Phạm Quốc An người đứng đầu cơ quan sử dụng công chức (UBND xã Thanh Bình Minh); Điều 10.2.b" in told
    assert "Đây không phải người đứng đầu của tôi" in told


def test_a_gap_is_said_on_the_page_with_what_to_mend(here: Commune, lan: Client) -> None:
    end_post(here.minh.posts.get(), date(2026, 9, 30))
    told = words(lan.get("/cong-chuc/LAN/"))
    assert "chưa xác định được Đơn vị Phòng Kinh tế không có người đứng đầu" in told


def test_posts_over_time_leave_and_trace_are_for_those_who_see_the_file(here: Commune, enter: Entering) -> None:
    record_leave(Leave(person=here.lan, kind="sick", first=date(2026, 3, 2), last=date(2026, 3, 6)), by=here.thu)
    for reader in (here.lan, here.minh, here.thu, here.an):
        told = words(enter(reader).get("/cong-chuc/LAN/"))
        assert "Quá trình công tác" in told
        assert "02/03/2026 – 06/03/2026" in told
        assert "Tài khoản" in told
    colleague = words(enter(here.thuong).get("/cong-chuc/LAN/"))
    assert "Vị trí đang giữ Vị trí staff" in colleague
    assert [word for word in ("Quá trình công tác", "Tài khoản", "06/03/2026") if word in colleague] == []


def test_a_stranger_gets_no_page(here: Commune, enter: Entering) -> None:
    assert enter(here.far).get("/cong-chuc/LAN/").status_code == 404
    assert enter(here.lan).get("/cong-chuc/FAR/").status_code == 404
    assert enter(here.lan).get("/cong-chuc/KHONG-CO/").status_code == 404


def test_only_personnel_see_acts_and_only_within_their_reach(here: Commune, enter: Entering) -> None:
    assert "Thao tác" in words(enter(here.thu).get("/cong-chuc/LAN/"))
    assert "Thao tác" not in words(enter(here.minh).get("/cong-chuc/LAN/"))
    assert "Thao tác" not in words(enter(here.chair).get("/cong-chuc/LAN/"))


def test_someone_hired_with_a_post_to_come_has_a_page_for_personnel(here: Commune, thu: Client) -> None:
    new = person("MOI", "Hồ Thị Mới", SINCE)
    post(new, here.economy, first=date(2026, 12, 1))
    assert "01/12/2026" in words(thu.get("/cong-chuc/MOI/"))
    assert Person.objects.visible_to(here.lan).filter(pk=new.pk).exists() is False


def test_a_long_list_comes_in_pages(here: Commune, thu: Client) -> None:
    for number in range(60):
        post(person(f"N{number}", f"Bế Văn {number}"), here.economy)
    assert len(list(rows(thu.get("/cong-chuc/")))) == 50
    assert len(list(rows(thu.get("/cong-chuc/?page=2")))) == 17
