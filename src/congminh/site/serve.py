"""The site as it runs: granian's processes for the pages and, beside them, one worker that is kept alive."""

import contextlib
import logging
import multiprocessing
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

log = logging.getLogger(__name__)
WORKER = (sys.executable, "-m", "congminh.cli", "worker", "--with-parent")
# Of each process of pages: most of a request is waiting for the database.
THREADS = 8
PAGES_STOP_SECONDS = 10
JOB_STOP_SECONDS = 20
GIVE_UP_SECONDS = 5
BEGIN_AGAIN_SECONDS = 1


def is_free(host: str, port: int) -> bool:
    """Whether we may listen there: an address of this machine, a port open to us that nobody has."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError:
        return False
    return True


def serve(host: str, port: int, processes: int, with_worker: bool, begun: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM, then end whatever was started; `begun` is called when the port is ours."""
    # A forked process would inherit this one's connections and threads.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "congminh.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=PAGES_STOP_SECONDS,
        log_level=LogLevels.error,
    )
    keeper = Keeper() if with_worker else None
    server.on_startup(begun)
    if keeper:
        server.on_startup(keeper.start)
    try:
        server.serve()
    finally:
        if keeper:
            keeper.stop()


class Keeper:
    """Keeps one worker alive, in a process that ends with this one even when this one is killed.

    The worker watches its standard input, whose other end is ours: it closes whichever way we go, on every system.
    """

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process = self._begun()
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def start(self) -> None:
        """Begin to look after it."""
        self._thread.start()

    def stop(self) -> None:
        """Let it finish the job in hand, for a while or until a second Ctrl-C; then have the job given up."""
        self._stopping.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with contextlib.suppress(KeyboardInterrupt, subprocess.TimeoutExpired):
            self._process.communicate(timeout=JOB_STOP_SECONDS)  # closes its standard input
        if self._process.poll() is None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(GIVE_UP_SECONDS)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _begun(self) -> "subprocess.Popen[bytes]":
        """Apart from our terminal's group: Ctrl-C is ours to hand on."""
        if sys.platform == "win32":
            return subprocess.Popen(WORKER, stdin=subprocess.PIPE, creationflags=subprocess.CREATE_NEW_PROCESS_GROUP)
        return subprocess.Popen(WORKER, stdin=subprocess.PIPE, start_new_session=True)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            code = self._process.wait()
            if self._stopping.wait(BEGIN_AGAIN_SECONDS):
                return
            log.warning("the worker ended (%s) and is begun again", code)
            self._process = self._begun()
