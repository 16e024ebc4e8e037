"""`congminh restore`: another machine is made what the archive holds, or stays as it was."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.apps.operations.sites import ENGINE, LEAF, Site

# The restoration is killed where it would move its n-th thing.
KILLED = """
import os, signal, sys
import django; django.setup()
from pathlib import Path
from congminh.operations.backups import restoring
number = [int(sys.argv[1])]
move = restoring.shutil.move
def moved(source, target):
    if number[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    number[0] -= 1
    return move(source, target)
restoring.shutil.move = moved
restoring.restore(Path(sys.argv[2]), replace=True)
"""


def papers(site: Site) -> dict[str, str]:
    """Every paper by its name and contents."""
    root = site.home / "files"
    return {str(each.relative_to(root)): sha256(each.read_bytes()).hexdigest() for each in root.rglob("*.pdf")}


def again(place: Path, change: Callable[[str, bytes], bytes], **more: bytes) -> Path:
    """The same archive with parts changed, and some more of them."""
    other = place.with_name("other.zip")
    with zipfile.ZipFile(place) as read, zipfile.ZipFile(other, "w") as write:
        for name in read.namelist():
            write.writestr(name, change(name, read.read(name)))
        for name, contents in more.items():
            write.writestr(name, contents)
    return other


def flipped(part: str) -> Callable[[str, bytes], bytes]:
    """One bit of the first part whose name begins so is another."""
    left = [part]

    def change(name: str, contents: bytes) -> bytes:
        if not left or not name.startswith(part):
            return contents
        left.clear()
        at = len(contents) // 2
        return contents[:at] + bytes([contents[at] ^ 1]) + contents[at + 1 :]

    return change


def retold(**facts: object) -> Callable[[str, bytes], bytes]:
    """The manifest says something else."""
    return lambda name, contents: (
        json.dumps({**json.loads(contents), **facts}).encode() if name == "manifest.json" else contents
    )


def renamed(name: str, contents: bytes) -> bytes:
    """A part that would climb out of the folder."""
    return contents.replace(b'"files/minh-chung', b'"files/../../minh-chung') if name == "manifest.json" else contents


def test_another_machine_gets_the_same_figures_papers_and_log(agency: Site, elsewhere: Site, tmp_path: Path) -> None:
    place = agency.archive()
    done = elsewhere.run("restore", str(place))
    assert done.returncode == 0, done.stderr
    assert "sổ vết đã kiểm" in done.stdout
    assert len(agency.results()) > 100
    assert elsewhere.results() == agency.results()
    assert papers(elsewhere) == papers(agency)
    assert not (elsewhere.home / "merkle-log" / "key").exists()
    verified = elsewhere.run("verify", "--checkpoint", str(agency.home / "merkle-log" / "checkpoint"))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    shutil.copy(agency.home / "merkle-log" / "key", elsewhere.home / "merkle-log" / "key")
    assert elsewhere.run("manage", "shell", "-v", "0", "-c", LEAF).returncode == 0
    assert elsewhere.run("log", "seal").returncode == 0
    assert elsewhere.run("verify").returncode == 0
    assert sorted(each.name for each in elsewhere.home.iterdir() if each.name.startswith(".")) == []


@pytest.mark.parametrize(
    "spoil",
    [
        flipped("database/"),
        flipped("files/"),
        flipped("log/hashes-00"),
        flipped("manifest.json"),
        retold(rows={"ledger_entry": 1}),
        retold(engine="other"),
        retold(migrations=["assessment.9999_later"]),
        retold(format=2),
        retold(parts={}),
        renamed,
    ],
    ids=["database", "paper", "log", "manifest", "rows", "engine", "later", "format", "parts", "climbing"],
)
def test_a_spoilt_archive_is_refused_in_words_and_nothing_is_here(
    agency: Site, elsewhere: Site, spoil: Callable[[str, bytes], bytes]
) -> None:
    refused = elsewhere.run("restore", str(again(agency.archive(), spoil)))
    assert refused.returncode == 2, refused.stdout
    assert refused.stderr.strip()
    assert "Traceback" not in refused.stderr
    assert not (elsewhere.home / "files").exists()
    assert not (elsewhere.home / "merkle-log").exists()
    tables = "pg_tables WHERE schemaname = 'public'" if ENGINE == "postgresql" else "sqlite_master"
    assert elsewhere.asks(f"SELECT count(*) FROM {tables}") == [(0,)]


def test_an_archive_cut_short_and_one_with_a_part_too_many_are_refused(agency: Site, elsewhere: Site) -> None:
    place = agency.archive()
    short = place.with_name("short.zip")
    short.write_bytes(place.read_bytes()[:-200])
    more = again(place, lambda name, contents: contents, **{"files/more.pdf": b"%PDF"})
    for each, said in ((short, "bị cụt"), (more, "thiếu hoặc thừa"), (Path(__file__), "không phải tệp sao lưu")):
        refused = elsewhere.run("restore", str(each))
        assert (refused.returncode, said in refused.stderr) == (2, True), refused.stderr


def test_an_archive_whose_entries_were_rewritten_does_not_pass_the_logs_check(site: Site, elsewhere: Site) -> None:
    tables = ("ledger_entry", "ledger_payload")
    if ENGINE == "postgresql":
        site.asks(";".join(f"ALTER TABLE {each} DISABLE TRIGGER USER" for each in tables))
    else:
        for (name,) in site.asks("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'"):
            site.asks(f"DROP TRIGGER {name}")
    site.asks("UPDATE ledger_entry SET step = 'telling' WHERE id = (SELECT min(id) + 40 FROM ledger_entry)")
    refused = elsewhere.run("restore", str(site.archive()))
    assert refused.returncode == 2
    assert "verify" in refused.stderr
    assert not (elsewhere.home / "merkle-log").exists()


def test_what_is_here_is_replaced_only_when_asked_and_is_kept(site: Site) -> None:
    place = site.archive()
    site.asks("INSERT INTO auth_group (name) VALUES ('since then')")
    refused = site.run("restore", str(place))
    assert (refused.returncode, "--replace" in refused.stderr) == (2, True)
    assert site.asks("SELECT count(*) FROM auth_group") == [(1,)]
    done = site.run("restore", str(place), "--replace")
    assert done.returncode == 0, done.stderr
    assert site.asks("SELECT count(*) FROM auth_group") == [(0,)]
    kept = list(site.home.glob("before-*"))
    assert len(kept) == 1
    assert str(kept[0]) in done.stdout
    assert len(list(kept[0].rglob("*.pdf"))) == len(papers(site))
    if ENGINE == "postgresql":
        assert site.asks("SELECT name FROM congminh_before.auth_group") == [("since then",)]
    else:
        assert Site(kept[0]).asks("SELECT name FROM auth_group") == [("since then",)]
    if ENGINE == "postgresql":
        assert "congminh_before" not in str(site.run("manage", "inspectdb", "auth_group").stdout)


@pytest.mark.parametrize("moved", [0, 1, 2, 3] if ENGINE == "sqlite" else [0, 1])
def test_one_killed_half_way_never_serves_and_ends_the_next_time(site: Site, moved: int) -> None:
    place = site.archive()
    site.asks("INSERT INTO auth_group (name) VALUES ('since then')")
    before = papers(site)
    killed = site.python("-c", KILLED, str(moved), str(place))
    assert killed.returncode == -9, killed.stderr
    for command in (("verify",), ("serve", "--port", "1"), ("worker",), ("backup",)):
        refused = site.run(*command)
        assert refused.returncode == 2, command
    assert "congminh restore" in site.run("verify").stderr
    nothing = site.run("restore", str(site.home / "none.zip"))
    assert nothing.returncode == 2
    assert site.asks("SELECT name FROM auth_group") == [("since then",)]
    assert papers(site) == before
    assert site.run("verify").returncode == 0
    done = site.run("restore", str(place), "--replace")
    assert done.returncode == 0, done.stderr
    assert site.asks("SELECT count(*) FROM auth_group") == [(0,)]
    assert papers(site) == before


def test_a_failure_half_way_puts_everything_back_at_once(site: Site) -> None:
    place = site.archive()
    site.asks("INSERT INTO auth_group (name) VALUES ('since then')")
    full = KILLED.replace("os.kill(os.getpid(), signal.SIGKILL)", "number[0] = -99; raise OSError(28, 'disk full')")
    failed = site.python("-c", full, "1", str(place))
    assert "disk full" in failed.stderr
    assert site.asks("SELECT name FROM auth_group") == [("since then",)]
    assert site.run("verify").returncode == 0


def test_an_older_backup_beside_a_later_root_raises_the_alarm(site: Site) -> None:
    place = site.archive()
    assert site.run("manage", "shell", "-v", "0", "-c", LEAF).returncode == 0
    assert site.run("log", "seal").returncode == 0
    done = site.run("restore", str(place), "--replace")
    assert done.returncode == 0, done.stderr
    assert "congminh log epoch" in done.stderr
    assert site.run("status").returncode == 1
    assert site.run("log", "epoch", "--reason", "máy chủ hỏng").returncode == 0
    assert site.run("verify").returncode == 0
