"""Files of facts are scored, and workbooks read in the child, by programs that never load the framework."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module", ["congminh.exchange.batch.score", "congminh.exchange.excel.reader", "congminh.exchange.excel.child"]
)
def test_no_framework_is_loaded(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(name for name in sys.modules if name.split('.')[0] == 'django'))"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.split() == []
