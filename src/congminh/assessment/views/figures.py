"""The figures of a sheet as pages and forms print them: every number by the law's own hand, none reckoned here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congminh.assessment.facts import reckoned
from congminh.assessment.facts.running import BANDS, law_of
from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.result import SUMS
from congminh.law.decree import Law
from congminh.law.explain import Teller
from congminh.law.facts import SHEET, TASK
from congminh.law.figures import Figure
from congminh.law.in_memory import reckon_sums
from congminh.law.parameters import Reading
from congminh.law.reckon import Values
from congminh.law.text import scaled, unaccented
from congminh.ledger.words import said
from congminh.looks.subjects import looked_at
from congminh.org.once import is_looking

OWN = ("quantity", "quality", "timeliness")
OF_LEADERS = ("unit_results", "execution", "cohesion")
FACTS = ("peer_group", "post", "general_cp", *OF_LEADERS, *SUMS)
WHOLE_BP, PERCENT_BP = 10_000, 100
Words = dict[str, Any]
# The levels in the tones of components/badge.html.
TONES = {
    "excellent": ("good", "scale"),
    "good": ("good", ""),
    "fulfilled": ("warn", ""),
    "not_fulfilled": ("seal", ""),
}


@dataclass(frozen=True)
class Figures:
    """The law's row of one sheet, and what of it is not known yet; `typed` says that it rests on what stands typed."""

    sheet: PeriodSheet
    law: Law
    values: Values
    row: Mapping[str, Any]
    missing: frozenset[str] = frozenset()
    awaited: int = 0
    is_signed: bool = False
    self_scored: bool = False
    typed: bool = False
    led: Mapping[int, str] = field(default_factory=dict)

    @property
    def has_tasks(self) -> bool:
        """Whether there is anything to reckon («chưa đủ dữ liệu» where there is not)."""
        return self.row["total_cp"] is not None

    @property
    def is_whole(self) -> bool:
        """Whether there is a total."""
        return self.has_tasks and not self.missing

    @property
    def marks(self) -> list[int]:
        """The thresholds of the levels, in points (Điều 20)."""
        return [int(self.values[name]) for name in BANDS]

    @property
    def points_cp(self) -> int | None:
        """The total in hundredths, for drawing; None where there is none."""
        return self.row["total_cp"] if self.is_whole else None

    def written(self, name: str, language: str = "") -> str:
        """A figure or fact as the law prints it."""
        item = self.law.find(SHEET, name, self.values)
        return Teller(self.law, self.values, language or get_language() or "vi").written(item, self.row)

    @property
    def total(self) -> str:
        """The total as it is printed; empty where there is none."""
        return self.written("total") if self.is_whole else ""

    def known(self, name: str) -> bool:
        """Whether somebody settled this fact."""
        return {"general_cp": "general"}.get(name, name) not in self.missing

    def level(self) -> Words:
        """The level whose band the total is in, as components/badge.html draws it."""
        return level_badge(self.law, self.row["grade"] if self.is_whole else "insufficient_data")

    @cached_property
    def readings(self) -> list[Words]:
        """The agency's readings of the decree that the figures rest on («cách hiểu»)."""
        figures = [each for grain in (TASK, SHEET) for each in self.law.figures_of(grain, self.values)]
        keys = dict.fromkeys(key for each in figures for key in self.law.readings_in(each.formula))
        return [reading_words(self.law.readings[key], str(self.values[key])) for key in keys]


def figures_of(
    sheets: Iterable[PeriodSheet], typed: Mapping[int, Mapping[str, int | None]] | None = None
) -> dict[int, Figures]:
    """By key the figures of these sheets: as signed, else as they stand; left-out sheets have none.

    `typed` says by sheet what stands typed on its form and was not handed in (general_cp, execution, cohesion): the
    figures are then those the law would give with it. Give sheets with `result__basis` loaded.
    """
    rows = list(sheets)
    looked_at(rows)
    told = [sheet for sheet in rows if sheet.is_signed and sheet.result]
    found = _signed(told)
    live = {sheet.pk: sheet for sheet in rows if sheet.pk not in found and sheet.state != "left_out"}
    # What is looked at was just read and stands as it is kept; what was sent and refused may have changed a sheet.
    for reckoning in reckoned(live.values() if is_looking() else list(live)) if live else ():
        law, values = reckoning.law, reckoning.values
        for each in reckoning.asked():
            levels = {pk: _level_below(reckoning.every[pk]) for pk in each.led}
            found[each.place.pk] = Figures(
                live[each.place.pk], law, values, each.row, each.missing, len(each.awaited), False, each.self_scored,
                led={pk: level for pk, level in levels.items() if level},
            )  # fmt: skip
    for pk, more in (typed or {}).items():
        found[pk] = _with(found[pk], more)
    return found


def _level_below(each: Any) -> str:
    return (each.place.grade if each.place.is_signed else each.grade) or ""


