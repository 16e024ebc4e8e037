"""One page and one view serve every step of every procedure."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from congminh.ledger.actions import take
from congminh.ledger.models import Attachment, CaseFile, Entry, Notice
from tests.apps.desk.conftest import Entering
from tests.apps.ledger_evidence.papers import docx, packed, pdf, with_part, xlsx
from tests.apps.org.commune import Commune
from tests.apps.trial.models import TrialSheet

PDF = pdf(head=b"%PDF-1.7\n% a decision\n")


def address(sheet: CaseFile, step: str = "") -> str:
    return f"/ho-so/{sheet.pk}/{step}/" if step else f"/ho-so/{sheet.pk}/"


def test_a_step_is_taken_from_its_page(here: Commune, sheet: TrialSheet, enter: Entering) -> None:
    minh = enter(here.minh)
    page = minh.get(address(sheet, "assign")).content.decode()
    assert "Giao nhiệm vụ" in page
    assert "Điều 18.1" in page
    answer = minh.post(address(sheet, "assign"), {"version": 0, "tasks": "Soạn 02 kế hoạch"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == address(sheet)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.version) == ("in_progress", 1)
    entry = Entry.objects.get(file=sheet)
    assert (entry.who, entry.role, entry.data) == (here.minh, "assessor", {"tasks": "Soạn 02 kế hoạch"})
    assert Notice.objects.get(entry=entry).to == here.lan


def test_the_file_shows_its_history_and_my_steps_alone(here: Commune, sheet: TrialSheet, enter: Entering) -> None:
    take("assign", sheet, here.minh, 0, {"tasks": "Soạn 02 kế hoạch"})
    lan = enter(here.lan).get(address(sheet)).content.decode()
    assert "Soạn 02 kế hoạch" in lan
    assert here.minh.name in lan
    assert address(sheet, "self_assess") in lan
    assert address(sheet, "assign") not in lan
    thu = enter(here.thu).get(address(sheet)).content.decode()
    assert address(sheet, "self_assess") not in thu


def test_what_a_step_needs_is_asked_for_at_its_field(here: Commune, sheet: TrialSheet, enter: Entering) -> None:
    answer = enter(here.minh).post(address(sheet, "assign"), {"version": 0, "tasks": ""})
    assert answer.status_code == 422
    assert 'id="id_tasks_error"' in answer.content.decode()
    sheet.refresh_from_db()
    assert (sheet.state, Entry.objects.count()) == ("assigning", 0)


def test_the_second_click_is_told_who_was_first_and_keeps_what_was_typed(
    here: Commune, sheet: TrialSheet, enter: Entering
) -> None:
    take("assign", sheet, here.minh, 0, {"tasks": "Việc thứ nhất"})
    answer = enter(here.minh).post(address(sheet, "assign"), {"version": 0, "tasks": "Việc gõ rất lâu"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Có người vừa thao tác trước" in page
    assert here.minh.name in page
    assert "Việc gõ rất lâu" in page
    assert 'name="version" value="1"' in page
    assert Entry.objects.count() == 1


def test_a_stranger_finds_no_file_and_a_bystander_no_step(here: Commune, sheet: TrialSheet, enter: Entering) -> None:
    far = enter(here.far)
    assert [far.get(address(sheet, step)).status_code for step in ("", "assign")] == [404, 404]
    assert far.post(address(sheet, "assign"), {"version": 0, "tasks": "x"}).status_code == 404
    lan = enter(here.lan)
    assert lan.get(address(sheet, "assign")).status_code == 403
    assert lan.post(address(sheet, "assign"), {"version": 0, "tasks": "x"}).status_code == 403
    assert enter(here.minh).get(address(sheet, "no_such_step")).status_code == 404
    assert Entry.objects.count() == 0


def test_looking_changes_nothing(here: Commune, sheet: TrialSheet, enter: Entering) -> None:
    minh = enter(here.minh)
    for path in ("/", "/hop-thu/", address(sheet), address(sheet, "assign")):
        assert minh.get(path).status_code == 200
    sheet.refresh_from_db()
    assert (sheet.version, Entry.objects.count(), Notice.objects.count()) == (0, 0, 0)


def test_evidence_is_kept_with_its_digest_and_read_by_whoever_sees_the_file(
    here: Commune, sheet: TrialSheet, enter: Entering
) -> None:
    paper = SimpleUploadedFile("../Quyết định 214.pdf", PDF)
    said = {"version": 0, "tasks": "Soạn kế hoạch", "evidence": [paper]}
    assert enter(here.minh).post(address(sheet, "assign"), said).status_code == 302
    kept = Attachment.objects.get()
    assert (kept.name, kept.media, kept.size) == ("Quyết định 214.pdf", "application/pdf", len(PDF))
    assert Entry.objects.get().data["evidence"] == [{"name": kept.name, "bytes": len(PDF), "sha256": kept.sha256}]
    answer = enter(here.lan).get(f"/minh-chung/{kept.pk}/")
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "sandbox" in answer.headers["Content-Security-Policy"].split("; ")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert enter(here.far).get(f"/minh-chung/{kept.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bang-tinh.pdf", b"MZ\x90\x00 a program called a document"),
        ("rong.pdf", b""),
        ("mau.docx", with_part(docx(), "word/vbaProject.bin", b"x")),
        ("goi.zip", packed({"anything.txt": b"x"})),
        ("trang.html", b"<script>alert(1)</script>"),
        ("to.pdf", PDF + b" " * (10 * 1024 * 1024)),
    ],
)
def test_what_is_no_evidence_is_refused_by_name_and_the_step_not_taken(
    here: Commune, sheet: TrialSheet, enter: Entering, name: str, content: bytes
) -> None:
    said = {"version": 0, "tasks": "Soạn kế hoạch", "evidence": [SimpleUploadedFile(name, content)]}
    answer = enter(here.minh).post(address(sheet, "assign"), said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert name in page or "rỗng" in page
    assert "Soạn kế hoạch" in page
    assert (Entry.objects.count(), Attachment.objects.count()) == (0, 0)


def test_a_document_of_an_office_is_told_by_its_parts(here: Commune, sheet: TrialSheet, enter: Entering) -> None:
    papers = [SimpleUploadedFile("a.docx", docx()), SimpleUploadedFile("a.xlsx", xlsx())]
    enter(here.minh).post(address(sheet, "assign"), {"version": 0, "tasks": "x", "evidence": papers})
    endings = {paper.content.name.rpartition(".")[2] for paper in Attachment.objects.all()}
    assert endings == {"docx", "xlsx"}


def test_evidence_changed_on_the_disk_is_not_passed_off_as_what_was_handed_in(
    here: Commune, sheet: TrialSheet, enter: Entering
) -> None:
    said = {"version": 0, "tasks": "Soạn kế hoạch", "evidence": [SimpleUploadedFile("ke-hoach.pdf", PDF)]}
    enter(here.minh).post(address(sheet, "assign"), said)
    kept = Attachment.objects.get()
    Path(kept.content.path).write_bytes(PDF.replace(b"decision", b"revision"))
    answer = enter(here.lan).get(f"/minh-chung/{kept.pk}/")
    assert answer.status_code == 409
    assert "không còn đúng như khi được nộp" in answer.content.decode()


def test_evidence_is_served_as_our_own_table_says_whatever_its_row_says(
    here: Commune, sheet: TrialSheet, enter: Entering
) -> None:
    said = {"version": 0, "tasks": "Soạn kế hoạch", "evidence": [SimpleUploadedFile("ke-hoach.pdf", PDF)]}
    enter(here.minh).post(address(sheet, "assign"), said)
    kept = Attachment.objects.get()
    row = Attachment(media="text/html", entry=kept.entry, file=kept.file, name="a.html\r\nX: 1", size=kept.size)
    row.sha256, row.content = kept.sha256, kept.content
    row.save()
    answer = enter(here.lan).get(f"/minh-chung/{row.pk}/")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "X" not in answer.headers
    assert answer.headers["Content-Disposition"].startswith("attachment")
