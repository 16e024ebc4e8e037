"""Installations: one to look at, one to spoil, one that is empty."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.apps.operations.sites import ENGINE, Site, built, copied, database, empty


@pytest.fixture(scope="session")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The demonstration agency; nobody changes it."""
    name = f"agency_{os.getpid()}"
    url = database(os.environ["DATABASE_URL"], name) if ENGINE == "postgresql" else ""
    return built(tmp_path_factory.mktemp("agency") / "home", url)


@pytest.fixture
def site(agency: Site, tmp_path: Path) -> Site:
    """The same, to do with as one likes."""
    return copied(agency, tmp_path / "site", f"site_{os.getpid()}")


@pytest.fixture
def elsewhere(agency: Site, tmp_path: Path) -> Site:
    """Another machine with nothing on it."""
    return empty(tmp_path / "elsewhere", f"elsewhere_{os.getpid()}", agency)
