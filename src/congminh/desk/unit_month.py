"""«Đơn vị» in a period: one row a person, what is done of what is assigned, the score as it runs, the sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import BigIntegerField, Count, F, Q, Sum
from django.db.models.functions import Cast
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.assessment.models import PeriodSheet
from congminh.assessment.views.figures import Figures, figures_of, level_badge
from congminh.assessment.views.showing import sheet_url, state_badge
from congminh.law import named
from congminh.law.calendar import Period
from congminh.looks.subjects import looked_at_people
from congminh.org import facts
from congminh.org.doors import FILES, Visit, door
from congminh.org.forms.asking import Asked
from congminh.org.forms.fields import unit_asked
from congminh.org.models import Post, Unit
from congminh.org.models.unit import seen_by, units_on
from congminh.org.tree import Tree
from congminh.org.views.listing import columns
from congminh.work.doors import HEADS
from congminh.work.models import Task
from congminh.work.models.queries import COUNTED
from congminh.work.periods import period_of
from congminh.work.views.telling import load

A_PAGE = 25
STRIP = 6
BIG = BigIntegerField()
RANKS = ("head", "deputy", "staff")


class UnitAsked(Asked):
    """A unit one sees the files of, with all beneath it in its agency."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        sight = seen_by(visit.person, visit.day)
        alive = (unit for unit in units_on(visit.day).values() if unit.is_alive(visit.day))
        seen = (unit for unit in alive if sight.everything or unit.pk in sight.files)
        self.fields["don_vi"] = unit_asked(sorted(seen, key=lambda unit: unit.code), required=False)

    @property
    def rows(self) -> dict[int, Unit]:
        """The units there are to choose from."""
        return self.fields["don_vi"].rows  # type: ignore[attr-defined, no-any-return]

    @property
    def unit(self) -> Unit:
        """The unit asked for, else the first one leads, else the first there is; Http404 where there is none."""
        led = [post.unit_id for post in self.visit.posts if post.rank != "staff" and post.unit_id in self.rows]
        first = self.rows[led[0]] if led else next(iter(self.rows.values()), None)
        found: Unit | None = self.value("don_vi") or first
        if found is None:
            raise Http404
        return found

    def beneath(self) -> set[int]:
        """The unit and its parts in the same agency."""
        rows = self.rows.values()
        tree = Tree({row.pk: row.parent_id for row in rows}, {row.pk: row.kind for row in rows})
        return tree.beneath([self.unit.pk], within_agency=True)


@dataclass(frozen=True)
class Counts:
    """What one person has of tasks in the period; `load` in millionths of a standard product."""

    given: int = 0
    confirmed: int = 0
    waiting: int = 0
    late: int = 0
    load: int = 0


@dataclass(frozen=True)
class Known:
    """What is known of people in a period: by person tasks, sheet and months before; by sheet the figures."""

    counts: Mapping[int, Counts]
    sheets: Mapping[int, PeriodSheet]
    strips: Mapping[int, list[tuple[int, int, str]]]
    figures: Mapping[int, Figures]
    problem: str


@door(FILES)
@require_GET
def unit_month(request: Visit) -> HttpResponse:
    """The people of a unit in a period, those in charge first."""
    asked = UnitAsked(request)
    values = facts.values(request.day)
    period = _period(request, str(values["scoring_period"]))
    posts = _posts(asked, request)
    page = Paginator(posts, A_PAGE).get_page(request.GET.get("page"))
    known = known_of([post.person_id for post in page], period, request)
    rows = [_row(post, known, period) for post in page]
    shown = {
        "title": _("%(unit)s, %(period)s") % {"unit": asked.unit, "period": period.label(get_language() or "vi")},
        "lead": _lead(known.counts.values(), len(posts)),
        "asked": asked,
        "tabs": _tabs(request, period, known.strips),
        "columns": _columns(),
        "groups": _groups(rows),
        "page": page,
        "problem": known.problem,
        "actions": _actions(request),
    }
    return render(request, "desk/unit_month.html", shown)


def _actions(request: Visit) -> list[dict[str, str]]:
    plan = {"label": _("Programme and goals"), "url": reverse("programme"), "icon": "target"}
    give = {"label": _("Assign work"), "url": reverse("assign"), "icon": "send"}
    return [plan, give] if HEADS.needs(request) else [plan]


def _period(request: Visit, kind: str) -> Period:
    asked = request.GET.get("ky", "")
    if not asked:
        return Period.of_day(request.day, kind)
    if not asked.isdecimal():
        raise Http404
    try:
        return period_of(int(asked), kind)
    except ValidationError as wrong:
        raise Http404 from wrong


def _posts(asked: UnitAsked, request: Visit) -> list[Post]:
    """One post a person in the unit asked for and its parts, by unit, those who lead first; one query."""
    held = Post.objects.held_on(request.day).filter(unit__in=asked.beneath()).exclude(kind="delegation")
    best: dict[int, Post] = {}
    for post in held.select_related("person", "position__peer_group").order_by("person"):
        post.unit = asked.rows[post.unit_id]
        other = best.get(post.person_id)
        if other is None or _weight(post) > _weight(other):
            best[post.person_id] = post
    return sorted(best.values(), key=lambda post: (post.unit.code, RANKS.index(post.rank), post.person.code))


def _weight(post: Post) -> tuple[bool, int]:
    return (post.kind in (Post.Kind.MAIN, Post.Kind.SECONDED), -RANKS.index(post.rank))


