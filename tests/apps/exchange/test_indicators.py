"""«Chỉ số của tổ chức» from a file: one source, one closing day, looked at, entered, taken back."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from congminh.exchange.actions import apply, prepare, receive, undo
from congminh.exchange.files import error_file, export, template
from congminh.exchange.models import Import
from congminh.org.actions.trace import Action
from congminh.org.models import Change, Person
from congminh.unit_year.actions import enter_values
from congminh.unit_year.models import IndicatorValue, UnitSheet
from tests.apps import clock
from tests.apps.exchange.books import book, brought, counts, faults, given, notes, table, uploaded
from tests.apps.unit_year.indicators import with_indicators
from tests.apps.unit_year.year import SOUND, YEAR, Year, begun

ROW = {"unit": "KT", "indicator": "CS-01", "period": 2026, "value": "98,5"}


@pytest.fixture
def year(db: None) -> Year:
    found = begun()
    with_indicators(found)
    return found


def sent(year: Year, *rows: dict[str, Any], who: Person | None = None) -> Import:
    return given("indicators", rows, who or year.here.thu)


def written(year: Year, *rows: dict[str, Any]) -> Import:
    return apply(sent(year, *rows), year.here.thu)


def values() -> list[tuple[str, int, int]]:
    rows = IndicatorValue.objects.select_related("unit", "indicator")
    return [(row.unit.code, row.year, row.value_m) for row in rows]


def kinds(source: Import) -> list[tuple[str, str]]:
    """Column and kind of each fault."""
    return [(column, kind) for _row, column, kind in faults(source)]


def test_a_preview_enters_nothing_and_writing_enters_with_who_answers_for_it(year: Year) -> None:
    source = sent(year, ROW)
    assert counts(source) == (1, 0, 0, 0) and values() == []
    assert (2, "about_indicator") in notes(source)
    apply(source, year.here.thu)
    assert values() == [("KT", 2026, 98_500)] and IndicatorValue.objects.get().by == year.here.thu


def test_a_later_file_puts_right_and_what_is_there_changes_nothing(year: Year) -> None:
    written(year, ROW)
    assert counts(sent(year, ROW)) == (0, 0, 1, 0)
    again = sent(year, {**ROW, "value": 97})
    assert counts(again) == (0, 1, 0, 0) and again.rows.get().before == {"value": "98,5"}
    apply(again, year.here.thu)
    assert values() == [("KT", 2026, 98_500), ("KT", 2026, 97_000)], "nothing is written over"


def test_undoing_lets_the_value_before_count_again(year: Year) -> None:
    written(year, ROW)
    later = written(year, {**ROW, "value": 97})
    undo(later, year.here.thu)
    assert values() == [("KT", 2026, 98_500)]
    traced = Change.objects.filter(action__in=(Action.IMPORT, Action.UNDO_IMPORT))
    assert traced.count() == 3, "two imports and one undoing are in the trace"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"unit": "KHONG"}, ("A", "no_unit_sheet")),
        ({"period": 2027}, ("A", "no_unit_sheet")),
        ({"period": "năm tới"}, ("C", "not_whole")),
        ({"indicator": "CS-99"}, ("B", "unknown_indicator")),
        ({"indicator": "CS-02"}, ("B", "indicator_from_tasks")),
        ({"value": "nhiều"}, ("D", "on_the_page")),
        ({"value": None}, ("D", "needed")),
        ({"source": "Báo cáo tay"}, ("E", "other_source")),
        ({"closes": date(2026, 12, 31)}, ("E", "other_closing")),
    ],
)
def test_what_is_wrong_names_its_cell(year: Year, cells: dict[str, Any], expected: tuple[str, str]) -> None:
    source = sent(year, {**ROW, **cells})
    assert kinds(source) == [expected] and source.rows.get().number == 2
    with pytest.raises(ValidationError):
        apply(source, year.here.thu)
    assert values() == []
    told = source.rows.get().told_faults[0]
    assert told.what and told.column == expected[0]


def test_the_same_source_and_day_written_otherwise_are_the_same(year: Year) -> None:
    row = {**ROW, "source": "cổng  DỊCH VỤ công", "closes": date(2026, 11, 30), "indicator": "cs-01"}
    assert counts(sent(year, row)) == (1, 0, 0, 0)


def test_an_indicator_in_two_rows_is_a_fault_of_both_and_the_good_rows_can_go_alone(year: Year) -> None:
    other = {**ROW, "unit": "VX", "indicator": "CS-01"}
    UnitSheet.objects.filter(unit=year.here.culture).update(criteria=year.sheet(year.here.economy).criteria)
    source = sent(year, ROW, {**ROW, "value": 90}, other)
    assert kinds(source) == [("B", "indicator_twice")] * 2
    apply(source, year.here.thu, only_good=True)
    assert values() == [("VX", 2026, 98_500)]


def test_after_the_closing_day_no_value_is_taken_and_none_is_taken_back(year: Year) -> None:
    source = written(year, ROW)
    with clock.at(date(2026, 11, 30)):
        assert counts(sent(year, {**ROW, "value": 99})) == (0, 1, 0, 0), "the day itself is still open"
    with clock.at(date(2026, 12, 1)):
        assert kinds(sent(year, {**ROW, "value": 99})) == [("B", "indicator_closed")]
        assert counts(sent(year, ROW)) == (0, 0, 1, 0)
        with pytest.raises(ValidationError) as refused:
            undo(source, year.here.thu)
    assert "30/11/2026" in str((refused.value.params or {})["why"]) and values() == [("KT", 2026, 98_500)]


def test_a_preview_that_has_grown_old_is_made_anew_and_enters_nothing(year: Year) -> None:
    source, sheet = sent(year, ROW), year.sheet(year.here.economy)
    enter_values(sheet, year.here.minh, {sheet.criteria.indicators.all()[0].pk: 91_000})
    again = apply(source, year.here.thu)
    assert again.state == "ready" and again.refusal["kind"] == "figures_changed_meanwhile"
    assert values() == [("KT", 2026, 91_000)] and again.rows.get().before == {"value": "91"}


def test_figures_a_level_rests_on_are_neither_changed_nor_taken_back(year: Year) -> None:
    source = written(year, ROW)
    year.sent(year.here.economy, year.here.minh, SOUND)
    sheet = year.decided(year.here.economy, year.here.an, "good", 8000)
    assert sheet.result and sheet.result.row["indicators"][0] == [
        "CS-01",
        "Hồ sơ đúng hạn",
        "%",
        "Cổng dịch vụ công",
        98_500,
    ]
    assert kinds(sent(year, {**ROW, "value": 99})) == [("A", "figures_not_yours")]
    with pytest.raises(ValidationError) as refused:
        undo(source, year.here.thu)
    assert refused.value.code == "figures_used" and len(values()) == 1


def test_only_personnel_send_and_only_for_the_units_they_advise(year: Year) -> None:
    here = year.here
    for other in (here.lan, here.minh, here.an):
        with pytest.raises(PermissionDenied):
            receive(uploaded(book({"Sheet1": table("indicators", [ROW])})), "indicators", other)
    far = {**ROW, "unit": here.other_commune.code}
    assert kinds(sent(year, far)) == [("A", "no_unit_sheet")]


def test_the_template_lists_the_codes_and_an_export_sent_back_changes_nothing(year: Year) -> None:
    here = year.here
    written(year, ROW)
    made = CalamineWorkbook.from_filelike(BytesIO(template("indicators", here.thu, date(2026, 11, 16))))
    cells = {str(cell) for name in made.sheet_names for row in made.get_sheet_by_name(name).to_python() for cell in row}
    assert {"KT", "CS-01", "Cổng dịch vụ công", "30/11/2026"} <= cells and "CS-02" not in cells
    with export("indicators", here.thu, date(2026, 11, 16)) as out:
        content = out.read()
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2 and rows[1][0] == "KT" and "98,5" in {str(cell) for cell in rows[1]}
    back = brought("indicators", content, here.thu)
    assert counts(back) == (0, 0, 1, 0), faults(back)


def test_the_file_of_errors_says_them_beside_the_rows(year: Year) -> None:
    source = sent(year, ROW, {**ROW, "indicator": "CS-99"})
    made = CalamineWorkbook.from_filelike(BytesIO(error_file(source))).get_sheet_by_index(0).to_python()
    assert any("CS-99" in str(cell) and "không có chỉ số" in str(cell) for row in made for cell in row)


def test_the_queries_of_a_file_do_not_grow_with_its_rows(year: Year) -> None:
    here = year.here
    criteria = year.sheet(here.economy).criteria
    offices = [year.another(f"P{n}", f"Phòng số {n}")[0] for n in range(8)]
    UnitSheet.objects.filter(unit__in=offices).update(criteria=criteria)
    rows = [{**ROW, "unit": office.code} for office in offices]
    asked = []
    for some in (rows[:2], rows):
        source = receive(uploaded(book({"Sheet1": table("indicators", some)})), "indicators", here.thu)
        with CaptureQueriesContext(connection) as queries:
            prepare(source)
        asked.append(len(queries))
    assert asked[0] == asked[1], asked
    apply(source, here.thu)
    assert len(values()) == 8 and YEAR == 2026
