"""The cap in words: groups with their denominator, who has the score for excellent, those tied with their facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from congminh import law
from congminh.assessment.views.figures import reading_words
from congminh.law.facts import GRADES
from congminh.law.nd335.cap import WHOLE_UNIT, Standing
from congminh.org.doors import Visit
from congminh.org.models import PeerGroup, Unit
from congminh.org.views.listing import columns
from congminh.year.facts.cap import NO_GROUP, Cap
from congminh.year.facts.urgent import Extra, extras_of
from congminh.year.models import Choice, ExceptionDecision, YearSheet
from congminh.year.views.showing import Words, exact_mean, level_badge, level_word, mean_of

A_PAGE = 50
READINGS = ("cap_scope", "cap_base", "cap_rounding", "cap_small", "tie_break")
PLACES = {
    "within": (lambda: _("within the share"), "good"),
    "tied": (lambda: _("tied at the line"), "warn"),
    "beyond": (lambda: _("beyond the share"), "off"),
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
    return dict(rows.values_list("code", "name"))


def names_of(sheets: Collection[int]) -> dict[int, str]:
    """Whose sheets these are, by sheet; one query."""
    rows: Any = YearSheet.objects.filter(pk__in=sheets).order_by()
    return dict(rows.values_list("pk", "person__name"))


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


def over_word(standing: Standing, taken: Sequence[int]) -> str:
    """That more are excellent in a group than may be."""
    said = {"group": group_word(standing), "most": standing.excellent_max, "taken": len(taken)}
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


def beside(found: Cap) -> Words:
    """What does not change while one tries levels: readings, the higher share, choices, columns."""
    readings, values = law.named("nd335").readings, found.values
    heads = (_("Civil servant"), _("Level tried"), (_("Mean of the year"), "number"), _("Place"))
    choices = Choice.objects.filter(round=found.round).select_related("by").order_by("-pk")
    return {
        "columns": columns(*heads),
        "readings": [reading_words(readings[name], str(values[name])) for name in READINGS],
        "exception": ExceptionDecision.objects.filter(round=found.round).select_related("decision").first(),
        "choices": _choices(list(choices)),
    }


def _choices(rows: Sequence[Choice]) -> list[Words]:
    names = names_of({pk for row in rows for pk in row.chosen})
    return [{"names": ", ".join(names.get(pk, "") for pk in row.chosen) or "–", "row": row} for row in rows]


def eligible(found: Cap, page: str | None) -> Page:
    """Those with the score for excellent, a page of them: higher means first, those with the same by no order."""
    keys = [pk for pk, each in found.every.items() if each.grade == "excellent" or each.place.decided == "excellent"]
    keys.sort(key=lambda pk: (-found.every[pk].mean, pk))
    return Paginator(keys, A_PAGE).get_page(page)


def people_rows(found: Cap, keys: Sequence[int], trial: dict[int, str], request: Visit) -> list[Words]:
    """One row a person with the score for excellent: what would be decided, the exact mean, the place."""
    sheets = YearSheet.objects.select_related("person").filter(pk__in=keys)
    rows = {sheet.pk: sheet for sheet in sheets}
    here = {sheet.unit_id for sheet in rows.values()}
    units = {unit.pk: str(unit) for unit in Unit.objects.named(request.day).filter(pk__in=here)}
    return [_person(rows[pk], found, trial, units) for pk in keys if pk in rows]


def _person(sheet: YearSheet, found: Cap, trial: dict[int, str], units: dict[int, str]) -> Words:
    each, place = found.every[sheet.pk], found.places.get(sheet.pk)
    word = PLACES[place] if place else None
    levels = [("", _("By the law")), *((grade, level_word(grade)) for grade in reversed(GRADES))]
    return {
        "pk": sheet.pk,
        "url": sheet.get_absolute_url(),
        "name": sheet.person.name,
        "unit": units.get(sheet.unit_id, ""),
        "mean": mean_of(each),
        "exact": exact_mean(each),
        "decided": level_badge(each.place.decided) if each.place.decided else None,
        "supposed": trial.get(sheet.pk, ""),
        "levels": levels,
        "place": {"word": word[0](), "tone": word[1]} if word else None,
    }


def tied(standing: Standing, found: Cap, day: date) -> Words:
    """Those tied in a group with facts to choose by, in no order that ranks."""
    keys = standing.of("tied")
    sheets = YearSheet.objects.select_related("person").filter(pk__in=keys).order_by("pk")
    people = list(sheets)
    extras = extras_of([sheet.person_id for sheet in people], found.round.year)
    units = {unit.pk: str(unit) for unit in Unit.objects.named(day).filter(pk__in={each.unit_id for each in people})}
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
        "groups": [{"rows": list(_tied_rows(people, found, extras, units))}],
    }


def _tied_rows(
    people: Iterable[YearSheet], found: Cap, extras: dict[int, Extra], units: dict[int, str]
) -> Iterable[Words]:
    for sheet in people:
        each, extra = found.every[sheet.pk], extras.get(sheet.person_id, Extra(0, 0))
        yield {
            "url": sheet.get_absolute_url(),
            "name": sheet.person.name,
            "unit": units.get(sheet.unit_id, ""),
            "mean": mean_of(each),
            "exact": exact_mean(each),
            "months": each.row["months_counted"],
            "ad_hoc": extra.ad_hoc,
            "urgent": extra.urgent,
            "grounds": "; ".join(str(ground.ground) for ground in each.grounds) or _("none"),
        }
