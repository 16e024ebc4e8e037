"""«Tài khoản»: the pages of personnel, who has an account, and handing out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congminh.accounts.handing_out import AT_ONCE, MOST, begin_handing_out, hand_out, renew, set_open, show_slips
from congminh.accounts.models import Slips
from congminh.org.actions.accounts import Given
from congminh.org.doors import PERSONNEL, Visit, asks_again, door
from congminh.org.forms.asking import PeopleAsked
from congminh.org.models import Person
from congminh.org.models.person import PersonQuerySet
from congminh.org.reach import Reach, reach_of
from congminh.org.views.acting import way_back
from congminh.org.views.listing import columns

A_PAGE = 50


@door(PERSONNEL)
@require_GET
def accounts(request: Visit) -> HttpResponse:
    """Who can sign in, who has not yet, who cannot."""
    reach = reach_of(request)
    asked = _asked(request, reach)
    found = _wanted(request, reach, asked)
    counts = found.aggregate(every=Count("pk"), without=Count("pk", filter=Q(user=None)))
    paged = Paginator(found.with_posts(request.day).select_related("user__account"), A_PAGE)
    paged.count = counts["every"]  # looked for once: who is within reach is the dear part of the page
    page = paged.get_page(request.GET.get("page"))
    heads = columns((_("Choose"), "quiet"), _("Civil servant"), _("Account"), _("State"), (_("Acts"), "quiet"))
    shown = {
        "asked": asked,
        "page": page,
        "columns": heads,
        "groups": [{"rows": [_line(person, request) for person in page]}],
        "without": counts["without"],
        "most": MOST,
        "at_once": AT_ONCE,
        "query": request.GET.urlencode(),
        "back": way_back(request, ""),
    }
    return render(request, "accounts/accounts.html", shown)


def _asked(visit: Visit, reach: Reach) -> PeopleAsked:
    return PeopleAsked(visit, reach.units(), _("Without an account"))


def _wanted(visit: Visit, reach: Reach, asked: PeopleAsked) -> PersonQuerySet:
    """By name, those in service within reach."""
    found = reach.people().on(visit.day).order_by("folded")
    if asked.value("chua_co"):
        found = found.filter(user=None)
    if asked.unit:
        found = found.within(asked.unit, visit.day)
    return found.search(asked.text) if asked.text else found


def _line(person: Person, visit: Visit) -> dict[str, Any]:
    user: Any = person.user
    kept = getattr(user, "account", None)
    if user is None:
        word, tone = _("no account"), "warn"
    elif not user.is_active:
        word, tone = _("closed"), "off"
    elif kept and kept.must_change_password:
        word, tone = _("has the password handed out"), "calm"
    else:
        word, tone = _("in use"), "good"
    is_ours = user is not None and not (user.is_superuser or user.is_staff)
    may_close = is_ours and person.pk != visit.person.pk
    return {"person": person, "word": word, "tone": tone, "user": user, "is_ours": is_ours, "may_close": may_close}


@door(PERSONNEL)
@asks_again()
@require_POST
def give(request: Visit) -> HttpResponse:
    """Accounts for those ticked, or for all who have none; the passwords are shown this once.

    Of many it is long work, which leads to the same slips.
    """
    reach = reach_of(request)
    found = _wanted(request, reach, _asked(request, reach)).filter(user=None)
    if "all" not in request.POST:
        ticked = [pk for pk in request.POST.getlist("person") if pk.isdecimal()]
        found = reach.people().on(request.day).filter(user=None, pk__in=ticked)
    chosen = list(found.with_posts(request.day)[:MOST])
    if len(chosen) > AT_ONCE:
        return HttpResponseRedirect(begin_handing_out(chosen, request.person).get_absolute_url())
    given = hand_out(chosen, request.person)
    if not given:
        messages.warning(request, _("Nobody was chosen who has no account: tick somebody first."), "warn")
        return HttpResponseRedirect(_list(request))
    return _slips(request, given)


@door(PERSONNEL)
@asks_again()
@require_http_methods(["GET", "POST"])
def slips(request: Visit, pk: int) -> HttpResponse:
    """«Phiếu mật khẩu» of many: ready, until whoever asked for them has them shown, a single time."""
    held = get_object_or_404(Slips.objects.visible_to(request.person), pk=pk)
    if request.method == "POST" and (given := show_slips(held)):
        return _slips(request, given)
    held.refresh_from_db()
    return render(request, "accounts/slips_ready.html", {"slips": held, "number": len(held.given)})


@door(PERSONNEL)
@asks_again()
@require_POST
def new_password(request: Visit, code: str) -> HttpResponse:
    """A new password for one person, shown this once."""
    person = get_object_or_404(reach_of(request).people().with_posts(request.day), code=code)
    try:
        return _slips(request, [renew(person, request.person)])
    except ValidationError as fault:
        return _refused(request, fault)


@door(PERSONNEL)
@asks_again()
@require_POST
def close(request: Visit, code: str) -> HttpResponse:
    """Close an account, or open it again."""
    person = get_object_or_404(reach_of(request).people().select_related("user"), code=code)
    opens = request.POST.get("open") == "1"
    try:
        set_open(person, opens, request.person)
    except ValidationError as fault:
        return _refused(request, fault)
    said = _("%(person)s can sign in again.") if opens else _("%(person)s can sign in no more.")
    messages.success(request, said % {"person": person})
    return HttpResponseRedirect(_list(request))


def _refused(visit: Visit, fault: ValidationError) -> HttpResponse:
    messages.error(visit, " ".join(fault.messages), "seal")
    return HttpResponseRedirect(_list(visit))


def _list(visit: Visit) -> str:
    """The list as it was asked for."""
    query = visit.GET.urlencode()
    return f"{reverse('accounts')}?{query}" if query else reverse("accounts")


def _slips(visit: Visit, given: list[Given]) -> HttpResponse:
    """A slip of paper for each: the passwords are kept nowhere, so this page is not shown again."""
    slips = [{"person": one.person, "username": one.username, "password": one.password} for one in given]
    shown = {"slips": slips, "address": visit.build_absolute_uri("/"), "back": _list(visit)}
    response = render(visit, "accounts/slips.html", shown)
    response.headers["Cache-Control"] = "no-store"
    return response
