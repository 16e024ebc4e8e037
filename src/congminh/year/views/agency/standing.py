"""The cap in words: groups with their denominator, who has the score for excellent, those tied with their facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from congminh import law
from congminh.assessment.views.figures import reading_words
from congminh.law.facts import GRADES
from congminh.law.nd335.cap import WHOLE_UNIT, Standing
from congminh.looks.subjects import looked_at
from congminh.org.doors import Visit
from congminh.org.models import PeerGroup, Unit
from congminh.org.models.unit import units_on
from congminh.org.once import once
from congminh.org.views.listing import columns
from congminh.year.facts.cap import NO_GROUP, Cap, choices_of, exception_of
from congminh.year.facts.urgent import Extra, extras_of
from congminh.year.models import Choice, YearSheet
from congminh.year.views.showing import Words, exact_mean, level_badge, level_word, mean_of

A_PAGE = 50
Sheets = Mapping[int, YearSheet]
READINGS = ("cap_scope", "cap_base", "cap_rounding", "cap_small", "tie_break")
PLACES = {
    "within": (lambda: _("within the share"), "good"),
    "tied": (lambda: _("tied at the line"), "warn"),
    "beyond": (lambda: _("beyond the share"), "off"),
    "aside": (lambda: _("takes no place"), "calm"),
}


def group_word(standing: Standing, names: dict[str, str] | None = None) -> str:
    """The whole agency, or a peer group by its name."""
    group = standing.group[1]
    if group == WHOLE_UNIT:
        return _("The whole agency")
    if group == NO_GROUP:
        return _("Without a peer group")
    return (names or {}).get(group) or _("Peer group %(code)s") % {"code": group}


def group_names(found: Cap) -> dict[str, str]:
    """Peer groups by their code; one query."""
    codes = {each.group[1] for each in found.standings}
    rows: Any = PeerGroup.objects.filter(code__in=codes).order_by()
    return once(("peer groups", *sorted(codes)), lambda: dict(rows.values_list("code", "name")))


def sheets_shown(found: Cap, page: Iterable[int]) -> Sheets:
    """The sheets a page of the cap shows with whose they are: those of the list, tied, or chosen before; one query."""
    keys = {*page, *(pk for each in found.standings for pk in each.of("tied"))}
    keys |= {pk for row in choices_of(found.round) for pk in row.chosen}
    sheets = YearSheet.objects.select_related("person").in_bulk(keys)
    looked_at(sheets.values())
    return sheets


def group_rows(found: Cap) -> list[Words]:
    """Each group the cap holds in: the whole agency first, then peer groups; each with what it is a share of."""
    names = group_names(found)
    order = sorted(found.standings, key=lambda each: (each.group[1] != WHOLE_UNIT, each.group[1]))
    return [_group(each, found, names) for each in order]


def _group(standing: Standing, found: Cap, names: dict[str, str]) -> Words:
    taken = len(found.taken(standing))
    return {
        "name": group_word(standing, names),
        "eligible": standing.eligible,
        "good": standing.good,
        "rated": standing.rated,
        "base": standing.base,
        "percent": standing.percent,
        "most": standing.excellent_max,
        "taken": taken,
        "room": standing.excellent_max - taken,
        "tied": len(standing.of("tied")),
        "over": taken > standing.excellent_max,
    }


def over_word(standing: Standing, taken: Sequence[int], names: dict[str, str]) -> str:
    """That more are excellent in a group than may be."""
    said = {"group": group_word(standing, names), "most": standing.excellent_max, "taken": len(taken)}
    return _("%(group)s: %(taken)s would be excellent, and %(most)s may be.") % said


def group_columns() -> list[Words]:
    """The columns of the cap: how many may be excellent, and what that is a share of."""
    return columns(
        _("Group"),
        (_("Score for excellent"), "number"),
        (_("Good"), "number"),
        (_("Share of"), "number"),
        (_("Share"), "number"),
        (_("Excellent people at most"), "number"),
        (_("Taken"), "number"),
        (_("Room"), "number"),
    )


def beside(found: Cap, sheets: Sheets) -> Words:
    """What does not change while one tries levels: readings, the higher share, choices, columns."""
    readings, values = law.named("nd335").readings, found.values
    heads = (_("Civil servant"), _("Level tried"), (_("Mean of the year"), "number"), _("Place"))
    return {
        "columns": columns(*heads),
        "readings": [reading_words(readings[name], str(values[name])) for name in READINGS],
        "exception": exception_of(found.round),
        "choices": [_choice(row, sheets) for row in reversed(choices_of(found.round))],
    }


def _choice(row: Choice, sheets: Sheets) -> Words:
    return {"names": ", ".join(sheets[pk].person.name for pk in row.chosen if pk in sheets) or "–", "row": row}


def eligible(found: Cap, page: str | None) -> Page:
    """Those with the score for excellent, a page of them: higher means first, those with the same by no order."""
    keys = [pk for pk, each in found.every.items() if each.grade == "excellent" or each.place.decided == "excellent"]
    keys.sort(key=lambda pk: (-found.every[pk].mean, pk))
    return Paginator(keys, A_PAGE).get_page(page)


def people_rows(found: Cap, sheets: Iterable[YearSheet], trial: dict[int, str], request: Visit) -> list[Words]:
    """One row a person with the score for excellent: what would be decided, the exact mean, the place."""
    units = units_on(request.day)
    return [_person(sheet, found, trial, units) for sheet in sheets]


def _person(sheet: YearSheet, found: Cap, trial: dict[int, str], units: Mapping[int, Unit]) -> Words:
    each, place = found.every[sheet.pk], "aside" if sheet.pk in found.aside else found.places.get(sheet.pk)
    word = PLACES[place] if place else None
    levels = [("", _("By the law")), *((grade, level_word(grade)) for grade in reversed(GRADES))]
    return {
        "pk": sheet.pk,
        "url": sheet.get_absolute_url(),
        "name": sheet.person.name,
        "unit": str(units[sheet.unit_id]),
        "mean": mean_of(each),
        "exact": exact_mean(each),
        "decided": level_badge(each.place.decided) if each.place.decided else None,
        "supposed": trial.get(sheet.pk, ""),
        "levels": levels,
        "place": {"word": word[0](), "tone": word[1]} if word else None,
    }


def extras_shown(found: Cap, sheets: Sheets) -> dict[int, Extra]:
    """By person the urgent and ad hoc tasks of everybody tied in some group; one query where anybody is."""
    tied = {sheets[pk].person_id for each in found.standings for pk in each.of("tied")}
    return extras_of(tied, found.round.year) if tied else {}


def tied(standing: Standing, found: Cap, sheets: Sheets, extras: Mapping[int, Extra], day: date) -> Words:
    """Those tied in a group with facts to choose by, in no order that ranks."""
    people = [sheets[pk] for pk in standing.of("tied")]
    return {
        "group": group_word(standing, group_names(found)),
        "columns": columns(
            _("Civil servant"),
            (_("Mean of the year"), "number"),
            (_("Months"), "number"),
            (_("Ad hoc tasks"), "number"),
            (_("Urgent tasks"), "number"),
            _("Grounds"),
        ),
        "groups": [{"rows": list(_tied_rows(people, found, extras, units_on(day)))}],
    }


def _tied_rows(
    people: Iterable[YearSheet], found: Cap, extras: Mapping[int, Extra], units: Mapping[int, Unit]
) -> Iterable[Words]:
    for sheet in people:
        each, extra = found.every[sheet.pk], extras.get(sheet.person_id, Extra(0, 0))
        yield {
            "url": sheet.get_absolute_url(),
            "name": sheet.person.name,
            "unit": str(units[sheet.unit_id]),
            "mean": mean_of(each),
            "exact": exact_mean(each),
            "months": each.months_counted,
            "ad_hoc": extra.ad_hoc,
            "urgent": extra.urgent,
            "grounds": "; ".join(str(ground.ground) for ground in each.grounds) or _("none"),
        }