def known_of(people: Collection[int], period: Period, request: Visit) -> Known:
    """All a page of people shows, in a number of queries that does not grow with them."""
    sheets = {sheet.person_id: sheet for sheet in _sheets(people, period)}
    figures, problem = _figures(list(sheets.values()))
    return Known(counted(people, period, request), sheets, months(people, period), figures, problem)


def counted(people: Collection[int], period: Period, request: Visit) -> dict[int, Counts]:
    """By person the tasks of the period; one query."""
    codes = [month.code for month in period.months()]
    mine = Task.objects.filter(person__in=people, period__range=(codes[0], codes[-1])).order_by()
    carried = Q(state__in=COUNTED) & ~Q(state="handed_over")
    amount = Cast("coefficient_m", BIG) * F("assigned_m")
    rows = mine.values_list("person_id").annotate(
        given=Count("pk", filter=carried),
        confirmed=Count("pk", filter=Q(state="confirmed")),
        waiting=Count("pk", filter=Q(state__in=("reported", "proposed", "handing_over"))),
        late=Count("pk", filter=Q(state__in=("assigned", "returned"), due__lt=request.day)),
        load=Sum(amount, filter=carried & Q(coefficient_m__isnull=False), output_field=BIG),
    )
    return {row[0]: Counts(row[1], row[2], row[3], row[4], int(row[5] or 0)) for row in rows}


def _sheets(people: Collection[int], period: Period) -> Sequence[PeriodSheet]:
    sheets = PeriodSheet.objects.filter(person__in=people, period=period.code, span=len(period.months()))
    return list(sheets.select_related("person", "round", "result__basis").order_by("pk"))


def _figures(sheets: Sequence[PeriodSheet]) -> tuple[Mapping[int, Figures], str]:
    try:
        return figures_of(sheets), ""
    except ValidationError as fault:
        return {}, " ".join(fault.messages)


def months(people: Collection[int], period: Period) -> dict[int, list[tuple[int, int, str]]]:
    """By person the signed results of the months before: period, points in hundredths, level; one query."""
    told = PeriodSheet.objects.filter(person__in=people, period__lt=period.code, result__isnull=False)
    rows: Any = told.order_by("period").values_list("person_id", "period", "result__total_cp", "result__grade")
    found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    looked_at_people(row[0] for row in rows)
    for person, code, total_cp, grade in rows:
        found[person].append((code, total_cp, grade))
    return found


def _columns() -> list[dict[str, Any]]:
    figures = ((_("Confirmed of assigned"), "number"), (_("Converted load"), "number"), (_("Waiting"), "number"))
    return columns(_("Civil servant"), *figures, _("Months before"), (_("Score so far"), "number"), _("Sheet"))


def _lead(counts: Collection[Counts], people: int) -> str:
    said = {
        "people": people,
        "confirmed": sum(each.confirmed for each in counts),
        "given": sum(each.given for each in counts),
    }
    return _("%(people)s civil servants; %(confirmed)s of %(given)s tasks confirmed among those shown.") % said


def _row(post: Post, known: Known, period: Period) -> dict[str, Any]:
    counts, sheet = known.counts.get(post.person_id, Counts()), known.sheets.get(post.person_id)
    found = known.figures.get(sheet.pk) if sheet else None
    return {
        "post": post,
        "period": period.code,
        "counts": counts,
        "load": load(counts.load),
        "share": {"value": counts.confirmed, "max": counts.given},
        "strip": [_cell(*each) for each in known.strips[post.person_id][-STRIP:]],
        "total": found.total if found else "",
        "level": _level(found) if found and found.is_whole else None,
        "lacks": bool(found and not found.has_tasks),
        "state": state_badge(sheet.state) if sheet else None,
        "sheet": sheet_url(sheet) if sheet else "",
    }


def _level(figures: Figures) -> dict[str, Any]:
    """The level of a score; in no colour while the score still runs."""
    badge = figures.level()
    return badge if figures.is_signed else {**badge, "tone": "off", "picture": "circle-dashed"}


def _cell(code: int, total_cp: int | None, grade: str) -> dict[str, Any]:
    badge = level_badge(named("nd335"), grade)
    shown = "–" if total_cp is None else str(total_cp // 100)
    return {
        "when": f"{code % 100:02d}/{code // 100 % 100:02d}",
        "shown": shown,
        "word": badge["word"],
        "tone": badge["tone"],
    }


def _groups(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Unit by unit, where there are several."""
    by_unit: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_unit[str(row["post"].unit)].append(row)
    if len(by_unit) == 1:
        return [{"rows": rows}]
    return [{"label": name, "rows": theirs} for name, theirs in by_unit.items()]


def _tabs(request: Visit, period: Period, strips: Mapping[int, Sequence[tuple[int, int, str]]]) -> list[dict[str, Any]]:
    """This period and those before that have results."""
    now = Period.of_day(request.day, period.kind).code
    told = sorted({code for each in strips.values() for code, _total, _grade in each})
    found = []
    for code in [*told[-(STRIP - 2) :], *([period.code] if period.code != now else []), now]:
        asked = request.GET.copy()
        asked.pop("page", None)
        asked["ky"] = str(code)
        named_period = Period.of_code(code, period.kind).label(get_language() or "vi")
        found.append({"label": named_period, "url": f"?{asked.urlencode()}", "current": code == period.code})
    return found
