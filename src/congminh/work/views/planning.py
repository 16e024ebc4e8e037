"""«Chép kỳ trước» and «việc thường xuyên»: a period planned from what there was, without typing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import BigIntegerField, Count, F, Q, Sum
from django.db.models.functions import Cast
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh.catalogue.forms.fields import sentence
from congminh.law.calendar import ONE_DAY, Period
from congminh.org.doors import Visit, door
from congminh.org.models import Unit
from congminh.org.views.listing import columns
from congminh.work.actions import Planned, apply_templates, copy_period
from congminh.work.asking.assigning import Place, place_of
from congminh.work.asking.fields import products_in, put_faults
from congminh.work.asking.planning import TemplateForm
from congminh.work.doors import HEADS
from congminh.work.loads import loads
from congminh.work.models import Task, Template
from congminh.work.rows import Row
from congminh.work.views.assigning import address, of_mine, periods, tabs, units
from congminh.work.views.telling import load, number

A_PAGE = 50
BIG = BigIntegerField()


@dataclass(frozen=True)
class Team:
    """Those whose work a head plans, and those beneath who are planned for by others."""

    mine: frozenset[int]
    others: frozenset[int]


def team_of(request: Visit, place: Place) -> Team:
    """The people of the unit and its parts; nine queries."""
    carried = loads(place.unit, place.period.code, request.day)
    mine = frozenset(each.post.person_id for each in of_mine(request, carried))
    return Team(mine, frozenset(each.post.person_id for each in carried) - mine)


@door(HEADS)
@require_http_methods(["GET", "POST"])
def copy_page(request: Visit) -> HttpResponse:
    """What the period before held for each person; «xem» tries the copy, «chép» makes it."""
    place = place_of(request)
    source = Period.of_day(place.period.first - ONE_DAY, place.period.kind)
    team = team_of(request, place)
    if request.method != "POST":
        return _copy_page(request, place, source, team)
    try:
        with transaction.atomic():
            made = _copied(request, place, source, team)
            transaction.set_rollback("chep" not in request.POST)
    except ValidationError as fault:
        return _copy_page(request, place, source, team, trouble=sentence(fault), status=422)
    return _planned(request, place, made, "copy_month") or _copy_page(request, place, source, team, made)


def _copied(request: Visit, place: Place, source: Period, team: Team) -> Planned:
    """The copy, unit by unit where the head's people work in several."""
    where = Task.objects.filter(person__in=team.mine, period=source.code).order_by().values("unit").distinct()
    made = [
        copy_period(unit, source.code, place.period.code, request.person)
        for unit in Unit.objects.filter(pk__in=where).order_by("code")
    ]
    return _of_team(
        Planned([task for each in made for task in each.tasks], [row for each in made for row in each.left]), team
    )


def _of_team(made: Planned, team: Team) -> Planned:
    """Without the rows of people who are planned for by somebody else."""
    return replace(made, left=[(row, faults) for row, faults in made.left if row.person.pk not in team.others])


def _planned(request: Visit, place: Place, made: Planned, route: str) -> HttpResponse | None:
    """Back to the page once all is assigned; None where rows are left, or it was only tried."""
    if "xem" in request.POST:
        return None
    said = {"number": len(made.tasks), "people": len({task.person_id for task in made.tasks})}
    if made.tasks:
        messages.success(request, _("Assigned: %(number)s tasks to %(people)s people.") % said)
    if made.left:
        return None
    if not made.tasks:
        messages.info(request, _("There was nothing left to assign."))
    return HttpResponseRedirect(address(route, place))


