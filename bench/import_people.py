"""Forty thousand people with posts in twelve hundred units, from Excel into PostgreSQL: seconds, and memory."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from tests.postgres import server

from bench.measure import within

PEOPLE, UNITS = 40_000, 1_200
SINCE = date(2025, 7, 1)
DECIDED = {"decision": "12/QĐ-UBND", "decided": SINCE, "signer": "Chủ tịch UBND tỉnh"}
FAMILY, MIDDLE = ("Nguyễn", "Trần", "Lê", "Phạm", "Vi", "Lò", "Hoàng"), ("Văn", "Thị", "Đức", "Minh", "Ngọc")
GIVEN = ("An", "Bình", "Châu", "Dũng", "Hoa", "Lan", "Minh", "Sơn", "Thu", "Ước")
LEADERS = (("head", "Trưởng đơn vị"), ("deputy", "Phó trưởng đơn vị"))


def units() -> Iterator[dict[str, Any]]:
    """A commune for each ten units, its offices beneath it."""
    for n in range(UNITS):
        commune = n // 10 * 10
        kind = ("using", "commune", "TINH") if n == commune else ("direct", "commune_agency", f"DV{commune:04}")
        yield {
            "code": f"DV{n:04}", "name": f"Đơn vị số {n}", "parent": kind[2], "kind": kind[0], "tier": kind[1],
            "first": SINCE, **DECIDED,
        }  # fmt: skip


def people() -> Iterator[dict[str, Any]]:
    """A head, a deputy with two people in charge, and staff in every unit; codes go round the units."""
    for n in range(PEOPLE):
        unit, place = n % UNITS, n // UNITS
        rank, title = (
            (("head", "Trưởng đơn vị"), ("deputy", "Phó trưởng đơn vị"))[place]
            if place < 2
            else ("staff", f"Chuyên viên {place % 6}")
        )
        charge = {"persons": f"CC{unit + 2 * UNITS:06}; CC{unit + 3 * UNITS:06}"} if rank == "deputy" else {}
        yield {
            "person": f"CC{n:06}", "name": f"{FAMILY[n % 7]} {MIDDLE[n % 5]} {GIVEN[n % 10]}", "begun": SINCE,
            "unit": f"DV{unit:04}", "position": title, "complexity": 4 if place < 2 else 2,
            "peer_group": title.rstrip(" 012345"), "rank": rank, "kind": "main", "first": SINCE, **charge, **DECIDED,
        }  # fmt: skip


def write(path: Path, kind: str, rows: Iterator[dict[str, Any]]) -> Path:
    """The rows as a workbook with the form's headings."""
    from congminh.exchange.kinds import KINDS

    columns = KINDS[kind].form.columns
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        for index, column in enumerate(columns):
            sheet.write_string(0, index, str(column.heading))
        for number, row in enumerate(rows, start=1):
            for index, column in enumerate(columns):
                value = row.get(column.key)
                if isinstance(value, date):
                    sheet.write_datetime(number, index, datetime.combine(value, datetime.min.time()), day)
                elif value is not None:
                    sheet.write(number, index, value)
    return path


def adviser() -> Any:
    """The province with somebody who advises on its personnel."""
    from congminh.org.actions import begin_unit
    from congminh.org.models import PeerGroup, Person, Position, Post, Unit

    province = begin_unit(Unit(code="TINH", kind="managing", tier="province", begun=SINCE), "UBND tỉnh")
    group = PeerGroup.objects.create(code="to_chuc", name="Tổ chức")
    position = Position.objects.create(
        title="Tổ chức", complexity=4, peer_group=group, unit=province, is_personnel=True
    )
    person = Person.objects.create(code="TC", name="Đỗ Thị Minh Thu", begun=SINCE)
    Post.objects.create(person=person, unit=province, position=position, first=SINCE)
    return person


def work(folder: Path) -> None:
    """In a process of its own: bring both files in and print what it took, as JSON."""
    import django

    django.setup()
    from django.core.management import call_command

    from congminh.exchange import actions, files
    from congminh.org.models import Post

    call_command("migrate", verbosity=0)
    person, taken = adviser(), {}
    _bring("units", write(folder / "units.xlsx", "units", units()), person, taken)
    path = write(folder / "people.xlsx", "people", people())
    source = _bring("people", path, person, taken)
    assert (source.state, Post.objects.count()) == ("applied", PEOPLE + 1), source.told_notes
    peaks = {"megabytes": _peak(resource.RUSAGE_SELF), "child megabytes": _peak(resource.RUSAGE_CHILDREN)}
    again = _receive("people", path, person)
    _timed("the same file again, preview", lambda: actions.prepare(again), taken)
    _timed("export", lambda: files.export("people", person, date.today()).close(), taken)
    _timed("undone", lambda: actions.undo(source, person), taken)
    assert (again.left, Post.objects.count()) == (PEOPLE, 1)
    print(json.dumps({**taken, **peaks}))


def _bring(kind: str, path: Path, person: Any, taken: dict[str, float]) -> Any:
    from congminh.exchange import actions

    source = _receive(kind, path, person)
    _timed(f"{kind}, preview", lambda: actions.prepare(source), taken)
    return _timed(f"{kind}, applied", lambda: actions.apply(source, person), taken)


def _receive(kind: str, path: Path, person: Any) -> Any:
    from django.core.files import File

    from congminh.exchange import actions

    with path.open("rb") as file:
        return actions.receive(File(file, path.name), kind, person)


def _timed(name: str, act: Callable[[], Any], taken: dict[str, float]) -> Any:
    start = time.perf_counter()
    found = act()
    taken[name] = time.perf_counter() - start
    return found


def _peak(of: int) -> float:
    return resource.getrusage(of).ru_maxrss / 1e3


def main() -> None:
    """The lines of this claim."""
    with server() as url, tempfile.TemporaryDirectory() as folder:
        told = {"DATABASE_URL": url, "CONGMINH_HOME": folder, "CONGMINH_DEBUG": "1"}
        told |= {"DJANGO_SETTINGS_MODULE": "congminh.site.settings"}
        command = [sys.executable, "-m", "bench.import_people", folder]
        run = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **told})
    found = json.loads(run.stdout.splitlines()[-1])
    name = f"import of {PEOPLE:,} people into {UNITS:,} units, PostgreSQL"
    within(f"{name}: read, compared, applied", found["people, preview"] + found["people, applied"], 60, "s")
    within(f"{name}: peak memory", found["megabytes"], 500, "MB")
    within(f"{name}: peak memory of the child that reads", found["child megabytes"], 500, "MB")
    rest = {key: value for key, value in found.items() if "megabytes" not in key}
    print(f"{name}: " + ", ".join(f"{key} {value:.1f} s" for key, value in rest.items()), flush=True)


if __name__ == "__main__":
    work(Path(sys.argv[1]))
