"""Witnesses: a real folder and a real server of C2SP's tlog-witness, which refuse a log that was set back."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from congminh.ledger.log import guard
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.notes import COSIGNATURE, BadNote, Root, Verifier, from_text, signed_by, to_text
from congminh.ledger.log.sealing import is_dirty, seal
from congminh.ledger.log.witnesses import FolderWitness, UrlWitness, named
from congminh.ledger.merkle import is_consistent
from congminh.ledger.models import Checkpoint
from tests.apps.ledger_log.conftest import written
from tests.apps.ledger_log.test_sealing import cut_to

pytestmark = pytest.mark.django_db


class Server:
    """A witness that keeps the last root of one log and answers as tlog-witness says."""

    def __init__(self, log: Verifier) -> None:
        self.private = Ed25519PrivateKey.generate()
        self.key = Verifier("nhan-chung.example", self.private.public_key().public_bytes_raw(), COSIGNATURE)
        self.log, self.seen, self.bodies = log, Root(log.name, 0, b""), list[str]()

    def answer(self, body: str) -> tuple[int, str]:
        self.bodies.append(body)
        head, _, note = body.partition("\n\n")
        first, *lines = head.splitlines()
        old, proof = int(first.removeprefix("old ")), [from_text(each) for each in lines]
        try:
            text, _ = signed_by(note, [self.log])
        except BadNote:
            return 403, ""
        root = Root.read(text)
        if old > root.size:
            return 400, ""
        if old != self.seen.size or (old == root.size and root.root != self.seen.root):
            return 409, f"{self.seen.size}\n"
        if old and not is_consistent(old, root.size, proof, self.seen.root, root.root):
            return 422, ""
        self.seen = root
        now = int(time.time())
        signature = self.private.sign(f"cosignature/v1\ntime {now}\n{text}".encode())
        return 200, f"— {self.key.name} {to_text(self.key.key_id + now.to_bytes(8, 'big') + signature)}\n"


@pytest.fixture
def server(folder: Folder, settings: Any) -> Iterator[Server]:
    """The witness, served; the only one asked."""
    witness = Server(folder.verifier())

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, said = witness.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(status if self.path == "/so/add-checkpoint" else 404)
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        settings.LOG_WITNESSES = [f"http://127.0.0.1:{running.server_port}/so#{witness.key}"]
        settings.LOG_WITNESSES_NEEDED = 1
        yield witness
        running.shutdown()


def sealed(number: int) -> Checkpoint:
    written(number)
    found = seal()
    assert found
    return found


def test_a_served_witness_signs_each_root_and_gets_the_proof_that_the_log_goes_on(
    server: Server, folder: Folder
) -> None:
    for number in (3, 1, 300):
        found = sealed(number)
        text, names = signed_by(found.note, [folder.verifier(), server.key])
        assert names == {"so-vet.example", "nhan-chung.example"}
        assert (found.witnesses, server.seen) == (1, Root.read(text))
    assert server.bodies[-1].startswith("old 4\n")
    assert len(server.bodies[-1].partition("\n\n")[0].splitlines()) > 2


def test_a_served_witness_raises_the_alarm_when_all_of_ours_was_set_back(server: Server, folder: Folder) -> None:
    sealed(3)
    kept = {place.name: place.read_bytes() for place in folder.path.iterdir()}
    sealed(4)
    for name, content in kept.items():
        (folder.path / name).write_bytes(content)
    cut_to(3)
    assert guard.watch() == "", "database and folder went back together: we cannot see it ourselves"
    written(2)
    assert seal() is None
    assert "has seen 7 leaves, ours has 5" in folder.alarm()


def test_another_log_of_the_same_length_is_seen_by_a_served_witness(server: Server, folder: Folder) -> None:
    sealed(3)
    kept = {place.name: place.read_bytes() for place in folder.path.iterdir()}
    sealed(2)
    for name, content in kept.items():
        (folder.path / name).write_bytes(content)
    cut_to(3)
    written(4)
    assert seal() is None
    assert "does not go on from the log it has seen" in folder.alarm()


def test_a_witness_away_is_asked_again_later(server: Server, folder: Folder, settings: Any) -> None:
    here = settings.LOG_WITNESSES
    settings.LOG_WITNESSES = [f"http://127.0.0.1:1/so#{server.key}"]
    assert sealed(2).witnesses == 0
    assert is_dirty()
    settings.LOG_WITNESSES = here
    again = seal()
    assert again
    assert (again.size, again.witnesses, is_dirty()) == (2, 1, False)


def test_a_signature_that_is_not_the_witnesss_counts_for_nothing(server: Server, settings: Any) -> None:
    server.private = Ed25519PrivateKey.generate()
    found = sealed(2)
    assert found.witnesses == 0
    assert server.key.name not in found.note


def test_a_folder_keeps_the_root_and_every_hash(folder: Folder, settings: Any, tmp_path: Path) -> None:
    away = tmp_path / "khac"
    away.mkdir()
    settings.LOG_WITNESSES, settings.LOG_WITNESSES_NEEDED = [str(away)], 1
    for number in (3, 300, 2):
        found = sealed(number)
        assert found.witnesses == 1
        theirs = Folder(away)
        assert theirs.seen() == folder.seen()
        assert theirs.root(found.size) == folder.root(found.size)
    assert not (away / "key").exists()


def test_a_folder_raises_the_alarm_when_all_of_ours_was_set_back(folder: Folder, settings: Any, tmp_path: Path) -> None:
    away = tmp_path / "khac"
    away.mkdir()
    settings.LOG_WITNESSES, settings.LOG_WITNESSES_NEEDED = [str(away)], 1
    sealed(3)
    kept = {place.name: place.read_bytes() for place in folder.path.iterdir()}
    sealed(1)
    for name, content in kept.items():
        (folder.path / name).write_bytes(content)
    cut_to(3)
    written(4)
    before = (away / "checkpoint").read_bytes()
    assert seal() is None
    assert "has seen 4 leaves" in folder.alarm()
    assert (away / "checkpoint").read_bytes() == before


def test_two_of_three_are_enough_when_two_are_asked_for(server: Server, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "khac").mkdir()
    settings.LOG_WITNESSES = [*settings.LOG_WITNESSES, str(tmp_path / "khac"), str(tmp_path / "chua-gan")]
    settings.LOG_WITNESSES_NEEDED = 2
    assert sealed(2).witnesses == 2
    assert not is_dirty()
    settings.LOG_WITNESSES_NEEDED = 3
    assert is_dirty()


def test_witnesses_are_named_in_settings(server: Server, tmp_path: Path) -> None:
    assert named(f"https://w.example/so/#{server.key}") == UrlWitness("https://w.example/so", server.key)
    assert named("file:///mnt/khac") == named("/mnt/khac") == FolderWitness(Path("/mnt/khac"))
    with pytest.raises(BadNote):
        named("https://w.example/so")
