"""Loaded before Django's settings: which database the tests of the site use.

SQLite by default; CONGMINH_TEST_ENGINE=postgresql starts a real PostgreSQL for the run.
"""

import atexit
import os
import tempfile
from contextlib import ExitStack

from tests.postgres import server

os.environ.setdefault("CONGMINH_DEBUG", "1")
os.environ.setdefault("CONGMINH_HOME", tempfile.mkdtemp(prefix="congminh-test-"))
if os.environ.get("CONGMINH_TEST_ENGINE") == "postgresql":
    _stack = ExitStack()
    os.environ["DATABASE_URL"] = _stack.enter_context(server())
    atexit.register(_stack.close)
