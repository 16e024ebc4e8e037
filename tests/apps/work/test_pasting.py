"""Rows from a spreadsheet: matched by code alone, and every cell that means nothing said at its place."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from congminh.law.calendar import Period
from congminh.work.actions import assign
from congminh.work.models import Task
from congminh.work.pasting import MOST_ROWS, day_of, paste, quantity_of
from tests.apps.work.desk import THIS, Desk

DUE = f"{THIS.last:%d/%m/%Y}"


def pasted(desk: Desk, *lines: str, by: Any = None) -> list[Any]:
    """What lines pasted for the economy office mean."""
    return paste("\n".join(lines), desk.here.economy, THIS.code, by or desk.here.minh)


def test_rows_are_read_and_then_assigned(desk: Desk) -> None:
    rows = pasted(desk, f"LAN\tKT.01\t0,8\t{DUE}\tThửa 12", f"HOA\tdc.01\t5\t{DUE}\t")
    assert [line.faults for line in rows] == [{}, {}]
    tasks = assign([line.row for line in rows], desk.here.minh)
    assert [(task.person.code, task.code, task.assigned_m, task.due, task.name) for task in tasks] == [
        ("LAN", "KT.01", 800, THIS.last, "Thửa 12"),
        ("HOA", "DC.01", 5000, THIS.last, "Văn bản hành chính"),
    ]


def test_nothing_is_written_before_somebody_looked(desk: Desk) -> None:
    pasted(desk, f"LAN\tKT.01\t1\t{DUE}\t")
    assert not Task.objects.exists()


def test_headings_and_empty_lines_are_left_out_and_lines_keep_their_numbers(desk: Desk) -> None:
    rows = pasted(desk, "", "Mã CC\tMã SP\tSố lượng\tThời hạn\tTên", "", f"LAN\tKT.01\t1\t{DUE}", "  \t\t")
    assert [(line.number, line.faults) for line in rows] == [(4, {})]


def test_windows_line_ends_and_quoted_cells_are_read(desk: Desk) -> None:
    text = f'"LAN"\t"KT.01"\t"1"\t"{DUE}"\t"Thửa  12"\r\n'
    (line,) = paste(text, desk.here.economy, THIS.code, desk.here.minh)
    assert line.row and line.row.name == "Thửa 12"


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("Nguyễn Thị Ngọc Lan\tKT.01\t1\t{due}\t", {"person"}),
        ("LA\tKT.01\t1\t{due}\t", {"person"}),
        ("LAN\tPhiếu thẩm định đất\t1\t{due}\t", {"product"}),
        ("LAN\tKT.1\t1\t{due}\t", {"product"}),
        ("LAN\tVX.01\t1\t{due}\t", {"product"}),
        ("LAN\tKT.01\tmột\t{due}\t", {"quantity"}),
        ("LAN\tKT.01\t\t{due}\t", {"quantity"}),
        ("LAN\tKT.01\t0\t{due}\t", {"quantity"}),
        ("LAN\tKT.01\t10001\t{due}\t", {"quantity"}),
        ("LAN\tKT.01\t1\t32/01/2026\t", {"due"}),
        ("LAN\tKT.01\t1\tcuối tháng 9\t", {"due"}),
        ("LAN\tKT.01\t1\t01/01/2020\t", {"due"}),
        ("MINH\tDC.01\t1\t{due}\t", {"person"}),
        ("THUONG\tDC.01\t1\t{due}\t", {"person"}),
        ("x\ty\tz\tw", {"person", "product", "quantity", "due"}),
        ("LAN", {"product", "quantity", "due"}),
    ],
)
def test_a_cell_that_means_nothing_is_said_at_its_row_and_column(desk: Desk, line: str, columns: set[str]) -> None:
    good = f"LAN\tKT.01\t1\t{DUE}\t"
    rows = pasted(desk, good, line.format(due=DUE), good)
    assert [set(each.faults) for each in rows] == [set(), columns, set()]
    assert all(error.params and error.params["next"] for error in rows[1].faults.values())


def test_someone_the_head_does_not_see_is_not_named(desk: Desk) -> None:
    (line,) = pasted(desk, f"FAR\tKT.01\t1\t{DUE}\t")
    assert "Lò Văn Xa" not in str(line.faults["person"].messages)


@pytest.mark.parametrize(
    ("said", "thousandths"),
    [("5", 5000), (" 0,8 ", 800), ("0.8", 800), ("0.125", 125), ("1,25", 1250), ("1000", 10**6)],
)
def test_quantities_are_read_as_people_write_them(said: str, thousandths: int) -> None:
    assert quantity_of(said) == thousandths


@pytest.mark.parametrize("said", ["1.000", "12.345", "1,2345", "-1", "1e3", "½", "", "1 000", "NaN", "1,5 sp", "٣"])
def test_a_quantity_that_could_mean_two_things_or_none_is_refused(said: str) -> None:
    with pytest.raises(ValidationError):
        quantity_of(said)


@pytest.mark.parametrize(
    "said", ["25/10/2026", "25/10", "25-10-2026", "25.10.2026", "2026-10-25", "2026-10-25 00:00:00"]
)
def test_days_are_read_as_people_write_them(said: str) -> None:
    assert day_of(said, Period.parse("2026-10")) == date(2026, 10, 25)


def test_more_rows_than_one_look_can_hold_are_refused(desk: Desk) -> None:
    with pytest.raises(ValidationError) as caught:
        pasted(desk, *[f"LAN\tKT.01\t1\t{DUE}\t"] * (MOST_ROWS + 1))
    assert set(caught.value.message_dict) == {"text"}


def test_nothing_pasted_is_nothing_to_show(desk: Desk) -> None:
    assert pasted(desk, "", "\t\t") == []
