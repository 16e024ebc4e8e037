"""Forms as PDF, set by Typst with a face of the metrics of Times («phông chữ Times New Roman», Nghị định 30/2020)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typst

from congminh.exchange.forms.form_01 import Form01, filled

HERE = Path(__file__).parent
FONTS = HERE / "fonts"


class NothingToPrint(ValueError):
    """No form was given to print."""


def form_01_pdf(forms: Sequence[Form01]) -> bytes:
    """Mẫu 01 of each person in one PDF/A-2b file, each from a page of its own; raises NothingToPrint for none."""
    if not forms:
        raise NothingToPrint("no form to print")
    told = json.dumps([filled(form) for form in forms], ensure_ascii=False)
    return typst.compile(
        str(HERE / "form_01.typ"),
        sys_inputs={"forms": told},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards="a-2b",
    )
