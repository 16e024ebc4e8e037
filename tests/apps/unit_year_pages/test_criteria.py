"""The pages of criteria: a draft typed row by row, its sums beside, put in force by a decision."""

from typing import Any

from congminh.unit_year.models import CriteriaSet
from tests.apps.assessment_pages.conftest import Entering, words
from tests.apps.org.commune import Commune
from tests.apps.unit_year.year import MOST, in_force

PAGE = "/to-chuc/tieu-chi/"
DECISION = {"number": "46/QĐ-UBND", "signed_on": "2026-11-02", "signer": "Chủ tịch", "first": "2026-12-01"}


def typed(most: Any = MOST, **more: Any) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for place, (code, cp) in enumerate(most.items()):
        rows |= {f"c{place}-heading": code, f"c{place}-label": f"Tiêu chí {code}", f"c{place}-max_cp": f"{cp // 100}"}
    return {"name": "Bộ tiêu chí 2026", "c-rows": len(most) + 1, "i-rows": 1, **rows, **more}


def begun(here: Commune, enter: Entering) -> tuple[Any, CriteriaSet, str]:
    thu = enter(here.thu)
    thu.post(f"{PAGE}moi/", {"agency": here.commune.pk})
    found = CriteriaSet.objects.get()
    return thu, found, f"{PAGE}{found.pk}/"


def test_a_set_is_drawn_up_and_put_in_force(here: Commune, enter: Entering) -> None:
    thu, found, address = begun(here, enter)
    indicator = {"i0-name": "Hồ sơ đúng hạn", "i0-measure": "%", "i0-source": "Cổng dịch vụ công"}
    assert thu.post(address, typed(**indicator, **{"i0-takes": "entered", "i0-closes": "30/11"})).status_code == 302
    said = words(thu.get(address))
    assert "30 / 30" in said and "70 / 70" in said and "Ban hành" in said
    assert thu.post(f"{address}ban-hanh/", DECISION).status_code == 302
    found.refresh_from_db()
    assert found.decision and found.decision.number == "46/QĐ-UBND" and found.indicators.get().closing_month == 11
    assert "Áp dụng từ ngày 01/12/2026" in words(enter(here.minh).get(address))
    assert thu.post(address, typed()).status_code == 403


def test_sums_that_are_wrong_are_said_and_it_cannot_be_put_in_force(here: Commune, enter: Entering) -> None:
    thu, found, address = begun(here, enter)
    thu.post(address, typed({**MOST, "a": 500}))
    said = words(thu.get(address))
    assert "65 / 70" in said and "phải bằng 70" in said and "Ban hành được khi cả hai tổng điểm đủ." in said
    refused = thu.post(f"{address}ban-hanh/", DECISION)
    assert refused.status_code == 422 and "Tổng điểm các tiêu chí Điều 7.1 là 65, phải bằng 70." in words(refused)
    found.refresh_from_db()
    assert found.is_draft


def test_what_is_wrong_stands_at_its_row_and_nothing_typed_is_lost(here: Commune, enter: Entering) -> None:
    thu, found, address = begun(here, enter)
    answer = thu.post(address, typed(**{"c0-max_cp": "nhiều", "i0-name": "Chi phí"}))
    body = answer.content.decode()
    assert answer.status_code == 422 and 'value="nhiều"' in body and 'value="Chi phí"' in body
    assert not found.criteria.exists()
    answer = thu.post(address, typed(**{"c0-max_cp": "95"}))
    assert answer.status_code == 422 and "tối đa 30" in words(answer) and not found.criteria.exists()


def test_a_draft_sent_again_as_it_stands_keeps_every_row(here: Commune, enter: Entering) -> None:
    thu, found, address = begun(here, enter)
    indicator = {"i0-name": "Chi phí", "i0-measure": "triệu đồng", "i0-source": "Báo cáo", "i0-takes": "entered"}
    as_it_stands = typed(**indicator, **{"i0-closes": "30/11", "i0-code": "CS-01"})
    for _time in range(2):
        assert thu.post(address, as_it_stands).status_code == 302
    assert found.criteria.count() == len(MOST) and found.indicators.get().closing_month == 11


def test_an_emptied_row_is_removed_and_a_draft_thrown_away(here: Commune, enter: Entering) -> None:
    thu, found, address = begun(here, enter)
    thu.post(address, typed())
    thu.post(address, typed(**{"c0-label": "", "c0-max_cp": ""}))
    assert found.criteria.count() == len(MOST) - 1
    assert thu.post(f"{address}bo/").status_code == 302 and not CriteriaSet.objects.exists()


def test_a_new_set_is_drawn_up_from_one_in_force(here: Commune, enter: Entering) -> None:
    old, thu = in_force(here), enter(here.thu)
    assert thu.post(f"{PAGE}moi/", {"like": old.pk}).status_code == 302
    new = CriteriaSet.objects.exclude(pk=old.pk).get()
    assert new.criteria.count() == old.criteria.count() and "Dự thảo" in words(thu.get(PAGE))


def test_only_personnel_write_and_those_of_the_agency_read(here: Commune, enter: Entering) -> None:
    found = in_force(here)
    assert enter(here.an).post(f"{PAGE}moi/", {}).status_code == 403
    assert enter(here.minh).get(f"{PAGE}{found.pk}/").status_code == 200
    assert enter(here.far).get(f"{PAGE}{found.pk}/").status_code == 404
