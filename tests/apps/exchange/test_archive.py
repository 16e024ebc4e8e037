"""A workbook is weighed by what it holds and not by what it says."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from congminh.catalogue.reading.records import UnreadableWorkbook
from congminh.exchange.excel import archive
from congminh.exchange.excel.archive import weigh
from congminh.exchange.files import template
from tests.apps.exchange.books import saved
from tests.apps.exchange.hostile import GOOD, SHEET, lying, packed, parts

REAL = Path(__file__).parents[3].parent / "shared" / "data" / "catalogue-qd283.xlsx"


def refusal(content: bytes, folder: Path) -> str:
    with pytest.raises(UnreadableWorkbook) as refused:
        weigh(saved(content, folder))
    return refused.value.text.en


@pytest.mark.parametrize("kind", ["units", "people"])
def test_our_own_workbooks_pass(kind: str, tmp_path: Path) -> None:
    weigh(saved(template(kind), tmp_path))
    weigh(saved(GOOD, tmp_path))


@pytest.mark.skipif(not REAL.exists(), reason="the commune's own workbook is not here")
def test_a_workbook_of_a_real_office_passes() -> None:
    weigh(REAL)


def test_a_workbook_whose_parts_are_not_packed_passes(tmp_path: Path) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as out:
        for name, content in parts().items():
            out.writestr(name, content)
    weigh(saved(file.getvalue(), tmp_path))


def test_a_workbook_written_as_a_stream_passes(tmp_path: Path) -> None:
    """Its parts have no sizes in their own heads: they stand behind them."""

    class Stream(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *place: int) -> int:
            raise OSError("a stream")

    file = Stream()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts().items():
            out.writestr(name, content)
    weigh(saved(file.getvalue(), tmp_path))


@pytest.mark.parametrize("said", [0, 1, 1000])
def test_a_part_that_is_larger_than_it_says_is_refused(said: int, tmp_path: Path) -> None:
    assert "lies" in refusal(lying(SHEET, b"x" * 5000, said), tmp_path)


def test_a_part_that_is_smaller_than_it_says_is_refused(tmp_path: Path) -> None:
    assert "lies" in refusal(lying(SHEET, b"x" * 5000, 6000), tmp_path)


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_of_packing_that_excel_does_not_know_is_refused(way: int, tmp_path: Path) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", way) as out:
        out.writestr("xl/workbook.xml", b"<x/>" * 1000)
    assert "packed in a way" in refusal(file.getvalue(), tmp_path)


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    file = BytesIO(GOOD)
    with zipfile.ZipFile(file, "a") as out, pytest.warns(UserWarning, match="Duplicate"):
        out.writestr(SHEET, b"<worksheet/>")
    assert "one name" in refusal(file.getvalue(), tmp_path)


def test_a_part_named_otherwise_in_its_own_head_is_refused(tmp_path: Path) -> None:
    at = GOOD.index(SHEET.encode())
    renamed = GOOD[:at] + SHEET.encode().replace(b"sheet1", b"sheet9") + GOOD[at + len(SHEET) :]
    assert "two names" in refusal(renamed, tmp_path)


def test_many_parts_are_refused_before_they_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_PARTS", 5)
    assert "too many" in refusal(packed(parts()), tmp_path)


@pytest.mark.parametrize("name", ["MOST_BYTES", "MOST_MARKS"])
def test_what_is_too_much_is_refused_at_the_limit(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = parts().values()
    held = {"MOST_BYTES": sum(map(len, found)), "MOST_MARKS": sum(part.count(b"<") for part in found)}[name]
    monkeypatch.setattr(archive, name, held)
    weigh(saved(packed(parts()), tmp_path))
    monkeypatch.setattr(archive, name, held - 1)
    assert "too much" in refusal(packed(parts()), tmp_path)
