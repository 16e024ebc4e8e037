"""A closed year of the small commune, with a browser for whoever comes."""

from tests.apps.assessment_pages.conftest import enter
from tests.apps.insight.conftest import closed, month
from tests.apps.year.conftest import autumn, papers

__all__ = ["autumn", "closed", "enter", "month", "papers"]
