"""Hostile files are refused in a moment, in a child with limits, with words; whoever asked goes on."""

import sys
import time
from pathlib import Path

import pytest

from congminh.catalogue.reading.records import UnreadableWorkbook
from congminh.exchange.actions import prepare, receive
from congminh.exchange.excel.child import Limits, environment, read
from tests.apps.exchange.books import saved, uploaded
from tests.apps.exchange.hostile import FILES, GOOD, SHEET, file_of, of_cells, packed, parts
from tests.apps.org.commune import Commune

MOST_SECONDS = 2


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableWorkbook) as refused, read(path, *([limits] if limits else [])):
        pass
    assert refused.value.text.vi != refused.value.text.en
    return refused.value.text.en


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_a_moment_with_a_reason(name: str, tmp_path: Path) -> None:
    content, why = file_of(name)
    path, start = saved(content, tmp_path), time.perf_counter()
    said = refusal(path)
    assert why in said
    assert time.perf_counter() - start < MOST_SECONDS
    with read(saved(GOOD, tmp_path)) as book:
        assert [list(sheet.rows) for sheet in book.sheets()] == [
            [(1, ["Mã đơn vị", "Tên đơn vị"]), (2, ["A", "Phòng A"])]
        ]


def test_what_leads_out_of_the_archive_is_written_nowhere(tmp_path: Path) -> None:
    refusal(saved(file_of("a name that leads out")[0], tmp_path))
    assert not Path("/tmp/evil.sh").exists()


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path, start = saved(packed({**parts(), SHEET: of_cells(2 * 10**6)}), tmp_path), time.perf_counter()
    assert "time and memory" in refusal(path, Limits(seconds=0.5))
    assert time.perf_counter() - start < MOST_SECONDS


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such limits; the clock does")
@pytest.mark.parametrize("limits", [Limits(memory=90 * 2**20), Limits(processor=1)])
def test_a_child_that_takes_too_much_memory_or_work_is_ended(limits: Limits, tmp_path: Path) -> None:
    path = saved(packed({**parts(), SHEET: of_cells(2 * 10**6)}), tmp_path)
    assert "time and memory" in refusal(path, limits)


def test_the_child_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGMINH_SECRET_KEY", "a secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:a-secret@host/name")
    assert "secret" not in " ".join(environment().values())


def test_a_refused_file_is_a_refused_import_and_the_next_one_goes_through(here: Commune) -> None:
    bad = receive(uploaded(file_of("billion laughs")[0]), "units", here.thu)
    prepare(bad)
    assert (bad.state, bad.rows.count()) == ("refused", 0)
    assert bad.problem and "DOCTYPE" in bad.problem.what
    good = prepare(receive(uploaded(GOOD), "units", here.thu))
    assert good.state == "ready"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", SHEET])
def test_a_part_that_is_not_there_or_no_xml_is_a_damaged_file(part: str, tmp_path: Path) -> None:
    found = parts()
    missing = {name: content for name, content in found.items() if name != part}
    assert refusal(saved(packed(missing), tmp_path))
    assert refusal(saved(packed({**found, part: b"\x00\xff<"}), tmp_path))
