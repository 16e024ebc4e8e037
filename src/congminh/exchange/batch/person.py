"""`congminh explain`: one person's sheet out of the files, as the tree of its figures."""

from collections.abc import Mapping

from congminh.exchange.batch.score import Engine, Inputs, check_bounds, check_sums
from congminh.exchange.batch.source import Source
from congminh.law.calendar import Period
from congminh.law.decree import Law
from congminh.law.explain import Teller, reading_lines
from congminh.law.facts import SHEET, TASK
from congminh.law.faults import WHOLE_FILE, BadFacts
from congminh.law.in_memory import columns_of, reckon_rows
from congminh.law.text import Text
from congminh.law.tree import lines, task_lines


def _rows(engine: Engine, inputs: Inputs, source: Source) -> list[dict]:
    """The rows asked for of a file, once they are within bounds."""
    try:
        table = engine.open(source)
        check_bounds(engine, source, table)
        if source.grain is TASK:
            check_sums(engine, inputs, table)
        columns = columns_of(source.grain)
        found = engine.rows(f"SELECT {', '.join(columns)} FROM {table}")
    except engine.error as error:
        raise source.unreadable(error) from error
    return [dict(zip(columns, row, strict=True)) for row in found]


def _one_sheet(engine: Engine, inputs: Inputs) -> list[dict]:
    """The person's one sheet of the period; raises BadFacts when there is none, or are two."""
    source = inputs.sheets
    sheets = _rows(engine, inputs, source)
    person = str(source.person)
    if not sheets:
        what = Text("không có phiếu trong kỳ này", "has no sheet in this period")
        raise BadFacts([source.fault("person_id", what, value=person)])
    if len(sheets) > 1:
        n = len(sheets)
        what = Text(f"có {n} phiếu trong kỳ này; giữ lại một", f"has {n} sheets in this period; keep one")
        key = sheets[0]["person_id"], sheets[0]["period"]
        raise BadFacts([source.fault("person_id", what, engine.rows_of(source, [key]).get(key, WHOLE_FILE), person)])
    return sheets


def explained(engine: Engine, inputs: Inputs, law: Law, choices: Mapping[str, str], language: str) -> list[str]:
    """The level of the inputs' one person in their one period as text: the tree, the tasks, the readings.

    Raises BadFacts when the person has no sheet, two, or rows out of bounds.
    """
    sheets, tasks = _one_sheet(engine, inputs), _rows(engine, inputs, inputs.tasks)
    values = law.values(Period.of_code(sheets[0]["period"]).last, choices)
    gathered = reckon_rows(law, TASK, {"task": tasks}, values)
    row = reckon_rows(law, SHEET, {"sheet": sheets, "task": tasks}, values)[0]
    teller = Teller(law, values, language, gathered)
    tree = teller.node(SHEET, "grade", row)
    resting = Text("Dựa trên cách hiểu của cơ quan:", "Resting on the agency's readings:")
    readings = [f"  {line}" for line in reading_lines(law, tree, values, language)]
    listed = ["", *task_lines(teller, gathered)] if gathered else []
    return [*lines(tree, language), *listed, "", resting(language), *readings]
