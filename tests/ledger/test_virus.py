"""Viruses: asked of a clamd that really speaks its protocol over a socket, or of a command; never passed over."""

from __future__ import annotations

import socket
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from congminh.ledger.inspecting.unsafe import Unsafe
from congminh.ledger.inspecting.virus import FOUND, UNASKED, scan

VIRUS = b"X5O!P%@AP-a-test-of-ours"
MOST = 1 << 20


def heard(client: socket.socket) -> bytes:
    """What a clamd reads of an INSTREAM command; raises EOFError for what breaks the protocol."""
    command = b""
    while not command.endswith(b"\0"):
        command += client.recv(1) or b"\0"
    if command != b"zINSTREAM\0":
        raise EOFError(command)
    content = b""
    while size := struct.unpack("!I", _exactly(client, 4))[0]:
        content += _exactly(client, size)
        if len(content) > MOST:
            raise OverflowError
    return content


def _exactly(client: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        piece = client.recv(size - len(found))
        if not piece:
            raise EOFError
        found += piece
    return found


def _answered(client: socket.socket, seen: list[bytes]) -> bytes:
    try:
        seen.append(heard(client))
    except OverflowError:
        return b"INSTREAM size limit exceeded. ERROR\0"
    except EOFError:
        return b"UNKNOWN COMMAND\0"
    return b"stream: Eicar-Test-Signature FOUND\0" if VIRUS in seen[-1] else b"stream: OK\0"


@contextmanager
def clamd(server: socket.socket, answer: bytes | None = None) -> Iterator[list[bytes]]:
    """A little clamd for as long as the block lasts; with `answer` it says that, whatever it hears."""
    seen: list[bytes] = []

    def run() -> None:
        while True:
            try:
                client, _address = server.accept()
            except OSError:
                return
            with client, suppress(OSError):
                said = _answered(client, seen)
                client.sendall(said if answer is None else answer)

    server.listen()
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)


@pytest.fixture
def place(tmp_path: Path) -> tuple[socket.socket, str]:
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "clamd.ctl"))
    return server, str(tmp_path / "clamd.ctl")


def paper(folder: Path, content: bytes) -> Path:
    path = folder / "paper"
    path.write_bytes(content)
    return path


def refusal(path: Path, scanner: str) -> Unsafe:
    with pytest.raises(Unsafe) as found:
        scan(path, scanner)
    return found.value


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 300_001])
def test_every_byte_of_a_clean_file_reaches_clamd_and_it_comes_in(
    place: tuple[socket.socket, str], tmp_path: Path, size: int
) -> None:
    content = bytes(each % 251 for each in range(size))
    with clamd(place[0]) as seen:
        scan(paper(tmp_path, content), place[1])
    assert seen == [content]


def test_a_virus_is_refused_wherever_in_the_file_it_lies(place: tuple[socket.socket, str], tmp_path: Path) -> None:
    with clamd(place[0]):
        for content in (VIRUS, b"x" * 65_530 + VIRUS, b"x" * 200_000 + VIRUS):
            assert refusal(paper(tmp_path, content), place[1]).why == FOUND


def test_clamd_is_asked_over_the_network_too(tmp_path: Path) -> None:
    server = socket.create_server(("127.0.0.1", 0))
    at = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    with clamd(server):
        scan(paper(tmp_path, b"clean"), at)
        assert refusal(paper(tmp_path, VIRUS), at).kind == "hostile"


@pytest.mark.parametrize("said", [b"", b"stream: ", b"stream: ERROR\0", b"UNKNOWN COMMAND\0", b"OK\0", b"\xff" * 5000])
def test_an_answer_that_is_not_clear_lets_nothing_in(
    place: tuple[socket.socket, str], tmp_path: Path, said: bytes
) -> None:
    with clamd(place[0], said):
        assert refusal(paper(tmp_path, b"clean"), place[1]).kind == UNASKED


def test_a_file_beyond_what_clamd_takes_is_refused_and_not_let_through(
    place: tuple[socket.socket, str], tmp_path: Path
) -> None:
    with clamd(place[0]):
        assert refusal(paper(tmp_path, b"x" * (MOST + 70_000)), place[1]).kind == UNASKED


def test_without_anybody_at_the_socket_nothing_comes_in_and_it_is_said_why(tmp_path: Path) -> None:
    found = refusal(paper(tmp_path, b"clean"), str(tmp_path / "nobody.ctl"))
    assert found.kind == UNASKED
    assert "vi-rút" in found.why.vi


def program(folder: Path, end: str) -> str:
    script = folder / "scan.py"
    script.write_text(f"import sys\ncontent = open(sys.argv[1], 'rb').read()\n{end}\n", encoding="utf-8")
    return f"run:{sys.executable} {script}"


def test_a_command_is_given_the_file_and_its_end_is_the_answer(tmp_path: Path) -> None:
    at = program(tmp_path, f"sys.exit({VIRUS!r} in content)")
    scan(paper(tmp_path, b"clean"), at)
    assert refusal(paper(tmp_path, VIRUS), at).why == FOUND


@pytest.mark.parametrize("end", ["sys.exit(2)", "raise RuntimeError"])
def test_a_command_that_fails_lets_nothing_in(tmp_path: Path, end: str) -> None:
    at = program(tmp_path, end)
    expected = "hostile" if end.startswith("raise") else UNASKED
    assert refusal(paper(tmp_path, b"clean"), at).kind == expected


def test_no_scanner_named_is_nothing_done(tmp_path: Path) -> None:
    scan(paper(tmp_path, VIRUS), "")
