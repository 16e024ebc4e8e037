"""«Giao việc từ Excel»: matched by codes, the same faults as the page, in one transaction, taken back by steps."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from congminh.exchange.actions import apply, receive, undo
from congminh.exchange.files import error_file, export, template
from congminh.exchange.models import Import
from congminh.org.models import Change
from congminh.work.actions import adjust, assign, cancel, record_progress
from congminh.work.models import Task
from congminh.work.rows import Row
from tests.apps.assessment.month import Month
from tests.apps.exchange.books import brought, counts, faults, given, notes, uploaded
from tests.apps.work.desk import MONTH, THIS, Desk, again, day, opened
from tests.apps.worlds import world

DUE = THIS.last
NEW = {"person": "LAN", "product": "KT.01", "quantity": "0,8", "due": DUE, "name": "Thửa 12"}


desk = world(opened)


@pytest.fixture
def there(desk: Desk) -> Task:
    """A task of this month, given to Lan today."""
    row = Row(desk.here.lan, desk.product(), 2000, DUE, THIS.code, "Thửa 7")
    return assign([row], desk.here.minh)[0]


def sent(desk: Desk, *rows: dict[str, Any], by: Any = None) -> Import:
    """The import of such rows by Minh, read and compared."""
    return given("tasks", rows, by or desk.here.minh)


def written(desk: Desk, *rows: dict[str, Any]) -> Import:
    """The import of such rows, written."""
    return apply(sent(desk, *rows), desk.here.minh)


def said(source: Import) -> str:
    """All that is wrong with the rows, in Vietnamese."""
    with override("vi"):
        return " ".join(f"{one.what} {one.next}" for row in source.rows.all() for one in row.told_faults)


def test_new_rows_are_given_when_they_are_written_and_not_before(desk: Desk) -> None:
    more = {"person": "HOA", "product": "dc.01", "quantity": 5, "due": DUE, "urgent": "x"}
    source = sent(desk, NEW, more)
    assert counts(source) == (2, 0, 0, 0)
    assert not Task.objects.exists()
    apply(source, desk.here.minh)
    found = Task.objects.order_by("pk")
    assert [(task.person.code, task.code, task.assigned_m, task.due, task.name, task.urgent) for task in found] == [
        ("LAN", "KT.01", 800, DUE, "Thửa 12", False),
        ("HOA", "DC.01", 5000, DUE, "Văn bản hành chính", True),
    ]
    assert [(task.giver, task.state, task.period) for task in found] == [(desk.here.minh, "assigned", THIS.code)] * 2
    assert [task.entries.get().step for task in found] == ["assign"] * 2
    assert not Change.objects.filter(action="import").exists(), "the organisation did not change"


def test_the_period_is_the_one_in_which_the_day_falls(desk: Desk) -> None:
    written(desk, {**NEW, "given": day(1), "due": day(20)})
    task = Task.objects.get()
    assert (task.period, task.assigned_on) == (MONTH.code, day(1))


def test_what_the_codes_mean_is_shown_for_a_slip_to_be_seen(desk: Desk) -> None:
    source = sent(desk, {**NEW, "full_name": "Lê Thị Quỳnh Hoa"})
    with override("vi"):
        told = [one.what for one in source.rows.get().told_notes]
    assert told == [
        "Nguyễn Thị Ngọc Lan: Phiếu thẩm định đất; quy đổi 4,8.",
        "Mã này là của Nguyễn Thị Ngọc Lan, còn dòng ghi tên khác.",
    ]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"person": "Nguyễn Thị Ngọc Lan"}, "person"),
        ({"person": "LA"}, "person"),
        ({"person": "FAR"}, "person"),
        ({"person": "MINH"}, "person"),
        ({"person": "THUONG", "product": "DC.01"}, "person"),
        ({"person": None}, "person"),
        ({"product": "Phiếu thẩm định đất"}, "product"),
        ({"product": "KT.1"}, "product"),
        ({"product": "VX.01"}, "product"),
        ({"product": None}, "product"),
        ({"quantity": "một"}, "quantity"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "10001"}, "quantity"),
        ({"quantity": "1.125"}, "quantity"),
        ({"quantity": None}, "quantity"),
        ({"due": "32/01/2026"}, "due"),
        ({"due": date(2020, 1, 1)}, "due"),
        ({"due": None}, "due"),
        ({"given": date(2099, 1, 1)}, "given"),
        ({"unit": "ZZ"}, "unit"),
        ({"unit": "VX", "product": "DC.01"}, "unit"),
        ({"name": "x" * 401}, "name"),
        ({"task": "mười"}, "task"),
        ({"task": 999_999}, "task"),
    ],
)
def test_a_cell_that_means_nothing_is_said_at_its_row_and_column(desk: Desk, cells: Any, column: str) -> None:
    source = sent(desk, NEW, {**NEW, **cells}, NEW)
    letters = {key: letter for key, (letter, _heading) in source.layout["Sheet1"].items()}
    found = [(row, letter) for row, letter, _kind in faults(source)]
    assert found[0] == (3, letters[column]) and {row for row, _letter in found} == {3}
    assert source.faulty == 1
    assert not Task.objects.exists()


def test_a_fault_of_the_page_is_said_in_the_language_of_whoever_reads(desk: Desk) -> None:
    row = sent(desk, {**NEW, "quantity": 0}).rows.get()
    with override("vi"):
        assert "Số lượng" in row.told_faults[0].what or "Khối lượng" in row.told_faults[0].what
    with override("en"):
        assert row.told_faults[0].what == "A quantity is above 0 and at most 10000."


def test_faulty_rows_stop_everything_unless_the_good_ones_are_asked_for(desk: Desk) -> None:
    source = sent(desk, NEW, {**NEW, "person": "AI"})
    with pytest.raises(ValidationError):
        apply(source, desk.here.minh)
    assert not Task.objects.exists()
    apply(source, desk.here.minh, only_good=True)
    assert Task.objects.count() == 1


def test_the_file_of_errors_says_what_is_wrong_in_its_row(desk: Desk) -> None:
    with override("vi"):
        content = error_file(sent(desk, NEW, {**NEW, "person": "AI"}))
    found = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert "“AI”" in str(found[1][-1]) and found[2][-1] == ""


def test_a_task_that_is_there_is_put_right_with_its_reason(desk: Desk, there: Task) -> None:
    source = sent(desk, {"task": there.pk, "quantity": 3, "name": "Thửa 7 và 8", "reason": "Thêm một thửa"})
    assert counts(source) == (0, 1, 0, 0)
    assert source.rows.get().before == {"quantity": "2", "name": "Thửa 7"}
    assert notes(source) == [(2, "about_task")], "the preview names the task"
    apply(source, desk.here.minh)
    task = again(there)
    assert (task.assigned_m, task.name, task.due) == (3000, "Thửa 7 và 8", DUE)
    assert task.entries.latest("number").data["reason"] == "Thêm một thửa"
    assert Task.objects.search("thua 8").exists()


def test_empty_cells_keep_what_is_there(desk: Desk, there: Task) -> None:
    source = sent(desk, {"task": there.pk, "person": "LAN", "quantity": 2})
    assert counts(source) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"quantity": 3}, "reason_needed"),
        ({"person": "HOA"}, "other_person"),
        ({"product": "DC.01"}, "other_product"),
        ({"unit": "VX"}, "other_unit"),
        ({"given": date(2026, 1, 1)}, "other_day"),
        ({"quantity": 0, "reason": "Sửa"}, "on_the_page"),
        ({"due": date(2020, 1, 1), "reason": "Sửa"}, "on_the_page"),
    ],
)
def test_what_may_not_be_put_right_is_a_fault(desk: Desk, there: Task, cells: Any, kind: str) -> None:
    assert {found for _row, _column, found in faults(sent(desk, {"task": there.pk, **cells}))} == {kind}


def test_a_task_that_is_over_is_not_put_right(desk: Desk, there: Task) -> None:
    cancel(there, desk.here.minh, "Giao nhầm")
    source = sent(desk, {"task": there.pk, "quantity": 3, "reason": "Sửa"})
    assert [kind for _row, _column, kind in faults(source)] == ["not_adjustable"]


def test_another_head_neither_gives_nor_puts_right(desk: Desk, there: Task) -> None:
    an = sent(desk, NEW, {"task": there.pk, "quantity": 3, "reason": "Sửa"}, by=desk.here.an)
    assert [kind for _row, _column, kind in faults(an)] == ["on_the_page", "not_yours_to_assign"]
    thuong = sent(desk, {"task": there.pk, "quantity": 3, "reason": "Sửa"}, by=desk.here.thuong)
    assert [kind for _row, _column, kind in faults(thuong)] == ["unknown_task"], "what one does not see is not there"


def test_whoever_heads_nothing_sends_no_tasks(desk: Desk) -> None:
    with pytest.raises(PermissionDenied):
        receive(uploaded(b"PK"), "tasks", desk.here.lan)
    source = sent(desk, NEW, by=desk.here.thu)
    assert source.faulty == 1, "personnel give no work"


def test_an_import_of_tasks_is_of_whoever_sent_it_alone(desk: Desk) -> None:
    source = sent(desk, NEW)
    for who in (desk.here.thu, desk.here.an, desk.here.lan):
        assert not Import.objects.visible_to(who).exists()
        with pytest.raises(PermissionDenied):
            apply(source, who)
    assert list(Import.objects.visible_to(desk.here.minh)) == [source]


def test_two_rows_of_one_task_are_both_at_fault(desk: Desk, there: Task) -> None:
    change = {"task": there.pk, "quantity": 3, "reason": "Sửa"}
    assert [kind for _row, _column, kind in faults(sent(desk, change, {**change, "quantity": 4}))] == ["task_twice"] * 2


def test_a_file_sent_twice_is_noticed(desk: Desk) -> None:
    assert (2, "task_like_it") not in notes(sent(desk, NEW))
    written(desk, NEW)
    assert (2, "task_like_it") in notes(sent(desk, NEW))


def test_a_task_changed_meanwhile_makes_a_new_preview_and_nothing_is_written(desk: Desk, there: Task) -> None:
    source = sent(desk, NEW, {"task": there.pk, "quantity": 3, "reason": "Sửa"})
    adjust(there, desk.here.minh, "Đổi", assigned_m=4000)
    again_ready = apply(source, desk.here.minh)
    assert (again_ready.state, again_ready.refusal["kind"]) == ("ready", "tasks_changed_meanwhile")
    assert Task.objects.count() == 1 and again(there).assigned_m == 4000


def test_an_import_is_taken_back_while_nothing_happened_since(desk: Desk, there: Task) -> None:
    change = {"task": there.pk, "quantity": 3, "urgent": "x", "reason": "Thêm"}
    source = written(desk, {"task": None, **NEW}, change)
    undo(source, desk.here.minh)
    task, new = again(there), Task.objects.exclude(pk=there.pk).get()
    assert (task.assigned_m, task.urgent, task.due) == (2000, False, DUE)
    assert new.state == "cancelled" and "danh-sach.xlsx" in new.entries.latest("number").data["reason"]
    assert Import.objects.get().state == "undone"


def test_what_happened_since_stands_in_the_way_and_nothing_is_taken_back(desk: Desk) -> None:
    source = written(desk, NEW, {**NEW, "name": "Thửa 13"})
    record_progress(Task.objects.get(name="Thửa 12"), desk.here.lan, 100)
    with pytest.raises(ValidationError) as caught:
        undo(source, desk.here.minh)
    assert caught.value.code == "moved_since"
    assert set(Task.objects.values_list("state", flat=True)) == {"assigned"}
    assert Import.objects.get().state == "applied"


def test_what_is_exported_and_sent_back_changes_nothing(desk: Desk, there: Task) -> None:
    written(desk, {**NEW, "quantity": "1,125", "urgent": "x"}, {**NEW, "person": "HOA", "product": "DC.02"})
    with export("tasks", desk.here.minh, timezone.localdate()) as file:
        content = file.read()
    source = brought("tasks", content, desk.here.minh)
    assert counts(source) == (0, 0, 3, 0)
    with pytest.raises(ValidationError):
        apply(source, desk.here.minh)


def test_an_export_holds_the_tasks_of_those_one_scores(desk: Desk, there: Task) -> None:
    for who, number in ((desk.here.minh, 1), (desk.here.an, 0), (desk.here.thuong, 0)):
        with export("tasks", who, timezone.localdate()) as file:
            read = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
        assert len(read) == 1 + number


def test_a_text_that_looks_like_a_formula_stays_a_text(desk: Desk) -> None:
    written(desk, {**NEW, "name": '=HYPERLINK("http://evil.example")'})
    with export("tasks", desk.here.minh, timezone.localdate()) as file:
        cells = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[1]
    assert '=HYPERLINK("http://evil.example")' in cells


@pytest.mark.parametrize("kind", ["tasks", "results"])
def test_the_second_sheet_of_a_template_lists_people_and_products(desk: Desk, kind: str) -> None:
    with override("vi"):
        content = template(kind, desk.here.minh, timezone.localdate())
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    rows = book.get_sheet_by_index(1).to_python()
    assert book.sheet_names[1] == "Mã để điền"
    assert [row[:3] for row in rows] == [
        ["Mã công chức", "Họ và tên", "Đơn vị"],
        ["HOA", "Lê Thị Quỳnh Hoa", "Phòng Kinh tế"],
        ["LAN", "Nguyễn Thị Ngọc Lan", "Phòng Kinh tế"],
        ["", "", ""],
    ]
    assert [row[4] for row in rows] == ["Mã sản phẩm", "DC.01", "DC.02", "KT.01"]
    refused = brought(kind, content, desk.here.minh)
    assert refused.refusal["kind"] == "no_rows", "no reader takes the lists for rows"


def test_a_closed_period_is_said_in_the_row(desk: Desk) -> None:
    from congminh.assessment.actions import open_round

    month = Month(desk, open_round(desk.here.commune, MONTH, desk.here.thu).round)
    month.done()
    month.told(desk.here.lan, desk.here.minh)
    source = sent(desk, {**NEW, "given": day(1), "due": day(20)})
    assert source.faulty == 1
    assert MONTH.label("vi") in said(source) and "mở lại" in said(source)


def test_comparing_asks_no_more_for_many_rows_than_for_few(desk: Desk) -> None:
    def asked(number: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            sent(desk, *({**NEW, "name": f"Thửa {n}"} for n in range(number)))
        return len(queries)

    assert asked(60) <= asked(5) + 1
