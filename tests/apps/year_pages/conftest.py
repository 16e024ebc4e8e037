"""The end of the small commune's year, with a browser for whoever comes."""

from tests.apps.assessment_pages.conftest import enter
from tests.apps.year.conftest import autumn, papers

__all__ = ["autumn", "enter", "papers"]
