"""What programs ask that watch over the site: health, readiness, measures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from congminh.jobs.models import Job
from congminh.ledger.log.recording import record_own
from congminh.operations.backups import standing
from congminh.operations.watching import probes

TOKEN = "t" * 32


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Backups of nobody's; whether migrations are up to date is asked anew."""
    settings.BACKUPS = tmp_path / "backups"
    probes._once_up_to_date.cache_clear()
    yield settings.BACKUPS
    probes._once_up_to_date.cache_clear()


def measured(client: Client, **headers: str) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    answer = client.get("/do-luong/", headers=headers)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (each.name, *(value for _, value in sorted(each.labels.items()))): each.value
        for family in families
        for each in family.samples
    }


def test_health_asks_the_database_nothing(client: Client, db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/suc-khoe/")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok\n", "text/plain")
    assert answer["Cache-Control"] == "no-store"
    assert client.post("/suc-khoe/").status_code == 405


def test_readiness_is_told_in_one_word_and_the_shape_is_asked_once(
    client: Client, db: None, django_assert_num_queries: Any
) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("sessions", "0001_initial")
    answer = client.get("/san-sang/")
    assert (answer.status_code, answer.content) == (503, b"migrations\n")
    recorder.record_applied("sessions", "0001_initial")
    assert client.get("/san-sang/").content == b"ok\n"
    with django_assert_num_queries(1):
        assert client.get("/san-sang/").status_code == 200


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "sqlite:////khong/co/dau.sqlite3"])
def test_without_a_database_the_site_lives_and_is_not_ready(tmp_path: Path, url: str) -> None:
    asks = (
        "import django; django.setup(); from django.test import Client; c = Client(headers={'host': 'localhost'});"
        "print([(a.status_code, a.content.decode()) for a in map(c.get, ('/suc-khoe/', '/san-sang/'))])"
    )
    ours = {**os.environ, "DATABASE_URL": url, "CONGMINH_HOME": str(tmp_path), "CONGMINH_DEBUG": "1"}
    ours["DJANGO_SETTINGS_MODULE"] = "congminh.site.settings"
    said = subprocess.run([sys.executable, "-c", asks], env=ours, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[(200, 'ok\\n'), (503, 'database\\n')]"


def test_requests_are_counted_by_the_names_of_their_routes_and_nothing_of_an_address(client: Client, db: None) -> None:
    before = measured(client)
    client.get("/dang-nhap/?next=/cong-chuc/TBM-304/")
    client.get("/khong-co/nguyen-thi-lan/")
    client.generic("BREW", "/dang-nhap/")
    after = measured(client)
    grown = {key: after[key] - before.get(key, 0) for key in after if key[0] == "congminh_requests_total"}
    assert {key[1:]: value for key, value in grown.items() if value} == {
        ("GET", "sign_in", "200"): 1,
        ("GET", "-", "404"): 1,
        ("other", "sign_in", "405"): 1,
        ("GET", "metrics", "200"): 1,
    }
    assert (
        after["congminh_request_seconds_count", "sign_in"]
        - before.get(("congminh_request_seconds_count", "sign_in"), 0)
        == 2
    )
    told = " ".join(each for key in after for each in key)
    assert [word for word in ("TBM-304", "khong-co", "nguyen-thi-lan", "BREW") if word in told] == []


def test_what_waits_and_how_old_the_backup_is_is_told(client: Client, db: None, place: Path) -> None:
    before = measured(client)
    assert ("congminh_backup_age_seconds",) not in before
    Job.objects.create(label="một", task="x", language="vi")
    record_own("try", said="thử")
    standing.put_down("backup", file="x")
    standing.put_down("proof", ok=True)
    told = json.loads((place / "standing.json").read_text())
    told["backup"]["at"] = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    (place / "standing.json").write_text(json.dumps(told))
    after = measured(client)
    assert after["congminh_jobs_waiting",] - before["congminh_jobs_waiting",] == 1
    assert after["congminh_leaves_unsealed",] - before["congminh_leaves_unsealed",] == 1
    assert 7200 <= after["congminh_backup_age_seconds",] < 7260
    assert after["congminh_backup_proved",] == 1
    assert after["congminh_log_alarm",] == 0
    standing.put_down("proof", ok=False)
    assert measured(client)["congminh_backup_proved",] == 0


def test_measures_are_for_this_machine_or_for_the_token(client: Client, db: None, settings: Any) -> None:
    def status(where: str = "10.0.0.7", **headers: str) -> int:
        return client.get("/do-luong/", headers=headers, REMOTE_ADDR=where).status_code

    settings.METRICS_TOKEN = ""
    assert [status("127.0.0.1"), status("::1"), status(), status("")] == [200, 200, 404, 404]
    assert status(authorization="Bearer ") == 404
    assert status("127.0.0.1", **{"x-forwarded-proto": "https"}) == 404, "a proxy is local for everybody"
    assert status("127.0.0.1", **{"x-forwarded-for": "10.0.0.9"}) == 404
    settings.METRICS_TOKEN = TOKEN
    right = {"authorization": f"Bearer {TOKEN}"}
    assert [status(**right), status("127.0.0.1", **right, **{"x-forwarded-for": "10.0.0.9"})] == [200, 200]
    assert [status(authorization=f"Bearer {TOKEN[1:]}"), status(authorization=TOKEN)] == [404, 404]
    settings.METRICS_TOKEN = "short"
    assert status(authorization="Bearer short") == 404


def test_a_probe_is_answered_without_https_and_no_page_is(client: Client, db: None, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    probe = {path: client.get(path).status_code for path in ("/suc-khoe/", "/san-sang/", "/do-luong/", "/dang-nhap/")}
    assert list(probe.values()) == [200, 200, 200, 301]


def test_several_processes_count_together(tmp_path: Path) -> None:
    counts = "from congminh.operations.watching.measures import requested; requested('home', 'GET', 200, 0.1)"
    told = "from congminh.operations.watching.measures import counted; print(counted().decode())"
    shared = {
        **os.environ,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "congminh.site.settings",
    }
    for _ in range(3):
        subprocess.run([sys.executable, "-c", f"import django; django.setup(); {counts}"], env=shared, check=True)
    said = subprocess.run([sys.executable, "-c", f"import django; django.setup(); {told}"], env=shared, check=True,
                          capture_output=True, text=True)  # fmt: skip
    assert 'congminh_requests_total{method="GET",route="home",status="200"} 3.0' in said.stdout
