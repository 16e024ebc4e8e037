"""A sheet to hand something in with, and a quarantine of each test's own."""

from pathlib import Path
from typing import Any

import pytest

from tests.apps.desk.conftest import enter, here, sheet

__all__ = ["enter", "here", "sheet"]


@pytest.fixture(autouse=True)
def _apart(settings: Any, tmp_path: Path) -> None:
    settings.QUARANTINE = tmp_path / "quarantine"
