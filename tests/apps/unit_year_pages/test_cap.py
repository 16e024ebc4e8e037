"""The page of the share: its denominator in plain sight, the tied chosen among by who recognises, with a reason."""

from congminh.unit_year.models import CapException, TieChoice
from tests.apps.assessment_pages.conftest import Entering, words
from tests.apps.unit_year.test_cap import weighed
from tests.apps.unit_year.year import YEAR, Year


def page(year: Year) -> str:
    return f"/to-chuc/ty-le/{year.here.commune.pk}/?nam={YEAR}"


def test_the_denominator_is_printed_with_its_article_and_the_readings(year: Year, enter: Entering) -> None:
    weighed(year, [9500, 9200, 8000, 8000, 8000, 8000])
    said = words(enter(year.here.an).get(page(year)))
    assert "Mẫu số: số tổ chức làm căn cứ tính tỷ lệ 6 Điều 8.5.a" in said
    assert "Số tổ chức xuất sắc tối đa 1" in said and "Cơ sở tính tỷ lệ 20%" in said
    assert "trong tỷ lệ" in said and "vượt tỷ lệ" in said and "Chọn trong số bằng điểm" not in said


def test_the_tied_are_chosen_among_with_a_reason(year: Year, enter: Entering) -> None:
    _found, ranged = weighed(year, [9500, 9500, 8000, 8000, 8000, 8000])
    an = enter(year.here.an)
    assert "Có 2 tổ chức bằng điểm ở ngưỡng, còn 1 suất." in words(an.get(page(year)))
    refused = an.post(page(year), {"tie": 1, "chosen": ranged.tied, "reason": "Cả hai"})
    assert refused.status_code == 422 and "Hãy chọn tối đa 1." in words(refused) and "Cả hai" in words(refused)
    assert an.post(page(year), {"tie": 1, "chosen": ranged.tied[:1], "reason": "Đúng hạn hơn"}).status_code == 302
    assert TieChoice.objects.get().chosen == ranged.tied[:1]
    assert "Được chọn trong số bằng điểm: Phòng Kinh tế" in words(an.get(page(year)))


def test_who_advises_sees_the_tied_and_records_a_higher_share_by_decision(year: Year, enter: Entering) -> None:
    weighed(year, [9500, 9500, 8000, 8000, 8000, 8000])
    thu = enter(year.here.thu)
    said = words(thu.get(page(year)))
    assert "người có thẩm quyền công nhận chọn, có lý do" in said and "Ghi nhận lựa chọn" not in said
    sent = {"more": 1, "number": "9/QĐ", "signed_on": "2026-11-02", "signer": "Chủ tịch", "reason": "Nổi trội"}
    assert thu.post(page(year), {**sent, "percent": 30}).status_code == 422 and not CapException.objects.exists()
    assert thu.post(page(year), {**sent, "percent": 25}).status_code == 302
    assert "25 %" in words(thu.get(page(year)))


def test_points_of_the_others_are_not_for_the_heads_of_the_range(year: Year, enter: Entering) -> None:
    here = year.here
    statuses = {
        who: enter(getattr(here, who)).get(page(year)).status_code for who in ("minh", "thuong", "lan", "dung", "chair")
    }
    assert statuses == {"minh": 404, "thuong": 404, "lan": 403, "dung": 200, "chair": 404}
    assert enter(here.dung).post(page(year), {"tie": 1}).status_code == 403
