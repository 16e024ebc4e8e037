"""The last backup is tried each day, and how the installation stands is told; an upgrade that fails leaves nothing."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.apps.operations.sites import ENGINE, Site

NIGHT = """
import django; django.setup()
from datetime import datetime
from django.utils import timezone
from congminh.jobs import daily
print([name for name in daily.run_due(timezone.make_aware(datetime(2026, 11, 16, 3, 30))) if name == "prove_backup"])
"""


def told(site: Site) -> dict:
    """What is put down of backups."""
    return json.loads((site.home / "backups" / "standing.json").read_text(encoding="utf-8"))


def test_status_says_what_was_never_done_and_what_is_well(site: Site) -> None:
    before = site.run("status", "--lang", "en")
    assert before.returncode == 1
    assert "! backup: none yet" in before.stdout
    assert "! restoration: never tried" in before.stdout
    assert site.run("backup").returncode == 0
    after = site.run("status", "--prove", "--lang", "en")
    assert after.returncode == 0, after.stdout + after.stderr
    assert "restoration: proved" in after.stdout
    assert told(site)["proof"]["rows"] == told(site)["proof"]["rows"] > 10_000
    assert "Nguyễn" not in after.stdout
    left = {each.name for each in (site.home / "backups").iterdir()}
    assert len(left) == 2, "the archive and how it stands; nothing of the trial"
    if ENGINE == "postgresql":
        assert site.asks("SELECT count(*) FROM pg_database WHERE datname LIKE 'congminh_proof%'") == [(0,)]


def test_a_backup_that_rots_is_found_and_a_late_one_is_said(site: Site) -> None:
    assert site.run("backup").returncode == 0
    (place,) = (site.home / "backups").glob("*.zip")
    contents = bytearray(place.read_bytes())
    contents[len(contents) // 2] ^= 1
    place.write_bytes(contents)
    found = site.run("status", "--prove", "--lang", "en")
    assert found.returncode == 1
    assert "! restoration: FAILED" in found.stdout
    assert told(site)["proof"]["ok"] is False
    facts = told(site)
    facts["backup"]["at"] = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    (site.home / "backups" / "standing.json").write_text(json.dumps(facts))
    assert "! backup:" in site.run("status", "--lang", "en").stdout
    place.unlink()
    assert site.run("status", "--prove").returncode == 1


def test_each_night_a_worker_tries_the_last_backup_as_a_job(site: Site) -> None:
    assert site.python("-c", NIGHT).stdout.strip() == "['prove_backup']"
    assert site.asks("SELECT count(*) FROM jobs_job WHERE task LIKE '%prove%'") == [(0,)], "there is none to try"
    assert site.run("backup").returncode == 0
    site.asks("DELETE FROM jobs_dayrun")
    begun = site.python("-c", NIGHT)
    assert begun.stdout.strip() == "['prove_backup']", begun.stderr
    worked = site.run("manage", "db_worker", "--batch", "--queue-name", "*")
    assert worked.returncode == 0, worked.stderr
    assert site.asks("SELECT state FROM jobs_job WHERE task LIKE '%prove%'") == [("done",)]
    assert told(site)["proof"]["ok"] is True


@pytest.mark.skipif(ENGINE != "postgresql", reason="roles are PostgreSQL's")
def test_a_role_that_may_make_no_database_is_told_so_and_nothing_is_called_proved(site: Site) -> None:
    role = f"plain_{os.getpid()}"
    site.asks(f"CREATE ROLE {role} LOGIN")
    site.asks(f"GRANT pg_read_all_data TO {role}")
    assert site.run("backup").returncode == 0
    plain = Site(site.home, site.url.replace("//congminh@", f"//{role}@"))
    found = plain.run("status", "--prove", "--lang", "en")
    site.asks(f"DROP OWNED BY {role}")
    site.asks(f"DROP ROLE {role}")
    assert found.returncode == 1
    assert "CREATEDB" in found.stdout
    assert told(site)["proof"]["ok"] is None


def test_an_upgrade_backs_up_first_and_says_when_there_is_nothing_to_do(site: Site) -> None:
    assert "đã đúng với bản này" in site.run("upgrade").stdout
    assert not (site.home / "backups").exists()
    assert site.run("manage", "migrate", "sessions", "zero", "-v", "0").returncode == 0
    assert "congminh upgrade" in site.run("status").stdout
    done = site.run("upgrade")
    assert done.returncode == 0, done.stderr
    assert "1 bước" in done.stdout
    assert len(list((site.home / "backups").glob("*.zip"))) == 1
    assert site.asks("SELECT count(*) FROM django_session") == [(0,)]


def test_an_upgrade_that_fails_half_way_puts_the_database_back(site: Site, tmp_path: Path) -> None:
    results = site.results()
    site.asks("DELETE FROM django_migrations WHERE app IN ('sessions', 'mfa')")
    site.asks("DROP TABLE django_session")
    failed = site.run("upgrade", "--backup", str(tmp_path / "kept"))
    assert failed.returncode == 2, failed.stdout
    assert "đã đưa về bản trước" in failed.stderr
    tables = (
        "pg_tables WHERE schemaname = 'public' AND tablename" if ENGINE == "postgresql" else "sqlite_master WHERE name"
    )
    assert site.asks(f"SELECT count(*) FROM {tables} = 'django_session'") == [(0,)]
    assert site.results() == results
    assert len(list((tmp_path / "kept").glob("*.zip"))) == 1
