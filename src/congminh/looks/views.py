"""«Ai đã xem hồ sơ của tôi»: every look at one's own figures by somebody else, month by month, the newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.db.models.functions import TruncMonth
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.ledger.files import kinds
from congminh.ledger.models import CaseFile
from congminh.looks.models import Look, Seen
from congminh.org.doors import SIGNED_IN, Visit, door
from congminh.org.models import Person, Unit
from congminh.org.views.listing import columns

A_PAGE = 25
MONTHS_SHOWN = 12
Words = dict[str, Any]


@door(SIGNED_IN)
@require_GET
def looks(request: Visit) -> HttpResponse:
    """Who looked, in what role and by which post, at which file, how and when; of one month («thang») or of all."""
    every = Seen.objects.filter(person=request.person).order_by("-at", "-pk")
    months = _months(request.person)
    chosen = next((month for month in months if f"{month:%Y-%m}" == request.GET.get("thang")), None)
    units = Prefetch("look__post__unit", Unit.objects.named(request.day))
    rows = (every.filter(**_within(chosen)) if chosen else every).select_related("file", "look__by")
    page = Paginator(rows.prefetch_related("look__post__position", units), A_PAGE).get_page(request.GET.get("page"))
    files = _files(page)
    shown = {
        "page": page,
        "tabs": _tabs(months, chosen),
        "columns": columns(_("Who looked"), _("By what right"), _("What"), (_("When"), "number")),
        "groups": _groups(page, files),
    }
    return render(request, "looks/looks.html", shown)


def _months(person: Person) -> list[date]:
    """The months in which anybody looked, the newest first."""
    rows: Any = Seen.objects.filter(person=person).order_by().annotate(month=TruncMonth("at"))
    found = rows.values_list("month", flat=True).distinct()
    return sorted({timezone.localdate(month) for month in found}, reverse=True)[:MONTHS_SHOWN]


def _within(month: date) -> dict[str, datetime]:
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    first, last = (timezone.make_aware(datetime.combine(day, time.min)) for day in (month, after))
    return {"at__gte": first, "at__lt": last}


def _tabs(months: Iterable[date], chosen: date | None) -> list[Words]:
    here = reverse("looks")
    every = [{"label": _month(each), "url": f"{here}?thang={each:%Y-%m}", "current": each == chosen} for each in months]
    return [{"label": _("All months"), "url": here, "current": chosen is None}, *every] if every else []


def _month(day: date) -> str:
    return _("Month %(month)s") % {"month": f"{day:%m/%Y}"}


def _files(page: Iterable[Seen]) -> dict[int, CaseFile]:
    """The files looked at, each as its own kind; a query a kind, however many."""
    keys: dict[str, list[int]] = defaultdict(list)
    for each in page:
        if each.file_id and each.file:
            keys[each.file.procedure].append(each.file_id)
    found: dict[int, CaseFile] = {}
    for procedure, pks in keys.items():
        kind = kinds()[procedure]
        beside = {"person", "round"} & {field.name for field in kind._meta.get_fields()}
        found |= kind._base_manager.select_related(*beside).in_bulk(pks)
    return found


def _groups(page: Iterable[Seen], files: dict[int, CaseFile]) -> list[Words]:
    """The rows month by month."""
    found: dict[str, Words] = {}
    for each in page:
        label = _month(timezone.localdate(each.at))
        group = found.setdefault(label, {"label": label, "rows": []})
        group["rows"].append(_row(each, files.get(each.file_id or 0)))
    return list(found.values())


def _row(seen: Seen, file: CaseFile | None) -> Words:
    look = seen.look
    return {
        "who": look.by.name,
        "post": f"{look.post.position or look.post.get_kind_display()}, {look.post.unit}" if look.post else "",
        "role": look.get_role_display(),
        "title": str(file.title()) if file else _("Results of several people"),
        "url": file.get_absolute_url() if file else "",
        "how": _how(look),
        "at": seen.at,
    }


def _how(look: Look) -> str:
    how = look.get_how_display()
    if look.people == 1:
        return str(how)
    return _("%(how)s, among %(number)s people") % {"how": how, "number": look.people}
