"""Paper as a witness: what minutes and closing lists bear of the log is typed or scanned, the log held against it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from congminh import keeping
from congminh.cli import main
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.notes import BadNote, Root
from congminh.ledger.log.paper import from_paper, on_paper
from congminh.ledger.log.sealing import seal
from congminh.ledger.log.verifying import verify
from congminh.ledger.receipts.square import foot
from tests.apps.ledger_log.conftest import logged
from tests.apps.ledger_log.test_sealing import cut_to
from tests.apps.superuser import as_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(folder: Folder) -> Any:
    """What was printed when the log had five leaves; seven are there now."""
    logged(5)
    seal()
    found = on_paper()
    logged(2)
    seal()
    return found


def test_before_anything_was_signed_paper_bears_nothing(folder: Folder) -> None:
    assert on_paper() is None
    assert foot() == {"line": "", "square": ""}


def test_paper_says_how_many_leaves_and_the_root_in_groups_of_eight(paper: Any) -> None:
    size, *groups = paper.words.split()
    assert (size, len(groups), {len(each) for each in groups}) == ("5", 8, {8})
    assert paper.line == f"Sổ vết so-vet.example lúc in (số lá, gốc): {paper.words}."
    assert foot()["square"].startswith("<svg")


def test_what_is_typed_or_scanned_is_the_root_again(paper: Any) -> None:
    typed = Root("", 5, paper.root.root)
    for text in (paper.words, paper.words.upper(), paper.line, f" 5 {paper.root.root.hex()} ", paper.words + "\n"):
        assert from_paper(text) == typed
    assert from_paper(paper.square) == paper.root


@pytest.mark.parametrize("text", ["", "5", "5 abc", "năm 00", "-5 " + "0" * 64, "5 " + "0" * 63, "5 " + "g" * 64])
def test_what_is_no_root_is_refused(text: str) -> None:
    with pytest.raises(BadNote, match="64 letters and digits"):
        from_paper(text)


def test_a_whole_log_agrees_with_the_paper_and_an_older_or_changed_one_does_not(paper: Any) -> None:
    for root in (paper.root, from_paper(paper.words)):
        assert verify(paper=root).faults == []
    wrong = Root("", 5, bytes(32))
    first = verify(paper=wrong).first
    assert first is not None
    as_superuser('UPDATE ledger_leaf SET commitment = salt FROM ledger_payload WHERE leaf_id = id AND "index" = 3')
    first = verify(paper=paper.root).first
    assert first is not None and first.index == 3


def test_a_database_cut_shorter_than_the_paper_is_found_with_no_key_at_hand(paper: Any, folder: Folder) -> None:
    cut_to(3)
    for place in folder.path.iterdir():
        place.unlink()
    first = verify(paper=from_paper(paper.words)).first
    assert first is not None and first.index == 3 and "the checkpoint has 5 leaves" in first.what.en


def test_the_command_takes_what_the_paper_says(
    paper: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "ready", lambda language: None)
    scan = tmp_path / "ảnh chụp.txt"
    scan.write_text(paper.square, encoding="utf-8")
    for said in (paper.words, paper.square, str(scan)):
        assert main(["verify", "--checkpoint", said, "--lang", "en"]) == 0, said
        assert "Nothing was changed." in capsys.readouterr().out
    assert main(["verify", "--lang", "en", "--checkpoint", *paper.words.split()]) == 0, "typed without quotation marks"
    assert "Nothing was changed." in capsys.readouterr().out
    last = paper.words[-1]
    other = paper.words[:-1] + ("0" if last != "0" else "1")
    assert main(["verify", "--checkpoint", other]) == 1
    assert "SAI từ lá" in capsys.readouterr().out
    assert main(["verify", "--checkpoint", "5 abc"]) == 2
