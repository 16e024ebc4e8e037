"""What checks a receipt without us, to be kept by anyone («công cụ kiểm tra biên nhận»)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from congminh.ledger.receipts.showing import tool
from congminh.org.doors import ANYONE, door


@door(ANYONE)
@require_GET
def receipt_tool(request: HttpRequest, name: str) -> HttpResponse:
    """The page or the program that checks receipts, as a file."""
    return tool(name)
