"""«Khóa ký sổ vết»: which key signs now, who asked for another, and what one may do about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from congminh.accounts.models import KeyChange
from congminh.accounts.signing_key.actions import agree, ask, refuse, until, waiting
from congminh.accounts.signing_key.keepers import KEEPERS, may_agree
from congminh.ledger.log.folder import PUBLIC, Folder
from congminh.org.doors import Visit, asks_again, door

SHOWN = 20


class WhyForm(forms.Form):
    """Why another key is wanted."""

    why = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


@door(KEEPERS)
@asks_again()
@require_http_methods(["GET", "POST"])
def signing_key(request: Visit) -> HttpResponse:
    """The page; by POST another key is asked for, agreed to or refused."""
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form = WhyForm(request.POST if act == "ask" else None, label_suffix="")
    if request.method == "GET":
        return _page(request, form)
    try:
        said = _done(request, act, form)
    except ValidationError as fault:
        form.add_error(None, fault) if form.is_bound else messages.error(request, " ".join(fault.messages), "seal")
        said = ""
    if said:
        messages.success(request, said)
    return _page(request, form, 422) if form.errors else HttpResponseRedirect(reverse("signing_key"))


def _done(request: Visit, act: str, form: WhyForm) -> str:
    """What was done, in words; empty where the form says what is wrong."""
    if act == "ask":
        if not form.is_valid():
            return ""
        ask(request.user, form.cleaned_data["why"])
        return _("Another key is asked for. Somebody else has to agree within a day.")
    found = waiting()
    if act not in ("agree", "refuse"):
        raise Http404
    if found is None or str(found.pk) != request.POST.get("change"):
        raise ValidationError(_("It was settled already, or a day has passed."))
    if act == "refuse":
        refuse(found, request.user)
        return _("The request is settled; the key stays.")
    agree(found, request.user)
    return _("The log is signed by a new key. Publish its public half, and tell the witnesses.")


def _page(request: Visit, form: WhyForm, status: int = 200) -> HttpResponse:
    found = waiting()
    is_mine = found is not None and found.asked_by_id == request.user.pk
    shown: dict[str, Any] = {
        "key": Folder.here().read(PUBLIC).strip(),
        "form": form,
        "waiting": found,
        "by": _name(found.asked_by) if found else "",
        "until": until(found) if found else None,
        "is_mine": is_mine,
        "may_agree": found is not None and not is_mine and may_agree(request.user, request.day),
        "before": [_line(each) for each in _settled()],
    }
    return render(request, "accounts/signing_key.html", shown, status=status)


def _settled() -> list[KeyChange]:
    rows = KeyChange.objects.exclude(state=KeyChange.State.ASKED).exclude(settled_at=None)
    return list(rows.select_related("asked_by__person", "settled_by__person")[:SHOWN])


def _line(change: KeyChange) -> dict[str, Any]:
    by = _name(change.settled_by) if change.settled_by else ""
    return {"change": change, "asked_by": _name(change.asked_by), "settled_by": by}


def _name(user: Any) -> str:
    person = getattr(user, "person", None)
    return str(person or user.get_full_name() or user.get_username())
