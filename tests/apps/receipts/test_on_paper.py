"""Minutes and closing lists bear the root of the log: whoever keeps the paper can hold the log against it."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from io import BytesIO
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from congminh.exchange.forms.month_book import month_book
from congminh.exchange.forms.sheets import ready
from congminh.exchange.year_papers.minutes import minutes_of
from congminh.ledger.log.paper import from_paper, on_paper
from congminh.ledger.log.sealing import seal
from congminh.ledger.log.verifying import verify
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import Entering
from tests.apps.clock import TODAY
from tests.apps.receipts.conftest import told_entry
from tests.apps.year.autumn import Autumn

pytestmark = pytest.mark.django_db
PRINTED = re.compile(r"\(số lá, gốc\): ([0-9a-f ]+)\.")


def held_against(text: str) -> bool:
    """Whether what the paper says is typed off, and the log agrees with it; months of the year's world have no log."""
    found = PRINTED.search(" ".join(text.split()))
    return found is not None and [each for each in verify(paper=from_paper(found[1])).faults if each.index] == []


def pages(content: bytes) -> str:
    return " ".join(each.extract_text() for each in PdfReader(BytesIO(content)).pages)


def test_minutes_bear_the_root_on_paper_and_in_the_file_a_clerk_may_change(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    autumn.filed(here.lan)
    meeting = autumn.convened(here.lan)
    path = f"/cuoc-hop/{meeting.pk}/bien-ban"
    assert "Sổ vết" not in pages(enter(here.thu).get(f"{path}.pdf").content), "nothing was signed yet"
    seal()
    content = enter(here.thu).get(f"{path}.pdf").content
    assert held_against(pages(content))
    made = docx.Document(BytesIO(enter(here.thu).get(f"{path}.docx").content))
    assert held_against(" ".join(part.text for part in made.paragraphs))
    assert minutes_of(meeting, [autumn.sheet(here.lan)])["square"].startswith("<svg")


def test_a_table_of_statistics_bears_the_root_as_pdf_and_at_the_foot_of_each_page_as_excel(
    autumn: Autumn, enter: Entering
) -> None:
    autumn.filed(autumn.here.lan)
    seal()
    browser = enter(autumn.here.thu)
    assert held_against(pages(browser.get("/thong-ke/bang/muc.pdf").content))
    book = b"".join(browser.get("/thong-ke/bang/muc.xlsx").streaming_content)  # type: ignore[attr-defined]
    assert all(map(held_against, feet(book)))


def test_the_months_list_bears_the_root_at_the_foot_of_each_page(month: Month) -> None:
    told_entry(month)
    seal()
    sheets: Any = type(month.sheet(month.here.lan)).objects.all()
    with month_book(ready(sheets, TODAY)) as file:
        found = feet(file.read())
    assert len(found) == 2 and all(map(held_against, found))


def test_a_list_printed_before_the_first_root_bears_the_number_of_the_page_alone(month: Month) -> None:
    sheets: Any = type(month.sheet(month.here.lan)).objects.all()
    assert on_paper() is None
    with month_book(ready(sheets, TODAY)) as file:
        assert feet(file.read()) == ["&R&P/&N"] * 2


def feet(book: bytes) -> list[str]:
    """What a workbook prints at the foot of each of its sheets; Excel takes 255 letters."""
    with zipfile.ZipFile(BytesIO(book)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    found = [unescape(re.search(r"<oddFooter>(.*?)</oddFooter>", each)[1]) for each in sheets]  # type: ignore[index]
    assert all(len(each) <= 255 for each in found)
    return found
