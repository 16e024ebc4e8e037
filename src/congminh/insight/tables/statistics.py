"""The tables of statistics: levels by unit, beside another period, self against assessor, month by month, upward."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from congminh.insight.asking import StatisticsAsked
from congminh.insight.facts.counting import (
    COLUMNS,
    LEVELS,
    Counts,
    by_month,
    counts,
    counts_of_agencies,
    selves,
    selves_of_year,
    shielded,
)
from congminh.insight.tables.table import (
    HIDDEN,
    RANKS,
    SHORT,
    Cell,
    Column,
    Table,
    language,
    level_columns,
    mean_cp,
    points,
    share,
)
from congminh.law.calendar import Period
from congminh.org.models import Unit

ORDER = {level: place for place, level in enumerate(LEVELS)}


def summed(found: Counts) -> Counter[str]:
    """How many at each level."""
    total: Counter[str] = Counter()
    for (_unit, _rank, level), number in found.items():
        total[level] += number
    return total


def by_unit(asked: StatisticsAsked) -> Table:
    """Levels by unit of the period; of an agency one sees but a part of, its sum with small groups hidden."""
    period = asked.period
    found = counts(period, asked.sight) if period else {}
    units = asked.units({unit for unit, _rank, _level in found}, period.last if period else None)
    rows: list[list[Cell]] = [_row(str(unit), _of(found, pk)) for pk, unit in units.items()]
    total = summed(found)
    if len(rows) != 1:
        rows.append(_row(_("In all"), total))
    notes = [*_several_times(period), _("Excellent of all with a level: %(share)s.") % {"share": _excellent(total)}]
    columns = [Column(_("Unit"), width=40), *level_columns(), Column(_("Number of results"), True, 10)]
    return Table("muc", _("Levels by unit"), _label(period), columns, rows, notes, total=len(rows) > 1)


def of_agency(asked: StatisticsAsked, found: Mapping[str, int]) -> Table | None:
    """The whole agency beside one's own part: for who leads a unit in it; None for who sees all of it."""
    period = asked.period
    agencies = _partly_seen(asked)
    if not period or not agencies:
        return None
    whole = summed(counts_of_agencies(period, list(agencies)))
    told = shielded(whole, found)
    names = ", ".join(str(unit) for unit in agencies.values())
    mine: list[Cell] = [_("Your units"), *(found.get(level, 0) for level in COLUMNS)]
    all_of: list[Cell] = [names, *(HIDDEN if told[level] is None else told[level] for level in COLUMNS)]
    note = _("“%(hidden)s” stands where a small group of others could be told apart.") % {"hidden": HIDDEN}
    columns = [Column(_("Unit"), width=40), *level_columns()]
    return Table("co-quan", _("Beside the whole agency"), _label(period), columns, [mine, all_of], [note])


def compared(asked: StatisticsAsked, found: Mapping[str, int]) -> Table | None:
    """Level by level this period beside another; None where none is asked for."""
    if not asked.other or not asked.period:
        return None
    other = summed(counts(asked.other, asked.sight))
    sums = sum(found.values()), sum(other.values())
    rows: list[list[Cell]] = [
        [
            SHORT[level](),
            found.get(level, 0),
            share(found.get(level, 0), sums[0]),
            other[level],
            share(other[level], sums[1]),
            signed_number(found.get(level, 0) - other[level]),
        ]
        for level in COLUMNS
    ]
    rows.append([_("In all"), sums[0], "", sums[1], "", signed_number(sums[0] - sums[1])])
    here, there = (each.label(language()) for each in (asked.period, asked.other))
    columns = [
        Column(_("Level"), width=30),
        Column(here, True),
        Column(_("Share"), True),
        Column(there, True),
        Column(_("Share"), True),
        Column(_("Difference"), True),
    ]
    return Table("so-sanh", _("Compared"), f"{here} – {there}", columns, rows, total=True)


def self_and_assessor(asked: StatisticsAsked) -> Table:
    """Of months and quarters the general criteria, of a year the levels: by oneself beside by who is competent."""
    if asked.period and asked.period.kind == "year":
        return _levels_by_oneself(asked, asked.period)
    found = selves(asked.period, asked.sight) if asked.period else {}
    units = asked.units(found, asked.period.last if asked.period else None)
    rows: list[list[Cell]] = []
    for pk, unit in units.items():
        each = found[pk]
        own, given = mean_cp(each.self_cp, each.number), mean_cp(each.given_cp, each.number)
        gap = mean_cp(each.self_cp - each.given_cp, each.number)
        means = [HIDDEN] * 3 if each.is_few else [points(own), points(given), points(gap)]
        rows.append([str(unit), each.number, *means])
    columns = [
        Column(_("Unit"), width=40),
        Column(_("Number of results"), True),
        Column(_("Mean self-score"), True),
        Column(_("Mean score given"), True),
        Column(_("Mean difference"), True),
    ]
    notes = [
        _("General criteria (Điều 12.2), 30 points at most. A difference above nought: people score themselves higher.")
    ]
    if any(each.is_few for each in found.values()):
        notes.append(_("“%(hidden)s” stands for the mean of fewer than three people.") % {"hidden": HIDDEN})
    return Table("tu-cham", _("Self against assessor"), _label(asked.period), columns, rows, notes)


