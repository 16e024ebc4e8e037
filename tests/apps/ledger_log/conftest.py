"""A folder of the log for each test, and people to write in the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from congminh.ledger.actions import Taking, open_files, take_all
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.sequencing import sequence
from congminh.ledger.models import Entry
from tests.apps.ledger.people import cast
from tests.apps.trial.models import TrialSheet


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Folder:
    """A folder of the log with a key in it; no witnesses."""
    settings.LOG_FOLDER, settings.LOG_WITNESSES, settings.LOG_WITNESSES_NEEDED = tmp_path / "log", [], 0
    made = Folder.here()
    made.make_key("so-vet.example")
    return made


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The database with real commits; rows stay behind, since the ledger gives none back."""
    with django_db_blocker.unblock():
        yield
        connection.close()


def written(number: int, **data: Any) -> list[Entry]:
    """So many entries, each of a file of its own."""
    people = cast()
    held = {"owner": people["lan"], "assessor": people["minh"], "personnel": people["thu"]}
    files = open_files([TrialSheet(procedure="trial_sheet", **held) for _ in range(number)])
    return take_all("assign", [Taking(file, {"tasks": [at], **data}) for at, file in enumerate(files)], people["minh"])


def logged(number: int, **data: Any) -> list[Entry]:
    """The same, with their indexes."""
    found = written(number, **data)
    sequence()
    return found
