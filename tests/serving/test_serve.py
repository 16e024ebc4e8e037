"""`congminh serve`: pages and a worker that come and go together."""

from __future__ import annotations

import shutil
import signal
import socket
import sqlite3
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tests.serving.running import PATIENCE_SECONDS, Running, all_gone, congminh, running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A site tried for the first time, in an empty folder."""
    with running(tmp_path_factory.mktemp("first"), "serve") as served:
        yield served


@pytest.fixture
def home(site: Running, tmp_path: Path) -> Path:
    """A folder where a site has run before."""
    with closing(sqlite3.connect(site.log.parent / "congminh.sqlite3")) as there:
        there.execute("VACUUM INTO ?", (str(tmp_path / "congminh.sqlite3"),))
    shutil.copy(site.log.parent / "secret-key", tmp_path)
    return tmp_path


def another_worker(site: Running, before: psutil.Process) -> bool:
    """Whether another worker is there than before."""
    now = site.worker()
    return now is not None and now.pid != before.pid


def test_a_first_run_makes_its_database_and_answers(site: Running) -> None:
    assert "Cơ sở dữ liệu: đã cập nhật" in site.said()
    assert f"http://127.0.0.1:{site.port}/" in site.said()
    status, page = site.get("/")
    assert status == 200
    assert "Đăng nhập" in page
    assert (site.log.parent / "congminh.sqlite3").is_file()


def test_a_trial_makes_a_key_that_only_its_owner_reads_and_is_never_in_debug(site: Running) -> None:
    key = site.log.parent / "secret-key"
    assert len(key.read_text()) >= 60
    if sys.platform != "win32":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "secret-key" in site.said()
    assert key.read_text() not in site.said()
    status, page = site.get("/khong-co/")
    assert status == 404
    assert "DEBUG" not in page


def test_nobody_signs_in_by_one_click_where_it_is_no_demonstration(site: Running) -> None:
    _, page = site.get("/dang-nhap/")
    assert "vao-vai" not in page


def test_a_worker_that_dies_is_begun_again_and_sigterm_leaves_no_process_behind(home: Path) -> None:
    with running(home, "serve") as site:
        worker = site.worker()
        assert worker is not None
        worker.kill()
        last = time.monotonic() + PATIENCE_SECONDS
        while not another_worker(site, worker):
            assert time.monotonic() < last, site.said()
            time.sleep(0.1)
        begun = site.children()
        assert site.stop() == 0
        assert all_gone(begun)
        assert "Traceback" not in site.said()


def test_without_a_worker_there_is_none_and_ctrl_c_leaves_no_process_behind(home: Path) -> None:
    with running(home, "serve", "--no-worker", "--workers", "2") as site:
        begun = site.children()
        assert len(begun) >= 2
        assert site.worker() is None
        assert site.stop(signal.SIGINT) == 0
        assert all_gone(begun)


def test_a_server_killed_outright_takes_its_worker_along(home: Path) -> None:
    with running(home, "serve") as site:
        worker, rest = site.worker(), site.children()
        assert worker is not None
        site.process.kill()
        site.process.wait()
        try:
            assert all_gone([worker])
        finally:
            for each in filter(psutil.Process.is_running, rest):
                each.kill()


def test_a_port_that_is_taken_is_refused_in_words_before_anything_is_done(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = congminh(tmp_path, "serve", "--port", str(port))
    assert told.returncode == 2
    assert f"không mở được 127.0.0.1:{port}" in told.stderr
    assert not (tmp_path / "congminh.sqlite3").exists()


def test_the_world_is_served_under_a_name_only(tmp_path: Path) -> None:
    told = congminh(tmp_path, "serve", "--host", "0.0.0.0", "--lang", "en")
    assert told.returncode == 2
    assert "CONGMINH_HOSTS" in told.stderr


def test_no_key_is_made_for_a_site_that_others_reach(tmp_path: Path) -> None:
    told = congminh(tmp_path, "serve", "--host", "0.0.0.0", CONGMINH_HOSTS="congminh.example.vn")
    assert told.returncode == 2
    assert "CONGMINH_SECRET_KEY" in told.stderr
    behind = congminh(tmp_path, "serve", CONGMINH_PROXY="1")
    assert behind.returncode == 2
    assert not (tmp_path / "secret-key").exists()
