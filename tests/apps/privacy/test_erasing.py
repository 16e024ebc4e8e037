"""What may be erased is gone, from the log, the ledger and the disk; what the law keeps is there as before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from congminh.ledger.actions import take
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.sealing import seal
from congminh.ledger.log.verifying import verify
from congminh.ledger.models import Attachment, Entry, Payload
from congminh.org.actions import ask_line
from congminh.privacy.actions import ask, carry_out
from congminh.privacy.erasing import settled
from congminh.privacy.models import DataRequest
from congminh.work.actions.reporting import keep_note
from congminh.work.models import DailyNote
from tests.apps.assessment.month import Month
from tests.apps.desk.test_steps import PDF
from tests.apps.work.desk import day

pytestmark = pytest.mark.django_db
SECRET = "Bệnh án của tôi"


def done_with(month: Month) -> DataRequest:
    """A request of Lan's with a paper, withdrawn."""
    file = ask(month.here.lan, "correct", ["identity"], SECRET, [SimpleUploadedFile("benh-an.pdf", PDF)])
    take("withdraw", file, month.here.lan, file.version)
    return file


def erased(month: Month, *chosen: str) -> DataRequest:
    """Lan asks to have these erased, and Thu does it."""
    file = ask(month.here.lan, "erase", chosen, "Xóa giúp tôi")
    carry_out(file, month.here.thu, file.version, "Đã xóa")
    return file


def on_disk(media: str) -> list[Path]:
    """What lies where evidence is kept."""
    return [path for path in Path(media, "minh-chung").rglob("*") if path.is_file()]


def test_notes_are_gone_and_those_of_others_stay(month: Month) -> None:
    here = month.here
    for who in (here.lan, here.hoa):
        keep_note(who, day(3), "Soạn kế hoạch")
    file = erased(month, "notes")
    assert [note.person for note in DailyNote.objects.all()] == [here.hoa]
    assert file.entries.get(step="carry_out").data["done"] == {"notes": 1}


def test_what_a_settled_request_said_and_its_papers_are_gone_from_everywhere(
    month: Month, folder: Folder, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    file = done_with(month)
    seal()
    before = Folder.here().read("checkpoint")
    assert len(on_disk(settings.MEDIA_ROOT)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        erased(month, "requests")
    file.refresh_from_db()
    assert (file.about, file.state) == ("", "withdrawn")
    assert not Attachment.objects.filter(file=file.pk).exists() and on_disk(settings.MEDIA_ROOT) == []
    assert {entry.data == {} for entry in Entry.objects.filter(file=file.pk)} == {True}
    assert [entry.step for entry in Entry.objects.filter(file=file.pk)] == ["send", "withdraw"], "who did what stays"
    kept = b"".join(bytes(each.content) for each in Payload.objects.all()).decode()
    assert SECRET not in kept and "benh-an" not in kept
    seal()
    assert verify().faults == [] and verify(before).faults == [], "the root signed before still holds"


def test_an_open_request_and_files_of_evaluation_are_no_part_of_it(month: Month, folder: Folder) -> None:
    here = month.here
    month.done(here.lan)
    month.told(here.lan, here.minh)
    ask_line(here.lan, "Tôi đã chuyển sang Phòng Văn hóa")
    gone = done_with(month)
    assert [file.pk for file in settled(here.lan)] == [gone.pk]
    sheet = month.sheet(here.lan)
    said = {entry.pk: entry.data for entry in sheet.entries.all()}
    erased(month, "requests")
    assert {entry.pk: entry.data for entry in month.sheet(here.lan).entries.all()} == said
    assert month.sheet(here.lan).result and month.sheet(here.lan).marks.count() == 10


def test_a_paper_stays_until_its_entry_was_erased_whoever_asks_the_database(month: Month, folder: Folder) -> None:
    file = done_with(month)
    paper = Attachment.objects.get(file=file.pk)
    seal()
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        Attachment.objects.filter(pk=paper.pk).delete()
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        Attachment.objects.filter(pk=paper.pk).update(name="khac.pdf")


def test_the_mail_address_is_gone_and_the_account_stays(month: Month, enter: Any) -> None:
    here = month.here
    enter(here.lan)
    here.lan.refresh_from_db()
    here.lan.user.email = "lan@example.com"
    here.lan.user.save()
    erased(month, "mail")
    here.lan.user.refresh_from_db()
    assert (here.lan.user.email, here.lan.user.is_active) == ("", True)
