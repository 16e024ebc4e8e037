"""The units and the proxy in deploy/: their syntax where the tool exists, and that they ask for what there is."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from congminh.cli import parser
from congminh.site import settings

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
SERVICES = [each for each in UNITS if each.suffix == ".service"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/congminh/.venv/bin/congminh", sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    for unit in UNITS:
        found = subprocess.run(
            ["systemd-analyze", "verify", tmp_path / unit.name], capture_output=True, text=True, check=False
        )
        assert (found.returncode, found.stderr) == (0, ""), unit.name


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_each_unit_runs_a_command_that_there_is_without_rights_it_does_not_need(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    (started,) = re.findall(r"^ExecStart=(.*)$", text, re.M)
    program, *arguments = shlex.split(started)
    assert program == "/opt/congminh/.venv/bin/congminh"
    assert parser().parse_args(arguments).command == arguments[0]
    for line in (
        "User=congminh",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=",
        "UMask=0077",
    ):
        assert f"\n{line}\n" in text


def test_every_variable_of_the_environment_is_explained_and_none_of_the_services_lacks_a_place_to_write() -> None:
    said = (DEPLOY / "congminh.env").read_text(encoding="utf-8")
    names = re.findall(r"^#?([A-Z_]+)=", said, re.M)
    assert len(names) > 5
    assert [name for name in names if not re.search(rf"^{name}\b", settings.__doc__ or "", re.M)] == []
    places = re.findall(r"^CONGMINH_(?:HOME|LOG|BACKUPS)=(.*)$", said, re.M)
    for unit in SERVICES:
        assert f"ReadWritePaths={' '.join(places)}\n" in unit.read_text(encoding="utf-8")


def test_the_proxy_says_itself_where_a_request_comes_from_and_writes_no_addresses_down() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for line in (
        "X-Forwarded-For $remote_addr;",
        "X-Forwarded-Proto https;",
        "X-Request-ID $request_id;",
        "Host $host;",
    ):
        assert f"proxy_set_header {line}" in text
    (line,) = re.findall(r"^log_format.*$", text, re.M)
    assert not re.search(r"\$(request\b|request_uri|uri|args|query_string|http_|remote_)", line)
    servers = text.split("server {")[1:]
    assert all("access_log" in each for each in servers), "a server without one writes addresses by nginx's own line"
    assert text.count("{") == text.count("}")


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx here")
def test_nginx_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    asked = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=x",
        "-keyout",
        "tls.key",
        "-out",
        "tls.crt",
    ]
    subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True)
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    text = text.replace("/etc/congminh", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    aside = " ".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    around = f"pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ {aside} {text} }}"
    (tmp_path / "nginx.conf").write_text(around, encoding="utf-8")
    found = subprocess.run(["nginx", "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
