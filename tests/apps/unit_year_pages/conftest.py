"""The year of the small commune's organisations, with a browser for whoever comes."""

from tests.apps.assessment_pages.conftest import enter
from tests.apps.unit_year.conftest import here, year

__all__ = ["enter", "here", "year"]
