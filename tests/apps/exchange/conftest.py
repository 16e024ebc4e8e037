"""The small commune of the organisation's tests, with a folder for files of its own."""

from pathlib import Path
from typing import Any

import pytest

from tests.apps.org.commune import found
from tests.apps.worlds import world


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> Path:
    """Where imported files are kept."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


here = world(found)
