"""«Vì sao điểm này?»: the figures of one sheet as a tree of plain data, down to who confirmed which task and when.

node: name, label, letter, cite, value, arithmetic, about, readings, parts; under a sum, nodes of tasks with `task`,
and for a leader nodes of those in charge with `sheet`; under the general criteria, one node each with `mark`
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import get_language

from congminh.assessment.facts.reckoning import Reckoning, reckoned
from congminh.assessment.facts.running import law_of
from congminh.assessment.facts.tasks import task_rows
from congminh.assessment.models import PeriodSheet, Result
from congminh.assessment.models.result import SUMS
from congminh.law.explain import Node, Teller
from congminh.law.facts import SHEET, TASK
from congminh.law.in_memory import reckon_rows, reckon_sums
from congminh.law.nd335.general import criteria
from congminh.law.text import scaled
from congminh.ledger.models import Entry
from congminh.ledger.procedures import named
from congminh.org.once import is_looking
from congminh.work.models import Task

Row = Mapping[str, Any]
Plain = dict[str, Any]
# The steps by which somebody else than the person settled what counts of a task.
SETTLED_BY = (
    "approve",
    "approve_done",
    "confirm",
    "force_forward",
    "return",
    "undo",
    "accept_cause",
    "refuse_cause",
    "give_to",
)


def why(sheet: PeriodSheet, language: str = "", marks: bool = True) -> Plain:
    """The tree below a sheet's level: signed from what was kept with the result, else as it stands now.

    `missing` names what nobody scored yet and the tree cannot rest on; `signed` says whether it is the signed
    result. Without `marks` the general criteria are told in all alone. Raises ValidationError where leaders are
    in charge of each other.
    """
    tongue = language or get_language() or "vi"
    told = _signed(sheet, tongue) if sheet.is_signed and sheet.result else _running(sheet, tongue)
    told = replace(told, shows_marks=marks)
    tree = _plain(told.teller.node(SHEET, "grade", told.row), told)
    if told.row["total"] is None:  # nothing was assigned: what was scored all the same is told
        tree["parts"] = [_plain(told.teller.node(SHEET, "general", told.row), told)]
    return {"tree": tree, "missing": sorted(told.missing), "signed": told.is_signed, "law": told.teller.law.key}


@dataclass(frozen=True)
class _Told:
    """What a tree is made from: the row, its tasks in order, those in charge, what is known of each."""

    teller: Teller
    row: Row
    sheet: PeriodSheet
    tasks: Sequence[Plain]
    led: Sequence[Plain]
    is_signed: bool
    missing: frozenset[str] = frozenset()
    seen: set[tuple[str, str]] = field(default_factory=set)
    shows_marks: bool = True

    @property
    def language(self) -> str:
        return self.teller.language


def _running(sheet: PeriodSheet, language: str) -> _Told:
    (reckoning,) = reckoned([sheet] if is_looking() else [sheet.pk])
    each = reckoning.every[sheet.pk]
    facts = task_rows(reckoning.scope, [sheet.pk])
    teller = _teller(reckoning, facts, language)
    people = _names(each.led)
    led = [{"sheet": pk, "person": people[pk], **dict(sums)} for pk, sums in sorted(each.led.items())]
    pooled = led if reckoning.values["leader_abc_scope"] == "pooled" else []
    return _Told(teller, each.row, sheet, _tasks(facts), pooled, False, each.missing)


def _signed(sheet: PeriodSheet, language: str) -> _Told:
    result: Any = sheet.result
    law, values = law_of(sheet)
    key = {"person_id": sheet.pk, "period": sheet.period}
    facts = [{**fact, **key} for fact in result.task_facts]
    gathered = reckon_rows(law, TASK, {"task": facts}, values, carry=("task",))
    (row,) = reckon_sums(law, SHEET, [_facts_of(result, key)], values)
    people = _names(line["sheet"] for line in result.charge_facts)
    led = [{**line, "person": people[line["sheet"]]} for line in result.charge_facts]
    pooled = led if values["leader_abc_scope"] == "pooled" else []
    return _Told(Teller(law, values, language, gathered), row, sheet, _tasks(gathered), pooled, True)


def _facts_of(result: Result, key: Row) -> Plain:
    columns = ("unit_id", "peer_group", "post", "general_cp", "unit_results", "execution", "cohesion", *SUMS)
    return {**key, **{name: getattr(result, name) for name in columns}}


def _teller(reckoning: Reckoning, facts: Sequence[Row], language: str) -> Teller:
    gathered = reckon_rows(reckoning.law, TASK, {"task": facts}, reckoning.values, carry=("task",))
    return Teller(reckoning.law, reckoning.values, language, gathered)


def _names(sheets: Iterable[int]) -> dict[int, str]:
    return dict(PeriodSheet.objects.filter(pk__in=list(sheets)).order_by().values_list("pk", "person__name"))


def _tasks(facts: Sequence[Row]) -> list[Plain]:
    """Each task by name with the entries by which others settled what counts of it; two queries."""
    pks = [fact["task"] for fact in facts]
    tasks = Task.objects.in_bulk(pks)
    settled: dict[int, list[Plain]] = defaultdict(list)
    entries = Entry.objects.filter(file__in=pks, step__in=SETTLED_BY).select_related("who").order_by("file", "number")
    for entry in entries:
        settled[entry.file_id].append(_entry(entry))
    return [{"pk": pk, "name": tasks[pk].name, "code": tasks[pk].code, "settled": settled[pk]} for pk in pks]


def _entry(entry: Entry) -> Plain:
    label = named("task").step(entry.step).label
    said = {"who": entry.who.name, "role": entry.role, "step": entry.step, "cite": entry.cite, "at": entry.at}
    return {**said, "label": label(get_language() or "vi")}


def _plain(node: Node, told: _Told, place: int | None = None) -> Plain:
    """A node of the law's tree as plain data, with its readings in words and what hangs below it here.

    A sum that stands under several figures is laid out once; the next times `again` says so.
    """
    again = (node.name, node.about) in told.seen and bool(node.parts)
    told.seen.add((node.name, node.about))
    parts = [] if again else _parts(node, told, place)
    task = told.tasks[place] if place is not None and node.about else None
    return {
        "name": node.name,
        "label": node.label(told.language),
        "letter": node.letter,
        "cite": node.cite,
        "value": node.value,
        "arithmetic": node.arithmetic,
        "about": node.about,
        "again": again,
        "readings": [_reading(key, told) for key in node.readings],
        "task": task,
        "reason": _reason(node.name, told.sheet),
        "parts": parts,
    }


def _parts(node: Node, told: _Told, place: int | None) -> list[Plain]:
    """The law's parts of a node; below a sum also those in charge, below the general points the criteria."""
    parts = [_plain(part, told, n if part.about else place) for n, part in enumerate(node.parts)]
    if node.name in SUMS:
        parts += [_in_charge(node, each, told) for each in told.led if each.get(node.name)]
    if node.name == "general_cp" and told.shows_marks:
        parts += _marks(told)
    return parts


