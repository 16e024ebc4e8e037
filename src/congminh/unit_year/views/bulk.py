"""A whole list at once: levels decided as they are prepared, organisations told; with what would come out before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh.law.facts import GRADES
from congminh.ledger.actions import Stale
from congminh.ledger.telling import late_words
from congminh.org.doors import FILES, Visit, asks_again, door
from congminh.org.models import Unit
from congminh.unit_year.actions import Ready, Verdict, decide_all, notify_all, ready
from congminh.unit_year.actions.capping import recognises_there
from congminh.unit_year.asking.acting import ActForm, NotifyForm
from congminh.unit_year.asking.many import as_shown, ticked, token
from congminh.unit_year.facts.caps import Range, range_of
from congminh.unit_year.models import UnitSheet
from congminh.unit_year.seats import Bench, bench_on
from congminh.unit_year.views.cap import PLACES, may_see
from congminh.unit_year.views.showing import Words, cap_url, level_badge, level_word, points
from congminh.work.asking.fields import put_faults

# At once; the rest stand on the page after them.
MOST = 500


@door(FILES)
@asks_again()
@require_http_methods(["GET", "POST"])
def decide(request: Visit, unit: int) -> HttpResponse:
    """«Quyết định cả danh sách»: what each would get, what the others wait for; by POST those ticked, as a batch."""
    seen, authority, decides = _range(request, unit)
    posted = request.POST if request.method == "POST" else None
    form = ActForm(request, posted)
    late = ""
    if posted is not None and form.is_valid():
        _must_recognise(decides)
        try:
            entries = decide_all(unit, seen.year, ticked(posted), request.person)
        except ValidationError as fault:
            put_faults(form, fault, {})
        except Stale as first:
            late = _late(first)
            seen = range_of(unit, seen.year)
        else:
            messages.success(request, _("Decided: %(number)s organisations.") % {"number": len(entries)})
            return HttpResponseRedirect(cap_url(unit, seen.year))
    shown = {**_decided_shown(ready(seen), seen, posted), "decides": decides}
    words = {
        "title": _("Decide the whole list"),
        "lead": _("Levels as they are prepared, held to Điều 8 and to the share; all that are ticked, or none."),
    }
    return _page(request, {**shown, **words}, authority, seen, form, late)


@door(FILES)
@asks_again()
@require_http_methods(["GET", "POST"])
def notify(request: Visit, unit: int) -> HttpResponse:
    """«Thông báo kết quả» to many organisations and the agencies concerned (Điều 9.2.b)."""
    seen, authority, decides = _range(request, unit)
    posted = request.POST if request.method == "POST" else None
    form = NotifyForm(request, posted)
    late = ""
    if posted is not None and form.is_valid():
        _must_recognise(decides)
        try:
            number = len(notify_all(as_shown(posted, _to_tell(seen)), request.person, form.cleaned_data["notice"]))
        except ValidationError as fault:
            put_faults(form, fault, {"written_notice": "notice"})
        except Stale as first:
            late = _late(first)
            seen = range_of(unit, seen.year)
        else:
            messages.success(request, _("Notified: %(number)s organisations.") % {"number": number})
            return HttpResponseRedirect(cap_url(unit, seen.year))
    words = {
        "title": _("Notify the whole list"),
        "lead": _("Each organisation and the agencies concerned are told of the level decided (Điều 9.2.b)."),
    }
    return _page(request, {**_told_shown(seen, posted), **words, "decides": decides}, authority, seen, form, late)


def _range(request: Visit, unit: int) -> tuple[Range, Unit, bool]:
    """The range of an authority in the year asked for, and whether this person decides there; 404 for strangers."""
    bench: Bench = bench_on(request.day)
    authority = get_object_or_404(Unit.objects.named(request.day), pk=unit)
    asked = request.GET.get("nam", "")
    if not may_see(unit, request, bench):
        raise Http404
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else request.day.year
    return range_of(unit, year, bench), authority, recognises_there(bench, unit, request.person)


def _must_recognise(decides: bool) -> None:
    if not decides:
        raise PermissionDenied(_("This is for who recognises the organisations of this range."))


def _late(first: Stale) -> str:
    return late_words(first, first.entry.file) if first.entry else str(first)


def _page(request: Visit, shown: Words, authority: Unit, seen: Range, form: ActForm, late: str) -> HttpResponse:
    status = 409 if late else 422 if form.is_bound else 200
    more = {
        "above": _("Recognised by the head of %(authority)s, year %(year)s")
        % {"authority": authority, "year": seen.year},
        "back": cap_url(authority.pk, seen.year),
        "form": form,
        "late": late,
    }
    return render(request, "unit_year/many/page.html", {**more, **shown}, status=status)


def _decided_shown(found: Sequence[Ready], seen: Range, posted: Any) -> Words:
    sound = [each for each in found if each.fault is None][:MOST]
    marked = {verdict.sheet for verdict in ticked(posted)} if posted is not None else None
    return {
        "rows": [_ready_row(each, seen, marked is None or each.sheet.pk in marked) for each in sound],
        "waiting": [_waiting_row(each, seen) for each in found if each.fault is not None],
        "sums": _sums(sound, seen),
    }


def _ready_row(each: Ready, seen: Range, is_ticked: bool) -> Words:
    sheet, reckoned = each.sheet, seen.reckoning.every[each.sheet.pk]
    place = seen.place(sheet.pk)
    said = [_("score %(points)s") % {"points": points(reckoned.score_cp)}]
    if reckoned.grade != each.grade:
        said.append(_("by points and conditions: %(level)s") % {"level": level_word(reckoned.grade or "")})
    if place:
        said.append(str(PLACES[place][0]()))
    return {
        "token": token(each.verdict),
        "name": str(sheet.unit),
        "url": sheet.get_absolute_url(),
        "about": "; ".join(said),
        "level": level_badge(each.grade),
        "ticked": is_ticked,
    }


def _waiting_row(each: Ready, seen: Range) -> Words:
    """What a sheet still waits for: what is wrong, each thing once."""
    fault = each.fault
    messages = list(dict.fromkeys(fault.messages)) if fault is not None else []
    return {"name": str(each.sheet.unit), "url": each.sheet.get_absolute_url(), "about": " ".join(messages)}


def _sums(sound: Sequence[Ready], seen: Range) -> list[Words]:
    """What would come out: how many of each level, beside those decided already, and the most of excellent."""
    new = Counter(each.grade for each in sound)
    done = Counter(sheet.result.grade for sheet in seen.sheets.values() if sheet.is_decided and sheet.result)
    rows = []
    for grade in reversed(GRADES):
        sub = _("%(number)s decided already") % {"number": done[grade]}
        if grade == "excellent" and seen.standing:
            most = _("at most %(most)s in all") % {"most": seen.standing.excellent_max}
            sub = f"{sub}; {most}"
        rows.append({"label": level_word(grade), "value": str(new[grade]), "sub": sub})
    return rows


def _to_tell(seen: Range) -> list[UnitSheet]:
    return [sheet for sheet in seen.sheets.values() if sheet.state == "decided" and sheet.result]


def _told_shown(seen: Range, posted: Any) -> Words:
    found = _to_tell(seen)[:MOST]
    marked = {sheet.pk for sheet in as_shown(posted, found)} if posted is not None else None
    rows = [
        {
            "token": token(Verdict(sheet.pk, sheet.version, sheet.draft, "")),
            "name": str(sheet.unit),
            "url": sheet.get_absolute_url(),
            "about": _("score %(points)s") % {"points": points(sheet.result.score_cp if sheet.result else None)},
            "level": level_badge(sheet.result.grade) if sheet.result else None,
            "ticked": marked is None or sheet.pk in marked,
        }
        for sheet in found
    ]
    return {"rows": rows, "waiting": [], "sums": []}
