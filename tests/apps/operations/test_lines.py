"""Lines of the log file: every request leaves one, and nobody is named in any."""

from __future__ import annotations

import io
import json
import logging
import logging.config
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import path

from congminh.operations.watching.lines import logging as settings_of
from congminh.org.doors import ANYONE, door
from congminh.org.models import Person
from congminh.site.urls import urlpatterns as pages
from tests.apps.matrix import clients  # noqa: F401 - a fixture

NAME = "Nguyễn Thị Bí Mật"


@door(ANYONE)
def breaks(request: Any, who: str) -> Any:
    """A fault of ours whose words name somebody, from a database that quotes what it was given."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO auth_group (name) VALUES (%s)", [NAME])
            cursor.execute("INSERT INTO auth_group (name) VALUES (%s)", [NAME])
    except IntegrityError as error:
        raise ValueError(f"{NAME} {who}") from error


urlpatterns = [path("hong/<who>/", breaks, name="breaks"), *pages]


@pytest.fixture
def lines(settings: Any) -> Iterator[io.StringIO]:
    """What goes to the log file of a real site, with nothing of the tests' own handlers."""
    stream, root = io.StringIO(), logging.getLogger()
    kept = root.handlers[:], root.level
    names = ("django", "django.server", "django.request", "congminh.request")
    levels = {name: logging.getLogger(name).level for name in names}
    logging.config.dictConfig(settings_of("json"))
    root.handlers[0].setStream(stream)  # type: ignore[attr-defined]
    yield stream
    root.handlers[:], root.level = kept
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def read(stream: io.StringIO) -> list[dict[str, Any]]:
    """Each line as the JSON it is."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_real_requests_leave_lines_in_which_nobody_is_named(
    clients: dict[str, Client],  # noqa: F811
    lines: io.StringIO,
    settings: Any,
) -> None:
    settings.ROOT_URLCONF = __name__
    people = list(Person.objects.values_list("name", "code"))
    nobody, thu = clients["nobody"], clients["thu"]
    for name, code in people[:12]:
        thu.get("/cong-chuc/", {"q": name})
        thu.get(f"/cong-chuc/{code}/")
        thu.get(f"/khong-co/{name}/?q={name}")
        nobody.post("/dang-nhap/", {"username": name, "password": f"{name} {code}"})
        nobody.get("/dang-nhap/", headers={"referer": f"https://x/{code}", "user-agent": name, "x-request-id": code})
    thu.post("/cong-chuc/them/", {"code": NAME, "name": NAME, "begun": NAME})
    nobody.get("/", headers={"host": "nguyen-thi-lan.example"})
    assert thu.get(f"/hong/{people[0][1]}/").status_code == 500
    logging.getLogger("django.request").error("Bad: %s", NAME)
    logging.getLogger("somebody.else").error(f"said of {NAME}")
    logging.getLogger("congminh.try").warning("a witness: %s", ValueError(NAME))
    logging.getLogger("congminh.try").exception("job %s failed", 7, exc_info=ValueError(NAME))
    said = lines.getvalue()
    assert len(read(lines)) > 60
    for name, code in [*people, (NAME, NAME)]:
        assert name not in said
        assert not re.search(rf"{re.escape(code)}\b", said)
    for word in ("Nguyễn", "nguyen", "?q=", "/cong-chuc", "/khong-co", "https:"):
        assert word not in said


def test_a_line_tells_route_status_and_time_and_its_request_is_found_again(
    client: Client, db: None, lines: io.StringIO, settings: Any
) -> None:
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    answer = client.get("/hong/x/")
    one, *others = (each for each in read(lines) if each.get("request") == answer["X-Request-ID"])
    told = [each for each in (one, *others) if each["logger"] == "congminh.request"]
    assert len(told) == 1
    assert {name: told[0][name] for name in ("route", "method", "status", "level")} == {
        "route": "breaks", "method": "GET", "status": 500, "level": "INFO",
    }  # fmt: skip
    assert told[0]["ms"] > 0
    assert set(told[0]) == {"at", "level", "logger", "request", "route", "method", "status", "ms"}
    (fault,) = [each for each in [*others, one] if "error" in each]
    assert fault["error"]["kind"] == "builtins.ValueError"
    assert fault["error"]["cause"]["kind"] == "django.db.utils.IntegrityError"
    assert any("test_lines.py" in frame and "breaks" in frame for frame in fault["error"]["frames"])
    assert NAME not in lines.getvalue()


def test_a_number_is_taken_from_our_own_proxy_alone(client: Client, db: None, settings: Any) -> None:
    given = {"x-request-id": "0123456789abcdef"}
    settings.BEHIND_PROXY = False
    assert client.get("/suc-khoe/", headers=given)["X-Request-ID"] != given["x-request-id"]
    settings.BEHIND_PROXY = True
    assert client.get("/suc-khoe/", headers=given)["X-Request-ID"] == given["x-request-id"]
    for bad in ("Nguyễn Thị Lan", "x\ny", "a" * 65, "TBM 304"):
        assert re.fullmatch("[0-9a-f]{16}", client.get("/suc-khoe/", headers={"x-request-id": bad})["X-Request-ID"])
