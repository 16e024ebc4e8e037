"""The only bridge from tasks to the law: rows with the columns of `law.facts.TASK`, as SQL and as Python rows.

Counted are tasks really given (`models.queries.COUNTED`); done is what was confirmed; failed reviews and delays are
those that count, less what a confirmed objective cause waived (Điều 14.2.b, c).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection

from congminh.ledger.models import CaseFile
from congminh.work.models import Task
from congminh.work.models.queries import COUNTED

COLUMNS = """t.casefile_ptr_id AS task_id, t.person_id, t.period, t.origin, t.coefficient_m, t.assigned_m,
 CASE WHEN c.state = 'confirmed' THEN t.confirmed_m ELSE 0 END AS done_m,
 t.quality_failures - t.waived_failures AS quality_failures, t.delays - t.waived_delays AS delays"""


def task_table(periods: Collection[int], people: Collection[int] | str | None = None) -> str:
    """A bracketed SELECT of the facts of tasks, for `law.reckon` on SQLite and PostgreSQL; also has `task_id`.

    Of these periods (yyyymm), and of `people`: their ids, a SELECT that gives them, or everyone. It holds no
    parameters: numbers are written out, so the text is the same for the same question.
    """
    task, file = Task._meta.db_table, CaseFile._meta.db_table
    states = ", ".join(f"'{state}'" for state in COUNTED)
    conditions = [f"c.state IN ({states})", f"t.period IN ({_listed(periods)})"]
    if people is not None:
        conditions.append(f"t.person_id IN ({people if isinstance(people, str) else _listed(people)})")
    return (
        f"(SELECT {COLUMNS} FROM {task} t JOIN {file} c ON c.id = t.casefile_ptr_id WHERE {' AND '.join(conditions)})"
    )


def task_rows(periods: Collection[int], people: Collection[int] | str | None = None) -> list[dict[str, Any]]:
    """The same rows in Python, for `law.in_memory` and a person's explanation; by `task_id`."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {task_table(periods, people)} AS given ORDER BY task_id")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _listed(numbers: Collection[int]) -> str:
    return ", ".join(str(int(number)) for number in sorted(numbers)) or "NULL"
