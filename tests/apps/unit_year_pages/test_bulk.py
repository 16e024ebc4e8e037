"""The pages of a whole list: what would come out, those that wait, a batch decided and told; who may."""

import re
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.unit_year.actions import Written, save_sheet
from congminh.unit_year.models import UnitResult, UnitSheet
from tests.apps.assessment_pages.conftest import Entering, words
from tests.apps.unit_year.test_cap import weighed
from tests.apps.unit_year.year import SOUND, YEAR, Year

SCORES = [9500, 9200, 8000, 8000, 8000, 8000]


def at(year: Year, what: str = "quyet-dinh") -> str:
    return f"/to-chuc/{what}/{year.here.commune.pk}/?nam={YEAR}"


def tokens(answer: Any) -> list[str]:
    return re.findall(r'name="sheet"\s+value="([^"]+)"', answer.content.decode())


def test_the_list_says_what_would_come_out_before_anything_is_decided(year: Year, enter: Entering) -> None:
    weighed(year, SCORES)
    answer = enter(year.here.an).get(at(year))
    said = words(answer)
    assert "Kết quả dự kiến" in said and "tối đa 1 trong phạm vi" in said
    assert re.search(r"Hoàn thành xuất sắc nhiệm vụ 1 0 đã quyết định", said)
    assert "theo điểm và điều kiện: Hoàn thành xuất sắc nhiệm vụ; vượt tỷ lệ" in said or "92 điểm" in said
    assert len(tokens(answer)) == 6 and not UnitResult.objects.exists()


def test_all_are_decided_then_told_and_the_way_is_on_the_page_of_the_share(year: Year, enter: Entering) -> None:
    weighed(year, SCORES)
    an = enter(year.here.an)
    share = f"/to-chuc/ty-le/{year.here.commune.pk}/?nam={YEAR}"
    assert "Quyết định cả danh sách" in words(an.get(share))
    done = an.post(at(year), {"sheet": tokens(an.get(at(year)))}, follow=True)
    assert "Đã quyết định: 6 tổ chức." in words(done) and "Thông báo cả danh sách" in words(done)
    listed = an.get(at(year, "thong-bao"))
    told = an.post(at(year, "thong-bao"), {"sheet": tokens(listed), "notice": "9/TB-UBND"}, follow=True)
    assert "Đã thông báo: 6 tổ chức." in words(told) and "cả danh sách" not in words(told)
    sheet = UnitSheet.objects.filter(state="notified")[0]
    assert "9/TB-UBND" in words(an.get(sheet.get_absolute_url()))


def test_only_those_ticked_are_decided_and_none_ticked_is_said(year: Year, enter: Entering) -> None:
    weighed(year, SCORES)
    an = enter(year.here.an)
    empty = an.post(at(year), {})
    assert empty.status_code == 422 and "Chưa chọn dòng nào." in words(empty)
    an.post(at(year), {"sheet": tokens(an.get(at(year)))[-1:]})
    assert UnitResult.objects.count() == 1
    none = an.post(at(year, "thong-bao"), {})
    assert none.status_code == 422 and UnitSheet.objects.filter(state="decided").count() == 1


def test_a_sheet_changed_meanwhile_stops_the_list_and_the_page_is_new(year: Year, enter: Entering) -> None:
    found, _range = weighed(year, SCORES)
    an = enter(year.here.an)
    shown = tokens(an.get(at(year)))
    sheet = year.sheet(found[3][0])
    save_sheet(sheet, year.here.thu, sheet.draft, Written(columns={"remark": "Sửa"}))
    late = an.post(at(year), {"sheet": shown})
    assert late.status_code == 409 and not UnitResult.objects.exists()
    assert an.post(at(year), {"sheet": tokens(late)}).status_code == 302


def test_a_level_put_in_by_hand_is_held_to_the_law(year: Year, enter: Entering) -> None:
    weighed(year, SCORES)
    an = enter(year.here.an)
    forged = [token.replace(":good", ":excellent") for token in tokens(an.get(at(year)))]
    refused = an.post(at(year), {"sheet": [*forged, "1:2", "x:y:z:good", "9:9:9:best"]})
    assert refused.status_code == 422 and not UnitResult.objects.exists()


def test_those_that_wait_are_named_with_what_for(year: Year, enter: Entering) -> None:
    here = year.here
    year.sent(here.economy, here.minh, SOUND)
    said = words(enter(here.an).get(at(year)))
    assert "Còn chờ Phòng Kinh tế Chưa có điểm." in said and "Chưa có phiếu nào sẵn sàng" in said


def test_personnel_look_and_do_not_decide_and_strangers_are_told_of_nothing(year: Year, enter: Entering) -> None:
    here = year.here
    weighed(year, SCORES)
    thu = enter(here.thu)
    answer = thu.get(at(year))
    assert "người có thẩm quyền công nhận quyết định" in words(answer) and "<textarea" not in answer.content.decode()
    for page in ("quyet-dinh", "thong-bao"):
        assert thu.post(at(year, page), {"sheet": tokens(answer)}).status_code == 403
        assert {enter(who).get(at(year, page)).status_code for who in (here.minh, here.thuong, here.far)} == {404}
        assert enter(here.lan).get(at(year, page)).status_code == 403
    assert not UnitResult.objects.exists()


def test_the_queries_of_the_lists_do_not_grow_with_the_organisations(year: Year, enter: Entering) -> None:
    browser = enter(year.here.an)
    asked = []
    for number in range(2):
        for each in range(3):
            office, head = year.another(f"P{number}{each}", f"Phòng số {number}{each}")
            year.sent(office, head, SOUND)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(at(year)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 21, asked
