"""The daily proof: the last backup is restored in a place of its own and verified, and what came of it put down."""

from __future__ import annotations

import logging
import shutil
import time
from datetime import date
from datetime import time as hour
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.utils.translation import gettext as _

from congminh.jobs.actions import begin
from congminh.jobs.daily import daily
from congminh.jobs.models import Job
from congminh.jobs.work import job
from congminh.operations.backups import standing
from congminh.operations.backups.apart import Failed
from congminh.operations.backups.archive import BadArchive
from congminh.operations.backups.engines import CannotDump, fill, scratch_database
from congminh.operations.backups.unpacking import counted_there, laid_out, proved, taken

log = logging.getLogger(__name__)
PROVE_AT = hour(3)
Told = dict[str, Any]


@daily("prove_backup", lambda: PROVE_AT)
def prove_daily(day: date) -> None:
    """As a job: the clock that signs the log does not wait for it. Nothing where there is no backup yet."""
    if standing.standing().get("backup"):
        begin(prove_job, None, _("The last backup is tried"))


def _tried(asked: Job) -> Told:
    """Before the job's transaction: on SQLite nobody could write while it is open."""
    return prove()


@job(before=_tried)
def prove_job(asked: Job, told: Told) -> None:
    """All of it is done before."""


def prove(place: Path | None = None) -> Told:
    """Restore an archive (the last one made) apart and verify it; what came of it, also put down.

    `ok` is None where it could not be tried, and `said` tells why in both languages.
    """
    archive, began = place or Path(standing.standing().get("backup", {}).get("file", "")), time.perf_counter()
    told: Told = {"file": str(archive), "ok": True, "said": {}}
    try:
        rows = _prove(archive)
        told["rows"] = rows
    except CannotDump as error:
        told |= {"ok": None, "said": {"vi": error.text.vi, "en": error.text.en}}
    except (BadArchive, Failed) as error:
        told |= {"ok": False, "said": {"vi": error.text.vi, "en": error.text.en}}
    except OSError as error:
        told |= {"ok": False, "said": {"vi": str(error), "en": str(error)}}
    if told["ok"] is not True:
        log.error("the last backup was not proved; «congminh status» tells why")
    told["seconds"] = round(time.perf_counter() - began, 1)
    standing.put_down("proof", **told)
    return told


def _prove(archive: Path) -> int:
    """The rows that came back."""
    manifest = taken(archive)
    standing.folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    home = Path(mkdtemp(prefix=".proving-", dir=standing.folder()))
    try:
        dump = laid_out(archive, manifest, home)
        if manifest.engine == "sqlite":
            proved(home, None)
        else:
            with scratch_database() as at:
                fill(dump, at)
                counted_there(manifest, at)
                proved(home, at)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return sum(manifest.rows.values())
