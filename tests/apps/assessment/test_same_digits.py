"""A closed month and `congminh score` on its files agree to the digit, on random months and every reading.

The files are made in two ways: from what was kept with the results, and by the law's own pooling of the rows as they
were drawn, with who is in whose charge written down by hand.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congminh.assessment.actions import close_rounds, open_round
from congminh.assessment.facts import batch_rows, differences
from congminh.assessment.models import PeriodSheet, Round
from congminh.law.nd335 import ND335
from congminh.law.nd335.leading import pooled, with_unit_results
from congminh.org.actions import choose_reading
from congminh.org.models import Position
from tests.apps.assessment.month import Month
from tests.apps.assessment.rows import put_scores, put_tasks, results_of, score_files
from tests.apps.assessment.test_closing import other_adviser
from tests.apps.work.desk import MONTH, day, opened
from tests.law.months import TEXTURES, readings

PEOPLE = ("an", "minh", "hoa", "lan", "thuong", "thu")
LEADERS = (*PEOPLE[:3], "thuong")
# Who is in whose charge (Điều 15.3–15.4), by hand: heads all beneath them, Hoa the field she was given.
CHARGE = {"an": ("minh", "hoa", "lan", "thuong", "thu"), "minh": ("hoa", "lan"), "hoa": ("lan",), "thuong": ("thu",)}
DRAWN = ("ordinary", "half_steps", "nothing", "only_extra", "handed_over", "nothing_done", "many_events")
marks = st.sampled_from((100, 50))
months = st.fixed_dictionaries(
    {
        who: st.tuples(st.sampled_from(DRAWN).flatmap(TEXTURES.__getitem__), st.integers(0, 3000), marks, marks)
        for who in PEOPLE
    }
)


@pytest.fixture
def month(db: None) -> Month:
    """Nobody of the commune advises on personnel there, so that all six can be told late at once."""
    desk = opened()
    Position.objects.update(is_personnel=False)
    return Month(desk, open_round(desk.here.commune, MONTH, None).round)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(drawn=months, chosen=readings(), scope=st.sampled_from(("pooled", "pooled", "own")))
def test_a_closed_month_equals_the_files(
    month: Month, tmp_path: Path, drawn: dict[str, Any], chosen: dict[str, str], scope: str
) -> None:
    with transaction.atomic():
        here, choices = month.here, {**chosen, "leader_abc_scope": scope}
        adviser = other_adviser(here)
        for reading, option in choices.items():
            choose_reading(reading, option, MONTH.first, here.decision)
        tasks, sheets = written(month, drawn)
        values = ND335.values(MONTH.last, choices)
        by_hand = hand_made(month, tasks, sheets, values)
        Round.objects.update(self_by=day(2), confirm_by=day(3), publish_by=timezone.localdate() - timedelta(days=1))
        close_rounds([month.round], adviser, "Quá hạn thông báo")
        found = results_of(month.round)
        if by_hand[0]:
            assert score_files(tmp_path, *by_hand, choices) == found
            assert score_files(tmp_path, *batch_rows([month.round.pk]), choices) == found
        assert all(differences(sheet.result) == [] for sheet in PeriodSheet.objects.select_related("result__basis"))
        transaction.set_rollback(True)


def written(month: Month, drawn: dict[str, Any]) -> tuple[list[dict], list[dict]]:
    """The month in the tables; and the law's own rows of it."""
    people = {getattr(month.here, who).pk: getattr(month.here, who) for who in PEOPLE}
    places = dict(PeriodSheet.objects.values_list("person_id", "unit_id"))
    units = {unit.pk: unit for unit in (month.here.commune, month.here.economy, month.here.culture)}
    rows, scores, sheets = [], {}, []
    for who, (lines, general_cp, execution, cohesion) in drawn.items():
        person, leads = getattr(month.here, who).pk, who in LEADERS
        rows += [{**line, "person_id": person, "period": MONTH.code} for line in lines]
        given_marks = {"execution": execution if leads else None, "cohesion": cohesion if leads else None}
        scores[person] = {"general_cp": general_cp, **given_marks}
        rank = "staff" if not leads else "deputy" if who == "hoa" else "head"
        place = {"unit_id": places[person], "peer_group": "all", "post": rank, "unit_results": None}
        sheets.append({"person_id": person, "period": MONTH.code, **place, **scores[person]})
    put_scores(scores)
    return put_tasks(rows, people, {person: units[unit] for person, unit in places.items()}), sheets


def hand_made(month: Month, tasks: list[dict], sheets: list[dict], values: Any) -> tuple[list[dict], list[dict]]:
    """The rows of the files: leaders' work pooled and d filled in by the law's own functions (`law.nd335.leading`)."""
    pk = {who: getattr(month.here, who).pk for who in PEOPLE}
    charge = [
        {"leader_id": pk[leader], "person_id": pk[each], "period": MONTH.code}
        for leader, led in CHARGE.items()
        for each in led
    ]
    every = pooled(tasks, charge, values)
    return every, with_unit_results(ND335, every, sheets, charge, values)
