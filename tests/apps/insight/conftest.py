"""A browser for whoever comes, and months and a year of the small commune."""

from typing import Any

import pytest

from tests.apps.assessment.month import Month
from tests.apps.assessment.month import begun as month_begun
from tests.apps.assessment_pages.conftest import enter
from tests.apps.insight.closed import rated
from tests.apps.year.autumn import Autumn

__all__ = ["enter"]


@pytest.fixture
def month(db: None) -> Month:
    """A month with work of four people, one of them late, everybody told."""
    month = month_begun()
    here = month.here
    month.done(here.lan, 2000, finished=18)
    month.done(here.lan, 3000, finished=27)
    month.done(here.hoa, 2000)
    month.done(here.minh, 1000)
    month.done(here.thu, 4000, done_m=1000)
    month.all_told()
    return month


@pytest.fixture
def closed(db: None, settings: Any, tmp_path: Any) -> Autumn:
    """The year of the commune, everybody decided."""
    settings.MEDIA_ROOT = tmp_path
    return rated()