def _levels_by_oneself(asked: StatisticsAsked, period: Period) -> Table:
    found = selves_of_year(period.year, asked.sight)
    units = asked.units({unit for unit, _own, _given in found}, period.last)
    rows: list[list[Cell]] = []
    for pk, unit in units.items():
        way: Counter[str] = Counter()
        for (where, own, given), number in found.items():
            if where == pk and given in ORDER:
                way[_way(own, given)] += number
        rows.append([str(unit), sum(way.values()), way["higher"], way["same"], way["lower"]])
    columns = [
        Column(_("Unit"), width=40),
        Column(_("Rated"), True),
        Column(_("Rated themselves higher"), True),
        Column(_("The same"), True),
        Column(_("Rated themselves lower"), True),
    ]
    return Table("tu-cham", _("Self against assessor"), _label(period), columns, rows)


def _way(own: str, given: str) -> str:
    return "same" if own == given else "higher" if ORDER[own] < ORDER[given] else "lower"


def months(asked: StatisticsAsked) -> Table:
    """Month by month of a year: how many at each level."""
    year = asked.period.year if asked.period else asked.visit.day.year
    found = by_month(year, asked.sight)
    rows: list[list[Cell]] = [
        [str(_("Month %(number)s") % {"number": month}), *(each[level] for level in COLUMNS), sum(each.values())]
        for month, each in found.items()
    ]
    columns = [Column(_("Month"), width=20), *level_columns(), Column(_("Number of results"), True)]
    return Table("theo-thang", _("Month by month"), Period(year, "year", 1).label(language()), columns, rows)


def upward(asked: StatisticsAsked) -> Table:
    """What the head of personnel sends upward: people by unit, rank and level."""
    period = asked.period
    found = counts(period, asked.sight) if period else {}
    units = asked.units({unit for unit, _rank, _level in found}, period.last if period else None)
    rows: list[list[Cell]] = []
    for pk, unit in units.items():
        for rank, word in RANKS.items():
            held = {level: found.get((pk, rank, level), 0) for level in COLUMNS}
            if any(held.values()):
                rows.append([str(unit), word(), *held.values(), sum(held.values())])
    for rank, word in RANKS.items():
        held = {
            level: sum(found.get((pk, rank, level), 0) for pk in {unit for unit, _rank, _level in found})
            for level in COLUMNS
        }
        if any(held.values()):
            rows.append([_("In all"), word(), *held.values(), sum(held.values())])
    total = summed(found)
    rows.append([_("In all"), "", *(total[level] for level in COLUMNS), sum(total.values())])
    columns = [
        Column(_("Unit"), width=40),
        Column(_("Rank"), width=16),
        *level_columns(),
        Column(_("Number of results"), True),
    ]
    notes = [
        *_several_times(period),
        _("Share of excellent among those with a level: %(share)s.") % {"share": _excellent(total)},
    ]
    return Table("bao-cao", _("Statistics of rating results"), _label(period), columns, rows, notes, total=True)


def signed_number(value: int) -> str:
    """A difference with its sign."""
    return f"+{value}" if value > 0 else str(value).replace("-", "−")


def _row(name: str, held: Mapping[str, int]) -> list[Cell]:
    numbers = [held.get(level, 0) for level in COLUMNS]
    return [name, *numbers, sum(numbers)]


def _of(found: Counts, unit: int) -> Counter[str]:
    return summed({key: number for key, number in found.items() if key[0] == unit})


def _excellent(total: Mapping[str, int]) -> str:
    whole = sum(total.get(level, 0) for level in LEVELS)
    return share(total.get("excellent", 0), whole) or "–"


def _several_times(period: Period | None) -> Iterable[str]:
    if period and period.kind == "quarter":
        yield _("A quarter counts its own results and those of its three months: one person may stand in it thrice.")
    if period and period.kind == "half_year":
        yield _("A half-year counts the results of its months and quarters: one person may stand in it six times.")


def _label(period: Period | None) -> str:
    return period.label(language()) if period else ""


def _partly_seen(asked: StatisticsAsked) -> dict[int, Unit]:
    """The agencies one belongs to and sees but a part of; two queries."""
    if asked.sight.everything:
        return {}
    tree = Unit.objects.tree(asked.visit.day)
    mine = {tree.agency(post.unit_id) for post in asked.visit.posts}
    partly = {agency for agency in mine if not tree.beneath([agency], within_agency=True) <= asked.sight.files}
    return asked.units(partly) if partly else {}
