"""The commands of the administrator: Django's own, the first run, and what is said without a key."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from congminh.site.trial import make_key, secret_key
from tests.serving.running import congminh

BEGIN = ("manage", "begin", "--agency", "UBND xã Thanh Bình Minh", "--code", "TBM", "--adviser", "Đỗ Thị Minh Thu",
         "--adviser-code", "TBM-404")  # fmt: skip


def test_an_empty_system_begins_with_an_agency_and_an_account_told_once(tmp_path: Path) -> None:
    told = congminh(tmp_path, *BEGIN)
    assert told.returncode == 0, told.stderr
    assert "Tài khoản: tbm-404" in told.stdout
    password = re.search(r"chỉ hiện một lần này[^:]*: (\S+)", told.stdout)
    assert password
    assert re.fullmatch(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}", password[1])
    again = congminh(tmp_path, "manage", "--lang", "en", *BEGIN[1:])
    assert again.returncode == 1
    assert "There is an agency already: UBND xã Thanh Bình Minh" in again.stderr


@pytest.mark.parametrize("command", [("worker",), ("manage", "check")])
def test_without_a_key_a_command_says_what_to_do(tmp_path: Path, command: tuple[str, ...]) -> None:
    told = congminh(tmp_path, *command)
    assert told.returncode == 2
    assert "CONGMINH_SECRET_KEY" in told.stderr
    assert "congminh serve" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_key_is_made_once_and_the_one_given_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONGMINH_SECRET_KEY", raising=False)
    assert secret_key(tmp_path) == ""
    assert make_key(tmp_path / "new") == tmp_path / "new" / "secret-key"
    kept = secret_key(tmp_path / "new")
    assert make_key(tmp_path / "new") is None
    assert secret_key(tmp_path / "new") == kept
    monkeypatch.setenv("CONGMINH_SECRET_KEY", "given")
    assert secret_key(tmp_path / "new") == "given"


def test_a_command_that_only_reckons_loads_no_framework() -> None:
    ask = (
        "import sys; from congminh import cli; code = cli.main(['cases']); "
        "sys.exit(code or ', '.join({'django', 'granian'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    assert told.stderr.strip() == ""
    assert "0 failed" in told.stdout
