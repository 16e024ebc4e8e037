"""A small TCP proxy before PostgreSQL that cuts a connection at its COMMIT: before it arrives, or before its answer."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

COMMIT = b"COMMIT\x00"


class Proxy:
    """It hands on what both sides say. `cut` says at whose next COMMIT it cuts, and on which side of it."""

    def __init__(self, port: int) -> None:
        self.server = ("127.0.0.1", port)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.cuts = 0
        self._marks = self._after = b""
        self._is_late = False

    def cut(self, marks: str, when: str) -> None:
        """The connection on which `marks` is said: at its COMMIT, `before` it or `after` it was done, once."""
        self._marks, self._is_late = marks.encode(), when == "after"

    def run(self) -> None:
        """Until it is closed."""
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listening.accept()
                threading.Thread(target=self._joined, args=(client,), daemon=True).start()

    def _joined(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client, socket.create_connection(self.server) as server:
            marked = False
            with selectors.DefaultSelector() as ears:
                ears.register(client, selectors.EVENT_READ, server)
                ears.register(server, selectors.EVENT_READ, client)
                while True:
                    for key, _ in ears.select():
                        said = key.fileobj.recv(1 << 16)
                        marked = marked or (bool(self._marks) and key.fileobj is client and self._marks in said)
                        if marked and key.fileobj is client and COMMIT in said:
                            return self._cut(server, said)
                        if not said:
                            return None
                        key.data.sendall(said)

    def _cut(self, server: socket.socket, said: bytes) -> None:
        """Both sides lose each other; what was done stays done."""
        if self._is_late:
            server.sendall(said)
            server.recv(1 << 16)
        self._marks = b""
        self.cuts += 1


@contextmanager
def between(url: str) -> Iterator[tuple[Proxy, str]]:
    """A proxy before the PostgreSQL of this address; and the address through it."""
    head, _, rest = url.rpartition(":")
    port, _, name = rest.partition("/")
    proxy = Proxy(int(port))
    thread = threading.Thread(target=proxy.run, daemon=True)
    thread.start()
    try:
        yield proxy, f"{head}:{proxy.port}/{name}"
    finally:
        proxy.listening.close()
