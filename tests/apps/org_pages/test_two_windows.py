"""Two people at once, or one in two windows: the second is told, nothing is done twice, nothing typed is lost."""

from django.contrib.auth import get_user_model
from django.test import Client

from congminh.org.models import Decision, LineRequest, Post, UnitState
from tests.apps.org.commune import Commune, position
from tests.apps.org_pages.conftest import Entering, faulty, words

SIGNED = {"number": "45/QĐ-UBND", "signed_on": "2026-10-01", "signer": "Phạm Quốc An", "about": "Sắp xếp"}


def test_a_post_ended_in_one_window_is_not_ended_later_in_the_other(here: Commune, thu: Client) -> None:
    address = f"/vi-tri-dang-giu/{here.lan.posts.get().pk}/ket-thuc/"
    thu.post(address, {"last": "2026-10-15"})
    late = thu.post(address, {"last": "2026-10-31"})
    assert faulty(late) == {"last"}
    assert 'value="2026-10-31"' in late.content.decode()
    assert here.lan.posts.get().last.isoformat() == "2026-10-15"


def test_a_transfer_sent_twice_is_made_once(here: Commune, thu: Client) -> None:
    said = {"unit": here.culture.pk, "position": position("Chuyên viên").pk, "rank": "staff", "kind": "main"}
    said = {**said, "first": "2026-11-01", "last": "", "moves": "on"}
    thu.post("/cong-chuc/LAN/bo-nhiem/", said)
    again = thu.post("/cong-chuc/LAN/bo-nhiem/", said)
    assert again.status_code == 422
    assert Post.objects.filter(person=here.lan).count() == 2


def test_a_new_name_sent_twice_is_one_state(here: Commune, thu: Client) -> None:
    said = {"name": "Phòng Kinh tế – Hạ tầng", "on": "2026-11-01", **SIGNED}
    thu.post("/don-vi/KT/doi-ten/", said)
    thu.post("/don-vi/KT/doi-ten/", said)
    assert UnitState.objects.filter(unit=here.economy).count() == 2
    assert Decision.objects.filter(number="45/QĐ-UBND").count() == 1


def test_a_unit_merged_in_one_window_cannot_be_renamed_in_the_other(here: Commune, thu: Client) -> None:
    thu.post("/don-vi/VX/sap-nhap/", {"into": here.economy.pk, "on": "2026-10-15"})
    assert thu.post("/don-vi/VX/doi-ten/", {"name": "Khác", "on": "2026-10-20"}).status_code == 404


def test_a_request_sent_twice_is_one_file(here: Commune, lan: Client) -> None:
    for _ in range(2):
        lan.post("/nguoi-dung-dau-cua-toi/", {"reason": "Tôi đã chuyển đơn vị."})
    assert LineRequest.objects.count() == 1


def test_an_account_given_in_one_window_is_not_given_in_the_other(here: Commune, thu: Client) -> None:
    first, second = (thu.post("/tai-khoan/cap/", {"person": [here.lan.pk]}) for _ in range(2))
    assert first.status_code == 200
    assert second.status_code == 302
    assert get_user_model().objects.filter(person=here.lan).count() == 1


def test_what_was_seen_first_is_seen_anew_when_it_is_done(here: Commune, thu: Client, enter: Entering) -> None:
    said = {"into": here.economy.pk, "on": "2026-11-01"}
    seen = words(thu.post("/don-vi/VX/sap-nhap/", {**said, "look": "1"}))
    assert "Nếu ghi, sẽ có 4 thay đổi" in seen
    thu.post(f"/vi-tri-dang-giu/{here.thuong.posts.get().pk}/ket-thuc/", {"last": "2026-10-31"})
    assert "Nếu ghi, sẽ có 3 thay đổi" in words(thu.post("/don-vi/VX/sap-nhap/", {**said, "look": "1"}))


def test_a_long_change_is_shown_in_part_and_counted_whole(here: Commune, thu: Client) -> None:
    from tests.apps.org.commune import person, post

    for number in range(30):
        post(person(f"N{number}", f"Bế Văn {number}"), here.culture)
    told = words(thu.post("/don-vi/VX/sap-nhap/", {"into": here.economy.pk, "on": "2026-11-01", "look": "1"}))
    assert "Nếu ghi, sẽ có 34 thay đổi" in told
    assert "và 14 thay đổi khác" in told
