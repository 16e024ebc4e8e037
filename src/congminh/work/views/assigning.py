"""«Giao việc»: people × products with the load of each beside their peers; nothing is written before «giao»."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh.catalogue.models import Product
from congminh.catalogue.models.product import ProductQuerySet
from congminh.law.calendar import ONE_DAY, Period
from congminh.org.doors import Visit, door
from congminh.org.models import Unit
from congminh.org.views.listing import columns
from congminh.sendings.keys import only_tries
from congminh.work.asking.assigning import AssignForm, Place, place_of
from congminh.work.asking.fields import found, products_in
from congminh.work.doors import HEADS
from congminh.work.loads import Load, imbalances, loads
from congminh.work.models import Goal
from congminh.work.seats import seats_on
from congminh.work.views.telling import load, number

ROUTES = (
    ("assign", lambda: _("People and products")),
    ("paste_tasks", lambda: _("Paste from Excel")),
    ("copy_month", lambda: _("Copy the period before")),
    ("recurring", lambda: _("Recurring")),
)
NOTHING = (0, 0, 0)
RANKS = {"staff": lambda: _("those without a leading post"), "deputy": lambda: _("deputy heads")}


def _looks(request: Visit, args: dict[str, Any]) -> bool:
    """Whether a button shows the form again and gives nothing."""
    return "giao" not in request.POST


@door(HEADS)
@only_tries(_looks)
@require_http_methods(["GET", "POST"])
def assign_page(request: Visit) -> HttpResponse:
    """Choose, look at the loads, assign; every button but «giao» only shows the form again."""
    place = place_of(request)
    carried = loads(place.unit, place.period.code, request.day)
    mine = of_mine(request, carried)
    products = _chosen(request, place)
    goals = Goal.objects.serving(place.unit.pk, Unit.objects.tree(request.day)).in_period(place.period.code)
    data = request.POST if request.method == "POST" else None
    form = AssignForm(request, place, [each.post.person for each in mine], products, goals, data)
    gives = not _looks(request, {})
    if gives and form.is_valid():
        try:
            tasks = form.act()
        except ValidationError as fault:
            form.refuse(fault)
        else:
            people = {"number": len(tasks), "people": len({task.person_id for task in tasks})}
            messages.success(request, _("Assigned: %(number)s tasks to %(people)s people.") % people)
            return HttpResponseRedirect(address("assign", place))
    shown = _shown(request, place, form, carried, mine)
    return render(request, "work/assign.html", shown, status=422 if gives else 200)


def of_mine(request: Visit, carried: Sequence[Load]) -> list[Load]:
    """The loads of those whose work is this head's to assign; five queries."""
    seats = seats_on(request.day, [(each.post.person_id, each.post.unit_id) for each in carried])
    me = request.person.pk
    return [each for each in carried if each.post.person_id != me and _is_mine(seats, each, me)]


def _is_mine(seats: Any, each: Load, me: int) -> bool:
    unit = seats.unit_of(each.post.person_id)
    return unit is not None and seats.assessor(each.post.person_id, unit) == me


def _chosen(request: Visit, place: Place) -> list[Product]:
    """The products chosen so far, in order; one more or one less by the button pressed."""
    wanted = [*request.POST.getlist("sp"), request.POST.get("them", "")]
    keys = [int(each) for each in dict.fromkeys(wanted) if each.isdecimal() and each != request.POST.get("bo")]
    rows = _products(request, place).in_bulk(keys) if keys else {}
    return [rows[key] for key in keys if key in rows]


def _products(request: Visit, place: Place) -> ProductQuerySet:
    """What may be assigned in the unit: in force today, or on the first day of a period to come."""
    return products_in(place.unit, max(request.day, place.period.first))


def _shown(
    request: Visit, place: Place, form: AssignForm, carried: Sequence[Load], mine: Sequence[Load]
) -> dict[str, Any]:
    ticked = form.chosen() if form.is_bound else set()
    if form.is_bound and "giao" not in request.POST:
        form.look()
    then = _then(carried, _added(form, ticked))
    text = request.POST.get("q", "").strip()
    return {
        "place": place,
        "form": form,
        "title": _("Assign work: %(unit)s") % {"unit": place.unit},
        "tabs": tabs("assign", place),
        "periods": periods("assign", place),
        "units": units("assign", place),
        "action": address("assign", place),
        "lines": [{**_line(each), "fields": fields} for each, fields in form.lines()],
        "q": text,
        "found": [_line(each) for each in found(_products(request, place), text)] if text else [],
        "columns": load_columns(),
        "groups": [{"rows": _load_rows(mine, then, ticked)}],
        "warnings": [_warning(each) for each in imbalances(then.values())],
        "number": len(ticked) * len(form.products),
    }


def _product(product: Product) -> dict[str, Any]:
    return {"product": product, "coefficient": number(product.coefficient_m)}


