"""What is told is signed first («ký kết quả»): facts, figures and the law they rest on, kept as a result for good.

Bottom-up: a leader's result rests on the levels and the work of those in charge (Điều 15), so theirs come first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext as _

from congminh.assessment.facts.reckoning import Reckoned, Reckoning, reckoned
from congminh.assessment.facts.tasks import check_tasks, gathered
from congminh.assessment.models import Basis, PeriodSheet, Result
from congminh.assessment.models.result import LEVELS, SUMS, TASK_COLUMNS
from congminh.ledger.models import CaseFile
from congminh.org.models import Person
from congminh.work.refusing import fault

AT_ONCE = 2000
SHOWN = 5
FIGURES = ("quantity_bp", "quality_bp", "timeliness_bp", "results_bp", "total_cp", "total", "shares", "grade")
Say = Callable[[int, str], Any]


def sign(
    sheets: Sequence[PeriodSheet], by: Person, rounds: Collection[int] = (), say: Say | None = None
) -> dict[int, Result]:
    """Reckon scored sheets and keep their results, by sheet; inside the caller's transaction.

    The sheets are locked first, in the order of their keys, so that no task moves while they are reckoned. With
    `rounds`, those are all scored sheets of these rounds. ValidationError names those that cannot be told yet.
    `say(done, note)` hears how far it is.
    """
    if not sheets:
        return {}
    keys = {sheet.pk for sheet in sheets}
    lock(keys)
    made: dict[int, Result] = {}
    for reckoning in reckoned(None if rounds else sorted(keys), rounds):
        made |= _sign(reckoning, keys, by, made, say)
    _point(sorted(made))
    for sheet in sheets:
        sheet.result = made[sheet.pk]
    return made


def lock(keys: Iterable[int]) -> None:
    """Lock files for the rest of the transaction, in the order of their keys; SQLite lets nobody else write anyhow."""
    rows = CaseFile.objects.filter(pk__in=list(keys)).order_by("pk").select_for_update()
    list(rows.values_list("pk", flat=True))


def _sign(
    reckoning: Reckoning, keys: Collection[int], by: Person, before: Mapping[int, Result], say: Say | None
) -> dict[int, Result]:
    check_tasks(reckoning.scope)
    _must_be_tellable([each for each in reckoning.every.values() if each.place.pk in keys], keys)
    basis = _basis(reckoning)
    lines = gathered(reckoning.scope, TASK_COLUMNS)
    numbers = dict(Result.objects.filter(sheet__in=list(keys)).order_by().values_list("sheet").annotate(Max("number")))
    made: dict[int, Result] = dict(before)
    for level in reckoning.levels:
        mine = [reckoning.every[pk] for pk in level if pk in keys]
        rows = [_result(each, basis, by, lines, numbers, made) for each in mine]
        for result in Result.objects.bulk_create(rows, batch_size=AT_ONCE):
            made[result.sheet_id] = result
        if say:
            say(len(made), _("Results are reckoned and kept"))
    return made


def _must_be_tellable(every: Iterable[Reckoned], keys: Collection[int]) -> None:
    """ValidationError naming those whose own scores are missing, or in whose charge somebody was not told yet."""
    missing = [each.place.pk for each in every if each.missing or each.self_scored]
    if missing:
        what, mend = _("%(number)s sheets are not scored yet."), _("Score them first.")
        raise fault(what, mend, _named(missing), number=len(missing))
    waits = sorted({pk for each in every for pk in each.awaited} - set(keys))
    if waits:
        what = _("The results of %(number)s people in charge were not told yet.")
        why = _("A leader's score rests on theirs: %(names)s.")
        raise fault(
            what, _("Tell theirs first, or leave out who is away."), why, number=len(waits), names=_named(waits)
        )


def _named(sheets: Sequence[int]) -> str:
    """The first names, and how many more."""
    shown = PeriodSheet.objects.filter(pk__in=sheets[:SHOWN]).order_by("pk").values_list("person__name", flat=True)
    more = len(sheets) - SHOWN
    return ", ".join(shown) + (_(" and %(number)s more") % {"number": more} if more > 0 else "")


def _basis(reckoning: Reckoning) -> Basis:
    query = reckoning.query
    kept = {"law": reckoning.law.key, "values": dict(reckoning.values), "sql": query.sql}
    return Basis.objects.get_or_create(digest=query.digest, defaults=kept)[0]


def _result(
    each: Reckoned,
    basis: Basis,
    by: Person,
    lines: Mapping[int, str],
    numbers: Mapping[int, int],
    made: Mapping[int, Result],
) -> Result:
    row, place = each.row, each.place
    facts = {"unit_id": place.unit, "post": place.rank, "peer_group": place.peer_group, "general_cp": row["general_cp"]}
    marks = {name: row[name] for name in ("unit_results", "execution", "cohesion")}
    figures = {name: row[name] for name in (*SUMS, *FIGURES)}
    result = Result(sheet_id=place.pk, number=numbers.get(place.pk, 0) + 1, by=by, basis=basis)
    for name, value in {**facts, **marks, **figures}.items():
        setattr(result, name, value)
    result.tasks_text, result.charge_text = lines.get(place.pk, "[]"), _charge_text(each, made)
    return result


def _charge_text(each: Reckoned, made: Mapping[int, Result]) -> str:
    """Those in a leader's charge, by the result each was told."""
    if not each.place.leads:
        return ""
    lines = []
    for pk, sums in each.led.items():
        place, result = each.led_places[pk], made.get(pk)
        key, grade = (result.pk, result.grade) if result else (place.result, place.grade)
        lines.append([pk, place.person, key, LEVELS.index(str(grade)), *(sums[name] for name in SUMS)])
    return json.dumps(lines)


def _point(keys: Sequence[int]) -> None:
    """Each sheet at its newest result, in a few statements."""
    newest = Result.objects.filter(sheet=OuterRef("pk")).order_by("-number").values("pk")[:1]
    for start in range(0, len(keys), AT_ONCE):
        PeriodSheet.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(result=Subquery(newest))
