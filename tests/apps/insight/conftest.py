"""A browser for whoever comes, and months and a year of the small commune."""

from tests.apps.assessment.month import Month
from tests.apps.assessment.month import begun as month_begun
from tests.apps.assessment_pages.conftest import enter, papers
from tests.apps.insight.closed import rated
from tests.apps.worlds import world

__all__ = ["enter", "papers"]


def worked() -> Month:
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


month = world(worked)


closed = world(rated)