def _line(product: Product) -> dict[str, Any]:
    return {"product": product, "coefficient": number(product.coefficient_m)}


def _added(form: AssignForm, ticked: set[int]) -> dict[int, tuple[int, int, int]]:
    """By person what the form would add: tasks, quantity, load."""
    if not form.is_bound:
        return {}
    quantities = [(each, form.quantity_m(each, len(ticked))) for each in form.products]
    quantity_m = sum(quantity for _each, quantity in quantities)
    added = sum((each.coefficient_m or 0) * quantity for each, quantity in quantities)
    return dict.fromkeys(ticked, (len(form.products), quantity_m, added))


def _then(carried: Iterable[Load], added: Mapping[int, tuple[int, int, int]]) -> dict[int, Load]:
    """By person the load as it would be; that of the peers too."""
    alike: dict[Any, list[Load]] = defaultdict(list)
    rows = list(carried)
    for each in rows:
        alike[_likeness(each)].append(each)
    return {
        each.post.person_id: _with(each, added, [peer for peer in alike[_likeness(each)] if peer is not each])
        for each in rows
    }


def _with(each: Load, added: Mapping[int, tuple[int, int, int]], peers: Iterable[Load]) -> Load:
    tasks, quantity_m, more = added.get(each.post.person_id, NOTHING)
    return replace(
        each,
        tasks=each.tasks + tasks,
        quantity_m=each.quantity_m + quantity_m,
        load=each.load + more,
        peer_load=each.peer_load + sum(added.get(peer.post.person_id, NOTHING)[2] for peer in peers),
    )


def _likeness(each: Load) -> tuple[int | None, str]:
    position = each.post.position
    return (position.peer_group_id if position else None, each.post.rank)


def load_columns() -> list[dict[str, Any]]:
    """The columns of the people with their loads."""
    figures = ((_("Tasks"), "number"), (_("Converted load"), "number"), (_("Mean of peers"), "number"))
    return columns((_("Choose"), "quiet"), _("Civil servant"), *figures, (_("Beside peers"), "quiet"))


def _load_rows(mine: Sequence[Load], then: Mapping[int, Load], ticked: set[int]) -> list[dict[str, Any]]:
    """The people to tick; all bars are on one scale."""
    after = [then[each.post.person_id] for each in mine]
    most = max((max(each.load, _mean(each) or 0) for each in after), default=1) or 1
    return [_load_row(now, later, most, ticked) for now, later in zip(mine, after, strict=True)]


def _load_row(now: Load, then: Load, most: int, ticked: set[int]) -> dict[str, Any]:
    mean = _mean(then)
    return {
        "person": now.post.person,
        "position": now.post.position.title if now.post.position else "",
        "is_ticked": now.post.person_id in ticked,
        "tasks": then.tasks,
        "now": load(now.load),
        "then": load(then.load) if then.load != now.load else "",
        "mean": "" if mean is None else load(mean),
        "bar": {"value": then.load * 1000 // most, "mark": None if mean is None else mean * 988 // most},
    }


def _mean(each: Load) -> int | None:
    """What the peers carry on average; None for who has none."""
    return each.peer_load // each.peers if each.peers else None


def _warning(each: Any) -> str:
    """A higher post that carries less, or easier work, than a lower one on average; ours to say, never a block."""
    said = {"person": each.load.post.person, "rank": RANKS[each.lower_rank](), "unit": each.load.post.unit}
    if each.kind == "less":
        return _("%(person)s carries less than the mean of the %(rank)s of %(unit)s.") % said
    return _("%(person)s has easier work on average than the %(rank)s of %(unit)s.") % said


def tabs(current: str, place: Place) -> list[dict[str, Any]]:
    """The ways to give work."""
    return [{"label": word(), "url": address(route, place), "current": route == current} for route, word in ROUTES]


def periods(route: str, place: Place) -> list[dict[str, Any]]:
    """This period and the next, and the one chosen."""
    kind = place.period.kind
    now = Period.of_day(place.day, kind)
    following = Period.of_day(now.last + ONE_DAY, kind)
    shown = {each.code: each for each in (now, following, place.period)}
    return [
        {
            "label": each.label(get_language() or "vi"),
            "url": address(route, replace(place, period=each)),
            "current": each == place.period,
        }
        for _code, each in sorted(shown.items())
    ]


def units(route: str, place: Place) -> list[dict[str, Any]]:
    """The units one heads, where there are several."""
    if len(place.units) < 2:
        return []
    return [
        {"label": str(unit), "url": address(route, replace(place, unit=unit)), "current": unit == place.unit}
        for unit in place.units
    ]


def address(route: str, place: Place) -> str:
    """A page for the same unit and period."""
    asked = {"ky": place.period.code} if place.period != Period.of_day(place.day, place.period.kind) else {}
    unit = {"don_vi": place.unit.code} if place.unit != place.units[0] else {}
    return reverse(route) + (f"?{urlencode({**asked, **unit})}" if asked or unit else "")
