"""Templates, exports and files of errors: real workbooks that can be read back, without a formula in them."""

import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from congminh.exchange.actions import apply
from congminh.exchange.excel.export import export as write
from congminh.exchange.files import error_file, export, template
from congminh.exchange.kinds import KINDS
from congminh.org.models import Person, Post
from tests.apps.exchange.books import book, brought, counts, faults, given, headings
from tests.apps.exchange.test_people import MARCH, NEW
from tests.apps.exchange.test_units import DECIDED, TEAM
from tests.apps.org.commune import TODAY, Commune

STARTS = ("=", "+", "-", "@", "\t", "\x00", "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "https://", "file://", "{=")


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    opened = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names}


def formulas(content: bytes) -> int:
    """Cells with a formula, and links, in all sheets."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        found = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    return sum(xml.count(b"<f>") + xml.count(b"<f ") + xml.count(b"hyperlink") for xml in found)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_filled_in_is_read_and_by_itself_has_no_rows(kind: str, language: str, here: Commune) -> None:
    with override(language):
        content = template(kind)
    source = brought(kind, content, here.thu)
    assert (source.state, source.refusal["kind"]) == ("refused", "no_rows")


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_has_notes_lists_and_a_guide_that_no_reader_takes_for_rows(kind: str) -> None:
    with override("vi"):
        content = template(kind)
    found = sheets(content)
    first, guide, *lists = found.values()
    columns = KINDS[kind].form.columns
    assert first == [[str(heading) for heading in headings(kind).values()]]
    assert [row[1] for row in guide[-len(columns) :]] == first[0]
    assert bool(lists and lists[0][0]) == any(column.choices for column in columns)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheet, notes = archive.read("xl/worksheets/sheet1.xml"), archive.read("xl/comments1.xml").decode()
    assert sheet.count(b"<dataValidation ") == sum(bool(column.choices) for column in columns)
    assert notes.count("<comment ") == len(columns)
    assert formulas(content) == 0


def test_what_is_exported_and_imported_again_changes_nothing(here: Commune) -> None:
    apply(given("units", [{**TEAM, **DECIDED, "tier": "cơ quan thuộc cấp xã"}], here.thu), here.thu)
    apply(
        given("people", [{**NEW, **DECIDED, "rank": "cấp phó", "units": "KT1", "persons": "LAN; HOA"}], here.thu),
        here.thu,
    )
    Person.objects.create(code="BO", name="Người chưa có chỗ", begun=MARCH)
    for kind, number in (("units", 4), ("people", 9)):
        for language in ("vi", "en"):
            with override(language), export(kind, here.thu, TODAY) as file:
                source = brought(kind, file.read(), here.thu)
            assert (counts(source), faults(source)) == ((0, 0, number, 0), [])


def test_an_export_shows_only_what_one_may_see(here: Commune) -> None:
    def codes(kind: str, name: str) -> set[str]:
        with export(kind, getattr(here, name), TODAY) as file:
            return {row[0] for row in next(iter(sheets(file.read()).values()))[1:]}

    assert codes("units", "thu") == {"X", "KT", "VX"}
    assert codes("people", "lan") == {"LAN"}
    assert codes("people", "minh") == {"MINH", "HOA", "LAN"}
    assert "FAR" not in codes("people", "thu")
    assert codes("people", "son") == set()
    assert "FAR" in codes("people", "dung")


def test_days_and_numbers_are_exported_as_days_and_numbers(here: Commune) -> None:
    with export("people", here.thu, TODAY) as file:
        rows = next(iter(sheets(file.read()).values()))
    row = next(row for row in rows if row[0] == "LAN")
    assert (row[2], row[5], row[9]) == (date(2025, 7, 1), 3.0, date(2025, 7, 1))


def test_exporting_many_takes_as_many_queries_as_few(here: Commune, django_assert_num_queries: Any) -> None:
    def asked() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries, export("people", here.thu, TODAY):
            return len(queries)

    few = asked()
    rows = [{**NEW, "person": f"N{n}", "name": f"Người {n}", "persons": "LAN"} for n in range(100)]
    apply(given("people", rows, here.thu), here.thu)
    assert asked() == few


def test_ten_thousand_hostile_texts_stay_texts(here: Commune) -> None:
    texts = [f"{STARTS[n % len(STARTS)]}{n}" for n in range(10_000)]
    with write(KINDS["units"].form, ({"code": text, "name": text} for text in texts)) as file:
        content = file.read()
    assert formulas(content) == 0
    found = [row[1] for row in next(iter(sheets(content).values()))[1:]]
    assert [text.replace("_x0000_", "\x00").replace("_x0009_", "\t") for text in found] == texts


def test_hostile_texts_go_in_as_they_are_and_come_out_so(here: Commune) -> None:
    rows = [{"person": f"H{n}", "name": f"{start}1+1", "begun": MARCH} for n, start in enumerate("=+-@")]
    apply(given("people", rows, here.thu), here.thu)
    assert set(Person.objects.filter(code__startswith="H", name__contains="1+1").values_list("name", flat=True)) == {
        "=1+1", "+1+1", "-1+1", "@1+1",
    }  # fmt: skip
    with export("people", here.thu, TODAY) as file:
        content = file.read()
    assert formulas(content) == 0
    assert counts(brought("people", content, here.thu))[:2] == (0, 0)


BAD = [
    ["Danh sách", None, None, None, None],
    ["Stt", "Mã đơn vị", "Tên đơn vị", "Mã đơn vị cấp trên", "Ghi nội bộ"],
    [1, "KT", "Phòng Kinh tế", "X", "=1+1"],
    [2, "MOI", "Đơn vị mới", "ZZ", "giữ lại"],
]


def test_the_file_of_errors_has_the_faulty_rows_first_with_words(here: Commune) -> None:
    source = brought("units", book({"Của tôi": BAD}), here.thu)
    content = error_file(source)
    rows = sheets(content)["Của tôi"]
    assert rows[0] == [*BAD[1], "Lỗi"]
    assert [row[1:5] for row in rows[1:]] == [
        ["MOI", "Đơn vị mới", "ZZ", "giữ lại"],
        ["KT", "Phòng Kinh tế", "X", "=1+1"],
    ]
    assert "Cột D “Mã đơn vị cấp trên”: Không có đơn vị mang mã “ZZ”." in rows[1][5]
    assert rows[2][5] == ""
    assert formulas(content) == 0


def test_the_file_of_errors_mended_is_imported_as_it_is(here: Commune) -> None:
    source = brought(
        "people",
        book({"S": [list(NEW) and [headings("people")[key] for key in NEW], list({**NEW, "unit": "ZZ"}.values())]}),
        here.thu,
    )
    assert counts(source) == (0, 0, 0, 1)
    rows = sheets(error_file(source))["S"]
    rows[1] = ["KT" if cell == "ZZ" else cell for cell in rows[1]]
    again = brought("people", book({"S": rows}), here.thu)
    assert (counts(again), again.passed_over) == ((1, 0, 0, 0), [])
    apply(again, here.thu)
    assert Post.objects.get(person__code="M1").first == MARCH
