"""A real server and a real browser: granian serves the site as it is installed, Chromium looks at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FLAGS = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
START_SECONDS = 30


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the site answers; what it said when it does not."""
    for _ in range(START_SECONDS * 10):
        try:
            urllib.request.urlopen(f"{address}/kieu-dang/").close()
            return
        except OSError:
            time.sleep(0.1)
        if process.poll() is not None:
            break
    pytest.fail(f"the site did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, served as it would be: no DEBUG, hashed files."""
    home, port = tmp_path_factory.mktemp("home"), _free_port()
    ours = {"CONGMINH_DEBUG": "0", "CONGMINH_PLAIN_HTTP": "1", "CONGMINH_SECRET_KEY": "for tests " * 6}
    log = home / "granian.log"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "congminh.site.wsgi:application"],
            env={**os.environ, **ours, "CONGMINH_HOME": str(home), "DJANGO_SETTINGS_MODULE": "congminh.site.settings"},
            stdout=out,
            stderr=out,
        )
        try:
            _wait(f"http://127.0.0.1:{port}", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The system's Chromium with a profile of its own; without one these tests are skipped, and say so."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        pytest.skip("no Chromium on this machine: install it («make browser» does as root on Debian)")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *(["--no-sandbox"] if root else [])])
        yield browser
        browser.close()
