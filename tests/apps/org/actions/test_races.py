"""Two at once ask who their head is: one request, the other is led to it."""

from django.core.exceptions import ValidationError

from congminh.org.actions import ask_line
from congminh.org.models import LineRequest, Person
from tests.apps.ledger.people import cast
from tests.apps.ledger.test_races import committed, together

__all__ = ["committed"]  # a fixture is found by its name


def test_two_clicks_at_once_open_one_request(committed: None) -> None:
    for _ in range(20):
        lan = cast()["lan"]
        act = lambda: ask_line(Person.objects.get(pk=lan.pk), "Tôi đã chuyển sang Phòng Văn hóa")  # noqa: B023, E731
        found = together(act, act)
        assert {type(each) for each in found} == {LineRequest, ValidationError}
        assert LineRequest.objects.filter(person=lan).count() == 1
