"""What the database says of a walk, in the plain life's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F

from congminh.assessment.facts import differences, running
from congminh.assessment.models import PeriodSheet, Result
from congminh.ledger.models import CaseFile, Entry, Leaf, Notice
from congminh.work.models import Task
from tests.faults.life.hands import Hands
from tests.faults.life.plain import Life, Work
from tests.faults.life.reckoning import FIGURES

SHARES = ("quantity_bp", "quality_bp", "timeliness_bp")


def figures(hands: Hands, life: Life) -> Mapping[str, Any]:
    """The figures the product shows, in the plain life's words: what rests on points nobody gave is left out."""
    shown = running([hands.file("sheet")])[hands.sheet]
    names = FIGURES if (life.results and shown.is_signed) or known(life) else SHARES
    return {name: getattr(shown, name) for name in names}


def known(life: Life) -> bool:
    """Whether anybody gave general points."""
    return life.general_cp is not None or life.self_cp is not None


def written(hands: Hands) -> list[tuple[Any, ...]]:
    """All entries made since the walk began, each with a leaf of the log: file, number, who, step, role, states."""
    names, people = hands.keys(), hands.names()
    rows = Entry.objects.filter(pk__gt=hands.before[0]).annotate(leaf_key=F("leaf")).order_by()
    columns = ("file", "number", "who", "step", "role", "before", "after", "leaf_key")
    found = [
        (names.get(file, f"file {file}"), number, people[who], *said, leaf is not None)
        for file, number, who, *said, leaf in rows.values_list(*columns)
    ]
    assert all(has_leaf for *_entry, has_leaf in found)
    return sorted(tuple(entry) for *entry, _has_leaf in found)


def told(hands: Hands) -> set[tuple[str, int, str]]:
    """All notices since: of which entry of which file to whom."""
    names, people = hands.keys(), hands.names()
    rows = Notice.objects.filter(pk__gt=hands.before[1]).values_list("entry__file", "entry__number", "to")
    return {(names[file], number, people[to]) for file, number, to in rows}


def leaves(hands: Hands) -> int:
    """How many leaves since."""
    return Leaf.objects.filter(pk__gt=hands.before[2]).count()


def standing(hands: Hands) -> dict[str, tuple[str, int]]:
    """State and version of each file."""
    names = hands.keys()
    rows = CaseFile.objects.filter(pk__in=names).values_list("pk", "state", "version")
    return {names[pk]: (state, version) for pk, state, version in rows}


SHEET_COLUMNS = ("self_cp", "general_cp", "draft", "reopen_asked_by", "reopen_until", "result__number")
TASK_COLUMNS = (
    "reported_m", "confirmed_m", "quality_failures", "delays", "waived_failures", "waived_delays", "cause",
    "cause_about",
)  # fmt: skip


def columns(hands: Hands) -> tuple[Any, ...]:
    """The columns of the sheet that steps change."""
    people = hands.names()
    row = list(PeriodSheet.objects.filter(pk=hands.sheet).values_list(*SHEET_COLUMNS).get())
    row[3] = people[row[3]] if row[3] else None
    return tuple(row)


def counted(hands: Hands) -> list[tuple[Any, ...]]:
    """Of each task what is done of it and counted against it."""
    rows = {row[0]: row[1:] for row in Task.objects.filter(pk__in=hands.tasks).values_list("pk", *TASK_COLUMNS)}
    return [rows[pk] for pk in hands.tasks]


def plainly(work: Work) -> tuple[Any, ...]:
    """The same of a plain task."""
    against = (work.failures, work.delays, work.waived["failure"], work.waived["delay"])
    return (work.done_m, work.confirmed_m, *against, work.cause, work.cause_about)


def signed(hands: Hands) -> Sequence[Result]:
    """Every result told, in order."""
    return list(Result.objects.filter(sheet=hands.sheet).select_related("basis").order_by("number"))


def proves(result: Result) -> bool:
    """Whether a result kept still gives its own figures, and the entry that told it vouches for it."""
    entry = Entry.objects.filter(file=result.sheet_id, data__result=result.number).exclude(step="restore").get()
    return differences(result) == [] and entry.data["seal"] == result.seal()
