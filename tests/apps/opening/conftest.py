"""The commune of the pages of the organisation."""

from tests.apps.org_pages.conftest import enter, here, the_day, thu

__all__ = ["enter", "here", "the_day", "thu"]
