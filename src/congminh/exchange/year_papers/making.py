"""Papers as PDF by Typst and as DOCX from a template a clerk may change; what is put in is text, whatever it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from docxtpl import DocxTemplate

from congminh.exchange.forms.form_02 import Form02, filled_02
from congminh.exchange.forms.printing import FONTS, NothingToPrint

HERE = Path(__file__).parent
FORM_02 = HERE.parent / "forms" / "form_02"


def form_02_pdf(forms: Sequence[Form02]) -> bytes:
    """Mẫu 02 of each person in one PDF/A-2b file, each from a page of its own; raises NothingToPrint for none."""
    if not forms:
        raise NothingToPrint("no form to print")
    return _pdf(FORM_02.with_suffix(".typ"), forms=[filled_02(form) for form in forms])


def form_02_docx(form: Form02) -> bytes:
    """Mẫu 02 of one person."""
    return _docx(FORM_02.with_suffix(".docx"), filled_02(form))


def paper_pdf(kind: str, told: Mapping[str, Any]) -> bytes:
    """A paper of a kind (minutes, notice, record) as PDF/A-2b."""
    return _pdf(HERE / f"{kind}.typ", told=told)


def paper_docx(kind: str, told: Mapping[str, Any]) -> bytes:
    """A paper of a kind (minutes, notice) as DOCX."""
    return _docx(HERE / f"{kind}.docx", told)


def _pdf(template: Path, **inputs: Any) -> bytes:
    said = {name: json.dumps(value, ensure_ascii=False) for name, value in inputs.items()}
    return typst.compile(
        str(template), sys_inputs=said, font_paths=[str(FONTS)], ignore_system_fonts=True, pdf_standards="a-2b"
    )


def _docx(template: Path, told: Mapping[str, Any]) -> bytes:
    made, filled = BytesIO(), DocxTemplate(template)
    filled.render(dict(told), autoescape=True)
    filled.save(made)
    return made.getvalue()
