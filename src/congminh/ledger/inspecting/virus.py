"""Look for viruses («quét vi-rút») with what the installation has: clamd by its socket, or a command. No Django.

Nothing that could not be looked through comes in: a scanner that does not answer refuses every file, in words.
"""

from __future__ import annotations

import logging
import shlex
import socket
import struct
import subprocess
from pathlib import Path

from congminh.law.text import Text
from congminh.ledger.inspecting.unsafe import Unsafe

log = logging.getLogger(__name__)
PIECE, PATIENCE_SECONDS, MOST_ANSWER = 1 << 16, 60, 4096
FOUND = Text("tệp có vi-rút hoặc mã độc", "it carries a virus")
NO_ANSWER = Text("máy chủ chưa quét vi-rút được", "it could not be looked through for viruses")
UNASKED = "unasked"


def scan(path: Path, scanner: str) -> None:
    """Have a file looked through by `scanner` (settings.ANTIVIRUS); nothing happens where none is named.

    Raises Unsafe for a virus, and of the kind UNASKED for no answer.
    """
    if not scanner:
        return
    try:
        is_clean = _by_command(path, scanner) if scanner.startswith("run:") else _by_clamd(path, scanner)
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        log.error("the virus scanner could not be asked: %s", error)
        raise Unsafe(NO_ANSWER, UNASKED) from error
    if not is_clean:
        log.warning("the virus scanner refused a file")
        raise Unsafe(FOUND)


def _by_command(path: Path, scanner: str) -> bool:
    """A program given the file last, as clamscan is: 0 is clean, 1 a virus; raises ValueError for any other end."""
    command = [*shlex.split(scanner.removeprefix("run:")), str(path.absolute())]
    nothing = subprocess.DEVNULL
    code = subprocess.run(command, stdin=nothing, stdout=nothing, stderr=nothing, timeout=PATIENCE_SECONDS, check=False)
    if code.returncode not in (0, 1):
        raise ValueError(f"the command ended with {code.returncode}")
    return code.returncode == 0


def _by_clamd(path: Path, scanner: str) -> bool:
    """By clamd's INSTREAM: pieces with their lengths, an empty one at the end; ValueError for no clear answer."""
    with _connected(scanner) as clamd, path.open("rb") as file:
        clamd.sendall(b"zINSTREAM\0")
        try:
            while piece := file.read(PIECE):
                clamd.sendall(struct.pack("!I", len(piece)) + piece)
            clamd.sendall(struct.pack("!I", 0))
        except BrokenPipeError:
            pass  # it stopped listening, and says why
        said = _answer(clamd)
    if said == "stream: OK":
        return True
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return False
    raise ValueError(f"clamd said «{said[:100]}»")


def _connected(scanner: str) -> socket.socket:
    if scanner.startswith("tcp://"):
        host, _colon, port = scanner.removeprefix("tcp://").rpartition(":")
        return socket.create_connection((host, int(port)), PATIENCE_SECONDS)
    found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    found.settimeout(PATIENCE_SECONDS)
    try:
        found.connect(scanner)
    except OSError:
        found.close()
        raise
    return found


def _answer(clamd: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < MOST_ANSWER and (piece := clamd.recv(MOST_ANSWER)):
        said += piece
    return said.rstrip(b"\0\n").decode(errors="replace")
