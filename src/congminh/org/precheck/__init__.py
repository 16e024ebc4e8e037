"""«Kiểm tra trước khi mở kỳ»: what is missing or in doubt on a day, and the action that mends it.

An app adds a check of its own with `@look` in a module that its AppConfig.ready imports.
"""

from congminh.org.precheck.board import LOOKS, Board, Finding, findings, label, look
from congminh.org.precheck.looks import MENDS
from congminh.org.precheck.run import AT_ONCE, fits_a_request, keep, run_check

__all__ = [
    "AT_ONCE",
    "LOOKS",
    "MENDS",
    "Board",
    "Finding",
    "findings",
    "fits_a_request",
    "keep",
    "label",
    "look",
    "run_check",
]
