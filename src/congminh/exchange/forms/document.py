"""Forms as DOCX: a template that a clerk may open in Word and change, filled by docxtpl."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate, RichText

from congminh.exchange.forms.form_01 import Form01, filled

TEMPLATE = Path(__file__).with_name("form_01.docx")
HALF_POINTS = 24
COLUMNS = ("number", "text", "most", "given")


def form_01_docx(form: Form01) -> bytes:
    """Mẫu 01 of one person; text is put in as text, whatever signs it holds."""
    told = filled(form)
    template = DocxTemplate(TEMPLATE)
    template.render({**told, "rows": [_in_weight(row) for row in told["rows"]]}, autoescape=True)
    made = BytesIO()
    template.save(made)
    return made.getvalue()


def _in_weight(row: dict[str, str]) -> dict[str, Any]:
    """The row of a group or the total in bold, as the form has it."""
    bold = row["kind"] != "criterion"
    return {name: RichText(row[name], bold=bold, size=HALF_POINTS, font="Times New Roman") for name in COLUMNS}
