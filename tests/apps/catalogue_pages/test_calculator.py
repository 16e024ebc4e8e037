"""The coefficient calculator: by the address alone, live where there is a script."""

import pytest
from django.test import Client
from django.utils.translation import override

from tests.apps.catalogue.office import Office
from tests.apps.org.commune import Commune
from tests.apps.org_pages.conftest import faulty, words

AT = "/danh-muc/may-tinh/"


def test_it_begins_with_the_standard_product_in_force(decided: Office, lan: Client) -> None:
    page = lan.get(AT).content.decode()
    assert 'name="chuan" value="5"' in page
    assert 'value="1" selected' in page
    assert "Nhập điểm, hệ số hiện ở đây" in words(lan.get(AT))


def test_where_nothing_is_in_force_it_can_be_used_all_the_same(here: Commune, lan: Client) -> None:
    assert lan.get(AT).status_code == 200


@pytest.mark.parametrize(
    ("points", "standard", "decimals", "said"),
    [
        ("8", "5", "1", "Hệ số 1,6 8 ÷ 5 = 1,6"),
        ("8", "3", "2", "Hệ số 2,67 8 ÷ 3 = 2,6666… ≈ 2,67 (làm tròn đến 2 chữ số thập phân)"),
        ("2,5", "5", "1", "Hệ số 0,5 2,5 ÷ 5 = 0,5"),
        ("2.5", "5", "3", "Hệ số 0,5 2,5 ÷ 5 = 0,5"),
        ("0,1", "5", "1", "Hệ số làm tròn thành 0 khi lấy 1 chữ số thập phân"),
        ("6000", "5", "1", "Hệ số lớn hơn 1000"),
    ],
)
def test_the_coefficient_comes_with_its_arithmetic_and_article(
    here: Commune, lan: Client, points: str, standard: str, decimals: str, said: str
) -> None:
    page = words(lan.get(AT, {"diem": points, "chuan": standard, "le": decimals}))
    assert said in page
    assert "Điều 13.1.c; Sổ tay II.III.4" in page


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"diem": "tám", "chuan": "5", "le": "1"}, {"diem"}),
        ({"diem": "8", "chuan": "0", "le": "1"}, {"chuan"}),
        ({"diem": "1.000", "chuan": "5", "le": "1"}, {"diem"}),
        ({"diem": "1,23456", "chuan": "5", "le": "1"}, {"diem"}),
        ({"diem": "8", "chuan": "5", "le": "9"}, {"le"}),
        ({"diem": "8", "chuan": "", "le": "1"}, {"chuan"}),
    ],
)
def test_what_is_no_number_is_said_at_its_field_and_stays(
    here: Commune, lan: Client, asked: dict[str, str], wrong: set[str]
) -> None:
    answer = lan.get(AT, asked)
    assert faulty(answer) == wrong
    typed = asked["diem"]
    assert f'value="{typed}"' in answer.content.decode()


def test_a_script_gets_the_answer_alone(here: Commune, lan: Client) -> None:
    answer = lan.get(AT, {"diem": "8", "chuan": "5", "le": "1"}, headers={"HX-Request": "true"})
    body = answer.content.decode()
    assert body.lstrip().startswith("<output")
    assert "8 ÷ 5 = 1,6" in body
    assert "HX-Request" in answer.headers["Vary"]


def test_it_speaks_the_language_of_the_reader(here: Commune, lan: Client) -> None:
    lan.post("/ngon-ngu/", {"language": "en"})
    with override("en"):
        page = words(lan.get(AT, {"diem": "8", "chuan": "3", "le": "2"}))
    assert "8 ÷ 3 = 2.6666… ≈ 2.67 (rounded to 2 decimals)" in page
