"""Lines of the log file: one JSON object each, with nothing in it that tells of a person.

Addresses, questions, form fields and the words of errors may name people, so none of them is written. Of our own
loggers the message is kept; of others' the template without what was filled in, or only the place in the code.
"""

from __future__ import annotations

import json
import logging as python_logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

# Of the request in hand, so that every line it causes can be found by it.
REQUEST: ContextVar[str] = ContextVar("request", default="")
OURS = "congminh"
FACTS = ("route", "method", "status", "ms")
FRAMES = 30


class Lines(python_logging.Formatter):
    """A record as one line of JSON: at, level, logger, what, request, facts of the request, error."""

    def format(self, record: python_logging.LogRecord) -> str:
        """The line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname, "logger": record.name}
        line |= {"what": _what(record)} if record.name != f"{OURS}.request" else {}
        line |= {"request": REQUEST.get()} if REQUEST.get() else {}
        line |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line["error"] = _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _what(record: python_logging.LogRecord) -> str:
    """Our own message without the words of errors; of another's the template, or where it was said."""
    if record.name.partition(".")[0] == OURS and isinstance(record.msg, str):
        args = record.args if isinstance(record.args, tuple) else ()
        return record.msg % tuple(_told(each) for each in args) if args else record.msg
    if isinstance(record.msg, str) and record.args:
        return record.msg
    return f"{record.module}:{record.lineno}"


def _told(value: object) -> object:
    """An error by its kind alone: its words may quote what somebody typed."""
    return type(value).__name__ if isinstance(value, BaseException) else value


def _error(error: BaseException) -> dict[str, Any]:
    """Its kind and where it came from, innermost last; causes after it. Never its words, never values."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    told: dict[str, Any] = {"kind": f"{type(error).__module__}.{type(error).__qualname__}"}
    told["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    if error.__cause__ is not None:
        told["cause"] = _error(error.__cause__)
    return told


def logging(how: str) -> dict[str, Any]:
    """Django's LOGGING: «json» with a line for each request, «text» (warnings alone) on a machine one tries it on."""
    is_json = how == "json"
    handler: dict[str, Any] = {"class": "logging.StreamHandler"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": f"{__name__}.Lines"}},
        "handlers": {"console": handler | ({"formatter": "lines"} if is_json else {})},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            f"{OURS}.request": {"level": "INFO" if is_json else "WARNING"},
            # Its lines fill in whole addresses, and its error mails would hold whole requests.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
