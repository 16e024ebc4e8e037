"""«Dán từ Excel»: each row with its faults by column first; what is ready is assigned, the others stay to be mended."""

import pytest

from congminh.work.models import Task
from tests.apps.work.desk import THIS, Desk
from tests.apps.work_pages.conftest import Entering, text

PAGE = "/giao-viec/dan/"
DUE = f"{THIS.last:%d/%m/%Y}"
GOOD = f"LAN\tKT.01\t2\t{DUE}\tThẩm định thửa 12"


def test_rows_are_looked_at_before_anything_is_assigned(desk: Desk, enter: Entering) -> None:
    answer = enter(desk.here.minh).post(PAGE, {"text": f"Mã\tSản phẩm\tSố lượng\tHạn\tTên\n{GOOD}", "xem": 1})
    page = text(answer.content.decode())
    assert answer.status_code == 200
    assert "1 dòng sẵn sàng giao, 0 dòng cần sửa" in page
    assert desk.here.lan.name in page
    assert "12,0" in page
    assert not Task.objects.exists()


def test_faults_stand_at_their_row_and_column_and_the_text_comes_back(desk: Desk, enter: Entering) -> None:
    rows = [GOOD, f"AI\tKT.01\t2\t{DUE}", f"LAN\tXX\tnhiều\t{DUE}", "LAN\tKT.01\t2\tmai"]
    answer = enter(desk.here.minh).post(PAGE, {"text": "\n".join(rows), "xem": 1})
    page = answer.content.decode()
    assert "1 dòng sẵn sàng giao, 3 dòng cần sửa" in text(page)
    for told in ("mã “AI”", "mã “XX”", "“nhiều” không phải là số lượng", "“mai” không phải là ngày"):
        assert told in text(page)
    assert page.count('class="at-fault"') == 3
    assert all(row.split("\t")[1] in page.partition("<textarea")[2] for row in rows)


def test_rows_that_are_ready_are_assigned_and_the_others_stay(desk: Desk, enter: Entering) -> None:
    wrong = f"AI\tKT.01\t2\t{DUE}\tKhông có ai"
    answer = enter(desk.here.minh).post(PAGE, {"text": f"{GOOD}\n{wrong}", "giao": 1})
    left = answer.content.decode().partition("<textarea")[2].partition("</textarea>")[0]
    assert answer.status_code == 422
    assert [(task.person, task.name, task.assigned_m) for task in Task.objects.all()] == [
        (desk.here.lan, "Thẩm định thửa 12", 2000)
    ]
    assert "Không có ai" in left
    assert "thửa 12" not in left


def test_when_every_row_is_ready_the_page_begins_anew(desk: Desk, enter: Entering) -> None:
    answer = enter(desk.here.minh).post(f"{PAGE}?ky={THIS.code}", {"text": f"{GOOD}\n{GOOD}", "giao": 1})
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    assert Task.objects.count() == 2


@pytest.mark.parametrize("typed", ["", "   \n\t\t\n"])
def test_nothing_pasted_is_said(desk: Desk, enter: Entering, typed: str) -> None:
    answer = enter(desk.here.minh).post(PAGE, {"text": typed, "xem": 1})
    assert answer.status_code == 422
    assert 'id="id_text_error"' in answer.content.decode()


def test_more_rows_than_are_taken_at_once_are_refused_and_kept(desk: Desk, enter: Entering) -> None:
    typed = "\n".join([GOOD] * 2001)
    answer = enter(desk.here.minh).post(PAGE, {"text": typed, "xem": 1})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2001" in text(page)
    assert page.count("Thẩm định thửa 12") == 2001


def test_of_many_rows_those_at_fault_are_shown_first(desk: Desk, enter: Entering) -> None:
    typed = "\n".join([*[GOOD] * 150, f"AI\tKT.01\t2\t{DUE}"])
    page = enter(desk.here.minh).post(PAGE, {"text": typed, "xem": 1}).content.decode()
    assert "Và 51 dòng nữa." in text(page)
    assert page.count('class="at-fault"') == 1


def test_somebody_elses_people_are_not_assigned_to(desk: Desk, enter: Entering) -> None:
    answer = enter(desk.here.minh).post(PAGE, {"text": f"THU\tDC.01\t2\t{DUE}", "giao": 1})
    assert answer.status_code == 422
    assert not Task.objects.exists()
    assert enter(desk.here.lan).post(PAGE, {"text": GOOD, "giao": 1}).status_code == 403
