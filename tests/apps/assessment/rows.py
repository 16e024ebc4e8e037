"""A month written straight into the tables, to be told, closed and compared with the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from congminh.assessment.models import PeriodSheet
from congminh.exchange.batch.duck import DuckDB
from congminh.exchange.batch.progress import Progress
from congminh.exchange.batch.score import RESULTS, Inputs, score
from congminh.law.facts import SHEET, TASK
from congminh.law.in_memory import columns_of
from congminh.law.nd335 import ND335
from congminh.ledger.actions import open_files
from congminh.ledger.models import CaseFile
from congminh.org.models import Person, Unit
from congminh.work.models import Task
from tests.apps.work.desk import MONTH, day

Row = dict[str, Any]


def put_tasks(rows: Iterable[Row], people: Mapping[int, Person], units: Mapping[int, Unit]) -> list[Row]:
    """Tasks as confirmed, or handed over, and some events waived besides; the law's rows of what was written."""
    tasks, facts = [], []
    for number, row in enumerate(rows):
        assigned_m, gone = max(row["assigned_m"], 1), row["origin"] == "handed_over"
        done_m = 0 if gone else row["done_m"]
        task = Task(procedure="task", person=people[row["person_id"]], unit=units[row["person_id"]], period=MONTH.code)
        task.origin, task.coefficient_m, task.assigned_m = row["origin"], row["coefficient_m"], assigned_m
        task.name, task.assigned_on, task.due, task.giver = f"Việc {number}", day(1), day(20), people[row["person_id"]]
        task.confirmed_m, task.confirmed_on = done_m, None if gone else day(21)
        task.waived_failures, task.waived_delays = number % 3, number % 2
        task.quality_failures = row["quality_failures"] + task.waived_failures
        task.delays, task.catalogue_number = row["delays"] + task.waived_delays, 1
        tasks.append(task)
        facts.append({**row, "assigned_m": assigned_m, "done_m": done_m})
    open_files(tasks)
    for state in ("confirmed", "handed_over"):
        mine = [task.pk for task in tasks if (task.origin == "handed_over") == (state == "handed_over")]
        CaseFile.objects.filter(pk__in=mine).update(state=state)
    return facts


def put_scores(sheets: Mapping[int, Mapping[str, Any]]) -> None:
    """By person, the general points, đ and e as somebody scored them."""
    for person, columns in sheets.items():
        sheet = PeriodSheet.objects.filter(person=person)
        sheet.update(**columns)
        CaseFile.objects.filter(pk__in=sheet.values("pk")).update(state="scored")


def score_files(
    folder: Path, tasks: Sequence[Row], sheets: Sequence[Row], choices: Mapping[str, str]
) -> dict[int, tuple[Any, ...]]:
    """What `congminh score` makes of these rows as files: by person the columns of a result."""
    _write(folder / "tasks.csv", tasks, columns_of(TASK))
    _write(folder / "sheets.csv", sheets, columns_of(SHEET))
    out = folder / "results.csv"
    with DuckDB() as duck, (folder / "said").open("w") as said:
        inputs = Inputs.of(str(folder / "tasks.csv"), str(folder / "sheets.csv"), None)
        score(duck, inputs, str(out), ND335, choices, Progress("vi", said))
        names = ", ".join(name for name, _kind in RESULTS)
        rows = duck.rows(f"SELECT {names} FROM read_csv('{out}', header = true)")
    return {row[0]: tuple(row[1:]) for row in rows}


def results_of(round: Any) -> dict[int, tuple[Any, ...]]:
    """The signed results of a round, with the columns of the results file."""
    sheets = PeriodSheet.objects.filter(round=round).select_related("result")
    names = [name for name, _kind in RESULTS[3:]]
    return {
        sheet.person_id: (sheet.period, sheet.unit_id, *(getattr(sheet.result, name) for name in names))
        for sheet in sheets
    }


def _write(path: Path, rows: Sequence[Row], columns: Sequence[str]) -> None:
    lines = [",".join(columns)]
    lines += [",".join("" if row.get(name) is None else str(row[name]) for name in columns) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