def _with(figures: Figures, typed: Mapping[str, int | None]) -> Figures:
    """The figures the law gives with what stands typed; what is still empty stays missing."""
    given = {name: value for name, value in typed.items() if value is not None}
    if figures.is_signed or not given:
        return figures
    (row,) = reckon_sums(figures.law, SHEET, [{**figures.row, **given}], figures.values)
    known = {"general" if name == "general_cp" else name for name in given}
    changed = {**figures.__dict__, "row": row, "missing": figures.missing - known, "typed": True}
    changed.pop("readings", None)
    return Figures(**changed)


def _signed(sheets: Iterable[PeriodSheet]) -> dict[int, Figures]:
    """From what was kept with each result alone: reckoned once for all that rest on the same basis."""
    alike: dict[int, list[PeriodSheet]] = defaultdict(list)
    for sheet in sheets:
        alike[sheet.result.basis_id].append(sheet)  # type: ignore[union-attr]
    found = {}
    for same in alike.values():
        law, values = law_of(same[0])
        rows = {row["person_id"]: row for row in reckon_sums(law, SHEET, [_kept(sheet) for sheet in same], values)}
        for sheet in same:
            levels = {line["sheet"]: line["grade"] for line in sheet.result.charge_facts}  # type: ignore[union-attr]
            found[sheet.pk] = Figures(sheet, law, values, rows[sheet.pk], is_signed=True, led=levels)
    return found


def _kept(sheet: PeriodSheet) -> dict[str, Any]:
    result: Any = sheet.result
    key = {"person_id": sheet.pk, "period": sheet.period, "unit_id": result.unit_id}
    return {**key, **{name: getattr(result, name) for name in FACTS}}


def level_badge(law: Law, grade: str) -> Words:
    """A level in the law's words, as components/badge.html draws it."""
    from congminh.law.explain import WORDS

    tone, picture = TONES.get(grade, ("off", ""))
    word = WORDS[grade](get_language() or "vi")
    return {"word": word[:1].upper() + word[1:], "tone": tone, "picture": picture}


def reading_words(reading: Reading, option: str) -> Words:
    """A reading with the option that holds, and the name of its page."""
    name = slugify(unaccented(reading.title.vi))
    return {"name": name, "title": said(reading.title), "option": said(reading.options[option]), "cite": reading.cite}


def card(figures: Figures, why: str = "") -> Words:
    """The figures as components/figure.html draws them."""
    return {
        "label": _label(figures),
        "value_cp": figures.points_cp,
        "shown": figures.total,
        "none": _none(figures),
        "marks": figures.marks,
        "level": figures.level() if figures.is_whole else None,
        "parts": parts(figures),
        "note": _note(figures),
        "why": why,
    }


def parts(figures: Figures) -> list[Words]:
    """a, b, c, for a leader d, đ, e, and the general criteria, each on its bar."""
    names = (*OWN, *OF_LEADERS) if figures.sheet.leads else OWN
    return [*(_part(figures, name) for name in names), _general(figures)]


def _part(figures: Figures, name: str) -> Words:
    item = figures.law.find(SHEET, name, figures.values)
    label = item.label(get_language() or "vi")
    known = figures.known(name) and figures.row[name] is not None and (figures.has_tasks or name in OF_LEADERS)
    value = figures.row[f"{name}_bp"] if isinstance(item, Figure) else PERCENT_BP * (figures.row[name] or 0)
    return {
        "label": f"{item.letter} · {label[:1].upper()}{label[1:]}",
        "article": item.cite,
        "shown": figures.written(name) if known else "–",
        "value": value if known else 0,
        "max": WHOLE_BP,
    }


def _general(figures: Figures) -> Words:
    most = 100 * int(figures.values["general_points"])
    known, language = figures.known("general_cp"), get_language() or "vi"
    points_cp = min(figures.row["general_cp"], most) if known else 0
    return {
        "label": _("General criteria"),
        "article": figures.law.find(SHEET, "general", figures.values).cite,
        "shown": f"{scaled(points_cp, 2, language, 2) if known else '–'} / {scaled(most, 2, language)}",
        "value": points_cp,
        "max": most,
    }


def _label(figures: Figures) -> str:
    if figures.is_signed:
        return _("Monitoring score, as it was told")
    return _("Provisional score with what stands typed") if figures.typed else _("Provisional score as of today")


def _none(figures: Figures) -> str:
    """What stands where there is no total though there is work done."""
    if not figures.has_tasks or figures.is_whole:
        return ""
    return (
        _("The general criteria are not scored yet")
        if "general" in figures.missing
        else _("đ and e are not scored yet")
    )


def _note(figures: Figures) -> str:
    """What to know of the numbers, in a line or two."""
    notes = []
    if not figures.has_tasks:
        notes.append(_("No task was assigned in this period (Điều 18.1.d): neither 0 points nor 100 %."))
    if figures.self_scored and not figures.is_signed and "general" not in figures.missing:
        notes.append(_("The general criteria stand as the person scored them."))
    if figures.awaited:
        notes.append(
            _("d may still change: %(number)s people in charge were not told theirs.") % {"number": figures.awaited}
        )
    return " ".join(notes)
