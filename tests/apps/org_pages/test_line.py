"""«Đây không phải người đứng đầu của tôi»: asked in one page, settled beside what it was and what it is now."""

from datetime import date

from django.test import Client

from congminh.org.actions import end_post
from congminh.org.models import LineRequest
from tests.apps.org.commune import Commune
from tests.apps.org_pages.conftest import Entering, faulty, words

ASKED = {"reason": "Tôi chuyển về Phòng Văn hóa từ ngày 01/10."}


def ask(client: Client, **more: str) -> LineRequest:
    client.post("/nguoi-dung-dau-cua-toi/", {**ASKED, **more})
    return LineRequest.objects.get()


def test_the_request_is_sent_and_its_page_opens(here: Commune, lan: Client) -> None:
    answer = lan.post("/nguoi-dung-dau-cua-toi/", {**ASKED, "said_head": "hoai thuong"})
    file = LineRequest.objects.get()
    assert answer.headers["Location"] == f"/ho-so/{file.pk}/"
    assert (file.person, file.said_head, file.state) == (here.lan, here.thuong, "asked")
    told = words(lan.get(f"/ho-so/{file.pk}/"))
    assert "Đã gửi đề nghị." in told
    assert ASKED["reason"] in told


def test_a_request_without_a_reason_says_so(here: Commune, lan: Client) -> None:
    assert faulty(lan.post("/nguoi-dung-dau-cua-toi/", {"reason": " "})) == {"reason"}
    assert faulty(lan.post("/nguoi-dung-dau-cua-toi/", {**ASKED, "said_head": "lan"})) == {"said_head"}


def test_a_second_request_is_told_of_the_first_with_nothing_lost(here: Commune, lan: Client) -> None:
    ask(lan)
    page = lan.post("/nguoi-dung-dau-cua-toi/", {"reason": "Lại một lần nữa"})
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert "Lại một lần nữa</textarea>" in page.content.decode()
    assert "đang chờ bộ phận tổ chức, cán bộ" in words(lan.get("/cong-chuc/LAN/"))


def test_personnel_see_then_and_now_side_by_side_with_the_ways_to_mend(here: Commune, lan: Client, thu: Client) -> None:
    file = ask(lan, said_head="THUONG")
    end_post(here.minh.posts.get(), date(2026, 10, 14))
    page = thu.get(f"/ho-so/{file.pk}/")
    told = words(page)
    assert "Lúc đề nghị, 15/10/2026 Theo dõi, đánh giá, chấm điểm tháng hoặc quý Trần Khải Minh: người đứng đầu" in told
    assert "Bây giờ, 15/10/2026 Theo dõi, đánh giá, chấm điểm tháng hoặc quý Đơn vị Phòng Kinh tế không có" in told
    assert "Người đứng đầu đúng là : Nguyễn Phan Hoài Thương" in told.replace("là:", "là :")
    assert f'href="/cong-chuc/LAN/bo-nhiem/?next=/ho-so/{file.pk}/"' in page.content.decode()
    assert "Nơi khắc phục" not in words(lan.get(f"/ho-so/{file.pk}/"))


def test_the_answer_is_written_already_and_settles_the_file(here: Commune, lan: Client, thu: Client) -> None:
    file = ask(lan)
    page = thu.get(f"/ho-so/{file.pk}/settle/")
    assert "Từ hôm nay người chấm điểm là Trần Khải Minh" in page.content.decode()
    assert 'type="file"' not in page.content.decode()
    thu.post(f"/ho-so/{file.pk}/settle/", {"version": file.version, "outcome": "Đã điều động từ 01/10."})
    file.refresh_from_db()
    assert file.state == "settled"
    assert "Đã điều động từ 01/10." in words(lan.get(f"/ho-so/{file.pk}/"))


def test_the_owner_may_withdraw_and_nobody_else_may_settle(here: Commune, lan: Client, enter: Entering) -> None:
    file = ask(lan)
    assert enter(here.minh).post(f"/ho-so/{file.pk}/settle/", {"version": 1, "outcome": "Xong"}).status_code == 403
    assert enter(here.far).get(f"/ho-so/{file.pk}/").status_code == 404
    lan.post(f"/ho-so/{file.pk}/withdraw/", {"version": file.version})
    file.refresh_from_db()
    assert file.state == "withdrawn"
