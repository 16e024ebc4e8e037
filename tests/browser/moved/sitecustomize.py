"""For processes a test starts with this folder first in PYTHONPATH: it is the morning of CONGMINH_TEST_DAY.

Without settings: what starts the site has none yet.
"""

import os
from datetime import date, datetime, time

from django.utils import timezone

if "CONGMINH_TEST_DAY" in os.environ:
    _real = timezone.now
    _ahead = datetime.combine(date.fromisoformat(os.environ["CONGMINH_TEST_DAY"]), time(3)) - datetime.now()
    timezone.now = lambda: _real() + _ahead
