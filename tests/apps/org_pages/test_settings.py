"""«Thiết lập»: job positions, peer groups, the readings of the decree."""

import pytest
from django.test import Client

from congminh.org.actions import choose_reading
from congminh.org.models import Choice, PeerGroup, Position
from congminh.org.views.readings import names
from tests.apps.org.commune import SINCE, Commune, position
from tests.apps.org_pages.conftest import Entering, faulty, rows, words

SIGNED = {"number": "7/QĐ-UBND", "signed_on": "2026-09-01", "signer": "Phạm Quốc An", "about": "Cách tính lần chậm"}
DELAY = "/cach-hieu/don-vi-tinh-lan-cham/"


def a_position(here: Commune, **more: object) -> dict[str, object]:
    group = PeerGroup.objects.get(code="all").pk
    said = {"title": "Chuyên viên đất đai", "unit": here.economy.pk, "complexity": 3, "peer_group": group}
    return {**said, **more}


def test_every_reading_has_an_address_of_its_own() -> None:
    assert len(names()) == len({reading.key for reading in names().values()}) >= 40
    assert all(name and name.isascii() for name in names())


def test_everyone_reads_what_holds_and_the_article_that_is_silent(lan: Client) -> None:
    told = list(rows(lan.get("/cach-hieu/?q=moi lan cham bi tru")))
    assert len(told) == 1
    assert "Mỗi lần quá hạn là một lần, không kể số ngày mặc định Điều 14.2.c" in told[0]
    assert len(list(rows(lan.get("/cach-hieu/?q=dieu 20.5")))) > 3
    assert "Không tìm thấy câu hỏi nào" in words(lan.get("/cach-hieu/?q=xyz"))


def test_one_reading_tells_its_options_and_where_they_come_from(lan: Client) -> None:
    told = words(lan.get(DELAY))
    assert "Mỗi ngày dương lịch quá hạn là một lần" in told
    assert "Sổ tay VI.2" in told
    assert "Chọn cách hiểu khác" not in told
    assert lan.get("/cach-hieu/khong-co/").status_code == 404
    assert lan.get(f"{DELAY}chon/").status_code == 403


def test_another_option_is_chosen_by_decision_and_everyone_reads_it(here: Commune, thu: Client, lan: Client) -> None:
    said = {"option": "working_day", "first": "2026-10-01", **SIGNED}
    assert thu.post(f"{DELAY}chon/", said).headers["Location"] == DELAY
    (told,) = rows(lan.get("/cach-hieu/?da_chon=on"))
    assert "Mỗi ngày làm việc quá hạn là một lần chọn tại 7/QĐ-UBND, từ ngày 01/10/2026" in told
    assert "7/QĐ-UBND, Phạm Quốc An" in words(lan.get(DELAY))
    assert "Đơn vị tính “lần chậm”" in words(thu.get("/thiet-lap/"))


@pytest.mark.parametrize(("said", "field"), [({}, "decision"), ({**SIGNED, "option": "hour"}, "option")])
def test_a_choice_without_a_decision_or_of_nothing_offered_is_refused(
    here: Commune, thu: Client, said: dict[str, str], field: str
) -> None:
    page = thu.post(f"{DELAY}chon/", {"option": "working_day", "first": "2026-10-01", **said})
    assert faulty(page) == {field}
    assert Choice.objects.exists() is False


def test_one_day_has_one_choice(here: Commune, thu: Client) -> None:
    choose_reading("delay_unit", "working_day", SINCE, here.decision)
    page = thu.post(f"{DELAY}chon/", {"option": "occurrence", "first": SINCE.isoformat(), **SIGNED})
    assert page.status_code == 422
    assert Choice.objects.count() == 1


def test_positions_are_listed_with_who_holds_them(here: Commune, thu: Client) -> None:
    told = list(rows(thu.get("/vi-tri/?q=to chuc")))
    assert told == ["Tổ chức – cán bộ tham mưu tổ chức, cán bộ dùng chung 3 Công chức 1"]


def test_a_position_is_added_and_changed(here: Commune, thu: Client) -> None:
    assert thu.post("/vi-tri/them/", a_position(here)).headers["Location"] == "/vi-tri/"
    made = Position.objects.get(title="Chuyên viên đất đai")
    assert (made.unit, made.complexity) == (here.economy, 3)
    thu.post(f"/vi-tri/{made.pk}/", a_position(here, complexity=4))
    made.refresh_from_db()
    assert made.complexity == 4
    assert faulty(thu.post("/vi-tri/them/", a_position(here, complexity=6))) == {"complexity"}
    assert thu.post("/vi-tri/them/", a_position(here)).status_code == 422


def test_what_holds_for_all_units_is_set_at_the_top_of_the_tree(here: Commune, thu: Client, enter: Entering) -> None:
    common = position("Chuyên viên")
    assert thu.get(f"/vi-tri/{common.pk}/").status_code == 404
    assert faulty(thu.post("/vi-tri/them/", a_position(here, unit=""))) == {"unit"}
    here.chair.posts.update(position=position("Tổ chức tỉnh", is_personnel=True))
    assert enter(here.chair).get(f"/vi-tri/{common.pk}/").status_code == 200


def test_nobody_names_an_inspector_from_below(here: Commune, thu: Client, enter: Entering) -> None:
    assert "is_inspector" not in thu.get("/vi-tri/them/").content.decode()
    thu.post("/vi-tri/them/", a_position(here, is_inspector="on"))
    assert Position.objects.get(title="Chuyên viên đất đai").is_inspector is False
    assert thu.post("/vi-tri/them/", a_position(here, unit=here.province.pk, title="Khác")).status_code == 422


def test_peer_groups_are_added_and_changed(here: Commune, thu: Client) -> None:
    thu.post("/nhom-tuong-dong/them/", {"code": "cv", "name": "Chuyên viên"})
    group = PeerGroup.objects.get(code="cv")
    thu.post(f"/nhom-tuong-dong/{group.pk}/", {"code": "cv", "name": "Công chức chuyên môn"})
    assert "Công chức chuyên môn cv 0" in list(rows(thu.get("/nhom-tuong-dong/?q=chuyen mon")))
    assert faulty(thu.post("/nhom-tuong-dong/them/", {"code": "cv", "name": "Lại"})) == {"code"}
