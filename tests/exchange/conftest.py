"""What the tests of the commands share."""

from pathlib import Path

import pytest

from tests.exchange.files import Files


@pytest.fixture
def files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Files:
    """One task and one sheet as CSV in a folder of their own."""
    return Files(tmp_path, capsys)
