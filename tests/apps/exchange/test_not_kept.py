"""What is refused is not kept: a workbook that cannot be read, or that carries a virus, leaves no file behind."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from congminh.exchange.actions import prepare, receive
from congminh.exchange.models import Import
from congminh.exchange.views import work
from congminh.ledger.evidence import PASSED, check
from tests.apps.exchange.books import book, table, uploaded
from tests.apps.exchange.hostile import FILES, file_of
from tests.apps.ledger_evidence.papers import pdf
from tests.apps.org.commune import Commune
from tests.ledger.test_virus import VIRUS, clamd

ROWS = [{"code": "KT", "name": "Phòng Kinh tế"}]


@pytest.fixture(autouse=True)
def quarantine(settings: Any, tmp_path: Path) -> Path:
    settings.QUARANTINE = tmp_path / "quarantine"
    return tmp_path / "quarantine"


@pytest.fixture
def scanner(settings: Any, tmp_path: Path) -> Iterator[list[bytes]]:
    """A clamd that answers."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "clamd.ctl"))
    settings.ANTIVIRUS = str(tmp_path / "clamd.ctl")
    PASSED.clear()
    with clamd(server) as seen:
        yield seen


def kept(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()] if folder.exists() else []


@pytest.mark.parametrize("kind", ["units", "people", "catalogue"])
def test_a_refused_workbook_is_thrown_away_when_the_refusal_stands(
    here: Commune, files: Path, kind: str, django_capture_on_commit_callbacks: Any
) -> None:
    source = receive(uploaded(file_of(next(iter(FILES)))[0]), kind, here.thu)
    assert len(kept(files)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        source = work.prepare(source)
    assert (source.state, source.file.name) == ("refused", "")
    assert kept(files) == []
    assert source.problem
    assert len(source.sha256) == 64


def test_a_refusal_that_is_undone_keeps_the_file(here: Commune, files: Path) -> None:
    source = receive(uploaded(file_of(next(iter(FILES)))[0]), "units", here.thu)
    with transaction.atomic():
        prepare(source)
        transaction.set_rollback(True)
    assert len(kept(files)) == 1
    assert Import.objects.get(pk=source.pk).file.name


def test_what_was_refused_is_not_read_again(here: Commune) -> None:
    source = prepare(receive(uploaded(file_of(next(iter(FILES)))[0]), "units", here.thu))
    for read in (prepare, work.prepare):
        with pytest.raises(ValidationError, match="không được lưu giữ"):
            read(source)


def test_a_good_workbook_is_kept(here: Commune, files: Path, scanner: list[bytes]) -> None:
    content = book({"Sheet1": table("units", ROWS)})
    source = prepare(receive(uploaded(content), "units", here.thu))
    assert source.state == "ready"
    assert [each.read_bytes() for each in kept(files)] == [content] == scanner


def test_a_workbook_with_a_virus_never_leaves_the_quarantine(
    here: Commune, files: Path, quarantine: Path, scanner: list[bytes]
) -> None:
    with pytest.raises(ValidationError) as refused:
        receive(uploaded(VIRUS), "units", here.thu)
    fault = refused.value.error_dict["file"][0]
    assert fault.params == {
        "why": "tệp có vi-rút hoặc mã độc",
        "next": "Không mở tệp này, báo cho người đã gửi.",
    }
    assert kept(files) == kept(quarantine) == []
    assert not Import.objects.exists()


def test_while_the_scanner_does_not_answer_nothing_comes_in_and_it_says_what_to_do(
    here: Commune, files: Path, settings: Any, tmp_path: Path
) -> None:
    settings.ANTIVIRUS = str(tmp_path / "nobody.ctl")
    PASSED.clear()
    with pytest.raises(ValidationError) as refused:
        receive(uploaded(book({"Sheet1": table("units", ROWS)})), "units", here.thu)
    fault = refused.value.error_dict["file"][0]
    assert "chưa quét vi-rút được" in fault.params["why"]
    assert "Thử lại sau ít phút" in fault.params["next"]
    assert kept(files) == []
    with pytest.raises(ValidationError) as evidence:
        check(ContentFile(pdf(), name="a.pdf"))
    assert "chưa quét vi-rút được" in evidence.value.message
    assert "Thử lại sau ít phút" in evidence.value.params["next"]


def test_evidence_is_looked_through_for_viruses_too(scanner: list[bytes], quarantine: Path) -> None:
    assert check(ContentFile(pdf(), name="a.pdf")).kind.media == "application/pdf"
    assert scanner == [pdf()]
    with pytest.raises(ValidationError, match="vi-rút"):
        check(ContentFile(pdf() + VIRUS, name="b.pdf"))
    assert kept(quarantine) == []
