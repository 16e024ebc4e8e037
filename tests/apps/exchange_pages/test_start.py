"""The cards, their templates and exports, what was imported before; a file that is refused."""

from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from congminh.exchange.models import Import
from congminh.org.models import Unit
from tests.apps.catalogue.office import Office
from tests.apps.exchange import hostile
from tests.apps.exchange.books import book, headings
from tests.apps.exchange_pages.sending import last, page, products, send, sheet
from tests.apps.org.commune import Commune
from tests.apps.org_pages.conftest import Entering, rows, words

KINDS = ("units", "people", "catalogue")
SENT_BY_THU = ("results", *KINDS)


def opened(content: bytes) -> list[list[object]]:
    """The first sheet of a workbook."""
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_the_cards_that_set_up_an_agency_stand_in_their_order(here: Commune, thu: Client) -> None:
    body = thu.get("/nhap-excel/").content.decode()
    places = [body.index(f'id="card-{kind}"') for kind in SENT_BY_THU]
    assert places == sorted(places) and "card-tasks" not in body
    assert "Chưa nhập lần nào" in body


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_has_the_headings_of_its_kind(here: Commune, thu: Client, kind: str) -> None:
    answer = thu.get(f"/nhap-excel/mau/{kind}/")
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    assert opened(answer.content)[0] == list(headings(kind).values())


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_there_imported_again_changes_nothing(decided: Office, thu: Client, kind: str) -> None:
    answer = thu.get(f"/nhap-excel/xuat/{kind}/")
    content = b"".join(answer.streaming_content)
    assert len(opened(content)) > 3
    send(thu, kind, content)
    source = last()
    assert (source.state, source.added, source.changed, source.faulty) == ("ready", 0, 0, 0)
    said = words(thu.get(page(source)))
    assert "Không có gì để nhập" in said
    assert "Ghi vào hệ thống" not in said


def test_an_unknown_kind_is_not_there(here: Commune, thu: Client) -> None:
    assert send(thu, "salaries", b"x").status_code == 404
    assert thu.get("/nhap-excel/mau/salaries/").status_code == 404
    assert thu.get("/nhap-excel/xuat/salaries/").status_code == 404


def refusal(client: Client, kind: str, content: bytes, name: str = "a.xlsx") -> str:
    """What stands beside the field of the card."""
    answer = send(client, kind, content, name)
    body = answer.content.decode()
    assert answer.status_code == 422
    start = body.index(f'id="{kind}_file_error"')
    assert body.count('class="fault"') == 1
    return body[start : body.index("</div>", start)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "rong.xlsx", "Tệp rỗng"),
        (b"a;b", "danh-sach.csv", "Tệp không phải tệp .xlsx."),
        (b"\xd0\xcf\x11\xe0 an old workbook", "cu.xlsx", "xlsx"),
        (b"not a workbook", "hong.xlsx", "Tệp không phải là tệp Excel"),
    ],
)
def test_what_is_no_workbook_is_refused_beside_its_field(
    here: Commune, thu: Client, kind: str, content: bytes, name: str, said: str
) -> None:
    assert said in refusal(thu, kind, content, name)


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_without_the_table_says_which_headings_it_wants(here: Commune, thu: Client, kind: str) -> None:
    fault = refusal(thu, kind, book({"Sheet1": [["Xin chào"], ["thế giới"]]}))
    assert (headings(kind)["output"] if kind == "catalogue" else "tải tệp mẫu") in fault


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["parts over each other", "billion laughs", "a cell in the last corner"])
def test_a_file_made_to_hurt_is_refused_and_the_history_says_so(
    here: Commune, thu: Client, kind: str, name: str
) -> None:
    refusal(thu, kind, hostile.file_of(name)[0])
    assert (last().state, last().rows.count()) == ("refused", 0)
    assert "a.xlsx" in next(rows(thu.get("/nhap-excel/")))
    assert "bị từ chối" in words(thu.get(page(last())))


def test_nothing_chosen_is_said_at_the_field(here: Commune, thu: Client) -> None:
    answer = thu.post("/nhap-excel/gui/units/", {})
    assert answer.status_code == 422
    assert 'id="units_file_error"' in answer.content.decode()
    assert Import.objects.count() == 0


def test_the_history_says_who_when_and_how_it_stands(here: Commune, thu: Client) -> None:
    send(thu, "units", sheet("units", [{"code": "KT", "name": "Phòng Kinh tế"}]), "Đơn vị 2026.xlsx")
    line = next(rows(thu.get("/nhap-excel/")))
    assert "Đơn vị 2026.xlsx Đơn vị · thêm 0, sửa 0, giữ nguyên 1, lỗi 0 chờ xem trước Đỗ Thị Minh Thu" in line


def test_another_agency_s_imports_are_not_there(here: Commune, thu: Client, enter: Entering) -> None:
    from tests.apps.org.commune import person, position
    from tests.apps.org.commune import post as hold

    send(thu, "units", sheet("units", [{"code": "KT", "name": "Phòng Kinh tế"}]))
    position("Tham mưu bên", is_personnel=True)
    other = person("BEN", "Bàn Thị Bên")
    post = hold(other, here.other_commune, title="Khác")
    post.position = position("Tổ chức – cán bộ", is_personnel=True)
    post.save()
    ben = enter(other)
    assert "Chưa nhập lần nào" in words(ben.get("/nhap-excel/"))
    for address in ("", "tep-loi/"):
        assert ben.get(page(last(), address)).status_code == 404
    for address in ("ghi/", "hoan-tac/", "doc-lai/", "don-vi/"):
        assert ben.post(page(last(), address)).status_code == 404


def test_only_personnel_come_in(here: Commune, enter: Entering) -> None:
    lan = enter(here.lan)
    assert lan.get("/nhap-excel/").status_code == 403
    assert send(lan, "units", b"x").status_code == 403
    assert lan.get("/nhap-excel/xuat/people/").status_code == 403
    assert Unit.objects.count() == 5


def test_a_long_history_is_paged(here: Commune, thu: Client) -> None:
    common = {"kind": "units", "size": 1, "sha256": "0" * 64, "who": here.thu, "agency": here.commune}
    Import.objects.bulk_create(Import(file=f"{n}.xlsx", file_name=f"{n}.xlsx", **common) for n in range(60))
    assert "1–25 trong 60" in words(thu.get("/nhap-excel/"))


def test_a_catalogue_without_products_is_refused(here: Commune, thu: Client) -> None:
    assert "không có sản phẩm/công việc nào" in refusal(thu, "catalogue", products())
