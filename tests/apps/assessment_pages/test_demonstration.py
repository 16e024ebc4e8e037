"""The demonstration's sheets: months that are over told and closed, this one in full swing, all provable."""

import pytest
from django.utils import timezone

from congminh.assessment.facts import differences
from congminh.assessment.models import Mark, PeriodSheet, Result, Round
from congminh.demo.accounts import give_accounts
from congminh.demo.catalogue_rows import load_catalogue
from congminh.demo.organisation import load_organisation
from congminh.demo.sheet_rows import load_sheets
from congminh.demo.work_rows import in_swing, load_work
from congminh.ledger.models import Entry, Notice


@pytest.fixture
def loaded(db: None, settings: pytest.FixtureRequest, tmp_path: pytest.TempPathFactory) -> None:
    settings.MEDIA_ROOT = tmp_path
    for part in (load_organisation, give_accounts, load_catalogue, load_work, load_sheets):
        part()


def test_the_demonstration_opens_on_a_month_in_full_swing_after_months_that_are_closed(loaded: None) -> None:
    this = in_swing(timezone.localdate())
    rounds = {round.period: round for round in Round.objects.all()}
    assert rounds.pop(this.code).closed_at is None and len(rounds) >= 3
    assert all(round.is_closed for round in rounds.values())
    states = set(PeriodSheet.objects.filter(period=this.code).values_list("state", flat=True))
    assert states == {"in_progress", "submitted", "scored"}
    assert set(PeriodSheet.objects.exclude(period=this.code).values_list("state", flat=True)) == {"closed"}
    lan = PeriodSheet.objects.get(period=this.code, person__code="TBM-304")
    assert Mark.objects.filter(sheet=lan, self_cp__isnull=False).count() == 4
    told = Result.objects.exclude(total_cp=None)
    assert {"excellent", "good", "fulfilled"} <= set(told.values_list("grade", flat=True))
    assert [result.pk for result in Result.objects.order_by("pk")[::7] if differences(result)] == []
    # By key: PostgreSQL knows nothing yet of rows this new, and a join of them could take it a quarter of an hour.
    closed = list(PeriodSheet.objects.filter(state="closed").values_list("pk", flat=True))
    entries = set(Entry.objects.filter(file__in=closed).values_list("pk", flat=True))
    assert entries.isdisjoint(Notice.objects.filter(read_at=None).values_list("entry", flat=True))
    assert (
        not Mark.objects.exclude(sheet__period=this.code).filter(given_note="").exclude(given_cp__isnull=False).exists()
    )
    before = (Round.objects.count(), Result.objects.count(), Mark.objects.count())
    load_sheets()
    assert (Round.objects.count(), Result.objects.count(), Mark.objects.count()) == before
