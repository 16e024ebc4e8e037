"""«Kết quả làm ở nơi khác»: they come as reported and wait; nobody confirms their own; taken back by steps."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from congminh.exchange.actions import apply, undo
from congminh.exchange.files import export
from congminh.exchange.models import Import
from congminh.ledger.models import Notice
from congminh.org.models import Person
from congminh.work.actions import ask_cause, assign, confirm, record_progress, report, return_work
from congminh.work.models import Task
from tests.apps.exchange.books import brought, counts, faults, given, notes
from tests.apps.work.desk import MONTH, Desk, again, day, opened
from tests.apps.worlds import world

DONE = {"quantity": "1,5", "finished": day(18), "note": "Hệ thống một cửa"}


desk = world(opened)


@pytest.fixture
def task(desk: Desk) -> Task:
    """Two of a product, given to Lan, due on the 20th."""
    return desk.given()


def sent(who: Person, *rows: dict[str, Any]) -> Import:
    """The import of such rows, read and compared."""
    return given("results", rows, who)


def written(who: Person, *rows: dict[str, Any]) -> Import:
    """The import of such rows, written."""
    return apply(sent(who, *rows), who)


def kinds(source: Import) -> list[str]:
    """The kinds of the faults."""
    return [kind for _row, _column, kind in faults(source)]


@pytest.mark.parametrize("name", ["minh", "thu"])
def test_a_result_comes_as_reported_and_waits_in_the_queue(desk: Desk, task: Task, name: str) -> None:
    who = getattr(desk.here, name)
    source = sent(who, {"task": task.pk, **DONE})
    assert counts(source) == (1, 0, 0, 0)
    assert again(task).state == "assigned", "a preview writes nothing"
    apply(source, who)
    found = again(task)
    assert (found.state, found.reported_m, found.finished_on, found.note) == (
        "reported",
        1500,
        day(18),
        "Hệ thống một cửa",
    )
    assert list(Task.objects.to_confirm(desk.here.minh)) == [task]
    assert found.entries.latest("number").who == who
    assert Notice.objects.filter(to=desk.here.lan, entry__step="record").count() == 1


def test_a_result_finds_its_task_by_the_codes_of_person_and_product(desk: Desk, task: Task) -> None:
    written(desk.here.minh, {"person": "LAN", "product": "kt.01", **DONE})
    assert again(task).reported_m == 1500


def test_names_find_nothing_and_several_tasks_are_asked_about(desk: Desk, task: Task) -> None:
    other = desk.given(name="Thửa 13")
    by_name = {"person": "Nguyễn Thị Ngọc Lan", "product": "KT.01", **DONE}
    source = sent(desk.here.minh, by_name, {"person": "LAN", "product": "KT.01", **DONE}, {"person": "LAN", **DONE})
    assert kinds(source) == ["no_such_task", "several_tasks", "no_task_said"]
    assert source.rows.all()[1].faults[0]["said"]["numbers"] == f"{task.pk}, {other.pk}"


def test_delays_are_counted_as_on_the_page_and_shown_before(desk: Desk, task: Task) -> None:
    source = sent(desk.here.thu, {"task": task.pk, **DONE, "finished": day(24)})
    assert (2, "result_late") in notes(source)
    apply(source, desk.here.thu)
    assert again(task).delays == 1


def test_who_scores_may_confirm_at_once(desk: Desk, task: Task) -> None:
    written(desk.here.minh, {"task": task.pk, **DONE, "confirm": "x"})
    found = again(task)
    assert (found.state, found.confirmed_m) == ("confirmed", 1500)
    assert [entry.step for entry in found.entries.order_by("number")] == ["assign", "record", "confirm"]


def test_personnel_confirm_nothing(desk: Desk, task: Task) -> None:
    source = sent(desk.here.thu, {"task": task.pk, **DONE, "confirm": "x"})
    assert (2, "confirm_waits") in notes(source)
    apply(source, desk.here.thu)
    assert again(task).state == "reported"


def test_what_a_person_reported_themselves_is_confirmed_but_not_changed(desk: Desk, task: Task) -> None:
    report(task, desk.here.lan, 2000, day(18), note="xong")
    said = {"task": task.pk, "quantity": 2, "finished": day(18)}
    assert kinds(sent(desk.here.minh, {**said, "quantity": 1})) == ["reported_by_owner"]
    assert counts(sent(desk.here.minh, said)) == (0, 0, 1, 0)
    written(desk.here.minh, {**said, "confirm": "x"})
    assert (again(task).confirmed_m, again(task).note) == (2000, "xong")


def test_a_later_file_puts_an_earlier_one_right(desk: Desk, task: Task) -> None:
    first = written(desk.here.thu, {"task": task.pk, **DONE})
    second = sent(desk.here.thu, {"task": task.pk, **DONE, "quantity": 2})
    assert counts(second) == (0, 1, 0, 0)
    assert second.rows.get().before == {"quantity": "1,5"}
    apply(second, desk.here.thu)
    assert again(task).reported_m == 2000
    with pytest.raises(ValidationError):
        undo(first, desk.here.thu)
    undo(second, desk.here.thu)
    assert (again(task).reported_m, again(task).state) == (1500, "reported")


def test_nobody_brings_in_or_confirms_their_own(desk: Desk) -> None:
    own = assign([desk.row(desk.here.minh, "DC.01")], desk.here.an)[0]
    thus = assign([desk.row(desk.here.thu, "DC.01")], desk.here.thuong)[0]
    assert kinds(sent(desk.here.minh, {"task": own.pk, **DONE, "confirm": "x"})) == ["own_result"]
    assert kinds(sent(desk.here.thu, {"task": thus.pk, **DONE, "confirm": "x"})) == ["own_result"]


def test_only_who_scores_or_advises_brings_results_in(desk: Desk, task: Task) -> None:
    assert kinds(sent(desk.here.an, {"task": task.pk, **DONE})) == ["not_yours_to_record"]
    assert kinds(sent(desk.here.thuong, {"task": task.pk, **DONE})) == ["unknown_task"]
    assert kinds(sent(desk.here.far, {"person": "LAN", "product": "KT.01", **DONE})) == ["no_such_task"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"quantity": "một"}, "quantity"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": None}, "quantity"),
        ({"finished": "mai"}, "finished"),
        ({"finished": None}, "finished"),
        ({"finished": day(1).replace(year=2020)}, "finished"),
        ({"finished": day(1).replace(year=2099)}, "finished"),
        ({"person": "HOA"}, "person"),
        ({"product": "DC.01"}, "product"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"confirm": "có lẽ"}, "confirm"),
        ({"task": 999_999}, "task"),
    ],
)
def test_a_cell_that_means_nothing_is_said_at_its_row_and_column(
    desk: Desk, task: Task, cells: Any, column: str
) -> None:
    source = sent(desk.here.minh, {"task": task.pk, "person": "LAN", "product": "KT.01", **DONE, **cells})
    letters = {key: letter for key, (letter, _heading) in source.layout["Sheet1"].items()}
    assert [(row, letter) for row, letter, _kind in faults(source)] == [(2, letters[column])]


def test_two_rows_of_one_task_are_both_at_fault(desk: Desk, task: Task) -> None:
    rows = ({"task": task.pk, **DONE}, {"person": "LAN", "product": "KT.01", **DONE})
    assert kinds(sent(desk.here.minh, *rows)) == ["task_twice"] * 2


def test_what_was_returned_is_reported_again_by_who_did_it(desk: Desk) -> None:
    task = desk.reported()
    return_work(again(task), desk.here.minh, "Sai nội dung")
    assert kinds(sent(desk.here.minh, {"task": task.pk, **DONE})) == ["not_recordable"]


def test_what_was_confirmed_stays(desk: Desk) -> None:
    task = desk.reported()
    confirm(again(task), desk.here.minh)
    said = {"task": task.pk, "quantity": 2, "finished": day(18)}
    assert counts(sent(desk.here.minh, {**said, "confirm": "x"})) == (0, 0, 1, 0)
    assert kinds(sent(desk.here.minh, {**said, "quantity": 1})) == ["confirmed_already"]


@pytest.mark.parametrize("confirms", ["x", ""])
def test_an_import_is_taken_back_while_nothing_happened_since(desk: Desk, task: Task, confirms: str) -> None:
    record_progress(task, desk.here.lan, 400, "đang làm")
    source = written(desk.here.minh, {"task": task.pk, **DONE, "finished": day(24), "confirm": confirms})
    assert again(task).delays == 1
    undo(source, desk.here.minh)
    found = again(task)
    assert (found.state, found.reported_m, found.finished_on, found.note) == ("assigned", 400, None, "đang làm")
    assert (found.delays, found.confirmed_m, found.confirmed_on) == (0, 0, None)
    assert found.entries.latest("number").step == "unrecord"


def test_what_happened_since_stands_in_the_way(desk: Desk, task: Task) -> None:
    other = desk.given(name="Thửa 13")
    late = {**DONE, "finished": day(24)}
    source = written(desk.here.minh, {"task": task.pk, **late}, {"task": other.pk, **late})
    ask_cause(again(other), desk.here.lan, Task.About.DELAY, "Mưa lũ")
    with pytest.raises(ValidationError) as caught:
        undo(source, desk.here.minh)
    assert caught.value.code == "moved_since"
    assert again(task).state == "reported"


def test_a_result_reported_meanwhile_makes_a_new_preview(desk: Desk, task: Task) -> None:
    source = sent(desk.here.minh, {"task": task.pk, **DONE})
    report(task, desk.here.lan, 2000, day(18))
    assert apply(source, desk.here.minh).state == "ready"
    assert (again(task).reported_m, Import.objects.get().faulty) == (2000, 1)


@pytest.mark.parametrize("name", ["minh", "thu"])
def test_what_is_exported_and_sent_back_changes_nothing(desk: Desk, task: Task, name: str) -> None:
    who = getattr(desk.here, name)
    desk.reported(name="Thửa 2")
    confirm(desk.reported(name="Thửa 3"), desk.here.minh)
    return_work(desk.reported(name="Thửa 4"), desk.here.minh, "Sai")
    record_progress(desk.given(name="Thửa 5"), desk.here.lan, 400)
    with export("results", who, MONTH.first) as file:
        content = file.read()
    source = brought("results", content, who)
    assert counts(source) == (0, 0, 5, 0)


def test_an_export_is_filled_in_and_sent_back(desk: Desk, task: Task) -> None:
    with export("results", desk.here.minh, MONTH.first) as file:
        head, row = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert row[0] == task.pk and row[1:3] == ["LAN", "Nguyễn Thị Ngọc Lan"]
    assert len(head) == len(row) or not any(row[len(head) :])


def test_comparing_and_writing_ask_little_more_for_many_rows(desk: Desk) -> None:
    def asked(number: int) -> int:
        tasks = assign([desk.row(name=f"Thửa {n}") for n in range(number)], desk.here.minh)
        with CaptureQueriesContext(connection) as queries:
            sent(desk.here.minh, *({"task": task.pk, **DONE} for task in tasks))
        return len(queries)

    assert asked(60) <= asked(5) + 1
