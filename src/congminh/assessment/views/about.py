"""What the page of any file says of a sheet: the way to the sheet's own page, where its form and figures are."""

from __future__ import annotations

from typing import Any

from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.sheet import PROCEDURE
from congminh.assessment.views.showing import sheet_url
from congminh.ledger.files import about
from congminh.org.models import Person


@about(PROCEDURE, "assessment/about.html")
def told(sheet: PeriodSheet, person: Person) -> dict[str, Any]:
    """Where the sheet's own page is."""
    return {"url": sheet_url(sheet), "title": sheet.title()}
