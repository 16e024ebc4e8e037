"""What breaks, really broken: processes killed, disks full, connections cut, jobs run twice, clocks set back.

An installation of its own, on SQLite or PostgreSQL by CONGMINH_TEST_ENGINE, run by its own commands; none of it is
replaced. CONGMINH_FAULT_ROUNDS says at how many moments by chance (`make faults`: 50); without it the short ones run.
"""

import os

import pytest

ROUNDS = int(os.environ.get("CONGMINH_FAULT_ROUNDS") or 1)
IS_LONG = "CONGMINH_FAULT_ROUNDS" in os.environ
in_long = pytest.mark.skipif(not IS_LONG, reason="part of make faults")
