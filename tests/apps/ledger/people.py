"""The cast as rows, and a sheet between them."""

from datetime import date
from itertools import count

from congminh.ledger.actions import open_file
from congminh.org.models import Person
from tests.apps.trial.models import TrialSheet

NUMBERS = count(1)
NAMES = {
    "lan": "Nguyễn Thị Ngọc Lan",
    "minh": "Trần Khải Minh",
    "thu": "Đỗ Thị Minh Thu",
    "son": "Hoàng Ngọc Sơn",
}


def cast() -> dict[str, Person]:
    """Lan, Minh her head, Thu of personnel, Sơn the outsider; each call makes new rows."""
    mark = next(NUMBERS)
    return {
        key: Person.objects.create(code=f"{key}-{mark}", name=name, begun=date(2025, 7, 1))
        for key, name in NAMES.items()
    }


def sheet(people: dict[str, Person]) -> TrialSheet:
    """Lan's sheet, scored by Minh, closed by Thu."""
    owner, assessor, personnel = people["lan"], people["minh"], people["thu"]
    return open_file(TrialSheet(procedure="trial_sheet", owner=owner, assessor=assessor, personnel=personnel))
