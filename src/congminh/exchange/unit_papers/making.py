"""Sheets of organisations as PDF by Typst, and as DOCX from a template a clerk may change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import typst
from docxtpl import DocxTemplate

from congminh.exchange.forms.printing import FONTS, NothingToPrint
from congminh.exchange.unit_papers.filling import Filled

HERE = Path(__file__).parent


def unit_sheets_pdf(sheets: Sequence[Filled]) -> bytes:
    """Each organisation's sheet in one PDF/A-2b file, from a page of its own; raises NothingToPrint for none."""
    if not sheets:
        raise NothingToPrint("no sheet to print")
    return typst.compile(
        str(HERE / "unit_sheet.typ"),
        root=str(HERE.parent),
        sys_inputs={"sheets": json.dumps(sheets, ensure_ascii=False)},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards="a-2b",
    )


def unit_sheet_docx(sheet: Filled) -> bytes:
    """One organisation's sheet; what is put in is text, whatever it holds."""
    made, template = BytesIO(), DocxTemplate(HERE / "unit_sheet.docx")
    template.render(dict(sheet), autoescape=True)
    template.save(made)
    return made.getvalue()
