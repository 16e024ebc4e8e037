"""`congminh backup`: everything but the keys, at one moment, while others write."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.apps.operations.sites import ENGINE, LEAF, Site

# A transaction writes two rows that belong together, again and again, until its standard input ends.
WRITER = """
import sys, threading, time
import django; django.setup()
from django.contrib.auth.models import Group
from django.db import transaction
over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
number, slowest = 0, 0.0
print("begun", flush=True)
while not over.is_set():
    began = time.perf_counter()
    with transaction.atomic():
        Group.objects.create(name=f"one {number}")
        Group.objects.create(name=f"two {number}")
    number, slowest = number + 1, max(slowest, time.perf_counter() - began)
print(number, slowest)
"""


def manifest(place: Path) -> dict:
    """What an archive says of itself."""
    with zipfile.ZipFile(place) as archive:
        return json.loads(archive.read("manifest.json"))


def test_a_backup_lists_every_part_with_its_hash_and_only_its_owner_reads_it(site: Site) -> None:
    place = site.archive()
    told = manifest(place)
    papers = [each for each in (site.home / "files").rglob("*") if each.is_file()]
    assert len(papers) > 50
    assert sum(name.startswith("files/") for name in told["parts"]) == len(papers)
    assert told["engine"] == ENGINE
    assert told["rows"]["ledger_entry"] == site.asks("SELECT count(*) FROM ledger_entry")[0][0] > 5000
    assert "assessment.0001_initial" in told["migrations"]
    assert told["log"] == (site.home / "merkle-log" / "checkpoint").read_text()
    if sys.platform != "win32":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_no_key_is_in_it_whatever_file_it_lies_in(site: Site) -> None:
    log = site.home / "merkle-log"
    (site.home / "secret-key").write_text("s" * 60)
    secret = (log / "key").read_bytes().strip()
    with zipfile.ZipFile(site.archive()) as archive:
        names, contents = archive.namelist(), [archive.read(each) for each in archive.namelist()]
    assert {"log/key.pub", "log/checkpoint", "log/hashes-00"} <= set(names)
    assert "log/key" not in names
    assert not any(secret in each or b"s" * 60 in each for each in contents)
    (log / "key-of-last-year").write_bytes(secret)
    refused = site.run("backup", str(site.home / "b.zip"))
    assert refused.returncode != 0
    assert not (site.home / "b.zip").exists()
    assert not list(site.home.glob(".*"))


def test_what_is_written_meanwhile_is_wholly_in_it_or_wholly_not_and_nobody_waits(site: Site) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER], env=site.environment(), text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    assert writer.stdout.readline() == "begun\n"
    counted = [manifest(site.archive())["rows"]["auth_group"] for _ in range(4)]
    said, failed = writer.communicate("", timeout=60)
    assert failed == ""
    number, slowest = int(said.split()[0]), float(said.split()[1])
    assert [each % 2 for each in counted] == [0, 0, 0, 0]
    assert counted == sorted(counted)
    assert 0 < counted[0] < counted[-1] < 2 * number
    assert slowest < 5


def test_only_the_newest_are_kept_and_files_that_are_not_ours_stay(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("congminh-20260101-000000.zip", "congminh-20260102-000000.zip", "ours.zip"):
        (folder / name).write_bytes(b"")
    assert site.run("backup", str(folder), "--keep", "2").returncode == 0
    left = sorted(each.name for each in folder.iterdir())
    assert left[0] == "congminh-20260102-000000.zip"
    assert (len(left), left[-1]) == (3, "ours.zip")


def test_a_file_that_stands_is_never_written_over(site: Site) -> None:
    place = site.archive()
    before = place.read_bytes()
    again = site.run("backup", str(place))
    assert again.returncode == 2
    assert place.read_bytes() == before


def test_a_root_in_the_archive_never_knows_of_more_than_its_database(site: Site) -> None:
    assert site.run("manage", "shell", "-v", "0", "-c", LEAF).returncode == 0
    told = manifest(site.archive())
    assert int(told["log"].splitlines()[1]) == told["rows"]["ledger_leaf"] - 1


@pytest.mark.skipif(ENGINE != "postgresql", reason="pg_dump is PostgreSQL's")
def test_without_pg_dump_it_says_what_to_install(site: Site) -> None:
    refused = site.run("backup", str(site.home / "b.zip"), CONGMINH_PG_BIN=str(site.home))
    assert refused.returncode == 2
    assert "postgresql-client" in refused.stderr
    assert "Traceback" not in refused.stderr