def _reading(key: str, told: _Told) -> Plain:
    reading, chosen = told.teller.law.readings[key], str(told.teller.values[key])
    return {
        "key": key,
        "question": reading.question,
        "title": reading.title(told.language),
        "option": reading.options[chosen](told.language),
        "cite": reading.cite,
    }


def _in_charge(node: Node, each: Row, told: _Told) -> Plain:
    """What somebody in charge adds to a leader's sum (Điều 15.1)."""
    item = told.teller.law.find(SHEET, node.name, told.teller.values)
    value = told.teller.written(item, {node.name: each[node.name]})
    said = {"name": node.name, "label": each["person"], "letter": "", "cite": "Điều 15.1", "value": value}
    return {
        **said,
        "arithmetic": "",
        "about": "",
        "again": False,
        "readings": [],
        "task": None,
        "sheet": each["sheet"],
        "parts": [],
    }


def _marks(told: _Told) -> list[Plain]:
    """One node a criterion, with both scores and what was said of them (Mẫu 01)."""
    marks = {mark.code: mark for mark in told.sheet.marks.all()}
    found = []
    for code, criterion in criteria().items():
        mark = marks.get(code)
        given = None if mark is None else mark.self_cp if mark.given_cp is None else mark.given_cp
        value = "" if given is None else scaled(given, 2, told.language, 2)
        said = {"name": code, "label": criterion.label(told.language), "letter": "", "cite": criterion.cite}
        rest: Plain = {
            "value": value,
            "arithmetic": "",
            "about": "",
            "again": False,
            "readings": [],
            "task": None,
            "parts": [],
        }
        found.append({**said, **rest, "mark": mark and _mark(mark, told.language)})
    return found


def _mark(mark: Any, language: str) -> Plain:
    def written(points: int | None) -> str:
        return "" if points is None else scaled(points, 2, language, 2)

    return {
        "self": written(mark.self_cp),
        "self_note": mark.self_note,
        "given": written(mark.given_cp),
        "given_note": mark.given_note,
    }


def _reason(name: str, sheet: PeriodSheet) -> str:
    """Why đ or e is what it is."""
    return {"execution": sheet.execution_reason, "cohesion": sheet.cohesion_reason}.get(name, "")
