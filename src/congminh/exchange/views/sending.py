"""A file sent under its name and kind."""

from __future__ import annotations

from django.http import HttpResponse

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"


def sent(content: bytes, name: str, kind: str, inline: bool = False) -> HttpResponse:
    """A file under its name: shown by the browser, or saved."""
    how = "inline" if inline else "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'{how}; filename="{name}"'})
