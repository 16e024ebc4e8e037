"""`congminh explain`: one person's sheet out of the files, as the tree of its figures."""

from collections.abc import Mapping

from congminh.exchange.batch.duck import DuckDB
from congminh.exchange.batch.score import Inputs, values_for
from congminh.law.decree import Law
from congminh.law.explain import Teller, reading_lines
from congminh.law.facts import SHEET, TASK
from congminh.law.faults import BadFacts
from congminh.law.figures import Grain
from congminh.law.in_memory import columns_of, reckon_rows
from congminh.law.text import Text
from congminh.law.tree import lines, task_lines


def _rows(duck: DuckDB, table: str, grain: Grain, person: int) -> list[dict]:
    columns = columns_of(grain)
    found = duck.rows(f"SELECT {', '.join(columns)} FROM {table} WHERE person_id = {person}")
    return [dict(zip(columns, row, strict=True)) for row in found]


def explained(
    duck: DuckDB, inputs: Inputs, law: Law, person: int, choices: Mapping[str, str], language: str
) -> list[str]:
    """One person's level in the inputs' period as text: the tree, the tasks, the readings it rests on.

    Raises BadFacts when the person has no sheet, two, or rows out of bounds.
    """
    tables = {"task": duck.open(inputs.tasks), "sheet": duck.open(inputs.sheets)}
    sheets = _rows(duck, tables["sheet"], SHEET, person)
    if len(sheets) != 1:
        n = len(sheets)
        what = Text(f"có {n} phiếu trong kỳ này, cần đúng một", f"has {n} sheets in this period, one is needed")
        raise BadFacts([inputs.sheets.fault("person_id", what, value=str(person))])
    values = values_for(law, duck, inputs.sheets, tables["sheet"], choices)
    tasks = _rows(duck, tables["task"], TASK, person)
    row = reckon_rows(law, SHEET, {"sheet": sheets, "task": tasks}, values)[0]
    gathered = reckon_rows(law, TASK, {"task": tasks}, values)
    teller = Teller(law, values, language, gathered)
    tree = teller.node(SHEET, "grade", row)
    resting = Text("Dựa trên cách hiểu của cơ quan:", "Resting on the agency's readings:")
    readings = [f"  {line}" for line in reading_lines(law, tree, values, language)]
    listed = ["", *task_lines(teller, gathered)] if gathered else []
    return [*lines(tree, language), *listed, "", resting(language), *readings]
