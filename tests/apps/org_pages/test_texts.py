"""What people wrote is shown as they wrote it; both languages are whole; whatever is asked, a page answers."""

import re
from unicodedata import normalize

import pytest
from django.test import Client

from congminh.org.models import Person
from tests.apps.org.commune import Commune, unit
from tests.apps.org_pages.conftest import Entering, words

PAGES = (
    "/don-vi/",
    "/don-vi/KT/",
    "/don-vi/KT/doi-ten/",
    "/cong-chuc/",
    "/cong-chuc/LAN/",
    "/cong-chuc/LAN/nghi/",
    "/vi-tri/",
    "/vi-tri/them/",
    "/nhom-tuong-dong/",
    "/thiet-lap/",
    "/cach-hieu/",
    "/kiem-tra/",
    "/tai-khoan/",
)
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


@pytest.mark.parametrize("page", PAGES)
def test_in_english_the_words_of_the_page_are_english(here: Commune, thu: Client, page: str) -> None:
    """Names, titles and articles stay as they are; headings, labels, columns and buttons do not."""
    thu.post("/ngon-ngu/", {"language": "en"})
    body = normalize("NFC", thu.get(page).content.decode())
    said = re.findall(r"<(h1|h2|label|th|button|legend)\b[^>]*>(.*?)</\1>", body, re.DOTALL)
    plain = {" ".join(re.sub(r"<[^>]+>", " ", each).split()) for _tag, each in said}
    names = {str(each) for each in Person.objects.all()} | {"Tiếng Việt", "Phòng Kinh tế"}
    strange = {each for each in plain if VIETNAMESE.search(each) and not any(name in each for name in names)}
    assert strange == set()


def test_a_name_with_marks_of_html_is_shown_and_does_nothing(here: Commune, thu: Client) -> None:
    unit("<b>", "<script>alert(1)</script> & Phòng", "direct", here.commune)
    Person.objects.filter(pk=here.lan.pk).update(name="<img src=x onerror=alert(1)>")
    for page in ("/don-vi/", "/don-vi/KT/", "/cong-chuc/", "/cong-chuc/LAN/", "/cong-chuc/goi-y/?q=lan"):
        body = thu.get(page).content.decode()
        assert "<script>alert" not in body
        assert "<img src=x" not in body
    assert "<script>alert(1)</script> & Phòng" in words(thu.get("/don-vi/"))


@pytest.mark.parametrize(
    "asked",
    [
        "/don-vi/?page=999",
        "/don-vi/?page=x",
        "/don-vi/?ngay=0001-01-01",
        "/don-vi/?ngay=9999-12-31",
        "/don-vi/?q=%25_%27%22",
        "/don-vi/KT/?ngay=1900-01-01",
        "/cong-chuc/?q=" + "a" * 500,
        "/cong-chuc/?don_vi=abc",
        "/cong-chuc/?don_vi=99999999999999999999",
        "/cong-chuc/?page=-1",
        "/cong-chuc/goi-y/",
        "/vi-tri/?don_vi=0",
        "/cach-hieu/?q=((",
        "/tai-khoan/?don_vi=&q=%F0%9F%98%80",
        "/kiem-tra/?lan=x&loai=%3Cb%3E",
    ],
)
def test_whatever_the_address_asks_a_page_answers(here: Commune, thu: Client, asked: str) -> None:
    assert thu.get(asked).status_code == 200


@pytest.mark.parametrize("asked", ["/cong-chuc/?q=a%00b", "/don-vi/?q=%00"])
def test_a_sign_that_no_text_holds_is_refused_beside_its_field(here: Commune, thu: Client, asked: str) -> None:
    assert 'id="id_q_error"' in thu.get(asked).content.decode()


def test_a_page_of_people_is_not_kept_by_the_browser(here: Commune, thu: Client) -> None:
    assert thu.get("/cong-chuc/LAN/").headers["Cache-Control"] == "no-store"


def test_nothing_but_get_and_post_is_understood(here: Commune, thu: Client, enter: Entering) -> None:
    for page in PAGES:
        assert thu.put(page).status_code == 405, page
        assert thu.delete(page).status_code == 405, page
    for page in ("/don-vi/", "/cong-chuc/", "/cong-chuc/LAN/", "/cach-hieu/"):
        assert thu.post(page).status_code == 405, page
