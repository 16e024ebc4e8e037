"""Look inside an .xlsx before the reader does: refuse what is not Excel, broken or too big; find error cells.

The reader allocates a sheet as one rectangle, so a stray cell in the last row and column would take all
memory; and it gives an empty string for an error cell. Both are found here, from the file's own XML.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.parsers import expat

from .records import Text, UnreadableWorkbook

MAX_BYTES = 20 * 2**20
MAX_UNPACKED = 200 * 2**20
MAX_CELLS = 2_000_000
NOT_CALCULATED = "formula"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
WORKBOOK = "xl/workbook.xml"

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
)

Marks = dict[tuple[int, int], str]


class SheetScan:
    """One pass over a part's XML: the rectangle its filled cells span and the cells that hold no value."""

    def __init__(self) -> None:
        self.rows = self.columns = self.row = self.column = 0
        self.marks: Marks = {}
        self.kind = self.said = ""
        self.formula = self.valued = self.open_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self.row, self.column = int(attributes.get("r") or self.row + 1), 0
        elif name == "c":
            self.start_cell(attributes)
        elif name in ("v", "is", "f"):
            self.formula |= name == "f"
            self.valued |= name != "f"
            self.open_value = name == "v"

    def start_cell(self, attributes: dict[str, str]) -> None:
        letters, digits = split_reference(attributes.get("r", ""))
        self.row = digits or self.row
        self.column = letters or self.column + 1
        self.kind, self.said = attributes.get("t", ""), ""
        self.formula = self.valued = False

    def text(self, data: str) -> None:
        if self.open_value:
            self.said += data

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self.open_value = False
        elif name == "c" and (self.formula or self.valued):
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
            self.mark()

    def mark(self) -> None:
        if self.kind == "e":
            self.marks[self.row, self.column] = self.said or "#N/A"
        elif not self.valued:
            self.marks[self.row, self.column] = NOT_CALCULATED


def inspect(path: Path) -> dict[str, Marks]:
    """The cells without a value (row and column from 1) of each sheet, by its name.

    Raises UnreadableWorkbook for a file that is missing, empty, not .xlsx, damaged or too big.
    """
    refuse_by_size_and_head(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return look_inside(archive)
    except BROKEN as fault:
        raise damaged(str(fault)) from fault


def refuse_by_size_and_head(path: Path) -> None:
    if not path.is_file():
        raise UnreadableWorkbook(
            f"Không có tệp «{path.name}». Kiểm tra lại tên và thư mục.",
            f"There is no file “{path.name}”. Check its name and folder.",
        )
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise too_big(Text(f"{size // 2**20} MB", f"{size // 2**20} MB"), f"{MAX_BYTES // 2**20} MB")
    with path.open("rb") as file:
        refuse_by_head(file.read(4), path.name)


def refuse_by_head(head: bytes, name: str) -> None:
    if not head:
        raise UnreadableWorkbook(
            f"Tệp «{name}» rỗng (0 byte). Lưu hoặc tải lại tệp.",
            f"The file “{name}” is empty (0 bytes). Save or download it again.",
        )
    if head == OLD_EXCEL:
        raise UnreadableWorkbook(
            f"Tệp «{name}» là tệp .xls cũ hoặc có mật khẩu. Mở bằng Excel, bỏ mật khẩu, lưu thành .xlsx.",
            f"The file “{name}” is an old .xls or has a password. Open it in Excel and save it as .xlsx, "
            "without a password.",
        )
    if head[:2] != b"PK":
        raise not_excel()


def look_inside(archive: zipfile.ZipFile) -> dict[str, Marks]:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if WORKBOOK not in names:
        raise not_excel()
    if len(set(names)) != len(names):
        raise damaged("duplicate parts")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED:
        size = f"{unpacked // 2**20} MB"
        raise too_big(Text(f"{size} sau khi giải nén", f"{size} unpacked"), f"{MAX_UNPACKED // 2**20} MB")
    scans = {part.filename: scan_part(archive, part) for part in parts}
    return {name: marks_of(scans.get(part)) for name, part in sheet_parts(archive).items()}


def scan_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> SheetScan | None:
    """Every part is read to its end: the archive then proves the sizes it declares by their checksums."""
    with archive.open(part) as stream:
        if part.filename.endswith(".xml"):
            try:
                return scan(stream)
            except (expat.ExpatError, LookupError):
                pass
        while stream.read(2**20):
            pass
    return None


def scan(stream: IO[bytes]) -> SheetScan:
    found, parser = SheetScan(), new_parser()
    parser.StartElementHandler, parser.EndElementHandler = found.start, found.end
    parser.CharacterDataHandler = found.text
    while chunk := stream.read(2**16):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    refuse_too_many(found.rows * found.columns)
    return found


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The archive's part of each sheet, by the sheet's name."""
    roots = {target(item, "") for item in elements(archive.read("_rels/.rels"), "Relationship")}
    if WORKBOOK not in roots:
        raise not_excel()
    links = elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    targets = {item["Id"]: target(item, "xl") for item in links}
    sheets = elements(archive.read(WORKBOOK), "sheet")
    return {item["name"]: targets[relation(item)] for item in sheets}


def target(item: dict[str, str], folder: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, item["Target"])).lstrip("/")


def relation(item: dict[str, str]) -> str:
    return next((value for key, value in item.items() if key.endswith(":id")), "")


def elements(xml: bytes, wanted: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    parser = new_parser()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser.StartElementHandler = start
    parser.Parse(xml, True)
    return found


def new_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    return parser


def refuse_doctype(*_: object) -> None:
    raise damaged("DOCTYPE")


def marks_of(found: SheetScan | None) -> Marks:
    if found is None:
        raise damaged("worksheet XML")
    return found.marks


def split_reference(reference: str) -> tuple[int, int]:
    """Column and row, both from 1, of a reference such as AB12; 0 for what is not given."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter.upper()) - 64
    return column, int(reference[len(letters) :] or 0)


def refuse_too_many(cells: int) -> None:
    """Refuse a rectangle of cells that would not fit the memory of a small server."""
    if cells > MAX_CELLS:
        raise too_big(Text(f"vùng dữ liệu {cells} ô", f"an area of {cells} cells"), str(MAX_CELLS))


def too_big(found: Text, limit: str) -> UnreadableWorkbook:
    return UnreadableWorkbook(
        f"Tệp quá lớn: {found.vi}, giới hạn {limit}. Xóa trang tính, hình ảnh và ô thừa rồi lưu lại.",
        f"The file is too big: {found.en}, the limit is {limit}. Delete spare sheets, pictures and cells.",
    )


def not_excel() -> UnreadableWorkbook:
    return UnreadableWorkbook(
        "Tệp không phải là tệp Excel (.xlsx). Mở bằng Excel và lưu thành .xlsx.",
        "The file is not an Excel file (.xlsx). Open it in Excel and save it as .xlsx.",
    )


def damaged(reason: str) -> UnreadableWorkbook:
    return UnreadableWorkbook(
        f"Tệp Excel bị hỏng ({reason}). Mở bằng Excel, lưu lại rồi thử lại.",
        f"The Excel file is damaged ({reason}). Open it in Excel, save it and try again.",
    )
