"""The pages of an installation that is broken, really served, and a browser that is no more than a cookie."""

from __future__ import annotations

import contextlib
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import psutil

from tests.faults.breaking import PATIENCE_SECONDS, Broken
from tests.postgres import free_port

HIDDEN = re.compile(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)"')


class Pages:
    """`congminh serve`."""

    def __init__(self, site: Broken, port: int, *options: str, **more: str) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.process = site.begun("serve.log", "-m", "congminh.cli", "serve", "--port", str(port), *options, **more)

    def kill(self) -> None:
        """As by `kill -9`, all of it at once."""
        if self.process.returncode is None:
            with contextlib.suppress(psutil.NoSuchProcess):
                for each in [self.process, *psutil.Process(self.process.pid).children(recursive=True)]:
                    each.kill()
            self.process.communicate()

    def ask(self, path: str, cookie: str = "", sent: dict[str, str] | None = None) -> tuple[int, str]:
        """The status and the text of an answer, a redirection not followed; OSError where there is none."""
        data = urlencode(sent).encode() if sent is not None else None
        request = urllib.request.Request(f"{self.address}{path}", data, {"Cookie": cookie} if cookie else {})
        try:
            with OPENER.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()

    def form(self, path: str, cookie: str) -> tuple[str, dict[str, str]]:
        """A page with a form: the cookies to send it with, and what stands in it."""
        request = urllib.request.Request(f"{self.address}{path}", headers={"Cookie": cookie})
        with OPENER.open(request, timeout=30) as answer:
            given = [each.partition(";")[0] for each in answer.headers.get_all("Set-Cookie") or []]
            return "; ".join([cookie, *given]), dict(HIDDEN.findall(answer.read().decode()))


class _Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *asked: object) -> None:
        return None


OPENER = urllib.request.build_opener(_Stays)


@contextmanager
def served(site: Broken, *options: str, **more: str) -> Iterator[Pages]:
    """The pages, until the block ends."""
    pages, last = Pages(site, free_port(), *options, **more), time.monotonic() + PATIENCE_SECONDS
    try:
        while True:
            try:
                pages.ask("/kieu-dang/")
                break
            except OSError:
                assert pages.process.poll() is None and time.monotonic() < last, "no answer"
                time.sleep(0.1)
        yield pages
    finally:
        pages.kill()
