"""The page of the receipts of somebody or of an organisation, and what is downloaded from it; one for every period."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from congminh.ledger.log.models import Leaf
from congminh.ledger.models import Entry
from congminh.ledger.receipts.making import Erased, NotYet, Sealed, Spoilt, code_of, leaves, receipt
from congminh.ledger.receipts.square import shortened

TEXT = "text/plain; charset=utf-8"
# What checks a receipt without us, and how it is given out.
TOOLS = {
    "verify.html": "text/html; charset=utf-8",
    "verify_receipt.py": "text/x-python; charset=utf-8",
}
HERE = Path(__file__).parent


def receipts(
    request: HttpRequest, entries: Sequence[Entry], period: str, form: tuple[str, str], name: str
) -> HttpResponse:
    """The page of the receipts of what these entries signed; with `lan`, the file of one, called by `name`.

    `form` is what they are about: how it is called, and its address. Http404 for the file of none.
    """
    if "lan" in request.GET:
        return sent(entries, request.GET["lan"], name)
    label, url = form
    shown = {
        "title": _("Receipt, %(period)s") % {"period": period},
        "trail": [{"label": label, "url": url}],
        "tools": tools(),
        "rows": rows(entries, request.path),
    }
    return render(request, "receipt.html", shown)


def rows(entries: Sequence[Entry], url: str) -> list[dict[str, Any]]:
    """A line for each signed result, the newest first: its code, and the file or why there is none yet."""
    found = leaves(entries)
    return [_row(entry, found.get(entry.pk), url) for entry in reversed(entries)]


def _row(entry: Entry, leaf: Leaf | None, url: str) -> dict[str, Any]:
    said = {"number": entry.data.get("result"), "at": entry.at, "code": shortened(code_of(leaf)) if leaf else ""}
    try:
        if leaf is None:
            raise Spoilt("an entry without a leaf")
        receipt(leaf, Sealed.now())
    except NotYet:
        text = _("Being sealed: within a minute it can be downloaded. Reload the page.")
        return {**said, "state": {"word": _("Not sealed yet"), "tone": "warn"}, "text": text}
    except Erased:
        text = _("Its data was erased by a decision. A receipt you downloaded before still holds.")
        return {**said, "state": {"word": _("Erased"), "tone": "off"}, "text": text}
    except (Spoilt, LookupError):
        text = _("What is stored is no longer what was signed. Tell the inspectorate, and keep this code.")
        return {**said, "state": {"word": _("Does not match"), "tone": "seal"}, "text": text}
    return {**said, "state": {"word": _("Sealed"), "tone": "good"}, "url": f"{url}?lan={said['number']}"}


def tools() -> list[dict[str, str]]:
    """What checks a receipt without us, by name, and how it is used."""
    browser = _("a page that works in a browser: open it and choose the receipt.")
    told = {"verify.html": browser, "verify_receipt.py": _("a program for Python that needs nothing else.")}
    return [{"name": name, "text": text} for name, text in told.items()]


def sent(entries: Sequence[Entry], number: str, name: str) -> HttpResponse:
    """The receipt of one result as a file; Http404 for none, or one that cannot be made."""
    mine = [entry for entry in entries if str(entry.data.get("result")) == number]
    leaf = leaves(mine).get(mine[-1].pk) if mine else None
    try:
        if leaf is None:
            raise NotYet(number)
        text = receipt(leaf, Sealed.now())
    except (LookupError, Spoilt) as error:
        raise Http404 from error
    return _file(text.encode(), TEXT, f"bien-nhan-{name}-{number}.txt")


def tool(name: str) -> HttpResponse:
    """A program or page that checks receipts, to be kept; Http404 for another name."""
    if name not in TOOLS:
        raise Http404
    return _file((HERE / name).read_bytes(), TOOLS[name], name)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
