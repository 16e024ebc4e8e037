"""The month and the year of the small commune, a log of its own, a browser for whoever comes."""

from tests.apps.assessment_pages.conftest import enter, month, papers
from tests.apps.ledger_log.conftest import folder
from tests.apps.year.conftest import autumn

__all__ = ["autumn", "enter", "folder", "month", "papers"]
