"""The tasks that rows of results are about: by their number, or as the one of a person with a product."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from congminh.exchange.excel.form import Row
from congminh.exchange.journal import batches
from congminh.exchange.kinds.month import AT_ONCE, tasks_of
from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.work.models import Task

UNDER_WAY = ("assigned", "reported")
SAYS = ("report", "record", "approve_done")
Pair = tuple[str, str]
LISTED = 6


@dataclass(frozen=True)
class Board:
    """Tasks the sender sees by number; by codes of person and product those under way; those last said by an import."""

    tasks: Mapping[int, Task]
    alike: Mapping[Pair, Sequence[int]]
    recorded: Collection[int]

    def task(self, row: Row) -> Task | None:
        """The one task a row is about; none or several is a fault."""
        if "task" in row.cells:
            number = row.values.get("task")
            if number is not None and number not in self.tasks:
                row.fault("task", "unknown_task", number=row.cells["task"])
            return self.tasks.get(number or 0)
        if "person" not in row.values or "product" not in row.values:
            row.fault("task", "no_task_said")
            return None
        numbers = self.alike.get(_pair(row.values["person"], row.values["product"]), ())
        if len(numbers) == 1:
            return self.tasks[numbers[0]]
        said = {"person": row.values["person"], "product": row.values["product"]}
        listed = ", ".join(str(number) for number in numbers[:LISTED]) + (", …" if len(numbers) > LISTED else "")
        row.fault("task", "several_tasks" if numbers else "no_such_task", numbers=listed, **said)
        return None


def board_of(rows: Sequence[Row], by: Person) -> Board:
    """All that rows of results are compared with; queries grow by hundreds of tasks, never by each."""
    alike = _alike(rows, by)
    numbers = {row.values["task"] for row in rows if "task" in row.values}
    tasks = tasks_of(numbers | {number for same in alike.values() for number in same}, by)
    return Board(tasks, alike, _recorded(tasks))


def _alike(rows: Sequence[Row], by: Person) -> dict[Pair, list[int]]:
    bare = [row.values for row in rows if "task" not in row.cells]
    wanted = {_pair(said["person"], said["product"]) for said in bare if "person" in said and "product" in said}
    found: dict[Pair, list[int]] = defaultdict(list)
    people = sorted({said["person"] for said in bare if "person" in said})
    for some in batches(people, AT_ONCE):
        there = Task.objects.visible_to(by).filter(person__code__in=some, state__in=UNDER_WAY).order_by("pk")
        for number, person, product in there.values_list("pk", "person__code", "code"):
            if _pair(person, product) in wanted:
                found[_pair(person, product)].append(number)
    return found


def _recorded(tasks: Mapping[int, Task]) -> set[int]:
    """Those whose last result an import brought in."""
    reported = sorted(number for number, task in tasks.items() if task.state == "reported")
    last: dict[int, str] = {}
    for some in batches(reported, AT_ONCE):
        entries = Entry.objects.filter(file__in=some, step__in=SAYS).order_by("file", "number")
        last |= dict(entries.values_list("file_id", "step"))
    return {number for number, step in last.items() if step == "record"}


def _pair(person: str, product: str) -> Pair:
    return person, product.casefold()