def _copy_page(
    request: Visit,
    place: Place,
    source: Period,
    team: Team,
    made: Planned | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    rows = _people(team, source, place.period)
    language = get_language() or "vi"
    names = {"source": source.label(language), "target": place.period.label(language)}
    shown = {
        **names,
        **_of_made(request, made),
        "title": _("Assign work: %(unit)s") % {"unit": place.unit},
        "tabs": tabs("copy_month", place),
        "periods": periods("copy_month", place),
        "units": units("copy_month", place),
        "action": address("copy_month", place),
        "mend": address("paste_tasks", place),
        "columns": columns(
            _("Civil servant"), (names["source"], "number"), (_("Converted"), "number"), (names["target"], "number")
        ),
        "groups": [{"rows": rows}] if rows else [],
        "number": sum(row["before"] for row in rows),
        "trouble": trouble,
    }
    return render(request, "work/copy.html", shown, status=status)


def _of_made(request: Visit, made: Planned | None) -> dict[str, Any]:
    if made is None:
        return {"made": None, "left": [], "text": ""}
    return {
        "made": len(made.tasks),
        "tried": "xem" in request.POST,
        "left": [_left(row, faults) for row, faults in made.left],
        "text": "\n".join(_as_text(row) for row, _faults in made.left),
    }


def _people(team: Team, source: Period, target: Period) -> list[dict[str, Any]]:
    """Each person's planned tasks of the two periods; one query."""
    planned = Task.objects.counted().filter(person__in=team.mine, whole=None, period__in=[source.code, target.code])
    planned = planned.filter(origin__in=[Task.Origin.PLANNED, Task.Origin.HANDED_OVER])
    before = Q(period=source.code)
    rows = planned.order_by("person__code").values("person__name", "person__code")
    found = rows.annotate(
        before=Count("pk", filter=before),
        after=Count("pk", filter=~before),
        load=Sum(Cast("coefficient_m", BIG) * F("assigned_m"), filter=before, output_field=BIG),
    )
    return [{**row, "name": row["person__name"], "load": load(int(row["load"] or 0))} for row in found]


def _left(row: Row, faults: Mapping[str, ValidationError]) -> dict[str, Any]:
    """A row left out, with why."""
    return {
        "person": str(row.person),
        "name": row.name or (row.product.output if row.product else ""),
        "quantity": number(row.quantity_m),
        "due": row.due,
        "why": [
            {"what": " ".join(each.messages), "next": str((each.params or {}).get("next", ""))}
            for each in faults.values()
        ],
    }


def _as_text(row: Row) -> str:
    """A row as it would be pasted."""
    code = row.product.code if row.product else ""
    return "\t".join((row.person.code, code, number(row.quantity_m), f"{row.due:%d/%m/%Y}", row.name))


@door(HEADS)
@require_http_methods(["GET", "POST"])
def recurring(request: Visit) -> HttpResponse:
    """The unit's recurring tasks; «giao» assigns those of the period that are not assigned yet."""
    place = place_of(request)
    if request.method != "POST":
        return _recurring_page(request, place)
    try:
        with transaction.atomic():
            made = apply_templates(place.unit, place.period.code, request.person)
            made = _of_team(made, team_of(request, place)) if made.left else made
            transaction.set_rollback("xem" in request.POST)
    except ValidationError as fault:
        return _recurring_page(request, place, trouble=sentence(fault), status=422)
    return _planned(request, place, made, "recurring") or _recurring_page(request, place, made)


def _recurring_page(
    request: Visit, place: Place, made: Planned | None = None, trouble: str = "", status: int = 200
) -> HttpResponse:
    given = Count("tasks", filter=Q(tasks__period=place.period.code), distinct=True)
    rows = Template.objects.filter(unit=place.unit).select_related("person", "position", "goal")
    page = Paginator(rows.annotate(given=given).order_by("-is_active", "person__code", "code"), A_PAGE).get_page(
        request.GET.get("page")
    )
    products = products_in(place.unit, request.day).filter(code__in={each.code for each in page})
    names = {product.code: product.output or product.work for product in products}
    figures = ((_("Quantity"), "number"), (_("Due on day"), "number"), (_("In this period"), "number"))
    shown = {
        **_of_made(request, made),
        "title": _("Assign work: %(unit)s") % {"unit": place.unit},
        "target": place.period.label(get_language() or "vi"),
        "tabs": tabs("recurring", place),
        "periods": periods("recurring", place),
        "units": units("recurring", place),
        "action": address("recurring", place),
        "mend": address("paste_tasks", place),
        "add": address("add_template", place),
        "columns": columns(_("Product, work"), _("For whom"), *figures),
        "groups": [{"rows": [_template_row(each, names) for each in page]}],
        "page": page,
        "trouble": trouble,
    }
    return render(request, "work/recurring.html", shown, status=status)


def _template_row(template: Template, names: Mapping[str, str]) -> dict[str, Any]:
    called = template.name or names.get(template.code, "")
    return {"template": template, "quantity": number(template.quantity_m), "called": called}


@door(HEADS)
@require_http_methods(["GET", "POST"])
def add_template(request: Visit) -> HttpResponse:
    """A new recurring task of the unit."""
    place = place_of(request)
    return _template_page(request, place, Template(unit=place.unit))


@door(HEADS)
@require_http_methods(["GET", "POST"])
def change_template(request: Visit, pk: int) -> HttpResponse:
    """A recurring task changed, or no longer used."""
    headed = [post.unit_id for post in request.posts if post.rank == "head"]
    template = get_object_or_404(Template.objects.visible_to(request.person).filter(unit__in=headed), pk=pk)
    units_by_pk = {post.unit_id: post.unit for post in request.posts}
    return _template_page(request, replace(place_of(request), unit=units_by_pk[template.unit_id]), template)


def _template_page(request: Visit, place: Place, template: Template) -> HttpResponse:
    form = TemplateForm(request, place, template, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            form.act()
        except ValidationError as fault:
            put_faults(form, fault, {"quantity_m": "quantity"})
        else:
            messages.success(request, _("The recurring task is saved."))
            return HttpResponseRedirect(address("recurring", place))
    back = address("recurring", place)
    shown = {"form": form, "back": back, "template": template, "unit": place.unit}
    return render(request, "work/template.html", shown, status=422 if form.errors else 200)
