"""One person's year in words: the months, the mean on its ruler, the figure tree, grounds, what lacks, who decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congminh.assessment.facts.running import BANDS
from congminh.assessment.views.figures import reading_words
from congminh.assessment.views.showing import vn
from congminh.law.calendar import Period
from congminh.law.facts import GRADES
from congminh.law.nd335.posts import Gap
from congminh.law.text import scaled
from congminh.ledger.forms import NEEDS
from congminh.ledger.models import Entry
from congminh.ledger.telling import told as entry_told
from congminh.org.models import Person
from congminh.year.facts.grounds import standing_of
from congminh.year.facts.why import Told
from congminh.year.models import MonthBrought, YearResult, YearSheet
from congminh.year.models.result import FLAGS, GROUNDS
from congminh.year.views.showing import exact_mean, language, level_badge, level_word
from congminh.year.withheld import TELLING

Words = dict[str, Any]
MONTHS = range(1, 13)
# What vouches for an entry, and keys of rows, are for machines.
NOT_TOLD = ("seal", "digest", "evidence", "batch", "result", "why", "meeting", "minutes_kept_with", "minutes_files")
# Figures that are «có» or «không».
YES_OR_NO = (*FLAGS, *GROUNDS, "rateable", "grounded")
# Open when the page comes: from the level down to the mean.
OPEN = ("grade", "band", "year_mean", "points")
# How a December is read that does not count by its own score (Q2), as the months' table says it.
DECEMBER = {
    "eleven_months": lambda: _("December does not count: the mean is over eleven months."),
    "reuse": lambda: _("November counts for December as well."),
}


def card(year: Told, decided: YearResult | None, why: str) -> Words:
    """The mean on its ruler with the level: decided, else the one its band gives, said to be no decision."""
    grade = decided.grade if decided else year.grade
    known = grade in GRADES
    return {
        "label": _("The year's mean"),
        "value_cp": year.mean_cp,
        "shown": year.written("year_mean"),
        "none": level_word(grade) if not known else "",
        "marks": [int(year.values[name]) for name in BANDS],
        "level": level_badge(grade) if known else None,
        "note": "" if decided else _("By score and grounds as they stand now; no decision yet."),
        "why": why,
    }


def months(year: Told, is_mine: bool, form: Any = None) -> list[Words]:
    """The twelve rows of part I: month, total, where from, the note; a field for the note while it is written."""
    of_month = {number: each for each in year.months for number in each.months}
    agencies = _brought(year)
    return [_month(number, of_month.get(number), year, is_mine, form, agencies) for number in MONTHS]


def _month(number: int, each: Any, year: Told, is_mine: bool, form: Any, agencies: Mapping[int, str]) -> Words:
    total = scaled(each.total_cp, 2, language(), 2) if each else ""
    is_own = each is not None and each.source == "sheet"
    notes = year.sheet.month_notes if year.sheet.state != "drafting" or is_mine else {}
    return {
        "number": number,
        "total": total,
        "url": reverse("sheet_why", args=[each.key]) if is_own and is_mine else "",
        "about": "; ".join(_abouts(number, each, year, agencies)),
        "note": notes.get(str(number), ""),
        "field": form[f"note_{number}"] if form else None,
    }


def _abouts(number: int, each: Any, year: Told, agencies: Mapping[int, str]) -> Iterator[str]:
    """What is to be known of a month: that it is a quarter's, from another agency, not told yet, does not count."""
    if each is None:
        untold = year.live.untold if year.live else ()
        if number in untold:
            yield _("not told yet")
    elif each.span == 3:
        yield _("of %(quarter)s") % {"quarter": Period(year.sheet.year, "quarter", each.month // 3).label(language())}
    if each is not None and each.source == "brought":
        yield _("brought from %(agency)s") % {"agency": agencies.get(each.key, "–")}
    if number == 12 and (each is None or each.span == 1) and year.values.get("december") in DECEMBER:
        yield DECEMBER[str(year.values["december"])]()


def _brought(year: Told) -> dict[int, str]:
    keys = [each.key for each in year.months if each.source == "brought"]
    rows: Any = MonthBrought.objects.filter(pk__in=keys).order_by()
    return dict(rows.values_list("pk", "agency")) if keys else {}


def figure_line(node: Words, year: Told, is_mine: bool, with_grounds: bool = True) -> Words:
    """A node of the tree as assessment/tree/line.html draws it; below the sums the months themselves.

    Without `with_grounds` no line tells whether a ground holds.
    """
    name, month = node["name"], node["month"]
    label = node["label"][:1].upper() + node["label"][1:]
    parts = (
        [] if month else [figure_line(part, year, is_mine, with_grounds) for part in _parts(node, year, with_grounds)]
    )
    is_own = month is not None and month.source == "sheet" and is_mine
    return {
        "label": _period(month, year) if month else label,
        "sub": node["label"] if month else "",
        "how": "" if TELLING & _names(node) and not with_grounds else node["arithmetic"],
        "value": _value(name, node["value"], year),
        "cite": node["cite"],
        "url": reverse("sheet_why", args=[month.key]) if is_own else "",
        "readings": [_reading(key, year) for key in node["readings"]],
        "open": name in OPEN,
        "strong": name in ("grade", "year_mean"),
        "in_words": name in ("grade", "band", "ceiling"),
        "parts": parts,
    }


def _parts(node: Words, year: Told, with_grounds: bool) -> list[Words]:
    """What hangs below a figure; the limit of Điều 20.6 is of heads alone."""
    parts = [part for part in node["parts"] if part["name"] != "ceiling" or year.sheet.rank == "head"]
    return [part for part in parts if with_grounds or part["name"] not in TELLING]


def _names(node: Words) -> set[str]:
    """A figure and those it is made of, by name."""
    return {node["name"], *(part["name"] for part in node["parts"])}


def _period(month: Any, year: Told) -> str:
    kind, number = ("quarter", month.month // 3) if month.span == 3 else ("month", month.month)
    return str(Period(year.sheet.year, kind, number).label(language()))


def _value(name: str, value: str, year: Told) -> str:
    if name in YES_OR_NO:
        return _("yes") if value == "1" else _("no")
    if name == "ceiling":
        return level_word(GRADES[int(year.row["ceiling"]) - 1])
    return value[:1].upper() + value[1:] if name in ("grade", "band") else value


def _reading(key: str, year: Told) -> Words:
    return reading_words(year.law.readings[key], str(year.values[key]))


def readings(year: Told) -> list[Words]:
    """The agency's readings that the year rests on, each once."""

    def keys(node: Words) -> Iterable[str]:
        yield from node["readings"]
        for part in node["parts"]:
            yield from keys(part)

    return [_reading(key, year) for key in dict.fromkeys(keys(year.tree()))]


def lacks(year: Told) -> list[str]:
    """What is still missing before a level can be decided, in sentences; nothing of a decided year."""
    live = year.live
    if live is None:
        return []
    found = []
    if live.untold:
        named = ", ".join(map(str, live.untold))
        found.append(_("Results of months %(months)s are not told yet (Điều 17.3).") % {"months": named})
    scored = {number for each in year.months for number in each.months}
    last = 12 if year.values.get("december") == "cut_off" else 11
    without = [number for number in range(1, last + 1) if number not in scored and number not in live.untold]
    if without and year.sheet.months_worked >= last:
        found.append(_("No score stands for months %(months)s.") % {"months": ", ".join(map(str, without))})
    if live.lacks_unit:
        found.append(_("The organisation is not rated yet; a head is not above it (Điều 20.6)."))
    if live.unit_in_doubt:
        found.append(_("The unit's tier is not entered, so nobody can tell whether it is rated (Điều 5)."))
    return found


def grounds(sheet: YearSheet, year: Told) -> list[Words]:
    """The grounds recorded against a person that take effect in the year or count in it, and whether they count."""
    counted = {each["ground"]: each for each in year.counted}
    return [
        {
            "kind": ground.get_kind_display(),
            "act": ground.act,
            "document": ground.document,
            "effective": vn(ground.effective),
            "cite": counted[ground.pk]["cite"] if ground.pk in counted else "",
        }
        for ground in standing_of([sheet.person_id])
        if ground.pk in counted or ground.effective.year == sheet.year
    ]


def history_of(sheet: YearSheet, reader: Person) -> list[Words]:
    """What was done, the newest first, as desk/history.html draws it: levels and means as people write them."""
    entries = sheet.entries.select_related("who").prefetch_related("attachments").order_by("-number")
    return [_told(entry, sheet) for entry in entries if not sheet.hides(entry, reader)]


def _told(entry: Entry, sheet: YearSheet) -> Words:
    data = {name: value for name, value in entry.data.items() if name not in NOT_TOLD}
    written = [(NEEDS.get(name, name), _written(name, value)) for name, value in data.items()]
    return {**entry_told(entry, sheet), "data": [(label, value) for label, value in written if value]}


def _written(name: str, value: Any) -> str:
    """A value of an entry as people write it; tables have pages of their own."""
    if name.endswith("grade") and value in GRADES:
        return level_word(value)
    if name.endswith("_cp") and isinstance(value, int):
        return scaled(value, 2, language(), 2)
    return value if isinstance(value, str) else ""


def facts(sheet: YearSheet) -> list[Words]:
    """The days, who decides and by which article, the time worked, the meeting."""
    round, meeting = sheet.round, sheet.meeting
    found = [
        (_("Form 02 by"), vn(round.file_by), ""),
        (_("Meeting by"), vn(round.meet_by), ""),
        (_("Decision by"), vn(round.decide_by), _("Điều 19.2: by %(day)s") % {"day": vn(round.deadline)}),
        _decider(sheet),
        (_("Time worked in the year"), _("%(months)s months") % {"months": sheet.months_worked}, "Điều 11"),
        *([(_("Meeting"), str(meeting), meeting.room)] if meeting else []),
    ]
    return [{"label": label, "value": value, "sub": sub} for label, value, sub in found]


def _decider(sheet: YearSheet) -> tuple[str, str, str]:
    """Who rates the person today, by which article («ai quyết định mức xếp loại của tôi»)."""
    seats = sheet.seats()
    found = seats.decider(sheet.person_id, sheet.place)
    if isinstance(found, Gap):
        return _("Level decided by"), _("Nobody yet"), _("Have personnel enter the head of the unit.")
    names = seats.names([int(found.person)])
    return _("Level decided by"), ", ".join(names), found.article


def arithmetic(year: Told) -> str:
    """The mean as a sum over its months: «1.020 points over 12 months»; empty where there is none."""
    each: Any = year  # points and months are all it reads
    return exact_mean(each)
