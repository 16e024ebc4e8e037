"""Rows of the demonstration agency that routes of access.yaml are about, by the names it gives them."""

from datetime import date
from typing import Any

from congminh.jobs.models import Job
from congminh.ledger.actions import open_file, take
from congminh.ledger.models import Attachment, Notice
from congminh.org.models import Leave, Person
from tests.apps.desk.test_steps import PDF
from tests.apps.trial.models import TrialSheet


def of_the_demonstration() -> dict[str, Any]:
    """The name of each place and its number."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    who = {code: Person.objects.get(code=f"TBM-{code}") for code in (301, 304, 404)}
    rows = {"owner": who[304], "assessor": who[301], "personnel": who[404]}
    sheet = open_file(TrialSheet(procedure="trial_sheet", **rows))
    take("assign", sheet, who[301], 0, {"tasks": "Soạn kế hoạch"}, [SimpleUploadedFile("ke-hoach.pdf", PDF)])
    assert date.today() >= who[304].begun
    job = Job.objects.create(owner=who[304], label="Tải bảng điểm", task="any", language="vi")
    lan, hoa = (who.get(code) or Person.objects.get(code=f"TBM-{code}") for code in (304, 302))
    leave = Leave.objects.create(person=lan, kind="sick", first=date(2026, 3, 2), last=date(2026, 3, 3))
    seat = lan.posts.get().position
    return {
        "lan_sheet": sheet.pk,
        "lan_paper": Attachment.objects.get().pk,
        "lan_notice": Notice.objects.get().pk,
        "lan_job": job.pk,
        "lan_leave": leave.pk,
        "lan_position": seat.pk,
        "lan_group": seat.peer_group_id,
        "hoa_post": hoa.posts.get().pk,
    }
