"""Installations to break: one built for all, a copy for each test."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apps.operations.sites import ENGINE
from tests.faults.breaking import Broken, built, copied, started
from tests.postgres import Cluster, programs

PATIENCE_SECONDS = 300

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def agencies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installation as it was built; once for all processes of the run."""
    if ENGINE == "postgresql" and programs() is None:
        pytest.skip("no PostgreSQL here that may be killed")
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, ready = shared / f"agencies-{ENGINE}", shared / f"agencies-{ENGINE}-built"
    try:
        folder.mkdir()
    except FileExistsError:
        last = time.monotonic() + PATIENCE_SECONDS
        while not ready.exists():
            assert time.monotonic() < last, "nobody built it"
            time.sleep(0.2)
        return folder
    built(folder)
    ready.touch()
    return folder


@pytest.fixture(scope="session")
def cluster(agencies: Path) -> Iterator[Cluster | None]:
    """A PostgreSQL of our own with what was built in it; None on SQLite."""
    if ENGINE == "sqlite":
        yield None
        return
    with started(agencies) as made:
        yield made


@pytest.fixture
def site(agencies: Path, cluster: Cluster | None, tmp_path: Path) -> Broken:
    """The installation, to break."""
    return copied(agencies, tmp_path, cluster)
